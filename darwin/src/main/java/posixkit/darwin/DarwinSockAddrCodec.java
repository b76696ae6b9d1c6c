package posixkit.darwin;

import static posixkit.constants.Sock.AF_VSOCK;
import static posixkit.ondarwin.constants.DarwinSock.AF_LINK;

import posixkit.darwin.layout.Sockaddr;
import posixkit.darwin.layout.SockaddrDl;
import posixkit.darwin.layout.SockaddrStorage;
import posixkit.darwin.layout.SockaddrVm;
import posixkit.ffi.Native;
import posixkit.net.SockAddr;
import posixkit.unix.NameCodec;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;

/**
 * Converts socket addresses of macOS between Java objects and the C structures. Extends {@link SockAddrCodec} with the length
 * field that every address contains on macOS, and with link-layer addresses ({@code struct sockaddr_dl}), which name a network
 * interface.
 */
final class DarwinSockAddrCodec extends SockAddrCodec {
    /** The largest number of bytes that the name and the hardware address of a network interface can have together. */
    private static final int MOST_DATA = SockaddrStorage.SIZE - SockaddrDl.DATA;

    @Override
    protected boolean hasAbstractNames() {
        return false;
    }

    @Override
    protected void setLength(Scratch s, long at, int length) {
        Sockaddr.length(s, at, length);
    }

    @Override
    protected int lengthAt(long at) {
        return Byte.toUnsignedInt(Native.buffer(at + Sockaddr.LENGTH, 1).get());
    }

    @Override
    protected int encodeOther(Scratch s, long at, String argument, SockAddr address) {
        if (address instanceof SockAddr.Vsock vsock) {
            zero(s, at, SockaddrVm.SIZE);
            SockaddrVm.cid(s, at, vsock.cid());
            SockaddrVm.port(s, at, vsock.port());
            return SockaddrVm.SIZE;
        }
        return address instanceof SockAddr.DataLink link
                ? link(s, at, argument, link)
                : super.encodeOther(s, at, argument, address);
    }

    /**
     * Writes the link-layer address {@code link} to native memory, as a {@code struct sockaddr_dl} that begins at {@code at}.
     * Returns the number of bytes written. The last field of the structure holds the interface name, followed by the hardware
     * address. If the interface name and the hardware address do not fit into this field, they continue after the end of the
     * structure. {@code argument} is the name of the caller's parameter, for exception messages.
     */
    private static int link(Scratch s, long at, String argument, SockAddr.DataLink link) {
        byte[] name = NameCodec.encode(argument, link.name(), true);
        byte[] address = link.address();
        int data = name.length + address.length;
        if (data > MOST_DATA) {
            throw new IllegalArgumentException(argument + ": longer than any address: " + link);
        }
        int length = Math.max(SockaddrDl.SIZE, SockaddrDl.DATA + data);
        zero(s, at, length);
        SockaddrDl.index(s, at, link.ifindex());
        SockaddrDl.type(s, at, link.type());
        SockaddrDl.nlen(s, at, name.length);
        SockaddrDl.alen(s, at, address.length);
        for (int i = 0; i < data; i++) {
            s.set8(at + SockaddrDl.DATA + i, i < name.length ? name[i] : address[i - name.length]);
        }
        return length;
    }

    /**
     * Decodes a link-layer address ({@code struct sockaddr_dl}) of {@code length} bytes. Returns null if {@code family} is not
     * AF_LINK or the address is too short. Also returns null if the address has a selector ({@code sdl_slen} is not 0), or if its
     * name and hardware address would end beyond {@code length}. If the result is null, the caller returns the bytes undecoded,
     * as a {@link SockAddr.Raw}.
     */
    @Override
    protected SockAddr decodeOther(Scratch s, long at, int family, int length) {
        if (family == AF_VSOCK && length >= SockaddrVm.SIZE) {
            return new SockAddr.Vsock(SockaddrVm.cid(s, at), SockaddrVm.port(s, at));
        }
        if (family != AF_LINK || length < SockaddrDl.DATA || SockaddrDl.slen(s, at) != 0) {
            return super.decodeOther(s, at, family, length);
        }
        int name = SockaddrDl.nlen(s, at);
        int address = SockaddrDl.alen(s, at);
        if (SockaddrDl.DATA + name + address > length) {
            return super.decodeOther(s, at, family, length);
        }
        long data = at + SockaddrDl.DATA;
        return new SockAddr.DataLink(
                SockaddrDl.index(s, at),
                SockaddrDl.type(s, at),
                NameCodec.decode(s.copy(data, name)),
                s.copy(data + name, address));
    }
}
