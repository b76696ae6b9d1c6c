package posixkit.unix;

import static posixkit.constants.If.IFNAMSIZ;
import static posixkit.constants.Ioctl.SIOCGIFADDR;
import static posixkit.constants.Ioctl.SIOCGIFBRDADDR;
import static posixkit.constants.Ioctl.SIOCGIFDSTADDR;
import static posixkit.constants.Ioctl.SIOCGIFFLAGS;
import static posixkit.constants.Ioctl.SIOCGIFMTU;
import static posixkit.constants.Ioctl.SIOCGIFNETMASK;
import static posixkit.constants.Ioctl.SIOCSIFADDR;
import static posixkit.constants.Ioctl.SIOCSIFFLAGS;
import static posixkit.constants.Ioctl.SIOCSIFMTU;
import static posixkit.constants.Ioctl.SIOCSIFNETMASK;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.net.Ifaddr;
import posixkit.net.Ifname;
import posixkit.net.Interfaces;
import posixkit.net.SockAddr;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.NetInterfaceCalls;
import posixkit.unix.layout.IfNameindex;
import posixkit.unix.layout.Ifaddrs;
import posixkit.unix.layout.Ifreq;
import posixkit.unix.layout.Sockaddr;
import posixkit.unix.layout.SockaddrIn;

/** Implements {@link Interfaces} for Linux and macOS. <b>Internal.</b> */
public final class UnixInterfaces implements Interfaces {
    private static final int MOST_FLAGS = 0xFFFF;

    private final NetInterfaceCalls calls;
    private final IoCalls io;
    private final SockAddrCodec codec;

    public UnixInterfaces(Bindings bindings, SockAddrCodec codec) {
        calls = bindings.calls().netInterface();
        io = bindings.calls().io();
        this.codec = codec;
    }

