/* sendmsg and recvmsg: headers whose lengths have 32 bits, and control messages that begin at every fourth byte. */
#include "sockets.h"

#include <stdlib.h>
#include <sys/time.h>
#include <sys/uio.h>

struct darwin_msghdr {
    void *msg_name;
    uint32_t msg_namelen;
    struct darwin_iovec *msg_iov;
    int msg_iovlen;
    void *msg_control;
    uint32_t msg_controllen;
    int msg_flags;
};
D_CHECK_msghdr;

struct darwin_cmsghdr {
    uint32_t cmsg_len;
    int cmsg_level;
    int cmsg_type;
};
D_CHECK_cmsghdr;
_Static_assert(sizeof(struct darwin_cmsghdr) == D_CMSG_LEN_0, "no padding behind it");

struct darwin_in_pktinfo {
    uint32_t ipi_ifindex;
    struct in_addr ipi_spec_dst;
    struct in_addr ipi_addr;
};
D_CHECK_in_pktinfo;

struct darwin_in6_pktinfo {
    uint8_t ipi6_addr[16] __attribute__((aligned(4)));
    uint32_t ipi6_ifindex;
};
D_CHECK_in6_pktinfo;

/* These, and the vector, are Linux's as they stand. */
_Static_assert(sizeof(struct darwin_in_pktinfo) == sizeof(struct in_pktinfo)
        && sizeof(struct darwin_in6_pktinfo) == sizeof(struct in6_pktinfo)
        && sizeof(struct darwin_iovec) == sizeof(struct iovec), "as they stand");

/* The most that Linux passes at once, with a few others beside it. */
#define MOST_DESCRIPTORS 253
#define HOST_CONTROL (CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int)) + 1024)

/* A buffer at least, and no more than a vector may have. */
static bool vector_fits(const struct darwin_msghdr *message) {
    if (message == NULL) return standin_fail(D_EFAULT), false;
    return (message->msg_iovlen > 0 && message->msg_iovlen <= D_IOV_MAX) || (standin_fail(D_EMSGSIZE), false);
}

static size_t length_of(const struct darwin_msghdr *message) {
    size_t length = 0;
    for (int i = 0; i < message->msg_iovlen; i++) length += message->msg_iov[i].iov_len;
    return length;
}

/* Descriptors, in one message that is all there is. */
static bool rights(const char *call, struct kind kind, const struct darwin_msghdr *from, struct msghdr *to) {
    const struct darwin_cmsghdr *given = from->msg_control;
    if (from->msg_control == NULL) {
        to->msg_control = NULL;
        to->msg_controllen = 0;
        return true;
    }
    if (from->msg_controllen < sizeof *given) return standin_fail(D_EINVAL), false;
    if (kind.domain != AF_UNIX) standin_die(call, "control message %d of level %d", given->cmsg_type, given->cmsg_level);
    if (given->cmsg_level != D_SOL_SOCKET || given->cmsg_type != D_SCM_RIGHTS || given->cmsg_len != from->msg_controllen)
        return standin_fail(D_EINVAL), false;
    size_t bytes = given->cmsg_len - D_CMSG_LEN_0;
    if (CMSG_SPACE(bytes) > to->msg_controllen) return standin_fail(D_EINVAL), false;
    struct cmsghdr *out = to->msg_control;
    *out = (struct cmsghdr) {.cmsg_len = CMSG_LEN(bytes), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(out), (const char *) given + D_CMSG_LEN_0, bytes);
    to->msg_controllen = CMSG_SPACE(bytes);
    return true;
}

DARWIN(ssize_t, sendmsg, int s, const struct darwin_msghdr *message, int flags) {
    struct kind kind;
    struct host_address to;
    _Alignas(struct cmsghdr) char control[HOST_CONTROL];
    if (!socket_kind(__func__, s, &kind) || !vector_fits(message)) return -1;
    if (!may_send(__func__, s, kind, length_of(message), message->msg_name != NULL)) return -1;
    struct msghdr host = {
        .msg_iov = (struct iovec *) message->msg_iov, .msg_iovlen = (size_t) message->msg_iovlen,
        .msg_control = control, .msg_controllen = sizeof control,
    };
    memset(control, 0, sizeof control);
    if (!rights(__func__, kind, message, &host)) return -1;
    if (message->msg_name != NULL) {
        if (!host_address(__func__, kind, message->msg_name, message->msg_namelen, &to)) return -1;
        host.msg_name = &to.any;
        host.msg_namelen = to.length;
    }
    return socket_result(__func__, LINUX(sendmsg, s, &host, host_message_flags(__func__, flags) | quiet(s)));
}

/* ---- what comes ---- */

/* Darwin's control messages, as many bytes of them as there is room for. */
struct given {
    char *at;
    size_t room;
    bool cut;
};

