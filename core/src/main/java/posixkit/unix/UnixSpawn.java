package posixkit.unix;

import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETPGROUP;
import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETSIGMASK;

import java.util.function.Supplier;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.layout.PosixSpawnFileActions;
import posixkit.unix.layout.PosixSpawnattr;
import posixkit.unix.layout.Sigset;

/** Starts programs by posix_spawn. <b>Internal.</b> Its functions return the error number and leave errno alone. */
public class UnixSpawn {
    private final LibC libc;
    private final Supplier<SpawnCall> call;

    public UnixSpawn(Bindings bindings) {
        libc = bindings.libc();
        call = bindings.lazilySix(SpawnCall.class, SpawnCall.WithoutStub.class);
    }

    /** Returns the pid, or −errno with {@code failure} filled. {@code argv} and {@code envp} are addresses. */
    final int spawn(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp) {
        if (what.isBeyondPosixSpawn()) {
            throw new UnsupportedOperationException("posix_spawn cannot do all that this contains, and only Linux has"
                    + " another way to start a program: " + what);
        }
        int flags = flags() | POSIX_SPAWN_SETSIGMASK | (what.isStartedSuspended() ? startSuspended() : 0);
        long actions = s.alloc(PosixSpawnFileActions.SIZE);
        int error = libc.posix_spawn_file_actions_init(actions);
        if (error != 0) {
            return failed(failure, Step.START, what, error);
        }
        try {
            error = addSteps(s, actions, what);
            return error == 0
                    ? spawn(s, what, failure, flags, actions, argv, envp)
                    : failed(failure, Step.START, what, error);
        } finally {
            libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private int spawn(Scratch s, Spawn what, SpawnFailure failure, int flags, long actions, long argv, long envp) {
        long attributes = s.alloc(PosixSpawnattr.SIZE);
        long program = s.string("program", what.program());
        long pid = s.allocZeroed(Integer.BYTES);
        int error = libc.posix_spawnattr_init(attributes);
        if (error != 0) {
            return failed(failure, Step.START, what, error);
        }
        try {
            error = describe(s, attributes, what, flags);
            if (error != 0) {
                return failed(failure, Step.START, what, error);
            }
            // After the child's birth its pid is read, and the preparations are destroyed.
            StackReserve.rehearse(() -> describe(s, attributes, what, flags | s.s32(pid)));
            error = call.get().posix_spawnp(pid, program, actions, attributes, argv, envp);
            return error == 0 ? s.s32(pid) : failed(failure, Step.UNKNOWN, what, error);
        } finally {
            libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static int failed(SpawnFailure failure, Step step, Spawn what, int error) {
        int result = Result.negateNumber(error);
        failure.set(step, "posix_spawn", -result).about(what.program());
        return result;
    }

    /** A thread of a JVM has signals blocked that the program would wait for in vain; so the child starts with none blocked. */
    private int describe(Scratch s, long attributes, Spawn what, int flags) {
        int error = libc.posix_spawnattr_setsigmask(attributes, s.allocZeroed(Sigset.SIZE));
        if (error == 0 && what.processGroup() >= 0) {
            error = libc.posix_spawnattr_setpgroup(attributes, what.processGroup());
        }
        int all = what.processGroup() >= 0 ? flags | POSIX_SPAWN_SETPGROUP : flags;
        return error == 0 ? libc.posix_spawnattr_setflags(attributes, all) : error;
    }

    private int addSteps(Scratch s, long actions, Spawn what) {
        int error = keepStandard(actions);
        for (Spawn.FileStep step : what.fileSteps()) {
            error = error == 0 ? add(s, actions, step) : error;
        }
        return error == 0 ? closeOthers(actions, what) : error;
    }

    private int add(Scratch s, long actions, Spawn.FileStep step) {
        if (step instanceof Spawn.Dup2Step dup2) {
            return addDup2(actions, dup2.from(), dup2.to());
        }
        if (step instanceof Spawn.CloseStep close) {
            return libc.posix_spawn_file_actions_addclose(actions, close.fd());
        }
        Spawn.OpenStep open = (Spawn.OpenStep) step;
        return libc.posix_spawn_file_actions_addopen(
                actions, open.fd(), s.string("path", open.path()), open.flags(), UnixFiles.mode(open.mode()));
    }

    /** Returns flags that this system needs for every child. */
    protected int flags() {
        return 0;
    }

    /** Returns the flag that makes a child wait for SIGCONT, if the system has one. */
    protected int startSuspended() {
        throw new UnsupportedOperationException("a program can be started suspended on macOS only");
    }

    /** Adds, before the caller's steps, what keeps 0, 1 and 2 open. Returns the error number. */
    protected int keepStandard(long actions) {
        return 0;
    }

    /** Adds, after the caller's steps, what closes every descriptor but 0, 1, 2 and those that a step sets. Returns the error number. */
    protected int closeOthers(long actions, Spawn what) {
        return 0;
    }

    /** Adds a dup2, which clears close-on-exec if the numbers are equal. Returns the error number. */
    protected int addDup2(long actions, int from, int to) {
        return libc.posix_spawn_file_actions_adddup2(actions, from, to);
    }
}
