package posixkit.linux;

import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_getfd;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_open;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_send_signal;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.Pidfds;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.unix.Bindings;
import posixkit.unix.CloseOnExec;
import posixkit.unix.call.IoCalls;

/** Makes the system calls by their numbers, because libc has functions for them only since glibc 2.36. */
final class LinuxPidfds implements Pidfds {
    private final IoCalls io;
    private final SyscallCalls kernel;
    private final CloseOnExec closeOnExec;
    private final Bindings bindings;
    private final LinuxStarter starter;

    LinuxPidfds(Bindings bindings, SyscallCalls kernel, LinuxStarter starter) {
        this.bindings = bindings;
        this.starter = starter;
        io = bindings.calls().io();
        this.kernel = kernel;
        closeOnExec = bindings.closeOnExec();
    }

    /** The kernel has made the descriptor close-on-exec. */
    private int born(long fd) {
        if (fd >= 0 && closeOnExec == CloseOnExec.NO) {
            io.fcntl((int) fd, F_SETFD, 0);
        }
        return (int) fd;
    }

    @Override
    public int pidfdOpenOrErrno(int pid, int flags) {
        return born(kernel.syscall(SYS_pidfd_open, pid, flags, 0, 0));
    }

    @Override
    public SpawnedChild pidfdSpawn(Spawn what, SpawnFailure failure) throws ErrnoException {
        int[] pidfd = new int[1];
        int pid = Outcome.ofSpawn(failure, starter.startWithPidfd(bindings, kernel, what, failure, pidfd));
        return new SpawnedChild(pid, born(pidfd[0]));
    }

    @Override
    public int pidfdSendSignalOrErrno(int pidfd, int signal) {
        return (int) kernel.syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0);
    }

    @Override
    public int pidfdGetfdOrErrno(int pidfd, int targetFd) {
        return born(kernel.syscall(SYS_pidfd_getfd, pidfd, targetFd, 0, 0));
    }
}
