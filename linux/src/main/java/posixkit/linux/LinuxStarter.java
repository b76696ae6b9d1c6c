package posixkit.linux;

import static posixkit.constants.Errno.ENOSYS;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_open;

import posixkit.ErrnoException;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.Spawning;

/**
 * Starts programs with {@link LinuxSpawn} if possible, because {@link LinuxSpawn} reports which step failed. {@link LinuxSpawn}
 * needs executable pages. If this process is not allowed to have such pages, this class calls posix_spawn instead. But if a
 * program has an option that posix_spawn does not support, this class fails and does not call posix_spawn.
 */
final class LinuxStarter {
    private final LinuxPosixSpawn posixSpawn;
    private final Once<LinuxSpawn> spawn;

    LinuxStarter(Bindings bindings, LinuxCalls linux) {
        this(new LinuxPosixSpawn(bindings, linux::linuxSpawn), new Once<>() {
            @Override
            LinuxSpawn make() throws ErrnoException {
                return new LinuxSpawn(linux.syscall(), new LinuxMemory(bindings, null), bindings.environ());
            }
        });
    }

    LinuxStarter(LinuxPosixSpawn posixSpawn, Once<LinuxSpawn> spawn) {
        this.posixSpawn = posixSpawn;
        this.spawn = spawn;
    }

    LinuxPosixSpawn posixSpawn() {
        return posixSpawn;
    }

    /**
     * Starts the program. Returns its pid. On failure, fills {@code failure} and returns −errno. {@link Spawning.Starter}
     * explains the other parameters.
     *
     * @param pidfd its element 0 receives a descriptor of the child if the kernel makes one, and stays −1 if not. Null if no
     *     descriptor is wanted
     */
    int start(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp, int[] pidfd) {
        if (what.isStartedSuspended()) {
            throw new UnsupportedOperationException("a program can be started suspended on macOS only: " + what);
        }
        LinuxSpawn own;
        try {
            own = spawn.get();
        } catch (ErrnoException forbidden) {
            if (!what.isBeyondPosixSpawn() && !what.runsScripts()) {
                return posixSpawn.spawn(s, what, failure, argv, envp);
            }
            failure.set(Step.START, forbidden.call(), forbidden.errno());
            return -forbidden.errno();
        }
        return own.spawn(s, what, failure, LinuxPosixSpawn.kept(what), argv, envp, pidfd);
    }

    /**
     * Starts the program and stores a descriptor of the child in {@code pidfd[0]}. Returns the pid. On failure, fills
     * {@code failure}, leaves no child and returns −errno.
     */
    int startWithPidfd(Bindings bindings, SyscallCalls kernel, Spawn what, SpawnFailure failure, int[] pidfd) {
        pidfd[0] = -1;
        int pid = Spawning.spawn(
                bindings,
                posixSpawn,
                what,
                failure,
                // A kernel without descriptors of processes would start the program before that is noticed.
                (s, w, f, argv, envp) -> kernel.syscall(SYS_pidfd_open, -1, 0, 0, 0) == -ENOSYS
                        ? noPidfd(f, ENOSYS)
                        : start(s, w, f, argv, envp, pidfd));
        if (pid < 0 || pidfd[0] >= 0) {
            return pid;
        }
        // posix_spawn has started it, or a sandbox has left the flag out. The child was not waited for, so its number
        // is its own.
        long opened = kernel.syscall(SYS_pidfd_open, pid, 0, 0, 0);
        if (opened < 0) {
            posixSpawn.end(pid);
            return noPidfd(failure, (int) -opened);
        }
        pidfd[0] = (int) opened;
        return pid;
    }

    private static int noPidfd(SpawnFailure failure, int errno) {
        failure.set(Step.START, "pidfd_open", errno);
        return -errno;
    }
}
