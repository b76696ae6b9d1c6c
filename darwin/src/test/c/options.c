/* What can be set on a socket and asked of it, and who is at its other end. */
#include "sockets.h"

#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/time.h>

#ifndef SO_NOFCS
#define SO_NOFCS 43
#endif
#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

struct darwin_linger {
    int l_onoff;
    int l_linger;
};
D_CHECK_linger;

struct darwin_xucred {
    uint32_t cr_version;
    uint32_t cr_uid;
    short cr_ngroups;
    uint32_t cr_groups[D_NGROUPS_MAX];
};
D_CHECK_xucred;

struct darwin_ip6_mtuinfo {
    struct darwin_sockaddr_in6 ip6m_addr;
    uint32_t ip6m_mtu;
};
D_CHECK_ip6_mtuinfo;

struct darwin_icmp6_filter {
    uint32_t icmp6_filt[8];
};
D_CHECK_icmp6_filter;

struct darwin_ip_mreq {
    struct in_addr imr_multiaddr;
    struct in_addr imr_interface;
};
D_CHECK_ip_mreq;

struct darwin_ip_mreqn {
    struct in_addr imr_multiaddr;
    struct in_addr imr_address;
    int imr_ifindex;
};
D_CHECK_ip_mreqn;

struct darwin_ipv6_mreq {
    uint8_t ipv6mr_multiaddr[16] __attribute__((aligned(4)));
    uint32_t ipv6mr_interface;
};
D_CHECK_ipv6_mreq;

/* The groups are Linux's as they stand. */
_Static_assert(sizeof(struct darwin_ip_mreq) == sizeof(struct ip_mreq)
        && sizeof(struct darwin_ip_mreqn) == sizeof(struct ip_mreqn)
        && sizeof(struct darwin_ipv6_mreq) == sizeof(struct ipv6_mreq), "groups");

/* What XNU keeps of a switch of TCP's, and reads it as: TF_NODELAY and TF_NOPUSH of tcp_var.h, which no SDK has. */
#define TF_NODELAY 0x4
#define TF_NOPUSH 0x1000

/* A second in SO_LINGER, and kern.ipc.maxsockbuf. */
#define TICKS 100
#define MAXSOCKBUF (8 << 20)

/* ---- options that are numbers on either side ---- */

enum form { SWITCH, NUMBER, GIVEN, SIZE, AS_IT_IS };

