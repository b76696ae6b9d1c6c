package posixkit.linux;

import posixkit.onlinux.Kernel;
import posixkit.unix.Bindings;

final class LinuxKernel implements Kernel {
    LinuxKernel(Bindings bindings) {}
}
