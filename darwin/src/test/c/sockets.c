/* Sockets: making, naming and connecting them, and plain data through them. */
#include "sockets.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>

/* What is used untranslated because both systems agree. */
_Static_assert(D_SOCK_STREAM == SOCK_STREAM && D_SOCK_DGRAM == SOCK_DGRAM && D_SOCK_RAW == SOCK_RAW, "types");
_Static_assert(D_SHUT_RD == SHUT_RD && D_SHUT_WR == SHUT_WR && D_SHUT_RDWR == SHUT_RDWR, "ways to shut down");

/* The largest datagram of UDP until somebody asks for more: net.inet.udp.maxdgram. */
#define UDP_MAXDGRAM 9216

/* ---- how calls end ---- */

long socket_result(const char *call, long result) {
    return result == -1 && errno == EOPNOTSUPP ? standin_fail(D_EOPNOTSUPP) : standin_result(call, result);
}

bool socket_kind(const char *call, int fd, struct kind *out) {
    socklen_t length = sizeof out->domain;
    if (LINUX(getsockopt, fd, SOL_SOCKET, SO_DOMAIN, &out->domain, &length) != 0
            || LINUX(getsockopt, fd, SOL_SOCKET, SO_TYPE, &out->type, &length) != 0)
        return socket_result(call, -1), false;
    return true;
}

static bool is_inet(struct kind kind) {
    return kind.domain == AF_INET || kind.domain == AF_INET6;
}

/* ---- addresses ---- */

static bool unix_path(const char *call, const struct darwin_sockaddr_un *from, uint32_t length,
        struct host_address *out) {
    size_t room = length - offsetof(struct darwin_sockaddr_un, sun_path);
    size_t path = strnlen(from->sun_path, room);
    if (from->sun_family != D_AF_UNIX) standin_die(call, "a Unix socket takes family %d for a path", from->sun_family);
    if (room == 0) return standin_fail(D_EINVAL), false;
    if (path == 0) return standin_fail(D_ENOENT), false;
    if (path > sizeof out->un.sun_path) return standin_fail(D_ENAMETOOLONG), false;
    out->un.sun_family = AF_UNIX;
    memcpy(out->un.sun_path, from->sun_path, path);
    out->length = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + path);
    return true;
}

/* TCP looks at the family first, UDP at the length. */
static bool inet_fits(struct kind kind, const struct darwin_sockaddr *from, uint32_t length) {
    int family = kind.domain == AF_INET ? D_AF_INET : D_AF_INET6;
    bool fits = length == (kind.domain == AF_INET ? sizeof(struct darwin_sockaddr_in)
                                                  : sizeof(struct darwin_sockaddr_in6));
    if (from->sa_family == family && fits) return true;
    bool wrong_family = from->sa_family != family && (kind.type == SOCK_STREAM || fits);
    return standin_fail(wrong_family ? D_EAFNOSUPPORT : D_EINVAL), false;
}

bool host_address(const char *call, struct kind kind, const void *address, uint32_t length, struct host_address *out) {
    const struct darwin_sockaddr *from = address;
    memset(out, 0, sizeof *out);
    if (length > D_SOCK_MAXADDRLEN) return standin_fail(D_ENAMETOOLONG), false;
    if (length < offsetof(struct darwin_sockaddr, sa_data)) return standin_fail(D_EINVAL), false;
    if (from == NULL) return standin_fail(D_EFAULT), false;
    /* The kernel mends it here; routing messages and group requests, made by the same code, would be wrong. */
    if (from->sa_len != length) standin_die(call, "an address of %u bytes says it has %d", length, from->sa_len);
    if (kind.domain == AF_UNIX) return unix_path(call, address, length, out);
    if (!is_inet(kind)) standin_die(call, "an address for a socket of Linux's domain %d", kind.domain);
    if (!inet_fits(kind, from, length)) return false;
    if (kind.domain == AF_INET) {
        const struct darwin_sockaddr_in *in = address;
        out->in = (struct sockaddr_in) {.sin_family = AF_INET, .sin_port = in->sin_port, .sin_addr = in->sin_addr};
        out->length = sizeof out->in;
    } else {
        const struct darwin_sockaddr_in6 *in = address;
        out->in6 = (struct sockaddr_in6) {.sin6_family = AF_INET6, .sin6_port = in->sin6_port,
            .sin6_flowinfo = in->sin6_flowinfo, .sin6_scope_id = in->sin6_scope_id};
        memcpy(&out->in6.sin6_addr, in->sin6_addr, sizeof in->sin6_addr);
        out->length = sizeof out->in6;
    }
    return true;
}