static const struct option {
    int level, name;
    int host_level, host_name;
    enum form form;
    int on; /* what a switch is read as */
} options[] = {
#define SOCKET_SWITCH(name) {D_SOL_SOCKET, D_##name, SOL_SOCKET, name, SWITCH, D_##name},
    SOCKET_SWITCH(SO_DEBUG) SOCKET_SWITCH(SO_REUSEADDR) SOCKET_SWITCH(SO_REUSEPORT) SOCKET_SWITCH(SO_KEEPALIVE)
    SOCKET_SWITCH(SO_DONTROUTE) SOCKET_SWITCH(SO_BROADCAST) SOCKET_SWITCH(SO_OOBINLINE) SOCKET_SWITCH(SO_TIMESTAMP)
#undef SOCKET_SWITCH
    /* Kept where no socket that Darwin has looks: it was made for one that counts its own checksums. */
    {D_SOL_SOCKET, D_SO_NOSIGPIPE, SOL_SOCKET, SO_NOFCS, SWITCH, 1},
    {D_SOL_SOCKET, D_SO_RCVLOWAT, SOL_SOCKET, SO_RCVLOWAT, NUMBER, 0},
    {D_SOL_SOCKET, D_SO_TYPE, SOL_SOCKET, SO_TYPE, GIVEN, 0},
    {D_SOL_SOCKET, D_SO_RCVBUF, SOL_SOCKET, SO_RCVBUF, SIZE, 0},
    {D_SOL_SOCKET, D_SO_SNDBUF, SOL_SOCKET, SO_SNDBUF, SIZE, 0},
    {D_IPPROTO_TCP, D_TCP_NODELAY, IPPROTO_TCP, TCP_NODELAY, SWITCH, TF_NODELAY},
    {D_IPPROTO_TCP, D_TCP_NOPUSH, IPPROTO_TCP, TCP_CORK, SWITCH, TF_NOPUSH},
    {D_IPPROTO_TCP, D_TCP_MAXSEG, IPPROTO_TCP, TCP_MAXSEG, NUMBER, 0},
    {D_IPPROTO_TCP, D_TCP_KEEPALIVE, IPPROTO_TCP, TCP_KEEPIDLE, NUMBER, 0},
    {D_IPPROTO_TCP, D_TCP_KEEPINTVL, IPPROTO_TCP, TCP_KEEPINTVL, NUMBER, 0},
    {D_IPPROTO_TCP, D_TCP_KEEPCNT, IPPROTO_TCP, TCP_KEEPCNT, NUMBER, 0},
    {D_IPPROTO_IP, D_IP_TOS, IPPROTO_IP, IP_TOS, NUMBER, 0},
    {D_IPPROTO_IP, D_IP_TTL, IPPROTO_IP, IP_TTL, NUMBER, 0},
    {D_IPPROTO_IP, D_IP_HDRINCL, IPPROTO_IP, IP_HDRINCL, SWITCH, 1},
    {D_IPPROTO_IP, D_IP_RECVTTL, IPPROTO_IP, IP_RECVTTL, SWITCH, 1},
    {D_IPPROTO_IP, D_IP_RECVTOS, IPPROTO_IP, IP_RECVTOS, SWITCH, 1},
    {D_IPPROTO_IP, D_IP_RECVPKTINFO, IPPROTO_IP, IP_PKTINFO, SWITCH, 1},
    {D_IPPROTO_IP, D_IP_MULTICAST_TTL, IPPROTO_IP, IP_MULTICAST_TTL, AS_IT_IS, 0},
    {D_IPPROTO_IP, D_IP_MULTICAST_LOOP, IPPROTO_IP, IP_MULTICAST_LOOP, AS_IT_IS, 0},
    {D_IPPROTO_IP, D_IP_MULTICAST_IF, IPPROTO_IP, IP_MULTICAST_IF, AS_IT_IS, 0},
    {D_IPPROTO_IPV6, D_IPV6_UNICAST_HOPS, IPPROTO_IPV6, IPV6_UNICAST_HOPS, NUMBER, 0},
    {D_IPPROTO_IPV6, D_IPV6_MULTICAST_IF, IPPROTO_IPV6, IPV6_MULTICAST_IF, NUMBER, 0},
    {D_IPPROTO_IPV6, D_IPV6_MULTICAST_HOPS, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, NUMBER, 0},
    {D_IPPROTO_IPV6, D_IPV6_MULTICAST_LOOP, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, NUMBER, 0},
    {D_IPPROTO_IPV6, D_IPV6_TCLASS, IPPROTO_IPV6, IPV6_TCLASS, NUMBER, 0},
    {D_IPPROTO_IPV6, D_IPV6_V6ONLY, IPPROTO_IPV6, IPV6_V6ONLY, SWITCH, 1},
    {D_IPPROTO_IPV6, D_IPV6_RECVPKTINFO, IPPROTO_IPV6, IPV6_RECVPKTINFO, SWITCH, 1},
    {D_IPPROTO_IPV6, D_IPV6_RECVHOPLIMIT, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, SWITCH, 1},
    {D_IPPROTO_IPV6, D_IPV6_RECVTCLASS, IPPROTO_IPV6, IPV6_RECVTCLASS, SWITCH, 1},
};

static const struct option *option(int level, int name) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].level == level && options[i].name == name) return &options[i];
    return NULL;
}

/* Which levels a socket has at all. */
static bool has_level(struct kind kind, int level) {
    if (level == D_SOL_SOCKET) return true;
    if (kind.domain == AF_UNIX) return level == D_SOL_LOCAL;
    if (level == D_IPPROTO_TCP) return kind.type == SOCK_STREAM;
    if (level == D_IPPROTO_ICMPV6) return kind.domain == AF_INET6 && kind.type == SOCK_RAW;
    return level == (kind.domain == AF_INET ? D_IPPROTO_IP : D_IPPROTO_IPV6);
}

