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

import java.util.function.Supplier;
import posixkit.onlinux.OnLinuxIds;
import posixkit.unix.Bindings;
import posixkit.unix.DirCalls;
import posixkit.unix.Lazy;
import posixkit.unix.Result;
import posixkit.unix.UnixFiles;
import posixkit.unix.UnixIds;

/**
 * The kernel's first faccessat and fchmodat take no flags: whoever passes them is not refused, and gets an answer to
 * another question. The second ones do, from 5.8 and 6.6 on. What libc makes of that depends on its age.
 */
final class LinuxFiles extends UnixFiles {
    private static final int NOWHERE = -1;

    private final Supplier<KernelCall> kernel;
    private final Supplier<Boolean> hasFaccessat2 = new Lazy<>(() -> has(SYS_faccessat2));
    private final Supplier<Boolean> hasFchmodat2 = new Lazy<>(() -> has(SYS_fchmodat2));
    private final EmulatedFaccessat emulated;

    LinuxFiles(Bindings bindings, Supplier<KernelCall> kernel, OnLinuxIds ids, Supplier<LinuxNodeCalls> nodes) {
        super(bindings, nodes, bindings.lazily(DirCalls.class));
        this.kernel = kernel;
        emulated = new EmulatedFaccessat(bindings.hot(), new UnixIds(bindings), ids);
    }

    @Override
    protected int faccessat(int dirfd, long path, int mode, int flags) {
        if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        if (flags == 0) {
            return call(SYS_faccessat, dirfd, path, mode, flags);
        }
        return hasFaccessat2.get()
                ? call(SYS_faccessat2, dirfd, path, mode, flags)
                : emulated.faccessat(dirfd, path, mode, flags);
    }

    @Override
    protected int fchmodat(int dirfd, long path, int mode, int flags) {
        return flags != 0 && hasFchmodat2.get()
                ? call(SYS_fchmodat2, dirfd, path, mode, flags)
                : super.fchmodat(dirfd, path, mode, flags);
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || name == _PC_SOCK_MAXBUF;
    }

    /**
     * A kernel that has the call finds fault with the address; one that has not says ENOSYS, and a filter that does not
     * know it EPERM. Both calls have an EPERM of their own: what a real one says could not be told from that.
     */
    private boolean has(int number) {
        return call(number, NOWHERE, 0, 0, 0) == -EFAULT;
    }

    private int call(int number, int dirfd, long path, int mode, int flags) {
        return (int) Result.negate(kernel.get().syscall(number, dirfd, path, mode, flags));
    }
}
