package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpriority;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_wait4;

import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixProcesses;

final class LinuxProcesses extends UnixProcesses {
    private final LinuxCalls linux;
    private final LinuxStarter starter;

    LinuxProcesses(Bindings bindings, LinuxCalls linux, LinuxStarter starter) {
        super(bindings, starter.posixSpawn());
        this.linux = linux;
        this.starter = starter;
    }

    /**
     * Returns 20 − niceness, or −errno. This is the result of the kernel's own system call, and it is never negative on success.
     * libc's function returns the niceness itself. If the niceness is −1, that result looks like a failure.
     */
    @Override
    public int getpriorityOrErrno(int which, int who) {
        return (int) linux.syscall().syscall(SYS_getpriority, which, who, 0, 0);
    }

    @Override
    protected int start(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp) {
        return starter.start(s, what, failure, argv, envp, null);
    }

    /**
     * Waits for a child and blocks the calling thread, even if that thread is virtual. Returns the pid or −errno, never −EINTR.
     * {@code status}: the address where the kernel stores the wait status, or 0.
     */
    static long await(SyscallCalls kernel, int pid, long status, int options) {
        long result;
        do {
            result = kernel.syscall(SYS_wait4, pid, status, options, 0);
        } while (result == -EINTR);
        return result;
    }
}
