package posixkit.unix;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;

import posixkit.net.SockAddr;
import posixkit.unix.layout.Sockaddr;
import posixkit.unix.layout.SockaddrIn;
import posixkit.unix.layout.SockaddrIn6;
import posixkit.unix.layout.SockaddrStorage;
import posixkit.unix.layout.SockaddrUn;

/**
 * Socket addresses as values, and as the bytes the kernel takes and gives. <b>Internal.</b> How many bytes an address has is
 * part of it: of a Unix name it tells where it ends.
 */
public abstract class SockAddrCodec {
    /**
     * Room for any address, to encode it or to have the kernel fill it. More than C's {@code sockaddr_storage}: a path may
     * be longer than the structure that holds it on macOS, and comes back with a NUL beyond its end on Linux.
     */
    public static final int ROOM = 2 * SockaddrStorage.SIZE;

    /** How much of a name or a path an address can hold. */
    private static final int NAME = SockaddrUn.SIZE - SockaddrUn.PATH;

    /** Where a family's own bytes begin. */
    private static final int DATA = Sockaddr.DATA;

    protected SockAddrCodec() {}

    /**
     * Writes an address into {@link #ROOM} bytes of a scratch and returns how many it takes.
     *
     * @throws IllegalArgumentException one that does not fit, or of a kind this system has not
     */
    public final int encode(Scratch s, long at, SockAddr address) {
        int family = address.family();
        int length = body(s, at, address);
        Sockaddr.family(s, at, family);
        if (Sockaddr.family(s, at) != family) {
            throw new IllegalArgumentException("this system has no such family: " + address);
        }
        setLength(s, at, length);
        return length;
    }

    private int body(Scratch s, long at, SockAddr address) {
        if (address instanceof SockAddr.Inet4 inet) {
            return inet4(s, at, inet);
        }
        if (address instanceof SockAddr.Inet6 inet) {
            return inet6(s, at, inet);
        }
        if (address instanceof SockAddr.Unix unix) {
            return unix(s, at, unix);
        }
        if (address instanceof SockAddr.Raw raw) {
            return raw(s, at, raw);
        }
        return encodeOther(s, at, address);
    }

    /** {@link #ROOM} bytes and the length behind them, for the kernel to fill. */
    public static long room(Scratch s) {
        long at = s.alloc(ROOM + Integer.BYTES);
        s.set32(lengthOf(at), ROOM);
        return at;
    }

    /** Where the length of what lies in {@link #room} is. */
    public static long lengthOf(long room) {
        return room + ROOM;
    }

    /** What the kernel left in {@link #room}; null if that is nothing. */
    public final SockAddr filled(Scratch s, long room) {
        return decode(s, room, s.s32(lengthOf(room)));
    }

    /**
     * What the kernel wrote into {@link #ROOM} bytes of a scratch.
     *
     * @param length what the kernel says it is
     * @return null if that is nothing: the sender on a stream, for one
     */
    public final SockAddr decode(Scratch s, long at, int length) {
        return decode(s, at, length, ROOM);
    }

    /**
     * What the kernel wrote into a scratch. One that was cut, because there was less room than it has bytes, is
     * {@link SockAddr.Raw}: as a path it would be another file's.
     */
    final SockAddr decode(Scratch s, long at, int length, int room) {
        int there = Math.min(length, room);
        if (there < DATA) {
            return null;
        }
        int family = Sockaddr.family(s, at);
        SockAddr address = there < length ? null : whole(s, at, family, length);
        return address != null ? address : new SockAddr.Raw(family, s.copy(at + DATA, there - DATA));
    }

    private SockAddr whole(Scratch s, long at, int family, int length) {
        if (family == AF_INET && length >= SockaddrIn.SIZE) {
            return new SockAddr.Inet4(s.copy(at + SockaddrIn.ADDR, Integer.BYTES), network16(s, at + SockaddrIn.PORT));
        }
        if (family == AF_INET6 && length >= SockaddrIn6.SIZE) {
            return new SockAddr.Inet6(
                    s.copy(at + SockaddrIn6.ADDR, SockaddrIn6.SCOPE_ID - SockaddrIn6.ADDR),
                    network16(s, at + SockaddrIn6.PORT),
                    SockaddrIn6.scopeId(s, at),
                    network32(s, at + SockaddrIn6.FLOWINFO));
        }
        return family == AF_UNIX ? unix(s, at, length) : decodeOther(s, at, family, length);
    }

