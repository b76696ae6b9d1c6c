package posixkit.unix;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;

import java.util.Objects;
import posixkit.net.SockAddr;
import posixkit.unix.layout.Sockaddr;
import posixkit.unix.layout.SockaddrIn;
import posixkit.unix.layout.SockaddrIn6;
import posixkit.unix.layout.SockaddrStorage;
import posixkit.unix.layout.SockaddrUn;

/**
 * Converts socket addresses to the bytes that the kernel uses, and back. <b>Internal.</b> The length of a socket address is the
 * number of these bytes. The kernel takes and returns the length together with the bytes. Only the length tells where the name of
 * a Unix socket ends.
 *
 * <p>In most methods of this class, the parameter {@code at} is the native address of the first byte of a socket address. These
 * bytes are in temporary native memory, a {@link Scratch}. In the methods that read or write a single number, {@code at} is the
 * native address of this number.
 */
public abstract class SockAddrCodec {
    /**
     * The size in bytes of the memory for a socket address. Every socket address that this class or the kernel writes fits into
     * this memory. For the address of a Unix socket, the size of the structure {@code sockaddr_un} would not be enough: on macOS,
     * the path may be longer than this structure, and Linux adds a NUL after the longest path.
     */
    public static final int ROOM = 2 * SockaddrStorage.SIZE;

    /**
     * The size in bytes of the member {@code sun_path} of {@code sockaddr_un}. A path may fill the whole member. A Unix socket
     * that has no file may have an abstract name. For an abstract name, the member contains a NUL and then the name. The NUL and
     * the name together may also fill the whole member.
     */
    private static final int NAME = SockaddrUn.SIZE - SockaddrUn.PATH;

    /** The offset at which the address family ends and the rest of a socket address begins. */
    private static final int DATA = Sockaddr.DATA;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    protected SockAddrCodec() {}

    /**
     * Writes a socket address to native memory, and returns the number of bytes that it wrote.
     *
     * @param at the native address where the first byte is written, with room for {@link #ROOM} bytes
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @param address the socket address
     * @throws NullPointerException if {@code address} is null
     * @throws IllegalArgumentException if the socket address is too long, or of a kind that this operating system does not have
     */
    public final int encode(Scratch s, long at, String argument, SockAddr address) {
        Objects.requireNonNull(address, argument);
        int family = address.family();
        int length = body(s, at, argument, address);
        Sockaddr.family(s, at, family);
        if (Sockaddr.family(s, at) != family) {
            throw new IllegalArgumentException(argument + ": this system has no such family: " + address);
        }
        setLength(s, at, length);
        return length;
    }

    private int body(Scratch s, long at, String argument, SockAddr address) {
        if (address instanceof SockAddr.Inet4 inet) {
            return inet4(s, at, inet);
        }
        if (address instanceof SockAddr.Inet6 inet) {
            return inet6(s, at, inet);
        }
        if (address instanceof SockAddr.Unix unix) {
            return unix(s, at, argument, unix);
        }
        if (address instanceof SockAddr.Raw raw) {
            return raw(s, at, argument, raw);
        }
        return encodeOther(s, at, argument, address);
    }

    /**
     * Allocates memory in which the kernel can store a socket address and its length. The memory begins with {@link #ROOM} bytes
     * for the socket address. An {@code int} for the length follows. Until the kernel stores the length, this {@code int}
     * contains {@link #ROOM}. Returns the native address of the memory.
     */
    public static long room(Scratch s) {
        long at = s.alloc(ROOM + Integer.BYTES);
        s.set32(lengthOf(at), ROOM);
        return at;
    }

    /**
     * Returns the native address of the {@code int} in which the kernel stores the length of a socket address.
     *
     * @param room the native address of the memory for the socket address and its length, as {@link #room} returned it
     */
    public static long lengthOf(long room) {
        return room + ROOM;
    }

    /**
     * Returns the socket address that the kernel wrote to native memory, or null if the kernel wrote none.
     *
     * @param room the native address of this memory, as {@link #room} returned it
     */
    public final SockAddr filled(Scratch s, long room) {
        return decode(s, room, s.s32(lengthOf(room)));
    }

    /**
     * Returns the socket address that the kernel wrote to native memory of {@link #ROOM} bytes.
     *
     * @param at the native address of this memory
     * @param length the length of this socket address, as the kernel returned it
     * @return the socket address; null if the kernel wrote none. For example, the kernel writes no address of the sender when
     *     data arrive on a stream
     */
    public final SockAddr decode(Scratch s, long at, int length) {
        return decode(s, at, length, ROOM);
    }

