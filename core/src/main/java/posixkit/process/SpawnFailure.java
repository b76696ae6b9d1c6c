package posixkit.process;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Names;

/**
 * Which step of a {@link Spawn} failed, and why. {@link Processes#spawn(Spawn, SpawnFailure)} fills it if it fails, and empties it
 * if it succeeds.
 *
 * <pre>{@code
 * SpawnFailure failure = new SpawnFailure();
 * int pid = processes.spawnOrErrno(Spawn.of("tool").open(1, "/var/log/tool", O_WRONLY, 0), failure);
 * if (pid < 0) {
 *     System.err.println(failure);
 *     System.exit(failure.step() == SpawnFailure.Step.PROGRAM ? 127 : 1);
 * }
 * }</pre>
 */
public final class SpawnFailure {
    private Step step;
    private Spawn.FileStep fileStep;
    private String call;
    private int errno;
    private String path;
    private String number;

    /** The steps in which a child becomes a program, in their order. */
    public enum Step {
        /** The child could not be prepared or created: too many processes, no memory. */
        START,
        /** {@link Spawn#session}. */
        SESSION,
        /** {@link Spawn#processGroup}. */
        PROCESS_GROUP,
        /** {@link Spawn#umask}. */
        UMASK,
        /** {@link Spawn#niceness}. */
        NICENESS,
        /** {@link Spawn#limit}. */
        LIMIT,
        /** {@link Spawn#credentials}. */
        CREDENTIALS,
        /** {@link Spawn#directory}. */
        DIRECTORY,
        /** {@link Spawn#dup2}, {@link Spawn#close}, {@link Spawn#open}, or closing the descriptors that the child does not get. */
        DESCRIPTOR,
        /** {@link Spawn#controllingTerminal}. */
        TERMINAL,
        /** {@link Spawn#blockedSignals}, {@link Spawn#defaultSignals}. */
        SIGNALS,
        /** {@link Spawn#traceMe}. */
        TRACE,
        /** The program itself: it was not found, or cannot be run. */
        PROGRAM,
        /** The system does not say which step failed: {@code posix_spawn} failed as a whole. */
        UNKNOWN
    }

    /** Creates a failure that no step has filled. */
    public SpawnFailure() {}

    /** Returns the step that failed, or null if none has. */
    public Step step() {
        return step;
    }

    /** Returns the {@code dup2}, {@code close} or {@code open} that failed, or null if another step did. */
    public Spawn.FileStep fileStep() {
        return fileStep;
    }

    /** Returns the C name of the call that failed, as {@link ErrnoException#call} does, or null if none has. */
    public String call() {
        return call;
    }

    /** Returns the error number, or 0 if no step has failed. */
    public int errno() {
        return errno;
    }

    /** Returns the path that the failed call was about, or null if it was not about a path. */
    public String path() {
        return path;
    }

    /** Returns what the call was about, as {@link ErrnoException#subject} does, or null if there is nothing to name. */
    public String subject() {
        return path == null ? number : '"' + Names.printable(path) + '"';
    }

    /** Empties this. Implementations of {@link Processes} call it. */
    public void clear() {
        step = null;
        fileStep = null;
        call = null;
        errno = 0;
        path = null;
        number = null;
    }

    /** Fills this with a failed call. Implementations of {@link Processes} call it. */
    public SpawnFailure set(Step step, String call, int errno) {
        clear();
        this.step = Objects.requireNonNull(step, "step");
        this.call = Objects.requireNonNull(call, "call");
        this.errno = errno;
        return this;
    }

    /** Adds the path that the call was about; null for none. */
    public SpawnFailure about(String path) {
        this.path = path;
        return this;
    }

    /** Adds the number that the call was about: {@code fd 5}. */
    public SpawnFailure about(String kind, long number) {
        this.number = kind + " " + number;
        return this;
    }

    /** Adds the file step that failed; null for none. */
    public SpawnFailure in(Spawn.FileStep fileStep) {
        this.fileStep = fileStep;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpawnFailure o
                && step == o.step
                && errno == o.errno
                && Objects.equals(fileStep, o.fileStep)
                && Objects.equals(call, o.call)
                && Objects.equals(path, o.path)
                && Objects.equals(number, o.number);
    }

    @Override
    public int hashCode() {
        return Objects.hash(step, fileStep, call, errno, path, number);
    }

    /** Returns {@code open "/no/such": ENOENT (2): No such file or directory}, or {@code no failure}. */
    @Override
    public String toString() {
        if (step == null) {
            return "no failure";
        }
        return call + (subject() == null ? "" : " " + subject()) + ": " + ErrnoException.describe(errno);
    }
}
