package posixkit.linux;

import posixkit.onlinux.FileExtras;
import posixkit.unix.Bindings;

final class LinuxFileExtras implements FileExtras {
    LinuxFileExtras(Bindings bindings) {}
}
