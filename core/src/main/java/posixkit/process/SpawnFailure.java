package posixkit.process;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.print.Printer;

/**
 * Tells which step of a {@link Spawn} failed, and why. Pass this object to {@link Processes#spawn(Spawn, SpawnFailure)} or
 * {@link Processes#spawnOrErrno}. If a step fails, the called method stores the failed step and its errno in this object. If the
 * program is started, {@link #step} returns null afterwards. In this example, {@code processes} is a {@link Processes} object:
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

    /**
     * The steps of starting a program. The comment of each constant describes a failure of the step. This process takes the step
     * {@code START}, which creates the child. The child takes the other steps in the order of the constants, with one exception:
     * {@code SIGNALS} has two parts. The child resets signals before all its other steps, and it blocks signals after
     * {@code TERMINAL}. The last constant, {@code UNKNOWN}, is not a step.
     */
    public enum Step {
        /** Preparing or creating the child failed, for example because of too many processes or too little memory. */
        START,
        /** The child could not create the new session of {@link Spawn#session}. */
        SESSION,
        /** The child could not join or create the process group of {@link Spawn#processGroup}. */
        PROCESS_GROUP,
        /** The child could not set the umask of {@link Spawn#umask}. */
        UMASK,
        /** The child could not set the niceness of {@link Spawn#niceness}. */
        NICENESS,
        /** The child could not set a limit of {@link Spawn#limit}. */
        LIMIT,
        /** The child could not set the ids of {@link Spawn#credentials}. */
        CREDENTIALS,
        /** The child could not change to the working directory of {@link Spawn#directory}. */
        DIRECTORY,
        /**
         * The child could not carry out a {@link Spawn#dup2} or {@link Spawn#open}, or could not close the descriptors that it
         * must not inherit.
         */
        DESCRIPTOR,
        /** The child could not use a terminal as {@link Spawn#controllingTerminal} or {@link Spawn#foreground} says. */
        TERMINAL,
        /** Blocking or resetting signals failed ({@link Spawn#blockedSignals}, {@link Spawn#defaultSignals}). */
        SIGNALS,
        /** The child could not ask for the signal of {@link Spawn#deathSignal}, or the thread that starts it has ended. */
        DEATH_SIGNAL,
        /** The thread that starts the child could not become the tracer of the child ({@link Spawn#traceMe}). */
        TRACE,
        /** Executing the program failed: the program was not found, or it cannot be run. */
        PROGRAM,
        /** The failed step is not known, because {@code posix_spawn} failed and does not report the step. */
        UNKNOWN
    }

    /** Creates an object that says that no step has failed. */
    public SpawnFailure() {}

    /** Returns the step that failed, or null if no step has failed. */
    public Step step() {
        return step;
    }

    /**
     * Returns the failed {@link Spawn#dup2} or {@link Spawn#open} of the child. Returns null if something else failed, or if no
     * step has failed.
     */
    public Spawn.FileStep fileStep() {
        return fileStep;
    }

    /**
     * Returns the name of the C function that failed, or null if no step has failed. If the spawn throws an
     * {@link ErrnoException}, {@link ErrnoException#call} returns the same name.
     */
    public String call() {
        return call;
    }

    /** Returns the errno of the failed step, or 0 if no step has failed. */
    public int errno() {
        return errno;
    }

    /**
     * Returns the path that was passed to the C function that failed. Returns null if no path was passed to it, or if no step
     * has failed.
     */
    public String path() {
        return path;
    }

    /**
     * Returns the path or the number that the failed step concerns, as text. A path is in quotation marks. A word before a number
     * says what the number is, for example {@code fd 5}. Returns null if this object has neither a path nor a number. If the
     * spawn throws an {@link ErrnoException}, {@link ErrnoException#subject} returns the same text.
     */
    public String subject() {
        return path == null ? number : Printer.quoted(path);
    }

    /** Clears this object. Afterwards, it says that no step has failed. Implementations of {@link Processes} call this method. */
    public void clear() {
        step = null;
        fileStep = null;
        call = null;
        errno = 0;
        path = null;
        number = null;
    }

    /**
     * Sets the failed step, the name of the C function that failed ({@code call}), and the errno of this function. Clears all
     * other values of this object. Returns this object. Implementations of {@link Processes} call this method.
     */
    public SpawnFailure set(Step step, String call, int errno) {
        clear();
        this.step = Objects.requireNonNull(step, "step");
        this.call = Objects.requireNonNull(call, "call");
        this.errno = errno;
        return this;
    }

    /** Sets the path that was passed to the C function that failed, or null if no path was passed to it. Returns this object. */
    public SpawnFailure about(String path) {
        this.path = path;
        return this;
    }

    /**
     * Sets the number that the failed step concerns. {@code kind} is a word that says what the number is. For example,
     * {@code "fd"} and 5 mean the descriptor 5. Returns this object.
     */
    public SpawnFailure about(String kind, long number) {
        this.number = kind + " " + number;
        return this;
    }

    /**
     * Sets the failed {@link Spawn#dup2} or {@link Spawn#open} of the child. {@code fileStep} is null if something else failed.
     * Returns this object.
     */
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

    /**
     * Returns the failure as text, for example {@code open "/no/such": ENOENT (2): No such file or directory}. Returns
     * {@code no failure} if no step has failed.
     */
    @Override
    public String toString() {
        if (step == null) {
            return "no failure";
        }
        return call + (subject() == null ? "" : " " + subject()) + ": " + ErrnoException.describe(errno);
    }
}
