package posixkit.unix;

import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** {@link Sockets}. <b>Internal.</b> */
public class UnixSockets extends UnixSocketOptions implements Sockets {
    public UnixSockets(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
    }

    @Override
    public final byte[] encode(SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            return s.copy(at, codec.encode(s, at, address));
        }
    }

    @Override
    public final SockAddr decode(byte[] bytes, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("an address of " + length + " bytes");
        }
        try (Scratch s = Scratch.open()) {
            return codec.decode(s, s.bytes(bytes, 0, bytes.length), length, bytes.length);
        }
    }
}
