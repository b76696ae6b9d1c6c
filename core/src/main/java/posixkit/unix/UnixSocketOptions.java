package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Sock.AF_UNSPEC;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6MTUInfo;
import posixkit.net.IPv6Mreq;
import posixkit.net.Linger;
import posixkit.net.OptionCalls;
import posixkit.net.SockAddr;
import posixkit.unix.call.SocketCalls;
import posixkit.unix.layout.Icmp6Filter;
import posixkit.unix.layout.Ip6Mtuinfo;
import posixkit.unix.layout.IpMreq;
import posixkit.unix.layout.IpMreqn;
import posixkit.unix.layout.Ipv6Mreq;
import posixkit.unix.layout.SoLinger;
import posixkit.unix.layout.SockaddrIn;
import posixkit.unix.layout.SockaddrIn6;
import posixkit.unix.layout.SockaddrStorage;
import posixkit.unix.layout.Timeval;

/** Implements {@link OptionCalls} for Linux and macOS. <b>Internal.</b> */
abstract class UnixSocketOptions implements OptionCalls {
    private static final int IN_ADDR = 4;
    static final int IN6_ADDR = 16;
    private static final int NO_SCOPE = -1;
    private static final int MOST_BYTE = 0xFF;

    /** The number of bytes of the longest text. */
    private static final int MOST_TEXT = 1024;

    private static final int ICMP6_TYPES = 1 << Byte.SIZE;
    static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    final SocketCalls calls;
    final SockAddrCodec codec;

    UnixSocketOptions(Bindings bindings, SockAddrCodec codec) {
        calls = bindings.calls().socket();
        this.codec = codec;
    }

