package posixkit.net;

import java.net.Inet4Address;
import java.time.Duration;
import posixkit.Call;
import posixkit.ErrnoException;

/**
 * What can be set on a socket and asked of it: the half of {@link Sockets} that moves no data.
 *
 * <p>An option's name says nothing of its type, and the kernel cuts a value to the room it is given. So each of these
 * looks at the length that came back, and an option of another type is an {@link IllegalArgumentException}, not a number
 * made of half of it.
 */
public interface SocketOptions {
    /**
     * {@code int getsockopt(int fd, int level, int name, void *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option's bytes, in the system's layout and the processor's byte order, and says how many there are. Of
     * {@code value} only these are written; a few options are longer than they say here, and cut to fit.
     *
     * <p>What is in {@code value} before is handed over too: some options read there what is asked, and a few, such as
     * Linux's {@code TCP_ZEROCOPY_RECEIVE}, an address to write to.
     *
     * @throws ErrnoException ENOPROTOOPT: no such option, or one that can only be set; EBADF: not open; ENOTSOCK: no socket;
     *     EINVAL: not of this length, or not now; EOPNOTSUPP: not on this kind of socket
     */
    @Call("getsockopt(2)")
    int getsockopt(int fd, int level, int name, byte[] value) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Sets an option to these bytes, in the system's layout and the processor's byte order.
     *
     * @throws ErrnoException ENOPROTOOPT: no such option, or one that can only be asked; EBADF: not open; ENOTSOCK: no
     *     socket; EINVAL: not of this length, or not now; EPERM: no privilege; EDOM: a time with too many microseconds
     */
    @Call("setsockopt(2)")
    void setsockopt(int fd, int level, int name, byte[] value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, int *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option that is a number: {@code SO_TYPE}, {@code SO_RCVBUF}, {@code TCP_NODELAY}, most of them. One
     * that is a single byte, as {@code IP_MULTICAST_TTL} is on macOS, is read as one.
     *
     * <p>A switch that is on is not always 1: on macOS it is the bit that the kernel keeps it in.
     *
     * <p>{@code SO_ERROR} is an errno, and gone once asked. {@code SO_RCVBUF} and {@code SO_SNDBUF} are on Linux twice what
     * was set: the kernel counts its own part in.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    int getsockoptInt(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const int *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Sets an option that is a number; for a switch, 0 or 1.
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    void setsockoptInt(int fd, int level, int name, int value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct linger *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for {@code SO_LINGER}.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Linger getsockoptLinger(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct linger *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Sets {@code SO_LINGER}.
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    void setsockoptLinger(int fd, int level, int name, Linger value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct timeval *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option that is a length of time: {@code SO_RCVTIMEO}, {@code SO_SNDTIMEO}. Zero is no limit. What comes
     * back may be a little more than what was set: the kernel counts in ticks.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Duration getsockoptTimeval(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct timeval *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Sets an option that is a length of time. A part of a microsecond counts as a whole one: cut off, the shortest
     * time would become zero, which is no limit at all.
     *
     * @throws ErrnoException as {@link #setsockopt}
     * @throws IllegalArgumentException a negative time
     */
    @Call("setsockopt(2)")
    void setsockoptTimeval(int fd, int level, int name, Duration value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct in_addr *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option that is an IPv4 address: {@code IP_MULTICAST_IF}, the address of the interface that multicast
     * leaves by; 0.0.0.0 when the system chooses, and on Linux also when it was set by number.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Inet4Address getsockoptInet4Addr(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct in_addr *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Sets an option that is an IPv4 address.
     *
     * @throws ErrnoException as {@link #setsockopt}; EADDRNOTAVAIL: no interface has it
     */
    @Call("setsockopt(2)")
    void setsockoptInet4Addr(int fd, int level, int name, Inet4Address value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct ip_mreq *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option that is a group and an interface. No common one can be asked and is: {@code IP_ADD_MEMBERSHIP}
     * and {@code IP_DROP_MEMBERSHIP} can only be set, and {@code IP_MULTICAST_IF} answers with the address alone, which then
     * is the interface's, the group 0.0.0.0. (In C, it would be found in the group's place.)
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreq getsockoptIPMreq(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct ip_mreq *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Joins a group by {@code IP_ADD_MEMBERSHIP}, leaves it by {@code IP_DROP_MEMBERSHIP}.
     *
     * @throws ErrnoException EADDRINUSE: in the group already; EADDRNOTAVAIL: not in it; ENODEV: no interface has the
     *     address, or leads to the group; EINVAL: no group's address; ENOBUFS: in too many groups
     */
    @Call("setsockopt(2)")
    void setsockoptIPMreq(int fd, int level, int name, IPMreq value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct ip_mreqn *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>As {@link #getsockoptIPMreq}: {@code IP_MULTICAST_IF} answers with the address alone, never with the number.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreqn getsockoptIPMreqn(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct ip_mreqn *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Joins a group by {@code IP_ADD_MEMBERSHIP}, leaves it by {@code IP_DROP_MEMBERSHIP}, chooses where multicast leaves
     * by {@code IP_MULTICAST_IF}. The interface's number goes before its address; with neither, the system chooses.
     *
     * @throws ErrnoException EADDRINUSE: in the group already; EADDRNOTAVAIL: not in it, or, for {@code IP_MULTICAST_IF}, no
     *     such interface; ENODEV: no such interface; EINVAL: no group's address; ENOBUFS: in too many groups
     */
    @Call("setsockopt(2)")
    void setsockoptIPMreqn(int fd, int level, int name, IPMreqn value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct ipv6_mreq *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for an option that is a group and an interface. {@code IPV6_JOIN_GROUP} and {@code IPV6_LEAVE_GROUP} can only
     * be set; {@code IPV6_MULTICAST_IF} answers with the interface's number alone, the group is {@code ::} then.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPv6Mreq getsockoptIPv6Mreq(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct ipv6_mreq *value, socklen_t len)} {@index setsockopt}
     *
     * <p>Joins a group by {@code IPV6_JOIN_GROUP}, leaves it by {@code IPV6_LEAVE_GROUP}.
     *
     * @throws ErrnoException EADDRINUSE: in the group already; EADDRNOTAVAIL: not in it; ENODEV: no such interface; EINVAL:
     *     no group's address
     */
    @Call("setsockopt(2)")
    void setsockoptIPv6Mreq(int fd, int level, int name, IPv6Mreq value) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct ip6_mtuinfo *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for {@code IPV6_PATHMTU}: how much fits into one packet on the way to the peer.
     *
     * @throws ErrnoException ENOTCONN: it has no peer; or as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPv6MTUInfo getsockoptIPv6MTUInfo(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, int level, int name, struct icmp6_filter *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Asks for {@code ICMP6_FILTER}, at {@code IPPROTO_ICMPV6}, of a raw socket.
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    ICMPv6Filter getsockoptICMPv6Filter(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, int level, int name, const struct icmp6_filter *value, socklen_t len)}
     * {@index setsockopt}
     *
     * <p>Sets {@code ICMP6_FILTER}, at {@code IPPROTO_ICMPV6}, on a raw socket.
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    void setsockoptICMPv6Filter(int fd, int level, int name, ICMPv6Filter value) throws ErrnoException;
}