/* The end of a search: options Darwin has, or might have, are not made up. */
static int unknown(const char *call, int level, int name) {
    switch (level == D_SOL_SOCKET ? name : -1) {
        case D_SO_USELOOPBACK: case D_SO_DONTTRUNC: case D_SO_WANTMORE: case D_SO_WANTOOBFLAG: case D_SO_SNDLOWAT:
        case D_SO_LABEL: case D_SO_PEERLABEL: case D_SO_NKE: case D_SO_NOADDRERR: case D_SO_REUSESHAREUID:
        case D_SO_NOTIFYCONFLICT: case D_SO_UPCALLCLOSEWAIT: case D_SO_RANDOMPORT: case D_SO_NP_EXTENSIONS:
        case D_SO_NUMRCVPKT: case D_SO_NET_SERVICE_TYPE: case D_SO_NETSVC_MARKING_LEVEL: case D_SO_TIMESTAMP_MONOTONIC:
            standin_die(call, "option 0x%x of sockets is Darwin's alone", (unsigned) name);
        case -1: standin_die(call, "option %d of level %d has no Linux counterpart here", name, level);
        default: return standin_fail(D_ENOPROTOOPT);
    }
}

/* ---- who is at the other end ---- */

static bool has_peer(int s) {
    int accepts = 0;
    struct ucred cred;
    socklen_t length = sizeof accepts, size = sizeof cred;
    return LINUX(getsockopt, s, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &length) == 0 && !accepts
            && LINUX(getsockopt, s, SOL_SOCKET, SO_PEERCRED, &cred, &size) == 0 && cred.uid != (uid_t) -1;
}

static int compare(const void *a, const void *b) {
    uint32_t one = *(const uint32_t *) a, other = *(const uint32_t *) b;
    return one < other ? -1 : one > other;
}

/* The effective group comes first, the others after it, as many as there is room for. */
static int peer_credentials(const char *call, int s, struct darwin_xucred *out) {
    struct ucred cred;
    gid_t groups[NGROUPS_MAX];
    socklen_t size = sizeof cred, length = sizeof groups;
    if (LINUX(getsockopt, s, SOL_SOCKET, SO_PEERCRED, &cred, &size) != 0
            || LINUX(getsockopt, s, SOL_SOCKET, SO_PEERGROUPS, groups, &length) != 0)
        return (int) socket_result(call, -1);
    qsort(groups, length / sizeof *groups, sizeof *groups, compare);
    *out = (struct darwin_xucred) {.cr_version = D_XUCRED_VERSION, .cr_uid = cred.uid, .cr_ngroups = 1};
    out->cr_groups[0] = cred.gid;
    for (size_t i = 0; i < length / sizeof *groups && out->cr_ngroups < D_NGROUPS_MAX; i++)
        if (groups[i] != cred.gid) out->cr_groups[out->cr_ngroups++] = groups[i];
    return 0;
}

/* Who has gone has no process any more, though still credentials. */
static int peer_process(const char *call, int s, int *out) {
    struct ucred cred;
    socklen_t size = sizeof cred;
    struct pollfd gone = {.fd = s};
    struct timespec now = {0};
    if (!has_peer(s) || (LINUX(ppoll, &gone, 1, &now, NULL, 0) == 1 && (gone.revents & POLLHUP) != 0))
        return standin_fail(D_ENOTCONN);
    if (LINUX(getsockopt, s, SOL_SOCKET, SO_PEERCRED, &cred, &size) != 0) return (int) socket_result(call, -1);
    *out = cred.pid;
    return 0;
}

/* ---- asking ---- */

/* As much of a value as there is room for. */
static int give(void *value, uint32_t *len, const void *from, size_t size) {
    if (value == NULL || len == NULL) return standin_fail(D_EFAULT);
    if (*len > size) *len = (uint32_t) size;
    memcpy(value, from, *len);
    return 0;
}

