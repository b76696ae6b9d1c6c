package posixkit.unix;

import posixkit.net.Sockets;

/** {@link Sockets}. <b>Internal.</b> */
public class UnixSockets extends UnixSocketOptions implements Sockets {
    public UnixSockets(Bindings bindings) {
        super(bindings);
    }
}