/* Without a name, it is as long as a plain sockaddr; a path has its NUL if that fits into the structure. */
static uint32_t unix_name(const char *call, const struct host_address *from, struct darwin_sockaddr_un *to) {
    size_t offset = offsetof(struct sockaddr_un, sun_path);
    size_t room = from->length > offset ? from->length - offset : 0;
    size_t path = strnlen(from->un.sun_path, room);
    if (room > 0 && path == 0) standin_die(call, "an abstract name, as only Linux has them");
    if (path > sizeof to->sun_path) standin_die(call, "a path of %zu bytes, as only Linux has them", path);
    memcpy(to->sun_path, from->un.sun_path, path);
    if (path == 0) return sizeof(struct darwin_sockaddr);
    size_t length = offsetof(struct darwin_sockaddr_un, sun_path) + path + 1;
    return length < sizeof *to ? (uint32_t) length : sizeof *to;
}

void darwin_address(const char *call, const struct host_address *from, void *address, uint32_t *length) {
    union {
        struct darwin_sockaddr any;
        struct darwin_sockaddr_in in;
        struct darwin_sockaddr_in6 in6;
        struct darwin_sockaddr_un un;
    } to;
    uint32_t whole;
    if (address == NULL) return;
    if (from->length < sizeof from->any.sa_family) {
        *length = 0;
        return;
    }
    memset(&to, 0, sizeof to);
    switch (from->any.sa_family) {
        case AF_INET:
            whole = sizeof to.in;
            to.in.sin_port = from->in.sin_port;
            to.in.sin_addr = from->in.sin_addr;
            to.any.sa_family = D_AF_INET;
            break;
        case AF_INET6:
            whole = sizeof to.in6;
            to.in6.sin6_port = from->in6.sin6_port;
            to.in6.sin6_flowinfo = from->in6.sin6_flowinfo;
            memcpy(to.in6.sin6_addr, &from->in6.sin6_addr, sizeof to.in6.sin6_addr);
            to.in6.sin6_scope_id = from->in6.sin6_scope_id;
            to.any.sa_family = D_AF_INET6;
            break;
        case AF_UNIX:
            whole = unix_name(call, from, &to.un);
            to.any.sa_family = D_AF_UNIX;
            break;
        default: standin_die(call, "an address of Linux's family %d", from->any.sa_family);
    }
    to.any.sa_len = (uint8_t) whole;
    memcpy(address, &to, *length < whole ? *length : whole);
    *length = whole;
}

void as_sender(struct kind kind, struct host_address *address) {
    if (kind.type == SOCK_STREAM) {
        address->length = 0;
    } else if (kind.domain == AF_UNIX && address->length == 0) {
        address->any.sa_family = AF_UNIX;
        address->length = sizeof address->any.sa_family;
    }
}

/* ---- making and connecting ---- */

/* Darwin's domains, types and protocols; a protocol of another type is EPROTOTYPE, and one of no type is none. */
static int host_domain(const char *call, int domain) {
    switch (domain) {
        case D_AF_UNIX: return AF_UNIX;
        case D_AF_INET: return AF_INET;
        case D_AF_INET6: return AF_INET6;
        case D_AF_ROUTE: case D_AF_SYSTEM: case D_AF_VSOCK: case D_AF_NDRV: case D_PF_KEY:
            standin_die(call, "domain %d is Darwin's alone", domain);
        default: return standin_fail(D_EAFNOSUPPORT);
    }
}

static bool is_protocol(int domain, int type, int protocol) {
    if (domain == AF_UNIX) return (type == D_SOCK_STREAM || type == D_SOCK_DGRAM) && protocol == 0;
    switch (type) {
        case D_SOCK_STREAM: return protocol == 0 || protocol == D_IPPROTO_TCP;
        case D_SOCK_DGRAM: return protocol == 0 || protocol == D_IPPROTO_UDP || protocol == D_IPPROTO_ICMP
                || (domain == AF_INET6 && protocol == D_IPPROTO_ICMPV6);
        case D_SOCK_RAW: return protocol >= 0 && protocol <= D_IPPROTO_RAW;
        default: return false; /* SOCK_CLOEXEC and SOCK_NONBLOCK are Linux's alone */
    }
}