    /** Whether a Unix name may begin with NUL, and is none in the file system then. */
    protected abstract boolean hasAbstractNames();

    /** An address of a family that this system alone has; its bytes behind the family, and its length. */
    protected int encodeOther(Scratch s, long at, SockAddr address) {
        throw new IllegalArgumentException("this system has no such addresses: " + address);
    }

    /** Null for a family that has no value of its own, or if that is too short for one. */
    protected SockAddr decodeOther(Scratch s, long at, int family, int length) {
        return null;
    }

    /** Writes the length into the address itself, where a system wants it there. */
    protected void setLength(Scratch s, long at, int length) {}

    private static int inet4(Scratch s, long at, SockAddr.Inet4 inet) {
        zero(s, at, SockaddrIn.SIZE);
        setNetwork16(s, at + SockaddrIn.PORT, inet.port());
        for (int i = 0; i < Integer.BYTES; i++) {
            s.set8(at + SockaddrIn.ADDR + i, inet.address(i));
        }
        return SockaddrIn.SIZE;
    }

    private static int inet6(Scratch s, long at, SockAddr.Inet6 inet) {
        setNetwork16(s, at + SockaddrIn6.PORT, inet.port());
        setNetwork16(s, at + SockaddrIn6.FLOWINFO, inet.flowInfo() >>> Short.SIZE);
        setNetwork16(s, at + SockaddrIn6.FLOWINFO + Short.BYTES, inet.flowInfo());
        for (int i = 0; i < SockaddrIn6.SCOPE_ID - SockaddrIn6.ADDR; i++) {
            s.set8(at + SockaddrIn6.ADDR + i, inet.address(i));
        }
        SockaddrIn6.scopeId(s, at, inet.scopeId());
        return SockaddrIn6.SIZE;
    }

    /** A path has its NUL behind it, unless it fills the address; an abstract name has one before it and none behind. */
    private int unix(Scratch s, long at, SockAddr.Unix unix) {
        long name = at + SockaddrUn.PATH;
        int length = unix.length();
        boolean path = unix.kind() == SockAddr.Unix.Kind.PATH;
        if (unix.kind() == SockAddr.Unix.Kind.ABSTRACT) {
            if (!hasAbstractNames()) {
                throw new IllegalArgumentException("this system has no abstract names: " + unix);
            }
            s.set8(name++, 0);
            length++;
        }
        if (length > NAME) {
            throw new IllegalArgumentException("longer than the " + NAME + " bytes an address holds: " + unix);
        }
        for (int i = 0; i < unix.length(); i++) {
            s.set8(name + i, unix.name(i));
        }
        if (path && length < NAME) {
            s.set8(name + length, 0);
            length++;
        }
        return SockaddrUn.PATH + length;
    }

    private SockAddr unix(Scratch s, long at, int length) {
        long name = at + SockaddrUn.PATH;
        int there = length - SockaddrUn.PATH;
        if (there <= 0) {
            return SockAddr.Unix.unnamed();
        }
        if (s.u8(name) == 0) {
            return hasAbstractNames()
                    ? SockAddr.Unix.abstractName(s.copy(name + 1, there - 1))
                    : SockAddr.Unix.unnamed();
        }
        int end = 1;
        while (end < there && s.u8(name + end) != 0) {
            end++;
        }
        return SockAddr.Unix.path(s.copy(name, end));
    }

    private static int raw(Scratch s, long at, SockAddr.Raw raw) {
        byte[] bytes = raw.bytes();
        if (bytes.length > SockaddrStorage.SIZE - DATA) {
            throw new IllegalArgumentException("longer than any address: " + raw);
        }
        for (int i = 0; i < bytes.length; i++) {
            s.set8(at + DATA + i, bytes[i]);
        }
        return DATA + bytes.length;
    }

    protected static void zero(Scratch s, long at, int length) {
        for (int i = 0; i < length; i++) {
            s.set8(at + i, 0);
        }
    }

    /** In network order, the high byte first. */
    protected static void setNetwork16(Scratch s, long at, int value) {
        s.set8(at, value >>> Byte.SIZE);
        s.set8(at + 1, value);
    }

    protected static int network16(Scratch s, long at) {
        return s.u8(at) << Byte.SIZE | s.u8(at + 1);
    }

    private static int network32(Scratch s, long at) {
        return network16(s, at) << Short.SIZE | network16(s, at + Short.BYTES);
    }
}
