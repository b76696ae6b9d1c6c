/* What the files of sockets share: addresses both ways, what kind of socket one is, and how their calls end. */
#ifndef STANDIN_SOCKETS_H
#define STANDIN_SOCKETS_H

#include "standin.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#pragma GCC visibility push(hidden)

struct darwin_sockaddr {
    uint8_t sa_len;
    uint8_t sa_family;
    char sa_data[14];
};
D_CHECK_sockaddr;

struct darwin_sockaddr_in {
    uint8_t sin_len;
    uint8_t sin_family;
    uint16_t sin_port;
    struct in_addr sin_addr;
    char sin_zero[8];
};
D_CHECK_sockaddr_in;

struct darwin_sockaddr_in6 {
    uint8_t sin6_len;
    uint8_t sin6_family;
    uint16_t sin6_port;
    uint32_t sin6_flowinfo;
    uint8_t sin6_addr[16] __attribute__((aligned(4)));
    uint32_t sin6_scope_id;
};
D_CHECK_sockaddr_in6;

struct darwin_sockaddr_un {
    uint8_t sun_len;
    uint8_t sun_family;
    char sun_path[104];
};
D_CHECK_sockaddr_un;

/* An address of the host's, with room for the NUL that Linux puts behind the longest path. */
struct host_address {
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
        char bytes[sizeof(struct sockaddr_un) + 1];
    };
    socklen_t length;
};

/* The host's domain and type of a socket. */
struct kind {
    int domain;
    int type;
};

/* False, and errno Darwin's, for what is not open or no socket. */
bool socket_kind(const char *call, int fd, struct kind *out);

/* As standin_result, but that Darwin's sockets have an EOPNOTSUPP of their own. */
long socket_result(const char *call, long result);

/* Darwin's address as the host's, for a socket of this kind; false, and errno Darwin's, where Darwin refuses it. */
bool host_address(const char *call, struct kind kind, const void *address, uint32_t length, struct host_address *out);

/* What the host says an address is, as Darwin's: as much of it as fits, and in length how long it truly is. */
void darwin_address(const char *call, const struct host_address *from, void *address, uint32_t *length);

/* Whoever is connected knows to whom, and is not told; who has no name is told to have none. */
void as_sender(struct kind kind, struct host_address *address);

/* MSG_… as the host's; those that Darwin only gives are ignored where they are handed in. */
int host_message_flags(const char *call, int flags);

/* What goes out would be told to a socket that nobody listens to by SIGPIPE: 0 or MSG_NOSIGNAL. */
int quiet(int fd);
void set_quiet(int fd, bool on);

/* Whether Darwin would send as many bytes at once, to an address or to the peer; false, and errno Darwin's, if not. */
bool may_send(const char *call, int fd, struct kind kind, size_t bytes, bool addressed);

/* tcpinfo.c: the value of TCP_CONNECTION_INFO, and how many bytes it has. */
enum { CONNECTION_INFO = 112 };
int connection_info(const char *call, int fd, char *into);

#pragma GCC visibility pop
#endif
