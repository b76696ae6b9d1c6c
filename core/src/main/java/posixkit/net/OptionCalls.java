package posixkit.net;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and sets the options of sockets: the part of {@link Sockets} that transfers no data.
 *
 * <p>The number of an option does not say what type its value has, and the kernel cuts a value to the room it gets. Each typed form
 * therefore checks the length of the value. If the option has a value of another type, it throws {@link IllegalArgumentException}
 * instead of returning a part of that value.
 */
public interface OptionCalls {
    /**
     * Reads the bytes of an option, in the system's layout and the processor's byte order, and returns how many it has.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, void *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>Only these bytes of {@code value} change. The kernel cuts a longer value to fit. For a few options the result is then the whole
     * length, more than {@code value} holds.
     *
     * <p>The kernel also reads what {@code value} holds before the call. Some options take parameters from it. A few, such as Linux's
     * {@code TCP_ZEROCOPY_RECEIVE}, take an address from it to which the kernel writes.
     *
     * <p>The value of Linux's {@code SO_PEERPIDFD} is a new descriptor, which the caller has to close.
     *
     * @throws ErrnoException ENOPROTOOPT: no such option, or one that can only be set; EBADF: not open; ENOTSOCK: not a socket;
     *     EINVAL: the option has another length, or cannot be read in this state; EOPNOTSUPP: not on this kind of socket
     * @throws IllegalArgumentException if {@code value} is too short for the option's descriptor, or if the kernel counts the option in
     *     something else than bytes, such as Linux's {@code SO_GET_FILTER} (in instructions)
     */
    @Call("getsockopt(2)")
    default int getsockopt(int fd, int level, int name, byte[] value) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, getsockoptOrErrno(fd, level, name, value));
    }

    /** Same as {@link #getsockopt}, but returns the length or −errno. */
    int getsockoptOrErrno(int fd, int level, int name, byte[] value);

    /**
     * Sets an option to these bytes, in the system's layout and the processor's byte order.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const void *value, socklen_t len)} {@index setsockopt}
     *
     * @throws ErrnoException ENOPROTOOPT: no such option, or one that can only be read; EBADF: not open; ENOTSOCK: not a socket;
     *     EINVAL: the option has another length, or cannot be set in this state; EPERM: no privilege; EDOM: a time with too many
     *     microseconds
     */
    @Call("setsockopt(2)")
    default void setsockopt(int fd, int level, int name, byte[] value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockopt}, but returns 0 or −errno. */
    int setsockoptOrErrno(int fd, int level, int name, byte[] value);

    /**
     * Reads an option that is a number, such as {@code SO_TYPE}, {@code SO_RCVBUF} or {@code TCP_NODELAY}. Most options are. A
     * single byte, such as {@code IP_MULTICAST_TTL} on macOS, is an unsigned number.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, int *value, socklen_t *len)}
     *
     * <p>A switch that is on need not be 1: on macOS it is the bit in which the kernel keeps it.
     *
     * <p>{@code SO_ERROR} is an errno; reading it clears it. On Linux, {@code SO_RCVBUF} and {@code SO_SNDBUF} are twice the number
     * that was set, because the kernel adds the memory for its own use. {@code SO_PEERPIDFD} (Linux 6.5) is a new descriptor, which the
     * caller has to close.
     *
     * <p>There is no {@code …OrErrno} form, for a number may be negative.
     *
     * @throws ErrnoException as {@link #getsockopt}
     * @throws IllegalArgumentException if the option is no number
     */
    default int getsockoptInt(int fd, int level, int name) throws ErrnoException {
        // One byte more than a number has: the kernel would cut a longer value to look like a number.
        ByteBuffer value = ByteBuffer.allocate(Integer.BYTES + 1).order(ByteOrder.nativeOrder());
        int length = getsockopt(fd, level, name, value.array());
        if (length == Byte.BYTES) {
            return Byte.toUnsignedInt(value.get(0));
        }
        if (length != Integer.BYTES) {
            String found = length > Integer.BYTES ? "more" : Integer.toString(length);
            throw new IllegalArgumentException("name: option " + name + " of level " + level + " is no number: it has "
                    + found + " bytes, not " + Integer.BYTES);
        }
        return value.getInt(0);
    }

    /**
     * Sets an option that is a number; 0 or 1 for a switch.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const int *value, socklen_t len)}
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptInt(int fd, int level, int name, int value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIntOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptInt}, but returns 0 or −errno. */
    int setsockoptIntOrErrno(int fd, int level, int name, int value);

    /**
     * Reads {@code SO_LINGER}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct linger *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Linger getsockoptLinger(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets {@code SO_LINGER}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct linger *value, socklen_t len)}
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptLinger(int fd, int level, int name, Linger value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptLingerOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptLinger}, but returns 0 or −errno. */
    int setsockoptLingerOrErrno(int fd, int level, int name, Linger value);

    /**
     * Reads an option that is a length of time: {@code SO_RCVTIMEO}, {@code SO_SNDTIMEO}. Zero means no limit. The kernel counts in
     * ticks, so the time may be a little longer than the one that was set.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct timeval *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Duration getsockoptTimeval(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets an option that is a length of time. A part of a microsecond is rounded up: rounded down, the shortest time would become
     * zero, which means no limit.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct timeval *value, socklen_t len)}
     *
     * @throws ErrnoException as {@link #setsockopt}
     * @throws IllegalArgumentException if the time is negative, or if rounding it up exceeds {@link Long#MAX_VALUE} seconds
     */
    @Call("setsockopt(2)")
    default void setsockoptTimeval(int fd, int level, int name, Duration value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptTimevalOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptTimeval}, but returns 0 or −errno. */
    int setsockoptTimevalOrErrno(int fd, int level, int name, Duration value);

    /**
     * Reads an option that is an IPv4 address. {@code IP_MULTICAST_IF} is the address of the interface that multicast packets leave by.
     * It is 0.0.0.0 if the system chooses the interface, and on Linux also if the interface was set by number.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct in_addr *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Inet4Address getsockoptInet4Addr(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets an option that is an IPv4 address.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct in_addr *value, socklen_t len)}
     *
     * @throws ErrnoException as {@link #setsockopt}; EADDRNOTAVAIL: no interface has this address
     */
    @Call("setsockopt(2)")
    default void setsockoptInet4Addr(int fd, int level, int name, Inet4Address value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptInet4AddrOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptInet4Addr}, but returns 0 or −errno. */
    int setsockoptInet4AddrOrErrno(int fd, int level, int name, Inet4Address value);

    /**
     * Reads an option that is a multicast group and an interface.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip_mreq *value, socklen_t *len)}
     *
     * <p>{@code IP_ADD_MEMBERSHIP} and {@code IP_DROP_MEMBERSHIP} can only be set. {@code IP_MULTICAST_IF} returns an address alone:
     * it is the interface's, and the group is 0.0.0.0. (In C, that address stands in the group's place.)
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreq getsockoptIPMreq(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins a multicast group ({@code IP_ADD_MEMBERSHIP}) or leaves it ({@code IP_DROP_MEMBERSHIP}).
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ip_mreq *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: already in the group; EADDRNOTAVAIL: not in the group; ENODEV: no interface has the address,
     *     or leads to the group; EINVAL: not the address of a group; ENOBUFS: in too many groups
     */
    @Call("setsockopt(2)")
    default void setsockoptIPMreq(int fd, int level, int name, IPMreq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPMreqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPMreq}, but returns 0 or −errno. */
    int setsockoptIPMreqOrErrno(int fd, int level, int name, IPMreq value);

    /**
     * Reads an option that is a multicast group and an interface, as {@link #getsockoptIPMreq} does. {@code IP_MULTICAST_IF} returns
     * the interface's address alone, never its number.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip_mreqn *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreqn getsockoptIPMreqn(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins a multicast group ({@code IP_ADD_MEMBERSHIP}), leaves it ({@code IP_DROP_MEMBERSHIP}), or chooses the interface that
     * multicast packets leave by ({@code IP_MULTICAST_IF}). The kernel looks at the interface's number first, then at its address. If
     * neither is set, it chooses the interface.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ip_mreqn *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: already in the group; EADDRNOTAVAIL: not in the group, or, for {@code IP_MULTICAST_IF}, no
     *     such interface; ENODEV: no such interface; EINVAL: not the address of a group; ENOBUFS: in too many groups
     */
    @Call("setsockopt(2)")
    default void setsockoptIPMreqn(int fd, int level, int name, IPMreqn value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPMreqnOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPMreqn}, but returns 0 or −errno. */
    int setsockoptIPMreqnOrErrno(int fd, int level, int name, IPMreqn value);

    /**
     * Reads an option that is an IPv6 multicast group and an interface. {@code IPV6_JOIN_GROUP} and {@code IPV6_LEAVE_GROUP} can only
     * be set. {@code IPV6_MULTICAST_IF} returns the interface's number alone: the group is {@code ::}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ipv6_mreq *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPv6Mreq getsockoptIPv6Mreq(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins an IPv6 multicast group ({@code IPV6_JOIN_GROUP}) or leaves it ({@code IPV6_LEAVE_GROUP}).
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ipv6_mreq *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: already in the group; EADDRNOTAVAIL: not in the group; ENODEV: no such interface; EINVAL: not
     *     the address of a group
     */
    @Call("setsockopt(2)")
    default void setsockoptIPv6Mreq(int fd, int level, int name, IPv6Mreq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPv6MreqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPv6Mreq}, but returns 0 or −errno. */
    int setsockoptIPv6MreqOrErrno(int fd, int level, int name, IPv6Mreq value);

    /**
     * Reads {@code IPV6_PATHMTU}: how many bytes one packet to the peer can have.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip6_mtuinfo *value, socklen_t *len)}
     *
     * @throws ErrnoException ENOTCONN: no peer; otherwise as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPv6MTUInfo getsockoptIPv6MTUInfo(int fd, int level, int name) throws ErrnoException;

    /**
     * Reads {@code ICMP6_FILTER}, at {@code IPPROTO_ICMPV6}, of a raw socket.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct icmp6_filter *value, socklen_t *len)}
     *
     * @throws ErrnoException as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    ICMPv6Filter getsockoptICMPv6Filter(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets {@code ICMP6_FILTER}, at {@code IPPROTO_ICMPV6}, on a raw socket.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct icmp6_filter *value, socklen_t len)}
     *
     * @throws ErrnoException as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptICMPv6Filter(int fd, int level, int name, ICMPv6Filter value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptICMPv6FilterOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptICMPv6Filter}, but returns 0 or −errno. */
    int setsockoptICMPv6FilterOrErrno(int fd, int level, int name, ICMPv6Filter value);
}
