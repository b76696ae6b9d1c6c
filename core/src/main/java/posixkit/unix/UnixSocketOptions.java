package posixkit.unix;

import posixkit.net.SocketOptions;

/** {@link SocketOptions}. <b>Internal.</b> */
abstract class UnixSocketOptions implements SocketOptions {
    UnixSocketOptions(Bindings bindings) {}
}
