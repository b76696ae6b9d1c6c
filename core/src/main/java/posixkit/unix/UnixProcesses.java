package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Priority.PRIO_PGRP;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Priority.PRIO_USER;
import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETPGROUP;
import static posixkit.constants.SpawnFlag.POSIX_SPAWN_SETSIGMASK;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.unix.layout.PosixSpawnFileActions;
import posixkit.unix.layout.PosixSpawnattr;
import posixkit.unix.layout.Sigset;

/** {@link Processes}, but for what a system does its own way. <b>Internal.</b> */
public class UnixProcesses implements Processes {
    private final Bindings bindings;
    private final LibC libc;
    private final HotCalls hot;
    private final Supplier<ProcessCalls> calls;
    private final Supplier<SpawnCall> spawn;
    private final Layouts layouts;
    private final Rusage ours;
    private final Rlimit ourLimit;

    public UnixProcesses(Bindings bindings) {
        this.bindings = bindings;
        libc = bindings.libc();
        hot = bindings.hot();
        layouts = bindings.layouts();
        ours = layouts.newRusage();
        calls = bindings.lazily(ProcessCalls.class);
        spawn = bindings.lazilySix(SpawnCall.class, SpawnCall.WithoutStub.class);
        ourLimit = layouts.newRlimit();
    }

    @Override
    public final int getpid() {
        return libc.getpid();
    }

    @Override
    public final int getppid() {
        return libc.getppid();
    }

