package posixkit.net;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and sets the options of sockets. {@link Sockets} inherits these methods.
 *
 * <p>The number of an option does not say which type the option's value has. If a caller passes too little memory for the value,
 * the kernel copies only a part of the value. Each method that converts the value to a Java type, such as
 * {@link #getsockoptLinger}, therefore checks whether the length of the value fits the Java type. If the length does not fit, the
 * method throws {@link IllegalArgumentException} instead of returning a part of the value.
 */
public interface OptionCalls {
    /**
     * Copies the value of an option into {@code value}, and returns the length of the option's value in bytes. The bytes have the
     * native layout of this operating system and the byte order of the processor.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, void *value, socklen_t *len)} {@index getsockopt}
     *
     * <p>If the option's value is shorter than {@code value}, the remaining bytes of {@code value} do not change. If the option's
     * value is longer than {@code value}, the kernel usually copies only the bytes that fit. In this case, the result of this
     * method depends on the option. For most options, the result is the number of copied bytes. For a few options, the result is
     * the full length of the option's value, which is more than {@code value.length}.
     *
     * <p>The kernel also receives the bytes that the caller has stored in {@code value}. Some options take parameters from these
     * bytes. For a few options, such as Linux's {@code TCP_ZEROCOPY_RECEIVE}, the bytes contain a memory address to which the
     * kernel writes.
     *
     * <p>The value of Linux's {@code SO_PEERPIDFD} is a new descriptor, which the caller must close.
     *
     * @throws ErrnoException ENOPROTOOPT: the option does not exist, or can only be set; EBADF: {@code fd} is not open; ENOTSOCK:
     *     {@code fd} is not a socket; EINVAL: the length of {@code value} is wrong for the option, or the option cannot be read
     *     in this state of the socket; EOPNOTSUPP: this kind of socket does not support the option
     * @throws IllegalArgumentException if the value of the option is a descriptor and {@code value} is too short for it, or if
     *     the kernel could write beyond the end of {@code value}. For example, this exception is thrown for
     *     {@code SO_GET_FILTER}, because Linux counts the length of the filter in instructions, not in bytes
     */
    @Call("getsockopt(2)")
    default int getsockopt(int fd, int level, int name, byte[] value) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, getsockoptOrErrno(fd, level, name, value));
    }

    /** Same as {@link #getsockopt}, but returns the length or −errno. */
    int getsockoptOrErrno(int fd, int level, int name, byte[] value);

    /**
     * Sets an option to the bytes of {@code value}. The bytes must have the native layout of this operating system and the byte
     * order of the processor.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const void *value, socklen_t len)} {@index setsockopt}
     *
     * @throws ErrnoException ENOPROTOOPT: the option does not exist, or can only be read; EBADF: {@code fd} is not open;
     *     ENOTSOCK: {@code fd} is not a socket; EINVAL: the length of {@code value} is wrong for the option, or the option cannot
     *     be set in this state of the socket; EPERM: the process lacks the privilege to set the option; EDOM: {@code value} is a
     *     {@code struct timeval} whose microseconds are one million or more
     */
    @Call("setsockopt(2)")
    default void setsockopt(int fd, int level, int name, byte[] value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockopt}, but returns 0 or −errno. */
    int setsockoptOrErrno(int fd, int level, int name, byte[] value);

    /**
     * Returns the value of an option whose value is a number. Most options have a number as their value, for example
     * {@code SO_TYPE}, {@code SO_RCVBUF} and {@code TCP_NODELAY}. If the value is a single byte, as for {@code IP_MULTICAST_TTL}
     * on macOS, this method returns this byte as an unsigned number.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, int *value, socklen_t *len)}
     *
     * <p>For an option that can be on or off, 0 means off and every other number means on. If the option is on, the number is not
     * always 1: macOS stores the option as one bit of a number, and returns the value of this bit, for example 4.
     *
     * <p>The value of {@code SO_ERROR} is the errno that is stored in the socket. Reading this option resets the errno to 0. On
     * Linux, the value of {@code SO_RCVBUF} or {@code SO_SNDBUF} is twice the number that was set, because the kernel adds memory
     * for its own use. The value of {@code SO_PEERPIDFD} (Linux 6.5) is a new descriptor, which the caller must close.
     *
     * <p>Many methods have a second form, whose name ends with {@code OrErrno} and which returns −errno instead of throwing. This
     * method has no such form: the value of an option can be negative, and a negative value would look like −errno.
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     * @throws IllegalArgumentException if the value of the option is not a number
     */
    default int getsockoptInt(int fd, int level, int name) throws ErrnoException {
        // The buffer is one byte longer than an int. If the kernel returns a length of more than 4, the value is too
        // long for a number. In a buffer of 4 bytes, the kernel would cut a longer value to 4 bytes, and the value
        // would look like a number.
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
     * Sets an option whose value is a number. If the option can be on or off, 1 means on and 0 means off.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const int *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptInt(int fd, int level, int name, int value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIntOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptInt}, but returns 0 or −errno. */
    int setsockoptIntOrErrno(int fd, int level, int name, int value);

    /**
     * Returns the value of an option whose value is a single byte, as an unsigned number: for example {@code IP_MULTICAST_TTL}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, unsigned char *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     * @throws IllegalArgumentException if the value of the option is not a single byte
     */
    @Call("getsockopt(2)")
    default int getsockoptByte(int fd, int level, int name) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, getsockoptByteOrErrno(fd, level, name));
    }

    /** Same as {@link #getsockoptByte}, but returns the value or −errno. */
    int getsockoptByteOrErrno(int fd, int level, int name);

    /**
     * Sets an option whose value is a single byte, for example {@code IP_MULTICAST_TTL}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const unsigned char *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}
     * @throws IllegalArgumentException if {@code value} is not in 0…255
     */
    @Call("setsockopt(2)")
    default void setsockoptByte(int fd, int level, int name, int value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptByteOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptByte}, but returns 0 or −errno. */
    int setsockoptByteOrErrno(int fd, int level, int name, int value);

    /**
     * Returns the value of an option whose value is an unsigned number of 64 bits, for example {@code SO_COOKIE} on Linux.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, uint64_t *value, socklen_t *len)}
     *
     * <p>Like {@link #getsockoptInt}, this method has no second form that returns −errno, because every number can be a value.
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     * @throws IllegalArgumentException if the value of the option does not have 64 bits
     */
    default long getsockoptUint64(int fd, int level, int name) throws ErrnoException {
        // One byte more, to recognize a longer value.
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES + 1).order(ByteOrder.nativeOrder());
        int length = getsockopt(fd, level, name, value.array());
        if (length != Long.BYTES) {
            throw new IllegalArgumentException(
                    "name: option " + name + " of level " + level + " has " + length + " bytes, not " + Long.BYTES);
        }
        return value.getLong(0);
    }

    /**
     * Returns the value of an option whose value is a text, for example {@code TCP_CONGESTION} on Linux. The result ends before
     * the first NUL.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, char *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     * @throws IllegalArgumentException if the value has more than 1024 bytes
     */
    @Call("getsockopt(2)")
    String getsockoptString(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets an option whose value is a text, for example {@code TCP_CONGESTION} on Linux. The kernel gets the bytes of the text
     * without a NUL at the end.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const char *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}; ENOENT: there is no congestion control of this name
     */
    @Call("setsockopt(2)")
    default void setsockoptString(int fd, int level, int name, String value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptStringOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptString}, but returns 0 or −errno. */
    int setsockoptStringOrErrno(int fd, int level, int name, String value);

    /**
     * Returns the value of an option whose value is a socket address, for example {@code SO_PEERNAME} or {@code SO_ORIGINAL_DST}
     * on Linux. {@code SO_ORIGINAL_DST}, at the level {@code IPPROTO_IP} or {@code IPPROTO_IPV6}, is the address to which the
     * peer connected before the firewall redirected the connection.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct sockaddr *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}; ENOENT: the firewall has not redirected this connection
     * @throws IllegalArgumentException if the value of the option is too short for an address
     */
    @Call("getsockopt(2)")
    SockAddr getsockoptSockAddr(int fd, int level, int name) throws ErrnoException;

    /**
     * Returns the value of {@code SO_LINGER}, which says whether {@code close} waits until the remaining data is sent.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct linger *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Linger getsockoptLinger(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets {@code SO_LINGER}, which says whether {@code close} waits until the remaining data is sent.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct linger *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptLinger(int fd, int level, int name, Linger value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptLingerOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptLinger}, but returns 0 or −errno. */
    int setsockoptLingerOrErrno(int fd, int level, int name, Linger value);

    /**
     * Returns the value of an option whose value is a length of time: {@code SO_RCVTIMEO} or {@code SO_SNDTIMEO}. Zero means no
     * time limit. The kernel counts time in ticks, so the result may be a little longer than the time that was set.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct timeval *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Duration getsockoptTimeval(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets an option whose value is a length of time, for example {@code SO_RCVTIMEO}. The time is rounded up to whole
     * microseconds. Rounding down would turn the shortest times into zero, which means no time limit.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct timeval *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}
     * @throws IllegalArgumentException if the time is negative, or if the rounded time is more than {@link Long#MAX_VALUE}
     *     seconds
     */
    @Call("setsockopt(2)")
    default void setsockoptTimeval(int fd, int level, int name, Duration value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptTimevalOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptTimeval}, but returns 0 or −errno. */
    int setsockoptTimevalOrErrno(int fd, int level, int name, Duration value);

    /**
     * Returns the value of an option whose value is an IPv4 address. For {@code IP_MULTICAST_IF}, the result is the address of
     * the interface through which multicast packets are sent. The result is 0.0.0.0 if the kernel chooses the interface. On
     * Linux, the result is also 0.0.0.0 if the interface was set by its number.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct in_addr *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    Inet4Address getsockoptInet4Addr(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets an option whose value is an IPv4 address, for example {@code IP_MULTICAST_IF}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct in_addr *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}; also EADDRNOTAVAIL: {@code value} is not the address of
     *     an interface
     */
    @Call("setsockopt(2)")
    default void setsockoptInet4Addr(int fd, int level, int name, Inet4Address value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptInet4AddrOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptInet4Addr}, but returns 0 or −errno. */
    int setsockoptInet4AddrOrErrno(int fd, int level, int name, Inet4Address value);

    /**
     * Returns the value of an option whose type is {@code struct ip_mreq}: an IPv4 multicast group and an interface.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip_mreq *value, socklen_t *len)}
     *
     * <p>The options {@code IP_ADD_MEMBERSHIP} and {@code IP_DROP_MEMBERSHIP} have this type, but can only be set.
     * {@code IP_MULTICAST_IF} can be read, although the kernel returns no structure for it, but only the four bytes of the
     * address of the interface. The result then has this address in {@code interfaceAddress}, and 0.0.0.0 in {@code multiaddr}.
     * (A C program finds the address of the interface in {@code imr_multiaddr}, the first field of the structure.)
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreq getsockoptIPMreq(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins an IPv4 multicast group ({@code IP_ADD_MEMBERSHIP}) or leaves the group ({@code IP_DROP_MEMBERSHIP}).
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ip_mreq *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: the socket is already in the group; EADDRNOTAVAIL: the socket is not in the group;
     *     ENODEV: the kernel finds no interface for the group; EINVAL: {@code multiaddr} is not the address of a group; ENOBUFS:
     *     the socket is in too many groups. If {@code interfaceAddress} is not the address of an interface, the errno is ENODEV
     *     for joining on Linux, and EADDRNOTAVAIL in all other cases
     */
    @Call("setsockopt(2)")
    default void setsockoptIPMreq(int fd, int level, int name, IPMreq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPMreqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPMreq}, but returns 0 or −errno. */
    int setsockoptIPMreqOrErrno(int fd, int level, int name, IPMreq value);

    /**
     * Returns the value of an option whose type is {@code struct ip_mreqn}: an IPv4 multicast group and an interface. The only
     * option of this type that can be read is {@code IP_MULTICAST_IF}. For this option, the kernel returns only the address of
     * the interface. In the result, {@code multiaddr} is 0.0.0.0, and {@code ifindex} is 0.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip_mreqn *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPMreqn getsockoptIPMreqn(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins an IPv4 multicast group ({@code IP_ADD_MEMBERSHIP}), leaves a group ({@code IP_DROP_MEMBERSHIP}), or sets the
     * interface through which multicast packets are sent ({@code IP_MULTICAST_IF}). If {@code ifindex} is not 0, the kernel uses
     * the interface with this number. Otherwise it uses the interface that has the address {@code address}. If this address is
     * 0.0.0.0, the kernel chooses the interface.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ip_mreqn *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: the socket is already in the group to join; EADDRNOTAVAIL: the socket is not in the
     *     group to leave; EINVAL: {@code multiaddr} is not the address of a group; ENOBUFS: the socket is in too many groups. If
     *     the interface does not exist, the errno is ENODEV for joining on Linux, and EADDRNOTAVAIL in all other cases
     */
    @Call("setsockopt(2)")
    default void setsockoptIPMreqn(int fd, int level, int name, IPMreqn value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPMreqnOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPMreqn}, but returns 0 or −errno. */
    int setsockoptIPMreqnOrErrno(int fd, int level, int name, IPMreqn value);

    /**
     * Returns the value of an option whose type is {@code struct ipv6_mreq}: an IPv6 multicast group and an interface. The
     * options {@code IPV6_JOIN_GROUP} and {@code IPV6_LEAVE_GROUP} have this type, but can only be set. {@code IPV6_MULTICAST_IF}
     * can be read, although its value is only the number of an interface. In the result, {@code multiaddr} is {@code ::}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ipv6_mreq *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    IPv6Mreq getsockoptIPv6Mreq(int fd, int level, int name) throws ErrnoException;

    /**
     * Joins an IPv6 multicast group ({@code IPV6_JOIN_GROUP}) or leaves the group ({@code IPV6_LEAVE_GROUP}).
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct ipv6_mreq *value, socklen_t len)}
     *
     * @throws ErrnoException EADDRINUSE: the socket is already in the group; EADDRNOTAVAIL: the socket is not in the group;
     *     ENODEV: the interface does not exist; EINVAL: {@code multiaddr} is not the address of a group
     */
    @Call("setsockopt(2)")
    default void setsockoptIPv6Mreq(int fd, int level, int name, IPv6Mreq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptIPv6MreqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptIPv6Mreq}, but returns 0 or −errno. */
    int setsockoptIPv6MreqOrErrno(int fd, int level, int name, IPv6Mreq value);

    /**
     * Returns the value of {@code IPV6_PATHMTU}: the size in bytes of the largest packet that can be sent to the peer.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ip6_mtuinfo *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}; also ENOTCONN: the socket has no peer
     */
    @Call("getsockopt(2)")
    IPv6MTUInfo getsockoptIPv6MTUInfo(int fd, int level, int name) throws ErrnoException;

    /**
     * Returns the value of {@code ICMP6_FILTER}, which says which ICMPv6 messages a raw socket receives. The level of this option
     * is {@code IPPROTO_ICMPV6}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct icmp6_filter *value, socklen_t *len)}
     *
     * @throws ErrnoException with the same errnos as {@link #getsockopt}
     */
    @Call("getsockopt(2)")
    ICMPv6Filter getsockoptICMPv6Filter(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets {@code ICMP6_FILTER}, which says which ICMPv6 messages a raw socket receives. The level of this option is
     * {@code IPPROTO_ICMPV6}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct icmp6_filter *value, socklen_t len)}
     *
     * @throws ErrnoException with the same errnos as {@link #setsockopt}
     */
    @Call("setsockopt(2)")
    default void setsockoptICMPv6Filter(int fd, int level, int name, ICMPv6Filter value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptICMPv6FilterOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptICMPv6Filter}, but returns 0 or −errno. */
    int setsockoptICMPv6FilterOrErrno(int fd, int level, int name, ICMPv6Filter value);
}
