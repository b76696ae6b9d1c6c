/* Network interfaces: their names, their addresses, and the requests with an ifreq. */
#include "sockets.h"

#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <sys/ioctl.h>

/* The host's macros for what Darwin has as members of the same names. */
#undef ifa_dstaddr
#undef ifr_name

struct darwin_ifaddrs {
    struct darwin_ifaddrs *ifa_next;
    char *ifa_name;
    uint32_t ifa_flags;
    struct darwin_sockaddr *ifa_addr;
    struct darwin_sockaddr *ifa_netmask;
    struct darwin_sockaddr *ifa_dstaddr;
    void *ifa_data;
};
D_CHECK_ifaddrs;

struct darwin_sockaddr_dl {
    uint8_t sdl_len;
    uint8_t sdl_family;
    uint16_t sdl_index;
    uint8_t sdl_type;
    uint8_t sdl_nlen;
    uint8_t sdl_alen;
    uint8_t sdl_slen;
    char sdl_data[12];
};
D_CHECK_sockaddr_dl;

struct darwin_ifreq {
    char ifr_name[16];
    union {
        struct darwin_sockaddr ifru_addr;
        int16_t ifru_flags;
        int32_t ifru_mtu;
        void *ifru_data;
    } ifr_ifru;
};
D_CHECK_ifreq;

/* Where an interface is missing, Linux says ENODEV and Darwin ENXIO. */
static int missing(const char *call, int error) {
    return standin_fail(error == ENODEV || error == ENXIO ? D_ENXIO : standin_errno(call, error));
}

/* The flags from IFF_UP to IFF_ALLMULTI are the same; NOTRAILERS and DYNAMIC are not kept by either. */
static const struct {
    int darwin;
    int host;
} flags[] = {
    {D_IFF_UP, IFF_UP}, {D_IFF_BROADCAST, IFF_BROADCAST}, {D_IFF_DEBUG, IFF_DEBUG}, {D_IFF_LOOPBACK, IFF_LOOPBACK},
    {D_IFF_POINTOPOINT, IFF_POINTOPOINT}, {D_IFF_RUNNING, IFF_RUNNING}, {D_IFF_NOARP, IFF_NOARP},
    {D_IFF_PROMISC, IFF_PROMISC}, {D_IFF_ALLMULTI, IFF_ALLMULTI}, {D_IFF_MULTICAST, IFF_MULTICAST},
};

static int darwin_flags(int host) {
    int all = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) all |= host & flags[i].host ? flags[i].darwin : 0;
    return all;
}

static int host_flags(int darwin) {
    int all = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) all |= darwin & flags[i].darwin ? flags[i].host : 0;
    return all;
}

DARWIN(unsigned, if_nametoindex, const char *name) {
    unsigned index = ((unsigned (*)(const char *)) standin_libc("if_nametoindex"))(name);
    if (index == 0) missing(__func__, errno);
    return index;
}

DARWIN(char *, if_indextoname, unsigned index, char *name) {
    char *found = ((char *(*)(unsigned, char *)) standin_libc("if_indextoname"))(index, name);
    if (found == NULL) missing(__func__, errno);
    return found;
}

/* Both systems lay the list out in the same way. */
DARWIN(struct if_nameindex *, if_nameindex, void) {
    struct if_nameindex *list = ((struct if_nameindex * (*) (void)) standin_libc("if_nameindex"))();
    if (list == NULL) missing(__func__, errno);
    return list;
}

DARWIN(void, if_freenameindex, struct if_nameindex *list) {
    ((void (*)(struct if_nameindex *)) standin_libc("if_freenameindex"))(list);
}

/* What one entry needs: itself, and room for its name and addresses. */
struct entry {
    struct darwin_ifaddrs ifa;
    char name[16];
    char addresses[3][64];
};

static struct darwin_sockaddr *link_address(const struct ifaddrs *host, char *room) {
    const struct sockaddr_ll *from = (const struct sockaddr_ll *) host->ifa_addr;
    struct darwin_sockaddr_dl *to = (struct darwin_sockaddr_dl *) room;
    size_t name = strlen(host->ifa_name);
    to->sdl_family = D_AF_LINK;
    to->sdl_index = (uint16_t) from->sll_ifindex;
    to->sdl_type = host->ifa_flags & IFF_LOOPBACK ? D_IFT_LOOP : D_IFT_ETHER;
    to->sdl_nlen = (uint8_t) name;
    to->sdl_alen = from->sll_halen;
    memcpy(to->sdl_data, host->ifa_name, name);
    memcpy(to->sdl_data + name, from->sll_addr, from->sll_halen);
    size_t length = offsetof(struct darwin_sockaddr_dl, sdl_data) + name + from->sll_halen;
    to->sdl_len = (uint8_t) (length < sizeof *to ? sizeof *to : length);
    return (struct darwin_sockaddr *) room;
}

static struct darwin_sockaddr *address(const struct sockaddr *from, char *room) {
    if (from == NULL || (from->sa_family != AF_INET && from->sa_family != AF_INET6)) return NULL;
    struct host_address host = {.length = from->sa_family == AF_INET ? sizeof host.in : sizeof host.in6};
    memcpy(&host.in6, from, host.length);
    uint32_t length = 64;
    darwin_address("getifaddrs", &host, room, &length);
    return (struct darwin_sockaddr *) room;
}

/* As in_socktrim: an IPv4 mask ends with its last byte that is not 0. */
static void trim(struct darwin_sockaddr *mask) {
    if (mask == NULL || mask->sa_family != D_AF_INET) return;
    uint8_t length = offsetof(struct darwin_sockaddr_in, sin_zero);
    while (length > offsetof(struct darwin_sockaddr_in, sin_addr) && ((char *) mask)[length - 1] == 0) length--;
    mask->sa_len = length == offsetof(struct darwin_sockaddr_in, sin_addr) ? 0 : length;
    memset((char *) mask + mask->sa_len, 0x55, 64 - mask->sa_len);
}