/* The header tells the whole length, however little of it is there. */
static void put(struct given *out, int level, int type, const void *data, size_t bytes) {
    char whole[D_CMSG_LEN_0 + MOST_DESCRIPTORS * sizeof(int)];
    struct darwin_cmsghdr header = {(uint32_t) (D_CMSG_LEN_0 + bytes), level, type};
    size_t alignment = D_CMSG_SPACE_1 - D_CMSG_SPACE_0;
    size_t space = D_CMSG_SPACE_0 + (bytes + alignment - 1) / alignment * alignment;
    memset(whole, 0, sizeof whole);
    memcpy(whole, &header, sizeof header);
    memcpy(whole + D_CMSG_LEN_0, data, bytes);
    size_t fits = space < out->room ? space : out->room;
    out->cut |= fits < space;
    memcpy(out->at, whole, fits);
    out->at += fits;
    out->room -= fits;
}

static void put_byte(struct given *out, int type, const void *number) {
    int value;
    memcpy(&value, number, sizeof value);
    put(out, D_IPPROTO_IP, type, &(uint8_t) {(uint8_t) value}, 1);
}

static void put_time(struct given *out, const void *time) {
    struct timeval host;
    struct darwin_timeval darwin;
    memcpy(&host, time, sizeof host);
    memset(&darwin, 0, sizeof darwin);
    darwin.tv_sec = host.tv_sec;
    darwin.tv_usec = (int32_t) host.tv_usec;
    put(out, D_SOL_SOCKET, D_SCM_TIMESTAMP, &darwin, sizeof darwin);
}

static void translate(const char *call, struct given *out, const struct cmsghdr *from) {
    const unsigned char *data = CMSG_DATA(from);
    size_t bytes = from->cmsg_len - CMSG_LEN(0);
    int type = from->cmsg_type;
    if (from->cmsg_level == SOL_SOCKET) {
        if (type == SCM_RIGHTS) return put(out, D_SOL_SOCKET, D_SCM_RIGHTS, data, bytes);
        if (type == SO_TIMESTAMP) return put_time(out, data);
    } else if (from->cmsg_level == IPPROTO_IP) {
        if (type == IP_TTL) return put_byte(out, D_IP_RECVTTL, data);
        if (type == IP_TOS) return put(out, D_IPPROTO_IP, D_IP_RECVTOS, data, 1);
        if (type == IP_PKTINFO) return put(out, D_IPPROTO_IP, D_IP_PKTINFO, data, bytes);
    } else if (from->cmsg_level == IPPROTO_IPV6) {
        if (type == IPV6_PKTINFO) return put(out, D_IPPROTO_IPV6, D_IPV6_PKTINFO, data, bytes);
        if (type == IPV6_HOPLIMIT) return put(out, D_IPPROTO_IPV6, D_IPV6_HOPLIMIT, data, bytes);
        if (type == IPV6_TCLASS) return put(out, D_IPPROTO_IPV6, D_IPV6_TCLASS, data, bytes);
    }
    standin_die(call, "Linux's control message %d of level %d", type, from->cmsg_level);
}

/*
 * XNU opens all descriptors of a message, whether the caller has a control buffer or not.  A descriptor for whose number there is no
 * room stays open, and nobody knows its number.
 */
DARWIN(ssize_t, recvmsg, int s, struct darwin_msghdr *message, int flags) {
    struct kind kind;
    struct host_address sender;
    _Alignas(struct cmsghdr) char control[HOST_CONTROL];
    if (!socket_kind(__func__, s, &kind) || !vector_fits(message)) return -1;
    bool wanted = message->msg_control != NULL && message->msg_controllen > 0;
    struct msghdr host = {
        .msg_name = &sender.any, .msg_namelen = sizeof sender.bytes,
        .msg_iov = (struct iovec *) message->msg_iov, .msg_iovlen = (size_t) message->msg_iovlen,
        .msg_control = control, .msg_controllen = sizeof control,
    };
    long result = socket_result(__func__, LINUX(recvmsg, s, &host, host_message_flags(__func__, flags)));
    if (result < 0) return -1;
    sender.length = host.msg_namelen;
    as_sender(kind, &sender);
    darwin_address(__func__, &sender, message->msg_name, &message->msg_namelen);
    /* Without a control buffer, MSG_CTRUNC is not set. */
    struct given out = {message->msg_control, wanted ? message->msg_controllen : 0, wanted && host.msg_flags & MSG_CTRUNC};
    for (struct cmsghdr *each = CMSG_FIRSTHDR(&host); wanted && each != NULL; each = CMSG_NXTHDR(&host, each))
        translate(__func__, &out, each);
    message->msg_controllen = wanted ? message->msg_controllen - (uint32_t) out.room : 0;
    message->msg_flags = (host.msg_flags & MSG_TRUNC ? D_MSG_TRUNC : 0) | (out.cut ? D_MSG_CTRUNC : 0)
            | (host.msg_flags & MSG_OOB ? D_MSG_OOB : 0) | (host.msg_flags & MSG_EOR ? D_MSG_EOR : 0);
    return result;
}
