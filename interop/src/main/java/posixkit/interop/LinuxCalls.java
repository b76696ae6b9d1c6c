package posixkit.interop;

import jnr.constants.platform.PosixFadvise;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.Linux;
import jnr.posix.POSIXHandler;
import posixkit.Posix;
import posixkit.onlinux.Kernel;
import posixkit.onlinux.OnLinuxFiles;

/** All calls on Linux, with those that only Linux has. */
final class LinuxCalls extends SystemCalls implements Linux {
    private final Kernel kernel;
    private final OnLinuxFiles linuxFiles;

    LinuxCalls(Posix posix, POSIXHandler handler) {
        super(posix, new OwnLibC(posix), handler);
        kernel = posix.onLinux().kernel();
        linuxFiles = posix.onLinux().files();
    }

    @Override
    public int ioprio_get(int which, int who) {
        return result(kernel.ioprioGetOrErrno(which, who));
    }

    @Override
    public int ioprio_set(int which, int who, int ioprio) {
        return result(kernel.ioprioSetOrErrno(which, who, ioprio));
    }

    /** Returns 0 or the error number, and leaves {@link #errno()} as it is. */
    @Override
    public int posix_fadvise(int fd, long offset, long len, PosixFadvise advise) {
        return -linuxFiles.posixFadviseOrErrno(fd, offset, len, advise.intValue());
    }

    @Override
    public Pointer environ() {
        return Pointer.wrap(Runtime.getSystemRuntime(), posix.symbols().address("environ"))
                .getPointer(0);
    }
}