static int give_number(void *value, uint32_t *len, int number) {
    return give(value, len, &number, sizeof number);
}

static int local(const char *call, int s, struct kind kind, int name, void *value, uint32_t *len) {
    struct darwin_xucred credentials;
    int process = 0;
    switch (name) {
        case D_LOCAL_PEERCRED:
            if (kind.type != SOCK_STREAM) return standin_fail(D_EINVAL);
            if (!has_peer(s)) return standin_fail(D_ENOTCONN);
            return peer_credentials(call, s, &credentials) != 0 ? -1 : give(value, len, &credentials, sizeof credentials);
        case D_LOCAL_PEERPID:
        case D_LOCAL_PEEREPID: /* whom it acts for, which is itself as a rule */
            return peer_process(call, s, &process) != 0 ? -1 : give_number(value, len, process);
        case D_LOCAL_PEERUUID: case D_LOCAL_PEEREUUID: case D_LOCAL_PEERTOKEN:
            standin_die(call, "what option %d of Unix sockets tells is Darwin's alone", name);
        default: return standin_fail(D_EOPNOTSUPP);
    }
}

static int queued(const char *call, int s, unsigned long request, void *value, uint32_t *len) {
    int bytes;
    return LINUX(ioctl, s, request, &bytes) != 0 ? (int) socket_result(call, -1) : give_number(value, len, bytes);
}

static int get_host(const char *call, int s, const struct option *option, void *value, uint32_t *len) {
    int number = 0;
    socklen_t length = sizeof number;
    if (option->form == AS_IT_IS) {
        length = *len;
        if (LINUX(getsockopt, s, option->host_level, option->host_name, value, &length) != 0)
            return (int) socket_result(call, -1);
        *len = length;
        return 0;
    }
    if (LINUX(getsockopt, s, option->host_level, option->host_name, &number, &length) != 0)
        return (int) socket_result(call, -1);
    if (option->form == SWITCH) number = number != 0 ? option->on : 0;
    if (option->form == SIZE) number /= 2; /* Linux counts its own part in */
    return give_number(value, len, number);
}

static int get_socket(const char *call, int s, int name, void *value, uint32_t *len) {
    struct timeval time;
    struct linger linger;
    int number;
    socklen_t length;
    switch (name) {
        case D_SO_ACCEPTCONN:
            length = sizeof number;
            if (LINUX(getsockopt, s, SOL_SOCKET, SO_ACCEPTCONN, &number, &length) != 0) break;
            return give_number(value, len, number != 0 ? D_SO_ACCEPTCONN : 0);
        case D_SO_ERROR:
            length = sizeof number;
            if (LINUX(getsockopt, s, SOL_SOCKET, SO_ERROR, &number, &length) != 0) break;
            return give_number(value, len, number == 0 ? 0 : standin_errno(call, number));
        case D_SO_RCVTIMEO:
        case D_SO_SNDTIMEO:
            length = sizeof time;
            if (LINUX(getsockopt, s, SOL_SOCKET, name == D_SO_RCVTIMEO ? SO_RCVTIMEO : SO_SNDTIMEO, &time, &length) != 0)
                break;
            struct darwin_timeval out;
            memset(&out, 0, sizeof out);
            out.tv_sec = time.tv_sec;
            out.tv_usec = (int32_t) time.tv_usec;
            return give(value, len, &out, sizeof out);
        case D_SO_LINGER:
        case D_SO_LINGER_SEC:
            length = sizeof linger;
            if (LINUX(getsockopt, s, SOL_SOCKET, SO_LINGER, &linger, &length) != 0) break;
            struct darwin_linger told = {linger.l_onoff, linger.l_linger * (name == D_SO_LINGER ? TICKS : 1)};
            return give(value, len, &told, sizeof told);
        case D_SO_NREAD: return queued(call, s, FIONREAD, value, len);
        case D_SO_NWRITE: return queued(call, s, TIOCOUTQ, value, len);
        default: return unknown(call, D_SOL_SOCKET, name);
    }
    return (int) socket_result(call, -1);
}

