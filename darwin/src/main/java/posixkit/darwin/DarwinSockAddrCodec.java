package posixkit.darwin;

import static posixkit.ondarwin.constants.DarwinSock.AF_LINK;

import java.nio.charset.StandardCharsets;
import posixkit.darwin.layout.Sockaddr;
import posixkit.darwin.layout.SockaddrDl;
import posixkit.darwin.layout.SockaddrStorage;
import posixkit.net.SockAddr;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;

/** With a length in every address. */
final class DarwinSockAddrCodec extends SockAddrCodec {
    /** A name and an address have to fit into what any address has room in. */
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
    protected int encodeOther(Scratch s, long at, SockAddr address) {
        return address instanceof SockAddr.DataLink link ? link(s, at, link) : super.encodeOther(s, at, address);
    }

    /** Longer than the structure if name and address are. */
    private static int link(Scratch s, long at, SockAddr.DataLink link) {
        byte[] name = link.name().getBytes(StandardCharsets.UTF_8);
        byte[] address = link.address();
        int data = name.length + address.length;
        if (data > MOST_DATA) {
            throw new IllegalArgumentException("longer than any address: " + link);
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

    /** One with a selector, which nobody uses, or that says more than it has, stays as it is. */
    @Override
    protected SockAddr decodeOther(Scratch s, long at, int family, int length) {
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
                new String(s.copy(data, name), StandardCharsets.UTF_8),
                s.copy(data + name, address));
    }
}
