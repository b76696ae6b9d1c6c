/* connectx: bind to an interface and an address, connect, and send.  XNU queues the bytes while it connects; here they follow. */
#include "sockets.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#ifndef SO_BINDTOIFINDEX /* a libc older than Linux 5.0 */
#define SO_BINDTOIFINDEX 62
#endif

struct darwin_sa_endpoints {
    unsigned sae_srcif;
    const void *sae_srcaddr;
    uint32_t sae_srcaddrlen;
    const void *sae_dstaddr;
    uint32_t sae_dstaddrlen;
};
D_CHECK_sa_endpoints;

static bool bind_source(const char *call, struct kind kind, int s, const struct darwin_sa_endpoints *ends) {
    struct host_address from;
    int interface = (int) ends->sae_srcif;
    struct ifreq request = {.ifr_ifindex = interface};
    if (interface != 0 && LINUX(ioctl, s, SIOCGIFNAME, &request) != 0) return standin_fail(D_ENXIO) == 0;
    if (interface != 0 && LINUX(setsockopt, s, SOL_SOCKET, SO_BINDTOIFINDEX, &interface, sizeof interface) != 0)
        return socket_result(call, -1) == 0;
    if (ends->sae_srcaddr == NULL) return true;
    return host_address(call, kind, ends->sae_srcaddr, ends->sae_srcaddrlen, &from)
            && socket_result(call, LINUX(bind, s, &from.any, from.length)) == 0;
}

DARWIN(int, connectx, int s, const struct darwin_sa_endpoints *ends, uint32_t associd, unsigned flags,
        const struct darwin_iovec *iov, unsigned iovcnt, size_t *len, uint32_t *connid) {
    struct kind kind;
    struct host_address to;
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (associd != D_SAE_ASSOCID_ANY || connid != NULL) standin_die(__func__, "several connections of a socket");
    if (flags & ~(unsigned) D_CONNECT_DATA_IDEMPOTENT) standin_die(__func__, "flags 0x%x have no Linux meaning", flags);
    if (ends == NULL || ends->sae_dstaddr == NULL) return standin_fail(D_EINVAL);
    if (iov != NULL && (iovcnt == 0 || iovcnt > D_IOV_MAX || len == NULL)) return standin_fail(D_EINVAL);
    if (kind.domain != AF_INET && kind.domain != AF_INET6) return standin_fail(D_EOPNOTSUPP);
    if (!host_address(__func__, kind, ends->sae_dstaddr, ends->sae_dstaddrlen, &to)) return -1;
    if (!bind_source(__func__, kind, s, ends)) return -1;
    if (len != NULL) *len = 0;
    if (socket_result(__func__, LINUX(connect, s, &to.any, to.length)) != 0) return -1;
    if (iov == NULL) return 0;
    struct msghdr message = {.msg_iov = (struct iovec *) iov, .msg_iovlen = iovcnt};
    long sent = LINUX(sendmsg, s, &message, quiet(s));
    if (sent < 0) return errno == EAGAIN ? standin_fail(D_EINPROGRESS) : (int) socket_result(__func__, -1);
    *len = (size_t) sent;
    return 0;
}