    @Override
    public List<Ifaddr> getifaddrs() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long head = s.alloc(Long.BYTES);
            Outcome.of("getifaddrs", calls.getifaddrs(head));
            long list = s.s64(head);
            try {
                List<Ifaddr> all = new ArrayList<>();
                for (long at = list; at != 0; at = Native.pointerAt(at + Ifaddrs.NEXT)) {
                    all.add(ifaddr(s, at));
                }
                return Collections.unmodifiableList(all);
            } finally {
                calls.freeifaddrs(list);
            }
        }
    }

    private Ifaddr ifaddr(Scratch s, long at) {
        SockAddr addr = address(s, Native.pointerAt(at + Ifaddrs.ADDR), null);
        return new Ifaddr(
                name(Native.pointerAt(at + Ifaddrs.NAME)),
                Native.buffer(at + Ifaddrs.FLAGS, Integer.BYTES).getInt(),
                addr,
                address(s, Native.pointerAt(at + Ifaddrs.NETMASK), addr),
                address(s, Native.pointerAt(at + Ifaddrs.DSTADDR), null));
    }

    private static String name(long address) {
        return NameCodec.decode(Native.stringAt(address));
    }

    /**
     * Returns the address at {@code at} in native memory, or null for a NULL pointer.
     *
     * @param of the address to which this one is the network mask; null if it is no network mask. macOS cuts off the zeros at the
     *     end of a network mask, and may leave out its family
     */
    private SockAddr address(Scratch s, long at, SockAddr of) {
        if (at == 0) {
            return null;
        }
        int length = codec.lengthAt(at);
        long copy = s.allocZeroed(SockAddrCodec.ROOM);
        ByteBuffer bytes = Native.buffer(at, length);
        for (int i = 0; i < length; i++) {
            s.set8(copy + i, bytes.get(i));
        }
        if (of instanceof SockAddr.Inet4 || of instanceof SockAddr.Inet6) {
            Sockaddr.family(s, copy, of.family());
            length = Math.max(length, codec.encode(s, s.alloc(SockAddrCodec.ROOM), "netmask", of));
        }
        return codec.decode(s, copy, length);
    }

    @Override
    public int ifNametoindexOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            return calls.if_nametoindex(s.string("name", name));
        }
    }

    @Override
    public String ifIndextoname(int index) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long name = s.alloc(IFNAMSIZ);
            Outcome.of("if_indextoname", "index", Integer.toUnsignedLong(index), calls.if_indextoname(index, name));
            return s.text(name);
        }
    }

    @Override
    public List<Ifname> ifNameindex() throws ErrnoException {
        long list = Outcome.of("if_nameindex", calls.if_nameindex());
        try {
            List<Ifname> all = new ArrayList<>();
            long at = list;
            for (long name = Native.pointerAt(at + IfNameindex.NAME); name != 0; ) {
                all.add(new Ifname(
                        Native.buffer(at + IfNameindex.INDEX, Integer.BYTES).getInt(), name(name)));
                at += IfNameindex.SIZE;
                name = Native.pointerAt(at + IfNameindex.NAME);
            }
            return Collections.unmodifiableList(all);
        } finally {
            calls.if_freenameindex(list);
        }
    }

    /** Returns the address of a new {@code struct ifreq} with the name of an interface. */
    public static long ifreq(Scratch s, String name) {
        return named(s, s.allocZeroed(Ifreq.SIZE) + Ifreq.NAME, "name", name) - Ifreq.NAME;
    }

    /** Writes the name of an interface to {@code at}, and returns {@code at}. */
    public static long named(Scratch s, long at, String argument, String name) {
        long text = s.string(argument, name);
        int length = s.length(text);
        if (length >= IFNAMSIZ) {
            throw new IllegalArgumentException(
                    argument + ": no interface has a name of " + length + " bytes: " + Names.printable(name));
        }
        for (int i = 0; i < length; i++) {
            s.set8(at + i, s.u8(text + i));
        }
        return at;
    }

    @Override
    public int ifFlagsOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            long request = ifreq(s, name);
            int result = io.ioctl(fd, SIOCGIFFLAGS, request);
            return result < 0 ? result : Ifreq.flags(s, request) & MOST_FLAGS;
        }
    }

    @Override
    public int setIfFlagsOrErrno(int fd, String name, int flags) {
        try (Scratch s = Scratch.open()) {
            long request = ifreq(s, name);
            if (flags < 0 || flags > MOST_FLAGS) {
                throw new IllegalArgumentException("flags: " + flags + " is not in 0…" + MOST_FLAGS);
            }
            Ifreq.flags(s, request, flags);
            return io.ioctl(fd, SIOCSIFFLAGS, request);
        }
    }

    @Override
    public int ifMtuOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            long request = ifreq(s, name);
            int result = io.ioctl(fd, SIOCGIFMTU, request);
            return result < 0 ? result : Ifreq.mtu(s, request);
        }
    }

    @Override
    public int setIfMtuOrErrno(int fd, String name, int mtu) {
        try (Scratch s = Scratch.open()) {
            long request = ifreq(s, name);
            Ifreq.mtu(s, request, mtu);
            return io.ioctl(fd, SIOCSIFMTU, request);
        }
    }

    private SockAddr read(int fd, long request, String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long ifreq = ifreq(s, name);
            Outcome.ofFd("ioctl", fd, io.ioctl(fd, request, ifreq));
            long address = s.allocZeroed(SockAddrCodec.ROOM);
            for (int i = 0; i < SockaddrIn.SIZE; i++) {
                s.set8(address + i, s.u8(ifreq + Ifreq.ADDR + i));
            }
            return codec.decode(s, address, SockaddrIn.SIZE);
        }
    }

    private int write(int fd, long request, String name, String argument, SockAddr.Inet4 address) {
        try (Scratch s = Scratch.open()) {
            long ifreq = ifreq(s, name);
            codec.encode(s, ifreq + Ifreq.ADDR, argument, Objects.requireNonNull(address, argument));
            return io.ioctl(fd, request, ifreq);
        }
    }

    @Override
    public SockAddr ifAddr(int fd, String name) throws ErrnoException {
        return read(fd, SIOCGIFADDR, name);
    }

    @Override
    public int setIfAddrOrErrno(int fd, String name, SockAddr.Inet4 addr) {
        return write(fd, SIOCSIFADDR, name, "addr", addr);
    }

    @Override
    public SockAddr ifNetmask(int fd, String name) throws ErrnoException {
        return read(fd, SIOCGIFNETMASK, name);
    }

    @Override
    public int setIfNetmaskOrErrno(int fd, String name, SockAddr.Inet4 netmask) {
        return write(fd, SIOCSIFNETMASK, name, "netmask", netmask);
    }

    @Override
    public SockAddr ifBroadaddr(int fd, String name) throws ErrnoException {
        return read(fd, SIOCGIFBRDADDR, name);
    }

    @Override
    public SockAddr ifDstaddr(int fd, String name) throws ErrnoException {
        return read(fd, SIOCGIFDSTADDR, name);
    }
}
