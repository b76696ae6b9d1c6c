package posixkit.onlinux;

/**
 * A reusable buffer for signals that arrived, in memory outside the Java heap. {@link OnLinuxSignals#readEvents} and
 * {@link SignalPipe#readEvents} fill it. {@link #next} moves to the next signal, and the other methods return its data. Reading
 * allocates nothing.
 *
 * <p>Only the data that belong to the kind of the signal have a meaning. The others are arbitrary numbers. A
 * {@code SignalEvents} object is not thread-safe.
 */
public interface SignalEvents {
    /** Moves to the next signal. Returns true if there is one, and false after the last signal of the buffer. */
    boolean next();

    /**
     * Returns the number of the signal.
     *
     * @throws IllegalStateException if there is no current signal: {@link #next} was not called since the buffer was last filled,
     *     or it returned false. The other methods throw the same exception in this case
     */
    int signal();

    /**
     * Returns why the signal was sent, for example {@code SI_USER}: by {@code kill}, or {@code CLD_EXITED}: a child process has
     * ended. The class {@code SigCode} has the constants.
     */
    int code();

    /** Returns the pid of the process that sent the signal; 0 for the kernel. For SIGCHLD, returns the pid of the child process. */
    int pid();

    /** Returns the real user id of the process that sent the signal, an unsigned number. */
    int uid();

    /**
     * Returns the exit code of a child process, or the number of the signal that ended or stopped it. Has a meaning only for
     * SIGCHLD.
     */
    int status();

    /** Returns the number that the sender gave the signal. Has a meaning only if {@code sigqueue} or a POSIX timer sent it. */
    int intValue();

    /** Returns the descriptor that became ready. Has a meaning only for SIGIO. */
    int fd();

    /** Returns the events of the descriptor, as in {@code poll}. Has a meaning only for SIGIO. */
    long band();

    /** Returns how often a POSIX timer expired again before its signal was received. */
    int overrun();

    /** Returns the time in clock ticks that a child process has spent in its own code. Has a meaning only for SIGCHLD. */
    long utime();

    /** Returns the time in clock ticks that the kernel has spent in calls of a child process. Has a meaning only for SIGCHLD. */
    long stime();
}
