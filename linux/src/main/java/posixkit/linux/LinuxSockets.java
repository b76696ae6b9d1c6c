package posixkit.linux;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class LinuxSockets extends UnixSockets {
    LinuxSockets(Bindings bindings) {
        super(bindings, new LinuxSockAddrCodec());
    }
}
