package posixkit.darwin;

import posixkit.darwin.layout.Sockaddr;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;

/** With a length in every address. */
final class DarwinSockAddrCodec extends SockAddrCodec {
    @Override
    protected boolean hasAbstractNames() {
        return false;
    }

    @Override
    protected void setLength(Scratch s, long at, int length) {
        Sockaddr.length(s, at, length);
    }
}