static int path_mtu(const char *call, int s, void *value, uint32_t *len) {
    struct ip6_mtuinfo host;
    struct darwin_ip6_mtuinfo out;
    socklen_t length = sizeof host;
    if (LINUX(getsockopt, s, IPPROTO_IPV6, IPV6_PATHMTU, &host, &length) != 0) return (int) socket_result(call, -1);
    memset(&out, 0, sizeof out);
    out.ip6m_mtu = host.ip6m_mtu;
    return give(value, len, &out, sizeof out);
}

/* What passes here is what is not blocked there. */
static void invert(uint32_t *words) {
    for (int i = 0; i < 8; i++) words[i] = ~words[i];
}

static int get_filter(const char *call, int s, void *value, uint32_t *len) {
    struct darwin_icmp6_filter filter;
    socklen_t length = sizeof filter;
    if (LINUX(getsockopt, s, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, &length) != 0) return (int) socket_result(call, -1);
    invert(filter.icmp6_filt);
    return give(value, len, &filter, sizeof filter);
}

DARWIN(int, getsockopt, int s, int level, int name, void *value, uint32_t *len) {
    struct kind kind;
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (!has_level(kind, level)) return standin_fail(D_EINVAL);
    if (kind.domain == AF_UNIX && level == D_SOL_LOCAL) return local(__func__, s, kind, name, value, len);
    const struct option *known = option(level, name);
    if (known != NULL) return get_host(__func__, s, known, value, len);
    if (level == D_SOL_SOCKET) return get_socket(__func__, s, name, value, len);
    if (level == D_IPPROTO_IP && (name == D_IP_ADD_MEMBERSHIP || name == D_IP_DROP_MEMBERSHIP))
        return standin_fail(D_ENOPROTOOPT);
    if (level == D_IPPROTO_IPV6 && (name == D_IPV6_JOIN_GROUP || name == D_IPV6_LEAVE_GROUP))
        return standin_fail(D_ENOPROTOOPT);
    if (level == D_IPPROTO_IPV6 && name == D_IPV6_PATHMTU) return path_mtu(__func__, s, value, len);
    if (level == D_IPPROTO_ICMPV6 && name == D_ICMP6_FILTER) return get_filter(__func__, s, value, len);
    if (level == D_IPPROTO_TCP && name == D_TCP_CONNECTION_INFO) {
        char info[CONNECTION_INFO];
        return connection_info(__func__, s, info) != 0 ? -1 : give(value, len, info, sizeof info);
    }
    return unknown(__func__, level, name);
}

/* ---- setting ---- */

static int set_host(const char *call, int s, const struct option *option, const void *value, uint32_t len) {
    int number;
    if (option->form == GIVEN) return standin_fail(D_ENOPROTOOPT);
    if (option->form == AS_IT_IS)
        return (int) socket_result(call, LINUX(setsockopt, s, option->host_level, option->host_name, value, len));
    if (len < sizeof number) return standin_fail(D_EINVAL);
    memcpy(&number, value, sizeof number);
    if (option->form == SIZE && number < 1) return standin_fail(D_EINVAL);
    if (option->form == SIZE && number > MAXSOCKBUF) return standin_fail(D_ENOBUFS);
    return (int) socket_result(
            call, LINUX(setsockopt, s, option->host_level, option->host_name, &number, sizeof number));
}

static int set_time(const char *call, int s, int host_name, const void *value, uint32_t len) {
    struct darwin_timeval time;
    if (len < sizeof time) return standin_fail(D_EINVAL);
    memcpy(&time, value, sizeof time);
    if (time.tv_sec < 0 || time.tv_usec < 0 || time.tv_usec >= 1000000) return standin_fail(D_EDOM);
    struct timeval host = {.tv_sec = time.tv_sec, .tv_usec = time.tv_usec};
    return (int) socket_result(call, LINUX(setsockopt, s, SOL_SOCKET, host_name, &host, sizeof host));
}