    @Override
    public final int getsockoptOrErrno(int fd, int level, int name, byte[] value) {
        Objects.requireNonNull(value, "value");
        checkLengthIsInBytes(level, name);
        if (isDescriptor(level, name) && value.length < Integer.BYTES) {
            throw new IllegalArgumentException("value: " + value.length + " bytes do not hold a descriptor");
        }
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(value, 0, value.length);
            int length = OptionValue.get(calls, s, fd, level, name, at, value.length);
            if (length > 0) {
                s.copyTo(value, 0, at, Math.min(length, value.length));
            }
            return length;
        }
    }

    @Override
    public final int setsockoptOrErrno(int fd, int level, int name, byte[] value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            return set(fd, level, name, s.bytes(value, 0, value.length), value.length);
        }
    }

    @Override
    public final int setsockoptIntOrErrno(int fd, int level, int name, int value) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(Integer.BYTES);
            s.set32(at, value);
            return set(fd, level, name, at, Integer.BYTES);
        }
    }

    @Override
    public final int getsockoptByteOrErrno(int fd, int level, int name) {
        checkReadable(level, name);
        try (Scratch s = Scratch.open()) {
            // One byte more, to recognize a longer value.
            long at = s.allocZeroed(2);
            int length = OptionValue.get(calls, s, fd, level, name, at, 2);
            if (length >= 0 && length != 1) {
                throw new IllegalArgumentException(
                        "name: option " + name + " of level " + level + " is no single byte: it has " + length);
            }
            return length < 0 ? length : s.u8(at);
        }
    }

    @Override
    public final int setsockoptByteOrErrno(int fd, int level, int name, int value) {
        if (value < 0 || value > MOST_BYTE) {
            throw new IllegalArgumentException("value: " + value + " is not in 0…" + MOST_BYTE);
        }
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(1);
            s.set8(at, value);
            return set(fd, level, name, at, 1);
        }
    }

    @Override
    public final String getsockoptString(int fd, int level, int name) throws ErrnoException {
        checkReadable(level, name);
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(MOST_TEXT + 1);
            int length = OptionValue.get(calls, s, fd, level, name, at, MOST_TEXT + 1);
            if (Outcome.ofFd("getsockopt", fd, length) > MOST_TEXT) {
                throw new IllegalArgumentException(
                        "name: option " + name + " of level " + level + " has more than " + MOST_TEXT + " bytes");
            }
            s.set8(at + length, 0);
            return s.text(at);
        }
    }

    @Override
    public final int setsockoptStringOrErrno(int fd, int level, int name, String value) {
        try (Scratch s = Scratch.open()) {
            long text = s.string("value", value);
            return set(fd, level, name, text, s.length(text));
        }
    }

    @Override
    public final SockAddr getsockoptSockAddr(int fd, int level, int name) throws ErrnoException {
        checkReadable(level, name);
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(SockAddrCodec.ROOM);
            int length = OptionValue.get(calls, s, fd, level, name, at, SockaddrStorage.SIZE);
            // Some options refuse more room than they need.
            if (length == -EINVAL) {
                length = OptionValue.get(calls, s, fd, level, name, at, SockaddrIn6.SIZE);
            }
            if (length == -EINVAL) {
                length = OptionValue.get(calls, s, fd, level, name, at, SockaddrIn.SIZE);
            }
            Outcome.ofFd("getsockopt", fd, length);
            SockAddr address = codec.decode(s, at, length);
            if (address == null) {
                throw new IllegalArgumentException("name: option " + name + " of level " + level + " is no address");
            }
            return address;
        }
    }

    /** Refuses an option that can only be read as bytes or as a number. */
    private void checkReadable(int level, int name) {
        checkLengthIsInBytes(level, name);
        if (isDescriptor(level, name)) {
            throw new IllegalArgumentException(
                    "name: option " + name + " of level " + level + " is a descriptor: read it with getsockoptInt");
        }
    }

    @Override
    public final Linger getsockoptLinger(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            int size = SoLinger.SIZE;
            long linger = value(s, fd, level, name, size).of(size);
            return new Linger(SoLinger.onoff(s, linger) != 0, SoLinger.linger(s, linger));
        }
    }

    @Override
    public final int setsockoptLingerOrErrno(int fd, int level, int name, Linger value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long linger = s.alloc(SoLinger.SIZE);
            SoLinger.onoff(s, linger, value.on() ? 1 : 0);
            SoLinger.linger(s, linger, value.time());
            return set(fd, level, name, linger, SoLinger.SIZE);
        }
    }

    @Override
    public final Duration getsockoptTimeval(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long time = value(s, fd, level, name, Timeval.SIZE).of(Timeval.SIZE);
            return Duration.ofSeconds(Timeval.sec(s, time), Timeval.usec(s, time) * NANOS_PER_MICRO);
        }
    }

    @Override
    public final int setsockoptTimevalOrErrno(int fd, int level, int name, Duration value) {
        Objects.requireNonNull(value, "value");
        if (value.isNegative()) {
            throw new IllegalArgumentException("value: a negative time: " + value);
        }
        long micros = (value.getNano() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
        if (value.getSeconds() == Long.MAX_VALUE && micros == MICROS_PER_SECOND) {
            throw new IllegalArgumentException("value: too long a time: " + value);
        }
        try (Scratch s = Scratch.open()) {
            long time = s.allocZeroed(Timeval.SIZE);
            Timeval.sec(s, time, value.getSeconds() + micros / MICROS_PER_SECOND);
            Timeval.usec(s, time, micros % MICROS_PER_SECOND);
            return set(fd, level, name, time, Timeval.SIZE);
        }
    }

    @Override
    public final Inet4Address getsockoptInet4Addr(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            return inet4(s, value(s, fd, level, name, IN_ADDR).of(IN_ADDR));
        }
    }

    @Override
    public final int setsockoptInet4AddrOrErrno(int fd, int level, int name, Inet4Address value) {
        Objects.requireNonNull(value, "value");
        return setsockoptOrErrno(fd, level, name, value.getAddress());
    }

    @Override
    public final IPMreq getsockoptIPMreq(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            OptionValue value = value(s, fd, level, name, IpMreq.SIZE);
            if (value.has(IN_ADDR)) {
                return new IPMreq(anyInet4(), inet4(s, value.at()));
            }
            long mreq = value.of(IpMreq.SIZE);
            return new IPMreq(inet4(s, mreq + IpMreq.MULTIADDR), inet4(s, mreq + IpMreq.INTERFACE_ADDR));
        }
    }

    @Override
    public final int setsockoptIPMreqOrErrno(int fd, int level, int name, IPMreq value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long mreq = s.alloc(IpMreq.SIZE);
            put(s, mreq + IpMreq.MULTIADDR, value.multiaddr());
            put(s, mreq + IpMreq.INTERFACE_ADDR, value.interfaceAddress());
            return set(fd, level, name, mreq, IpMreq.SIZE);
        }
    }

    @Override
    public final IPMreqn getsockoptIPMreqn(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            OptionValue value = value(s, fd, level, name, IpMreqn.SIZE);
            if (value.has(IN_ADDR)) {
                return new IPMreqn(anyInet4(), inet4(s, value.at()), 0);
            }
            long mreq = value.of(IpMreqn.SIZE);
            return new IPMreqn(
                    inet4(s, mreq + IpMreqn.MULTIADDR), inet4(s, mreq + IpMreqn.ADDRESS), IpMreqn.ifindex(s, mreq));
        }
    }

    @Override
    public final int setsockoptIPMreqnOrErrno(int fd, int level, int name, IPMreqn value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long mreq = s.alloc(IpMreqn.SIZE);
            put(s, mreq + IpMreqn.MULTIADDR, value.multiaddr());
            put(s, mreq + IpMreqn.ADDRESS, value.address());
            IpMreqn.ifindex(s, mreq, value.ifindex());
            return set(fd, level, name, mreq, IpMreqn.SIZE);
        }
    }

    @Override
    public final IPv6Mreq getsockoptIPv6Mreq(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            OptionValue value = value(s, fd, level, name, Ipv6Mreq.SIZE);
            if (value.has(Integer.BYTES)) {
                return new IPv6Mreq(inet6(new byte[IN6_ADDR]), s.s32(value.at()));
            }
            long mreq = value.of(Ipv6Mreq.SIZE);
            return new IPv6Mreq(inet6(s.copy(mreq + Ipv6Mreq.MULTIADDR, IN6_ADDR)), Ipv6Mreq.ifindex(s, mreq));
        }
    }

    @Override
    public final int setsockoptIPv6MreqOrErrno(int fd, int level, int name, IPv6Mreq value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long mreq = s.alloc(Ipv6Mreq.SIZE);
            put(s, mreq + Ipv6Mreq.MULTIADDR, value.multiaddr());
            Ipv6Mreq.ifindex(s, mreq, value.ifindex());
            return set(fd, level, name, mreq, Ipv6Mreq.SIZE);
        }
    }

    @Override
    public final IPv6MTUInfo getsockoptIPv6MTUInfo(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long info = value(s, fd, level, name, Ip6Mtuinfo.SIZE).of(Ip6Mtuinfo.SIZE);
            SockAddr peer = codec.decode(s, info + Ip6Mtuinfo.ADDR, SockaddrIn6.SIZE);
            return new IPv6MTUInfo(peer.family() == AF_UNSPEC ? null : peer, Ip6Mtuinfo.mtu(s, info));
        }
    }

    @Override
    public final ICMPv6Filter getsockoptICMPv6Filter(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long filter = value(s, fd, level, name, Icmp6Filter.SIZE).of(Icmp6Filter.SIZE);
            ICMPv6Filter types = new ICMPv6Filter();
            for (int type = 0; type < ICMP6_TYPES; type++) {
                boolean isSet = (s.s32(word(filter, type)) & 1 << type) != 0;
                if (isSet == setBitsBlock()) {
                    types.block(type);
                }
            }
            return types;
        }
    }

    @Override
    public final int setsockoptICMPv6FilterOrErrno(int fd, int level, int name, ICMPv6Filter value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long filter = s.allocZeroed(Icmp6Filter.SIZE);
            for (int type = 0; type < ICMP6_TYPES; type++) {
                if (value.blocks(type) == setBitsBlock()) {
                    long word = word(filter, type);
                    s.set32(word, s.s32(word) | 1 << type);
                }
            }
            return set(fd, level, name, filter, Icmp6Filter.SIZE);
        }
    }

    /**
     * Returns true if a set bit in {@code struct icmp6_filter} blocks an ICMPv6 message type. Returns false if a set bit lets the
     * type pass. This implementation returns false, which is right for the BSDs and macOS.
     */
    protected boolean setBitsBlock() {
        return false;
    }

    /**
     * Returns true if {@code fd} is a stream socket. Also returns true if {@code fd} is not a socket: the result does not matter
     * then, because every attempt to send or receive fails.
     */
    final boolean isStream(Scratch s, int fd) {
        long type = s.allocZeroed(Integer.BYTES);
        long size = s.alloc(Integer.BYTES);
        s.set32(size, Integer.BYTES);
        return calls.getsockopt(fd, SOL_SOCKET, SO_TYPE, type, size) < 0 || s.s32(type) == SOCK_STREAM;
    }

    /**
     * Returns true if the kernel opens a new descriptor whenever the socket option {@code name} of {@code level} is read. The
     * value of the option is then the new descriptor.
     */
    protected boolean isDescriptor(int level, int name) {
        return false;
    }

    /**
     * Throws IllegalArgumentException if reading this socket option could make the kernel write beyond the end of the memory for
     * the value. For example, the kernel may count the length of the value in a unit other than bytes. This default
     * implementation accepts all options.
     */
    protected void checkLengthIsInBytes(int level, int name) {}

    private OptionValue value(Scratch s, int fd, int level, int name, int size) throws ErrnoException {
        checkReadable(level, name);
        return new OptionValue(calls, s, fd, level, name, size);
    }

    private int set(int fd, int level, int name, long value, int size) {
        return calls.setsockopt(fd, level, name, value, size);
    }

    private static long word(long filter, int type) {
        return filter + Icmp6Filter.FILTER + type / Integer.SIZE * Integer.BYTES;
    }

    static void put(Scratch s, long at, InetAddress address) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            s.set8(at + i, bytes[i]);
        }
    }

    private static Inet4Address anyInet4() {
        return inet4(new byte[IN_ADDR]);
    }

    static Inet4Address inet4(Scratch s, long at) {
        return inet4(s.copy(at, IN_ADDR));
    }

    private static Inet4Address inet4(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /**
     * Returns an IPv6 address. {@link InetAddress#getByAddress(byte[])} is not used, because it would turn an IPv4-mapped address
     * into an IPv4 address.
     */
    static Inet6Address inet6(byte[] bytes) {
        try {
            return Inet6Address.getByAddress(null, bytes, NO_SCOPE);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }
}