DARWIN(int, getifaddrs, struct darwin_ifaddrs **list) {
    struct ifaddrs *all;
    if (((int (*)(struct ifaddrs **)) standin_libc("getifaddrs"))(&all) != 0) return missing(__func__, errno);
    size_t count = 1;
    for (struct ifaddrs *each = all; each != NULL; each = each->ifa_next) count++;
    struct entry *entries = calloc(count, sizeof *entries);
    if (entries == NULL) standin_die(__func__, "no memory");
    struct darwin_ifaddrs *previous = NULL;
    *list = NULL;
    struct entry *at = entries;
    for (struct ifaddrs *each = all; each != NULL; each = each->ifa_next, at++) {
        struct darwin_ifaddrs *to = &at->ifa;
        memcpy(at->name, each->ifa_name, strlen(each->ifa_name) + 1);
        to->ifa_name = at->name;
        to->ifa_flags = (uint32_t) darwin_flags((int) each->ifa_flags);
        bool is_link = each->ifa_addr != NULL && each->ifa_addr->sa_family == AF_PACKET;
        to->ifa_addr = is_link ? link_address(each, at->addresses[0]) : address(each->ifa_addr, at->addresses[0]);
        to->ifa_netmask = address(each->ifa_netmask, at->addresses[1]);
        to->ifa_dstaddr = address(each->ifa_ifu.ifu_dstaddr, at->addresses[2]);
        trim(to->ifa_netmask);
        if (previous == NULL) *list = to; else previous->ifa_next = to;
        previous = to;
    }
    ((void (*)(struct ifaddrs *)) standin_libc("freeifaddrs"))(all);
    if (*list == NULL) free(entries);
    return 0;
}

/* The first entry is at the start of its block. */
DARWIN(void, freeifaddrs, struct darwin_ifaddrs *list) {
    free(list);
}

static int give(const char *call, int fd, unsigned long request, struct ifreq *host) {
    return LINUX(ioctl, fd, request, host) == 0 ? 0 : missing(call, errno);
}

static int give_address(const char *call, int fd, unsigned long request, struct darwin_ifreq *asked, struct ifreq *host) {
    if (give(call, fd, request, host) != 0) return -1;
    memset(&asked->ifr_ifru, 0, sizeof asked->ifr_ifru);
    address(&host->ifr_addr, (char *) &asked->ifr_ifru.ifru_addr);
    return 0;
}

static int take_address(const char *call, int fd, unsigned long request, struct darwin_ifreq *asked, struct ifreq *host) {
    struct host_address from;
    struct kind kind = {AF_INET, SOCK_DGRAM};
    if (!host_address(call, kind, &asked->ifr_ifru.ifru_addr, sizeof asked->ifr_ifru.ifru_addr, &from)) return -1;
    memcpy(&host->ifr_addr, &from.in, sizeof from.in);
    return give(call, fd, request, host);
}

int interface_control(const char *call, int fd, unsigned long request, void *argument) {
    struct darwin_ifreq *asked = argument;
    struct kind kind;
    if (LINUX(fcntl, fd, F_GETFD) < 0) return standin_fail(D_EBADF);
    if (!socket_kind(call, fd, &kind)) return standin_fail(D_ENOTTY);
    if (asked == NULL) return standin_fail(D_EFAULT);
    struct ifreq host = {0};
    memcpy(host.ifr_ifrn.ifrn_name, asked->ifr_name, sizeof asked->ifr_name);
    switch (request) {
        case D_SIOCGIFFLAGS:
            if (give(call, fd, SIOCGIFFLAGS, &host) != 0) return -1;
            asked->ifr_ifru.ifru_flags = (int16_t) darwin_flags((uint16_t) host.ifr_flags);
            return 0;
        case D_SIOCSIFFLAGS:
            host.ifr_flags = (short) host_flags((uint16_t) asked->ifr_ifru.ifru_flags);
            return give(call, fd, SIOCSIFFLAGS, &host);
        case D_SIOCGIFMTU:
            if (give(call, fd, SIOCGIFMTU, &host) != 0) return -1;
            asked->ifr_ifru.ifru_mtu = host.ifr_mtu;
            return 0;
        case D_SIOCSIFMTU:
            host.ifr_mtu = asked->ifr_ifru.ifru_mtu;
            return give(call, fd, SIOCSIFMTU, &host);
        case D_SIOCGIFADDR: return give_address(call, fd, SIOCGIFADDR, asked, &host);
        case D_SIOCGIFNETMASK: return give_address(call, fd, SIOCGIFNETMASK, asked, &host);
        case D_SIOCGIFBRDADDR:
        case D_SIOCGIFDSTADDR: {
            bool is_broadcast = request == D_SIOCGIFBRDADDR;
            if (give(call, fd, SIOCGIFFLAGS, &host) != 0) return -1;
            if (!(host.ifr_flags & (is_broadcast ? IFF_BROADCAST : IFF_POINTOPOINT))) return standin_fail(D_EINVAL);
            return give_address(call, fd, is_broadcast ? SIOCGIFBRDADDR : SIOCGIFDSTADDR, asked, &host);
        }
        case D_SIOCSIFADDR: return take_address(call, fd, SIOCSIFADDR, asked, &host);
        case D_SIOCSIFNETMASK: return take_address(call, fd, SIOCSIFNETMASK, asked, &host);
        default: standin_die(call, "request %#lx", request);
    }
}
