package posixkit.linux;

import posixkit.onlinux.SocketExtras;
import posixkit.unix.Bindings;

final class LinuxSocketExtras implements SocketExtras {
    LinuxSocketExtras(Bindings bindings) {}
}