    @Override
    public final int spawn(Spawn what) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long argv = strings(s, what.arguments().toArray());
            long envp = environment(
                    s, what.environment() == null ? null : what.environment().toArray());
            return what.isBeyondPosixSpawn() ? spawnBeyond(s, what, argv, envp) : posixSpawn(s, what, argv, envp);
        }
    }

    /** What posix_spawn cannot do, where a system can. */
    protected int spawnBeyond(Scratch s, Spawn what, long argv, long envp) throws ErrnoException {
        throw new UnsupportedOperationException("more than posix_spawn can do is done on Linux only: " + what);
    }

    private int posixSpawn(Scratch s, Spawn what, long argv, long envp) throws ErrnoException {
        int flags = flags() | (what.isStartedSuspended() ? startSuspended() : 0);
        long pid = s.alloc(Integer.BYTES);
        long program = s.string(what.program());
        long actions = s.alloc(PosixSpawnFileActions.SIZE);
        long attributes = s.alloc(PosixSpawnattr.SIZE);
        setUp(libc.posix_spawn_file_actions_init(actions), what);
        try {
            setUp(keepStandard(actions), what);
            for (Spawn.FileStep step : what.fileSteps()) {
                setUp(add(s, actions, step), what);
            }
            setUp(closeOthers(actions, what), what);
            setUp(libc.posix_spawnattr_init(attributes), what);
            try {
                describe(s, attributes, what, flags);
                setUp(spawn.get().posix_spawnp(pid, program, actions, attributes, argv, envp), what);
            } finally {
                libc.posix_spawnattr_destroy(attributes);
            }
        } finally {
            libc.posix_spawn_file_actions_destroy(actions);
        }
        return s.s32(pid);
    }

    /** A thread of a JVM has signals blocked that the program would wait for in vain; it starts with none. */
    private void describe(Scratch s, long attributes, Spawn what, int all) throws ErrnoException {
        int flags = all | POSIX_SPAWN_SETSIGMASK;
        setUp(libc.posix_spawnattr_setsigmask(attributes, s.allocZeroed(Sigset.SIZE)), what);
        if (what.processGroup() >= 0) {
            flags |= POSIX_SPAWN_SETPGROUP;
            setUp(libc.posix_spawnattr_setpgroup(attributes, what.processGroup()), what);
        }
        setUp(libc.posix_spawnattr_setflags(attributes, flags), what);
    }

    private int add(Scratch s, long actions, Spawn.FileStep step) {
        if (step instanceof Spawn.Dup2 dup2) {
            return addDup2(actions, dup2.from(), dup2.to());
        }
        if (step instanceof Spawn.Close close) {
            return libc.posix_spawn_file_actions_addclose(actions, close.fd());
        }
        Spawn.Open open = (Spawn.Open) step;
        return libc.posix_spawn_file_actions_addopen(
                actions, open.fd(), s.string(open.path()), open.flags(), UnixFiles.mode(open.mode()));
    }

    /** What a system wants to be told of all children. */
    protected int flags() {
        return 0;
    }

    /** What makes a child wait for SIGCONT, where a system can. */
    protected int startSuspended() {
        throw new UnsupportedOperationException("a program is started suspended on macOS only");
    }

    /** Before the caller's steps: what keeps 0, 1 and 2 open. Answers the error number, as the others here. */
    protected int keepStandard(long actions) {
        return 0;
    }

    /** After the caller's steps: what closes all that is neither 0, 1 or 2 nor put in its place by a step. */
    protected int closeOthers(long actions, Spawn what) {
        return 0;
    }

    /** Equal numbers clear close-on-exec. */
    protected int addDup2(long actions, int from, int to) {
        return libc.posix_spawn_file_actions_adddup2(actions, from, to);
    }

    /** The family returns the error number and leaves errno alone. */
    private static void setUp(int errorNumber, Spawn what) throws ErrnoException {
        Result.orThrow(Result.negateNumber(errorNumber), "posix_spawn", what.program());
    }

    /** Without one, the process's own. */
    private long environment(Scratch s, Object[] entries) {
        return entries == null ? bindings.environ().getAsLong() : strings(s, entries);
    }

    /** An array of pointers to strings of either kind, with its NULL. */
    private static long strings(Scratch s, Object[] strings) {
        long array = s.alloc(Math.multiplyExact(strings.length + 1, Long.BYTES));
        for (int i = 0; i < strings.length; i++) {
            s.set64(array + (long) i * Long.BYTES, s.path(strings[i]));
        }
        s.set64(array + (long) strings.length * Long.BYTES, 0);
        return array;
    }

    @Override
    public final int fork() throws ErrnoException {
        return Result.check(calls.get().fork(), "fork");
    }

    @Override
    public final void execve(String path, String[] argv, String[] envp) throws ErrnoException {
        execve((Object) path, argv, envp);
    }

    @Override
    public final void execve(byte[] path, byte[][] argv, byte[][] envp) throws ErrnoException {
        execve((Object) path, argv, envp);
    }

    private void execve(Object path, Object[] argv, Object[] envp) throws ErrnoException {
        if (argv.length == 0) {
            throw new IllegalArgumentException("a program without its own name");
        }
        try (Scratch s = Scratch.open()) {
            long program = s.path(path);
            Result.check(calls.get().execve(program, strings(s, argv), environment(s, envp)), "execve", path);
        }
    }

    @Override
    public final void exit(int status) {
        calls.get().exit(status);
    }

    @Override
    public final int wait4(int pid, WaitStatus status, int options, Rusage usage) throws ErrnoException {
        int result;
        do {
            result = wait4OrErrno(pid, status, options, usage);
        } while (result == -EINTR);
        return Result.orThrow(result, "wait4", "pid", pid);
    }

    @Override
    public final int wait4OrErrno(int pid, WaitStatus status, int options, Rusage usage) {
        Struct used = usage == null ? null : Layouts.own(usage, ours);
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Integer.BYTES);
            long buffer = used == null ? 0 : s.alloc(used.bytes().length);
            int result = hot.wait4(pid, word, options, buffer);
            if (result > 0) {
                if (status != null) {
                    status.raw(s.s32(word));
                }
                if (used != null) {
                    s.copyTo(used, buffer);
                }
            }
            return result;
        }
    }

    @Override
    public final void getrusage(int who, Rusage into) throws ErrnoException {
        Struct usage = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(usage.bytes().length);
            Result.check(libc.getrusage(who, buffer), "getrusage");
            s.copyTo(usage, buffer);
        }
    }

    /** −1 is a priority like any other, and only errno tells it from a failure. Where it does not have to, a system knows. */
    @Override
    public int getpriority(int which, int who) throws ErrnoException {
        int priority = calls.get().getpriority(which, who);
        if (priority == -1) {
            Result.leaveEbadf(libc);
            priority = calls.get().getpriority(which, who);
            int errno = Native.errno();
            if (priority == -1 && (errno == ESRCH || errno == EINVAL || errno == ENOSYS)) {
                Result.orThrow(-errno, "getpriority", kind(which), Integer.toUnsignedLong(who));
            }
        }
        return priority;
    }

    @Override
    public final void setpriority(int which, int who, int priority) throws ErrnoException {
        int result = calls.get().setpriority(which, who, priority);
        Result.check(result, "setpriority", kind(which), Integer.toUnsignedLong(who));
    }

    /** What {@code who} is. */
    protected static String kind(int which) {
        return switch (which) {
            case PRIO_PROCESS -> "pid";
            case PRIO_PGRP -> "pgid";
            case PRIO_USER -> "uid";
            default -> "which " + which + ", who";
        };
    }

    @Override
    public final void getrlimit(int resource, Rlimit into) throws ErrnoException {
        Struct limit = Layouts.own(into, ourLimit);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(limit.bytes().length);
            Result.check(calls.get().getrlimit(resource, buffer), "getrlimit", "resource", resource);
            s.copyTo(limit, buffer);
        }
    }

    @Override
    public final void setrlimit(int resource, Rlimit limit) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long buffer = s.struct(Layouts.own(limit, ourLimit));
            Result.check(calls.get().setrlimit(resource, buffer), "setrlimit", "resource", resource);
        }
    }

    @Override
    public final Rlimit newRlimit() {
        return layouts.newRlimit();
    }

    @Override
    public final void kill(int pid, int signal) throws ErrnoException {
        Result.orThrow(killOrErrno(pid, signal), "kill", "pid", pid);
    }

    @Override
    public final int killOrErrno(int pid, int signal) {
        return hot.kill(pid, signal);
    }

    @Override
    public final Rusage newRusage() {
        return layouts.newRusage();
    }
}
