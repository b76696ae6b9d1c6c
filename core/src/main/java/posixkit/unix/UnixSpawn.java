package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETPGROUP;
import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETSIGMASK;

import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.call.UnixCalls;
import posixkit.unix.layout.PosixSpawnFileActions;
import posixkit.unix.layout.PosixSpawnattr;
import posixkit.unix.layout.Sigset;

/**
 * Starts programs with {@code posix_spawn}. <b>Internal.</b>
 */
public class UnixSpawn {
    private final UnixCalls calls;

    public UnixSpawn(Bindings bindings) {
        calls = bindings.calls();
    }

    /**
     * The data for the start of one program. {@code pid} is the address to which {@code posix_spawn} writes the pid of the child.
     * {@code argv} and {@code envp} are the addresses of the arguments and of the environment.
     */
    private record Start(Scratch s, Spawn what, SpawnFailure failure, long pid, long argv, long envp) {
        int failed(Step step, int result) {
            failure.set(step, "posix_spawn", -result).about(what.program());
            return result;
        }
    }

    /**
     * Starts a program and returns its pid. On failure, fills {@code failure} and returns −errno. {@code argv} and {@code envp}
     * are the addresses of the arguments and of the environment.
     */
    public final int spawn(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp) {
        if (what.isBeyondPosixSpawn()) {
            throw new UnsupportedOperationException("posix_spawn cannot do all that this contains, and only Linux has"
                    + " another way to start a program: " + what);
        }
        int flags = flags() | POSIX_SPAWN_SETSIGMASK | (what.isStartedSuspended() ? startSuspended() : 0);
        Start start = new Start(s, what, failure, s.allocZeroed(Integer.BYTES), argv, envp);
        try {
            return withActions(start, flags);
        } catch (Throwable e) {
            // If an Error is thrown after the child was created, the caller does not learn the pid of the child. So
            // the child is killed here.
            end(s.s32(start.pid));
            throw e;
        }
    }

    /** Kills the child {@code pid} and waits until it has ended. Does nothing unless {@code pid} is above 0. */
    public final void end(int pid) {
        if (pid > 0) {
            calls.process().kill(pid, SIGKILL);
            int waited;
            do {
                waited = calls.process().wait4(pid, 0, 0, 0);
            } while (waited == -EINTR);
        }
    }

    private int withActions(Start start, int flags) {
        long actions = start.s.alloc(PosixSpawnFileActions.SIZE);
        int result = calls.spawn().posix_spawn_file_actions_init(actions);
        if (result != 0) {
            return start.failed(Step.START, result);
        }
        try {
            result = addSteps(start.s, actions, start.what);
            return result == 0 ? withAttributes(start, flags, actions) : start.failed(Step.START, result);
        } finally {
            calls.spawn().posix_spawn_file_actions_destroy(actions);
        }
    }

    private int withAttributes(Start start, int flags, long actions) {
        Scratch s = start.s;
        long attributes = s.alloc(PosixSpawnattr.SIZE);
        long program = s.string("program", start.what.program());
        int result = calls.spawn().posix_spawnattr_init(attributes);
        if (result != 0) {
            return start.failed(Step.START, result);
        }
        try {
            result = setAttributes(s, attributes, start.what, flags);
            if (result != 0) {
                return start.failed(Step.START, result);
            }
            result = calls.spawn().posix_spawnp(start.pid, program, actions, attributes, start.argv, start.envp);
            return result == 0 ? s.s32(start.pid) : start.failed(Step.UNKNOWN, result);
        } finally {
            calls.spawn().posix_spawnattr_destroy(attributes);
        }
    }

    /**
     * Sets the attributes with which {@code posix_spawn} starts the child. Returns 0 or −errno. The child starts with no signal
     * blocked. Otherwise, each signal that the calling thread blocks would also be blocked in the child. Threads of a JVM may
     * have blocked signals.
     */
    private int setAttributes(Scratch s, long attributes, Spawn what, int flags) {
        int result = calls.spawn().posix_spawnattr_setsigmask(attributes, s.allocZeroed(Sigset.SIZE));
        if (result == 0 && what.processGroup() >= 0) {
            result = calls.spawn().posix_spawnattr_setpgroup(attributes, what.processGroup());
        }
        int all = what.processGroup() >= 0 ? flags | POSIX_SPAWN_SETPGROUP : flags;
        return result == 0 ? calls.spawn().posix_spawnattr_setflags(attributes, all) : result;
    }

    private int addSteps(Scratch s, long actions, Spawn what) {
        int result = keepStandard(actions);
        for (Spawn.FileStep step : what.fileSteps()) {
            result = result == 0 ? add(s, actions, step) : result;
        }
        return result == 0 ? closeOthers(actions, what) : result;
    }

    private int add(Scratch s, long actions, Spawn.FileStep step) {
        if (step instanceof Spawn.Dup2Step dup2) {
            return addDup2(actions, dup2.from(), dup2.to());
        }
        if (step instanceof Spawn.CloseStep close) {
            return calls.spawn().posix_spawn_file_actions_addclose(actions, close.fd());
        }
        Spawn.OpenStep open = (Spawn.OpenStep) step;
        return calls.spawn()
                .posix_spawn_file_actions_addopen(
                        actions, open.fd(), s.string("path", open.path()), open.flags(), UnixFiles.mode(open.mode()));
    }

    /** Returns the {@code posix_spawn} flags that this operating system needs for every child. */
    protected int flags() {
        return 0;
    }

    /**
     * Returns the flag that makes a child wait for SIGCONT. Throws UnsupportedOperationException if this operating system has no
     * such flag.
     */
    protected int startSuspended() {
        throw new UnsupportedOperationException("a program can be started suspended on macOS only");
    }

    /**
     * Adds entries to the {@code posix_spawn_file_actions_t} at the address {@code actions}, so that the child inherits the
     * descriptors 0, 1 and 2. These entries come before the entries for the changes requested by the user
     * ({@link Spawn#fileSteps}). Returns 0 or −errno. This default implementation adds no entry.
     */
    protected int keepStandard(long actions) {
        return 0;
    }

    /**
     * Adds entries to the {@code posix_spawn_file_actions_t} at the address {@code actions}. These entries close all descriptors
     * in the child except 0, 1, 2 and the descriptors that the user sets with {@code dup2} or {@code open}
     * ({@link Spawn#fileSteps}). The new entries come after the entries for {@link Spawn#fileSteps}. Returns 0 or −errno. This
     * default implementation adds no entry.
     */
    protected int closeOthers(long actions, Spawn what) {
        return 0;
    }

    /**
     * Adds a {@code dup2} action to {@code actions}. If {@code from} and {@code to} are equal, the action clears the
     * close-on-exec flag of the descriptor. Returns 0 or −errno.
     */
    protected int addDup2(long actions, int from, int to) {
        return calls.spawn().posix_spawn_file_actions_adddup2(actions, from, to);
    }
}
