package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpriority;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_wait4;

import posixkit.ErrnoException;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixProcesses;

final class LinuxProcesses extends UnixProcesses {
    private final LinuxCalls linux;
    private final Once<LinuxSpawn> spawn;

    LinuxProcesses(Bindings bindings, LinuxCalls linux) {
        this(
                bindings,
                linux,
                new LinuxPosixSpawn(bindings, linux::linuxSpawn),
                new Once<>(() -> new LinuxSpawn(linux.syscall(), new LinuxMemory(bindings, null), bindings.environ())));
    }

    LinuxProcesses(Bindings bindings, LinuxCalls linux, LinuxPosixSpawn posixSpawn, Once<LinuxSpawn> spawn) {
        super(bindings, posixSpawn);
        this.spawn = spawn;
        this.linux = linux;
    }

    /**
     * Returns 20 − niceness, or −errno. This is the result of the kernel's own system call, and it is never negative on success.
     * libc's function returns the niceness itself. If the niceness is −1, that result looks like a failure.
     */
    @Override
    public int getpriorityOrErrno(int which, int who) {
        return (int) linux.syscall().syscall(SYS_getpriority, which, who, 0, 0);
    }

    /**
     * Starts the program with {@link LinuxSpawn} if possible, because {@link LinuxSpawn} reports which step failed.
     * {@link LinuxSpawn} needs executable pages. If this process is not allowed to have such pages, this method calls posix_spawn
     * instead. But if {@code what} has an option that posix_spawn does not support, this method fails and does not call
     * posix_spawn.
     */
    @Override
    protected int start(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp) {
        if (what.isStartedSuspended()) {
            throw new UnsupportedOperationException("a program can be started suspended on macOS only: " + what);
        }
        LinuxSpawn own;
        try {
            own = spawn.get();
        } catch (ErrnoException forbidden) {
            if (!what.isBeyondPosixSpawn()) {
                return super.start(s, what, failure, argv, envp);
            }
            failure.set(Step.START, forbidden.call(), forbidden.errno());
            return -forbidden.errno();
        }
        return own.spawn(s, what, failure, LinuxPosixSpawn.kept(what), argv, envp);
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
