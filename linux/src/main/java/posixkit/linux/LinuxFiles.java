package posixkit.linux;

import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxPathconf._PC_SOCK_MAXBUF;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat2;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fchmodat2;

import posixkit.ErrnoException;
import posixkit.file.Dir;
import posixkit.linux.call.LinuxCalls;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixFiles;

/**
 * Extends {@link UnixFiles} with flags for faccessat and fchmodat. The system calls faccessat and fchmodat have no parameter for
 * flags, so flags have no effect on them. The newer system calls faccessat2 (Linux 5.8) and fchmodat2 (Linux 6.6) respect flags.
 * This class calls the newer system calls directly if the kernel has them. libc's functions are not used for this, because their
 * behaviour depends on the version of libc.
 */
final class LinuxFiles extends UnixFiles {
    private static final int NOWHERE = -1;

    private final Bindings bindings;
    private final LinuxCalls linux;
    private final Newer faccessat2 = new Newer(SYS_faccessat2);
    private final Newer fchmodat2 = new Newer(SYS_fchmodat2);

    LinuxFiles(Bindings bindings, LinuxCalls linux) {
        super(bindings);
        this.bindings = bindings;
        this.linux = linux;
    }

    /** A system call that old kernels do not have. */
    private final class Newer {
        private final int number;

        /** Whether the kernel has the system call; null until the first call asks. */
        private volatile Boolean isKnown;

        Newer(int number) {
            this.number = number;
        }

        /**
         * Returns true if the kernel has this system call. Makes the call with the address 0 for the path. A system call that
         * exists then fails with EFAULT. A system call that does not exist fails with ENOSYS, or with EPERM if a sandbox does not
         * know the number. A call with a real path would not distinguish these cases, because faccessat2 and fchmodat2 themselves
         * can fail with EPERM.
         */
        boolean isKnown() {
            if (isKnown == null) {
                isKnown = call(number, NOWHERE, 0, 0, 0) == -EFAULT;
            }
            return isKnown;
        }
    }

    @Override
    public Dir opendir(String path) throws ErrnoException {
        return LinuxDir.open(bindings, linux, path);
    }

    @Override
    public int faccessatOrErrno(int dirfd, String path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
                return -EINVAL;
            }
            if (flags == 0) {
                return call(SYS_faccessat, dirfd, address, mode, flags);
            }
            return faccessat2.isKnown()
                    ? call(SYS_faccessat2, dirfd, address, mode, flags)
                    : EmulatedFaccessat.over(bindings, linux).faccessat(dirfd, address, mode, flags);
        }
    }

    @Override
    public int fchmodatOrErrno(int dirfd, String path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            return flags != 0 && fchmodat2.isKnown()
                    ? call(SYS_fchmodat2, dirfd, address, mode, flags)
                    : fchmodat(dirfd, address, mode, flags);
        }
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || name == _PC_SOCK_MAXBUF;
    }

    private int call(int number, int dirfd, long path, int mode, int flags) {
        return (int) linux.syscall().syscall(number, dirfd, path, mode, flags);
    }
}