/* Linux counts whole seconds: what is between them would come back changed. */
static int set_linger(const char *call, int s, int unit, const void *value, uint32_t len) {
    struct darwin_linger linger;
    if (len < sizeof linger) return standin_fail(D_EINVAL);
    memcpy(&linger, value, sizeof linger);
    if (linger.l_linger % unit != 0) standin_die(call, "to linger for %d hundredths of a second", linger.l_linger);
    struct linger host = {linger.l_onoff, linger.l_linger / unit};
    return (int) socket_result(call, LINUX(setsockopt, s, SOL_SOCKET, SO_LINGER, &host, sizeof host));
}

/* An interface that is not there has, to Darwin, an address that is not available. */
static int set_group(const char *call, int s, int host_level, int host_name, const void *value, uint32_t len) {
    long result = LINUX(setsockopt, s, host_level, host_name, value, len);
    return result == -1 && errno == ENODEV ? standin_fail(D_EADDRNOTAVAIL) : (int) socket_result(call, result);
}

static int set_filter(const char *call, int s, const void *value, uint32_t len) {
    struct darwin_icmp6_filter filter;
    if (len != sizeof filter) return standin_fail(D_EINVAL);
    memcpy(&filter, value, sizeof filter);
    invert(filter.icmp6_filt);
    return (int) socket_result(call, LINUX(setsockopt, s, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter));
}

DARWIN(int, setsockopt, int s, int level, int name, const void *value, uint32_t len) {
    struct kind kind;
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (!has_level(kind, level)) return standin_fail(D_EINVAL);
    if (value == NULL && len != 0) return standin_fail(D_EFAULT);
    if (kind.domain == AF_UNIX && level == D_SOL_LOCAL) return standin_fail(D_EOPNOTSUPP);
    const struct option *known = option(level, name);
    if (known != NULL) return set_host(__func__, s, known, value, len);
    switch (level == D_SOL_SOCKET ? name : -1) {
        case D_SO_ACCEPTCONN: case D_SO_ERROR: case D_SO_NREAD: case D_SO_NWRITE: return standin_fail(D_ENOPROTOOPT);
        case D_SO_RCVTIMEO: return set_time(__func__, s, SO_RCVTIMEO, value, len);
        case D_SO_SNDTIMEO: return set_time(__func__, s, SO_SNDTIMEO, value, len);
        case D_SO_LINGER: return set_linger(__func__, s, TICKS, value, len);
        case D_SO_LINGER_SEC: return set_linger(__func__, s, 1, value, len);
    }
    if (level == D_IPPROTO_IP && name == D_IP_ADD_MEMBERSHIP)
        return set_group(__func__, s, IPPROTO_IP, IP_ADD_MEMBERSHIP, value, len);
    if (level == D_IPPROTO_IP && name == D_IP_DROP_MEMBERSHIP)
        return set_group(__func__, s, IPPROTO_IP, IP_DROP_MEMBERSHIP, value, len);
    if (level == D_IPPROTO_IPV6 && name == D_IPV6_JOIN_GROUP)
        return set_group(__func__, s, IPPROTO_IPV6, IPV6_JOIN_GROUP, value, len);
    if (level == D_IPPROTO_IPV6 && name == D_IPV6_LEAVE_GROUP)
        return set_group(__func__, s, IPPROTO_IPV6, IPV6_LEAVE_GROUP, value, len);
    if (level == D_IPPROTO_ICMPV6 && name == D_ICMP6_FILTER) return set_filter(__func__, s, value, len);
    return unknown(__func__, level, name);
}

int quiet(int fd) {
    int set = 0;
    socklen_t length = sizeof set;
    return LINUX(getsockopt, fd, SOL_SOCKET, SO_NOFCS, &set, &length) == 0 && set ? MSG_NOSIGNAL : 0;
}

void set_quiet(int fd, bool on) {
    int set = on;
    LINUX(setsockopt, fd, SOL_SOCKET, SO_NOFCS, &set, sizeof set);
}
