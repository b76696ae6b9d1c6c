package posixkit.linux;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_VSOCK;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;
import static posixkit.onlinux.constants.LinuxSock.AF_PACKET;

import posixkit.ffi.Native;
import posixkit.linux.layout.SockaddrLl;
import posixkit.linux.layout.SockaddrNl;
import posixkit.linux.layout.SockaddrVm;
import posixkit.net.SockAddr;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.layout.Sockaddr;
import posixkit.unix.layout.SockaddrIn;
import posixkit.unix.layout.SockaddrIn6;
import posixkit.unix.layout.SockaddrStorage;

/**
 * Converts socket addresses of Linux. Extends {@link SockAddrCodec} with link-layer addresses, netlink addresses, and the
 * abstract names of Unix sockets. An abstract name is not the path of a file.
 */
final class LinuxSockAddrCodec extends SockAddrCodec {
    /** Creates an object. Callers use no constructor, so that the JVM loads this class late: StartUpTest counts the classes. */
    static SockAddrCodec create() {
        return new LinuxSockAddrCodec();
    }

    @Override
    protected boolean hasAbstractNames() {
        return true;
    }

    @Override
    protected int encodeOther(Scratch s, long at, String argument, SockAddr address) {
        if (address instanceof SockAddr.Netlink netlink) {
            zero(s, at, SockaddrNl.SIZE);
            SockaddrNl.pid(s, at, netlink.portId());
            SockaddrNl.groups(s, at, netlink.groups());
            return SockaddrNl.SIZE;
        }
        if (address instanceof SockAddr.Vsock vsock) {
            zero(s, at, SockaddrVm.SIZE);
            SockaddrVm.cid(s, at, vsock.cid());
            SockaddrVm.port(s, at, vsock.port());
            return SockaddrVm.SIZE;
        }
        if (address instanceof SockAddr.Link link) {
            return link(s, at, argument, link);
        }
        return super.encodeOther(s, at, argument, address);
    }

    /**
     * Writes a link-layer address and returns its length in bytes. A hardware address that is longer than its field in the
     * structure continues after the end of the structure.
     */
    private static int link(Scratch s, long at, String argument, SockAddr.Link link) {
        if (link.ifindex() < 0) {
            throw new IllegalArgumentException(argument + ": no interface has a negative index: " + link);
        }
        byte[] address = link.address();
        int length = Math.max(SockaddrLl.SIZE, SockaddrLl.ADDR + address.length);
        if (length > SockaddrStorage.SIZE) {
            throw new IllegalArgumentException(argument + ": longer than any address: " + link);
        }
        zero(s, at, length);
        setNetwork16(s, at + SockaddrLl.PROTOCOL, link.protocol());
        SockaddrLl.ifindex(s, at, link.ifindex());
        SockaddrLl.hatype(s, at, link.hatype());
        SockaddrLl.pkttype(s, at, link.pkttype());
        SockaddrLl.halen(s, at, address.length);
        for (int i = 0; i < address.length; i++) {
            s.set8(at + SockaddrLl.ADDR + i, address[i]);
        }
        return length;
    }

    /** Linux stores no length in an address: the family tells it. */
    @Override
    protected int lengthAt(long at) {
        int family = Short.toUnsignedInt(
                Native.buffer(at + Sockaddr.FAMILY, Short.BYTES).getShort());
        if (family == AF_INET) {
            return SockaddrIn.SIZE;
        }
        if (family == AF_INET6) {
            return SockaddrIn6.SIZE;
        }
        if (family == AF_PACKET) {
            return SockaddrLl.ADDR
                    + Byte.toUnsignedInt(Native.buffer(at + SockaddrLl.HALEN, 1).get());
        }
        return Sockaddr.DATA;
    }

    @Override
    protected SockAddr decodeOther(Scratch s, long at, int family, int length) {
        if (family == AF_NETLINK && length >= SockaddrNl.SIZE) {
            return new SockAddr.Netlink(SockaddrNl.pid(s, at), SockaddrNl.groups(s, at));
        }
        if (family == AF_VSOCK && length >= SockaddrVm.SIZE) {
            return new SockAddr.Vsock(SockaddrVm.cid(s, at), SockaddrVm.port(s, at));
        }
        if (family == AF_PACKET && length >= SockaddrLl.ADDR) {
            int address = Math.min(SockaddrLl.halen(s, at), length - SockaddrLl.ADDR);
            return new SockAddr.Link(
                    network16(s, at + SockaddrLl.PROTOCOL),
                    SockaddrLl.ifindex(s, at),
                    SockaddrLl.hatype(s, at),
                    SockaddrLl.pkttype(s, at),
                    s.copy(at + SockaddrLl.ADDR, address));
        }
        return super.decodeOther(s, at, family, length);
    }
}