    /**
     * Returns the socket address that the kernel wrote to native memory, or null if the kernel wrote none. If {@code length} is
     * more than {@code room}, the kernel wrote only the first {@code room} bytes of the address. This method returns an
     * incomplete address as a {@link SockAddr.Raw}, because an incomplete path would name another file.
     *
     * @param at the native address of this memory
     * @param length the length of the complete socket address, as the kernel returned it
     * @param room the size of this memory in bytes
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

    /**
     * Returns true if this operating system has abstract names: names of Unix sockets that begin with a NUL and do not name a
     * file.
     */
    protected abstract boolean hasAbstractNames();

    /**
     * Writes a socket address of a family that only one operating system has, and returns its length. The caller of this method
     * writes the number of the family. This default implementation is for operating systems without such families. It throws
     * IllegalArgumentException.
     */
    protected int encodeOther(Scratch s, long at, String argument, SockAddr address) {
        throw new IllegalArgumentException(argument + ": this system has no such addresses: " + address);
    }

    /**
     * Returns the socket address that starts at the native address {@code at}, if {@code family} is a family that only this
     * operating system has. Returns null if {@code family} is another family, or if {@code length} is too short. This default
     * implementation always returns null.
     *
     * @param length the length of the socket address
     */
    protected SockAddr decodeOther(Scratch s, long at, int family, int length) {
        return null;
    }

    /**
     * Returns the length of the socket address at the native address {@code at}, which a function of the C library wrote. At most
     * {@link #ROOM}. This default implementation returns the length of the family alone. It is for operating systems on which no
     * function returns an address without its length.
     */
    protected int lengthAt(long at) {
        return DATA;
    }

    /**
     * Writes {@code length} into the socket address at {@code at}, if the socket addresses of this operating system have a member
     * for their own length. This default implementation is for operating systems without this member, and does nothing.
     */
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

    /**
     * Writes the address of a Unix socket, and returns its length. Writes a NUL after a path, unless the path fills the
     * structure. Writes a NUL before an abstract name, but none after it.
     */
    private int unix(Scratch s, long at, String argument, SockAddr.Unix unix) {
        boolean isAbstract = unix.kind() == SockAddr.Unix.Kind.ABSTRACT;
        if (isAbstract && !hasAbstractNames()) {
            throw new IllegalArgumentException(argument + ": this system has no abstract names: " + unix);
        }
        // UTF-8 needs at most three bytes for each char, so the allocated memory is large enough for every name. After
        // the encoding, the code checks whether the name fits into the member sun_path.
        long name = s.alloc(Math.multiplyExact(unix.name().length(), MOST_BYTES_OF_A_CHAR));
        int length = s.encode(argument, unix.name(), name);
        int start = isAbstract ? 1 : 0;
        if (start + length > NAME) {
            throw new IllegalArgumentException(
                    argument + ": longer than the " + NAME + " bytes of an address: " + unix);
        }
        long path = at + SockaddrUn.PATH;
        s.set8(path, 0);
        for (int i = 0; i < length; i++) {
            s.set8(path + start + i, s.u8(name + i));
        }
        boolean hasNul = unix.kind() == SockAddr.Unix.Kind.PATH && length < NAME;
        if (hasNul) {
            s.set8(path + length, 0);
        }
        return SockaddrUn.PATH + start + length + (hasNul ? 1 : 0);
    }

    private SockAddr unix(Scratch s, long at, int length) {
        long name = at + SockaddrUn.PATH;
        int there = length - SockaddrUn.PATH;
        if (there <= 0) {
            return SockAddr.Unix.unnamed();
        }
        if (s.u8(name) == 0) {
            return hasAbstractNames()
                    ? SockAddr.Unix.abstractName(NameCodec.decode(s.copy(name + 1, there - 1)))
                    : SockAddr.Unix.unnamed();
        }
        int end = 1;
        while (end < there && s.u8(name + end) != 0) {
            end++;
        }
        return SockAddr.Unix.path(NameCodec.decode(s.copy(name, end)));
    }

    private static int raw(Scratch s, long at, String argument, SockAddr.Raw raw) {
        byte[] bytes = raw.bytes();
        if (bytes.length > SockaddrStorage.SIZE - DATA) {
            throw new IllegalArgumentException(argument + ": longer than any address: " + raw);
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

    /** Writes the lower 16 bits of {@code value} to {@code at} in network byte order: the high byte comes first. */
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
