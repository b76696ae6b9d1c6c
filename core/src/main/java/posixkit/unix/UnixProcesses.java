package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Priority.PRIO_MAX;

import java.util.Objects;
import posixkit.Struct;
import posixkit.process.Processes;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Siginfo;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.Tms;
import posixkit.process.WaitStatus;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link Processes} for Linux and macOS. <b>Internal.</b> A subclass overrides the methods that need other code on its
 * operating system.
 */
public class UnixProcesses implements Processes {
    private final Bindings bindings;
    private final UnixCalls calls;
    private final UnixSpawn posixSpawn;
    private final Layouts layouts;

    public UnixProcesses(Bindings bindings, UnixSpawn posixSpawn) {
        this.bindings = bindings;
        this.posixSpawn = posixSpawn;
        layouts = bindings.layouts();
        calls = bindings.calls();
    }

    @Override
    public final int getpid() {
        return calls.process().getpid();
    }

    @Override
    public final int getppid() {
        return calls.process().getppid();
    }

    @Override
    public final int spawnOrErrno(Spawn what, SpawnFailure failure) {
        return Spawning.spawn(bindings, posixSpawn, what, failure, this::start);
    }

    /**
     * Starts a program with {@code posix_spawn}; a subclass may start it in another way. Returns the pid. On failure, fills
     * {@code failure} and returns −errno.
     *
     * @param argv the address of the native array of arguments
     * @param envp the address of the native array of environment variables
     */
    protected int start(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp) {
        return posixSpawn.spawn(s, what, failure, argv, envp);
    }

    @Override
    public final int forkOrErrno() {
        return calls.process().fork();
    }

    @Override
    public final int execveOrErrno(String path, String[] argv, String[] envp) {
        Objects.requireNonNull(argv, "argv");
        if (argv.length == 0) {
            throw new IllegalArgumentException("argv: a program without its own name");
        }
        try (Scratch s = Scratch.open()) {
            long program = s.string("path", path);
            long arguments = Spawning.strings(s, "argv", argv);
            long variables = envp == null ? bindings.environ().getAsLong() : Spawning.strings(s, "envp", envp);
            return calls.process().execve(program, arguments, variables);
        }
    }

    @Override
    public final void exit(int status) {
        calls.process().exit(status);
    }

    @Override
    public final int wait4OrErrno(int pid, WaitStatus status, int options, Rusage usage) {
        Struct used = usage == null ? null : layouts.own("usage", usage, Layouts.RUSAGE);
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Integer.BYTES);
            long buffer = used == null ? 0 : s.alloc(used.bytes().length);
            int result = calls.process().wait4(pid, word, options, buffer);
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

    /** POSIX leaves open what the structure holds if there is no child to report; here, the pid is 0 then. */
    @Override
    public final int waitidOrErrno(int idtype, int id, Siginfo into, int options) {
        Struct info = layouts.own("into", into, Layouts.SIGINFO);
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(info.bytes().length);
            return s.filled(calls.process().waitid(idtype, id, buffer, options), buffer, info);
        }
    }

    @Override
    public final int getrusageOrErrno(int who, Rusage into) {
        Struct usage = layouts.own("into", into, Layouts.RUSAGE);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(usage.bytes().length);
            return s.filled(calls.process().getrusage(who, buffer), buffer, usage);
        }
    }

    /**
     * Returns {@code PRIO_MAX} minus the niceness, or −errno. {@code PRIO_MAX} minus the niceness is never negative, so this
     * result cannot be mistaken for −errno.
     *
     * <p>The C function {@code getpriority} returns −1 for the niceness −1, but also on failure. Only errno distinguishes these
     * cases, and errno may come from an earlier call. So after a result −1, this method sets errno to EBADF, an error that
     * {@code getpriority} never reports, and calls {@code getpriority} again. The subclass for Linux overrides this method and
     * uses the system call of Linux, whose result is negative only on failure.
     */
    @Override
    public int getpriorityOrErrno(int which, int who) {
        long both = calls.process().getpriority(which, who);
        if ((int) both == -1) {
            Result.leaveEbadf(calls);
            both = calls.process().getpriority(which, who);
            int errno = Result.errno(both);
            if ((int) both == -1 && (errno == ESRCH || errno == EINVAL || errno == ENOSYS)) {
                return -errno;
            }
        }
        return PRIO_MAX - (int) both;
    }

    @Override
    public final int setpriorityOrErrno(int which, int who, int priority) {
        return calls.process().setpriority(which, who, priority);
    }

    @Override
    public final int getrlimitOrErrno(int resource, Rlimit into) {
        Struct limit = layouts.own("into", into, Layouts.RLIMIT);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(limit.bytes().length);
            return s.filled(calls.process().getrlimit(resource, buffer), buffer, limit);
        }
    }

    @Override
    public final int setrlimitOrErrno(int resource, Rlimit limit) {
        Struct value = layouts.own("limit", limit, Layouts.RLIMIT);
        try (Scratch s = Scratch.open()) {
            long buffer = s.struct(value);
            return calls.process().setrlimit(resource, buffer);
        }
    }

    @Override
    public final int killOrErrno(int pid, int signal) {
        return calls.process().kill(pid, signal);
    }

    @Override
    public final int raiseOrErrno(int signal) {
        return calls.process().raise(signal);
    }

    @Override
    public final int daemonOrErrno(boolean nochdir, boolean noclose) {
        return calls.process().daemon(nochdir ? 1 : 0, noclose ? 1 : 0);
    }

    @Override
    public final long timesOrErrno(Tms into) {
        Struct times = layouts.own("into", into, Layouts.TMS);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(times.bytes().length);
            long ticks = calls.process().times(buffer);
            if (ticks >= 0) {
                s.copyTo(times, buffer);
            }
            return ticks;
        }
    }

    @Override
    public final Tms newTms() {
        return layouts.newTms();
    }

    @Override
    public final Rlimit newRlimit() {
        return layouts.newRlimit();
    }

    @Override
    public final Rusage newRusage() {
        return layouts.newRusage();
    }
}
