package posixkit.unix;

import posixkit.net.SocketOptions;

/** {@link SocketOptions}. <b>Internal.</b> */
abstract class UnixSocketOptions implements SocketOptions {
    final SocketCalls calls;
    final SockAddrCodec codec;

    UnixSocketOptions(Bindings bindings, SockAddrCodec codec) {
        calls = bindings.library().load(SocketCalls.class);
        this.codec = codec;
    }
}
