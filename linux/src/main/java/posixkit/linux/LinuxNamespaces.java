package posixkit.linux;

import static posixkit.onlinux.constants.LinuxClone.CLONE_FILES;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setns;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_unshare;

import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.Namespaces;
import posixkit.unix.PlatformThread;

final class LinuxNamespaces implements Namespaces {
    private final SyscallCalls kernel;

    LinuxNamespaces(SyscallCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public int unshareOrErrno(int flags) {
        if ((flags & CLONE_FILES) != 0) {
            throw new IllegalArgumentException(
                    "flags: with CLONE_FILES, this thread would not see the descriptors of the JVM's other threads");
        }
        PlatformThread.require("unshare");
        return (int) kernel.syscall(SYS_unshare, flags, 0, 0, 0);
    }

    @Override
    public int setnsOrErrno(int fd, int nstype) {
        PlatformThread.require("setns");
        return (int) kernel.syscall(SYS_setns, fd, nstype, 0, 0);
    }
}