static bool is_right(int domain, int type, int protocol) {
    if (is_protocol(domain, type, protocol)) return true;
    bool elsewhere = protocol != 0
            && (is_protocol(domain, D_SOCK_STREAM, protocol) || is_protocol(domain, D_SOCK_DGRAM, protocol));
    return standin_fail(elsewhere ? D_EPROTOTYPE : D_EPROTONOSUPPORT), false;
}

DARWIN(int, socket, int domain, int type, int protocol) {
    int host = host_domain(__func__, domain);
    if (host == -1 || !is_right(host, type, protocol)) return -1;
    int fd = (int) socket_result(__func__, LINUX(socket, host, type, protocol));
    if (fd >= 0 && host != AF_UNIX && type == D_SOCK_DGRAM) {
        int most = UDP_MAXDGRAM;
        LINUX(setsockopt, fd, SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
    }
    return fd;
}

DARWIN(int, socketpair, int domain, int type, int protocol, int sv[2]) {
    int host = host_domain(__func__, domain);
    if (host == -1 || !is_right(host, type, protocol)) return -1;
    if (host != AF_UNIX) return standin_fail(D_EOPNOTSUPP);
    return (int) socket_result(__func__, LINUX(socketpair, AF_UNIX, type, 0, sv));
}

DARWIN(int, bind, int s, const void *address, uint32_t address_len) {
    struct kind kind;
    struct host_address host;
    if (!socket_kind(__func__, s, &kind) || !host_address(__func__, kind, address, address_len, &host)) return -1;
    return (int) socket_result(__func__, LINUX(bind, s, &host.any, host.length));
}

DARWIN(int, listen, int s, int backlog) {
    int host = backlog <= 0 || backlog > D_SOMAXCONN ? D_SOMAXCONN : backlog;
    return (int) socket_result(__func__, LINUX(listen, s, host));
}

/* A datagram socket loses its peer to an address that cannot be one, and the call fails all the same. */
static int disconnect(const char *call, int s) {
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    return LINUX(connect, s, &none, sizeof none) == 0 ? standin_fail(D_EAFNOSUPPORT) : (int) socket_result(call, -1);
}

DARWIN(int, connect, int s, const void *address, uint32_t address_len) {
    const struct darwin_sockaddr *to = address;
    struct kind kind;
    struct host_address host;
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (is_inet(kind) && kind.type == SOCK_DGRAM && to != NULL && to->sa_family == D_AF_UNSPEC)
        return disconnect(__func__, s);
    if (!host_address(__func__, kind, address, address_len, &host)) return -1;
    long result = LINUX(connect, s, &host.any, host.length);
    if (result == -1 && errno == EAGAIN && kind.domain == AF_UNIX) return standin_fail(D_ECONNREFUSED); /* queue full */
    return (int) socket_result(__func__, result);
}

/* Whether a connection is over already: XNU hands it out without an address then. */
static bool is_over(int fd) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    return LINUX(getsockopt, fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_state == TCP_CLOSE;
}

/* What is accepted waits as its listener does. */
DARWIN(int, accept, int s, void *address, uint32_t *address_len) {
    struct host_address peer = {.length = sizeof peer.bytes};
    long status = LINUX(fcntl, s, F_GETFL);
    if (status < 0) return (int) socket_result(__func__, -1);
    long fd = socket_result(__func__, LINUX(accept4, s, &peer.any, &peer.length, status & O_NONBLOCK ? SOCK_NONBLOCK : 0));
    if (fd < 0) return -1;
    if (status & O_ASYNC) LINUX(fcntl, (int) fd, F_SETFL, status & (O_ASYNC | O_NONBLOCK));
    if (is_over((int) fd)) peer.length = 0;
    darwin_address(__func__, &peer, address, address_len);
    return (int) fd;
}

DARWIN(int, getsockname, int s, void *address, uint32_t *address_len) {
    struct host_address name = {.length = sizeof name.bytes};
    if (LINUX(getsockname, s, &name.any, &name.length) != 0) return (int) socket_result(__func__, -1);
    darwin_address(__func__, &name, address, address_len);
    return 0;
}

DARWIN(int, getpeername, int s, void *address, uint32_t *address_len) {
    struct host_address name = {.length = sizeof name.bytes};
    if (LINUX(getpeername, s, &name.any, &name.length) != 0) return (int) socket_result(__func__, -1);
    darwin_address(__func__, &name, address, address_len);
    return 0;
}

/* To Darwin, whose other side has gone is connected no longer; Linux lets it shut down its own. */
DARWIN(int, shutdown, int s, int how) {
    struct kind kind;
    struct pollfd gone = {.fd = s};
    struct timespec now = {0};
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (how != D_SHUT_RD && how != D_SHUT_WR && how != D_SHUT_RDWR) return standin_fail(D_EINVAL);
    bool over = kind.domain == AF_UNIX && kind.type == SOCK_STREAM && LINUX(ppoll, &gone, 1, &now, NULL, 0) == 1
            && (gone.revents & POLLHUP) != 0;
    return over ? standin_fail(D_ENOTCONN) : (int) socket_result(__func__, LINUX(shutdown, s, how));
}

/* ---- data ---- */

static const struct { int darwin, host; } message_flags[] = {
    {D_MSG_OOB, MSG_OOB}, {D_MSG_PEEK, MSG_PEEK}, {D_MSG_DONTROUTE, MSG_DONTROUTE}, {D_MSG_WAITALL, MSG_WAITALL},
    {D_MSG_DONTWAIT, MSG_DONTWAIT}, {D_MSG_NOSIGNAL, MSG_NOSIGNAL}, {D_MSG_EOR, MSG_EOR},
};

int host_message_flags(const char *call, int flags) {
    int out = 0;
    int rest = flags & ~(D_MSG_TRUNC | D_MSG_CTRUNC);
    for (size_t i = 0; i < sizeof message_flags / sizeof *message_flags; i++) {
        if ((rest & message_flags[i].darwin) == 0) continue;
        out |= message_flags[i].host;
        rest &= ~message_flags[i].darwin;
    }
    if (rest != 0) standin_die(call, "flag 0x%x has no Linux meaning", (unsigned) rest);
    return out;
}

bool may_send(const char *call, int fd, struct kind kind, size_t bytes, bool addressed) {
    struct host_address peer = {.length = sizeof peer.bytes};
    int room;
    socklen_t length = sizeof room;
    if (kind.type != SOCK_DGRAM) return true;
    bool connected = LINUX(getpeername, fd, &peer.any, &peer.length) == 0;
    if (connected && addressed) return standin_fail(D_EISCONN), false;
    if (!connected && !addressed) return standin_fail(D_EDESTADDRREQ), false;
    if (!is_inet(kind)) return true;
    if (LINUX(getsockopt, fd, SOL_SOCKET, SO_SNDBUF, &room, &length) != 0) return socket_result(call, -1), false;
    return bytes <= (size_t) room / 2 || (standin_fail(D_EMSGSIZE), false); /* Linux counts its own part in */
}

static ssize_t send_to(const char *call, int s, const void *buf, size_t len, int flags, const void *to, uint32_t tolen) {
    struct kind kind;
    struct host_address host;
    if (!socket_kind(call, s, &kind) || !may_send(call, s, kind, len, to != NULL)) return -1;
    if (to != NULL && !host_address(call, kind, to, tolen, &host)) return -1;
    return socket_result(call, LINUX(sendto, s, buf, len, host_message_flags(call, flags) | quiet(s),
            to == NULL ? NULL : &host.any, to == NULL ? 0 : host.length));
}

DARWIN(ssize_t, sendto, int s, const void *buf, size_t len, int flags, const void *to, uint32_t tolen) {
    return send_to(__func__, s, buf, len, flags, to, tolen);
}

DARWIN(ssize_t, send, int s, const void *buf, size_t len, int flags) {
    return send_to(__func__, s, buf, len, flags, NULL, 0);
}

static ssize_t receive(const char *call, int s, void *buf, size_t len, int flags, void *from, uint32_t *fromlen) {
    struct host_address sender = {.length = sizeof sender.bytes};
    struct kind kind;
    if (!socket_kind(call, s, &kind)) return -1;
    long result = socket_result(
            call, LINUX(recvfrom, s, buf, len, host_message_flags(call, flags), &sender.any, &sender.length));
    as_sender(kind, &sender);
    if (result >= 0) darwin_address(call, &sender, from, fromlen);
    return result;
}

DARWIN(ssize_t, recvfrom, int s, void *buf, size_t len, int flags, void *from, uint32_t *fromlen) {
    return receive(__func__, s, buf, len, flags, from, fromlen);
}

DARWIN(ssize_t, recv, int s, void *buf, size_t len, int flags) {
    return receive(__func__, s, buf, len, flags, NULL, NULL);
}
