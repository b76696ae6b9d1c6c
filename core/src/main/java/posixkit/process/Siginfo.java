package posixkit.process;

/**
 * Describes one signal ({@code siginfo_t}): its number, why it was sent, and by whom. {@link Signals#newSiginfo} creates this
 * structure. The members share memory in C, so only the members that belong to the kind of the signal have a meaning. The others
 * hold arbitrary numbers.
 */
public interface Siginfo {
    /** Returns the number of the signal. */
    int signo();

    /** Returns an error number that belongs to the signal. It is usually 0. */
    int errno();

    /**
     * Returns why the signal was sent, for example {@code SI_USER}: by {@code kill}, or {@code CLD_EXITED}: a child process has
     * ended. The class {@code SigCode} has the constants.
     */
    int code();

    /** Returns the pid of the process that sent the signal. For SIGCHLD, returns the pid of the child process. */
    int pid();

    /**
     * Returns the real user id of the process that sent the signal, an unsigned number. For SIGCHLD, returns the user id of the
     * child process.
     */
    int uid();

    /**
     * Returns the exit code of a child process, or the number of the signal that ended or stopped it. Has a meaning only for
     * SIGCHLD.
     */
    int status();

    /** Returns the address whose use failed. Has a meaning only for SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP. */
    long addr();

    /** Returns the events of a descriptor, as in {@code poll}. Has a meaning only for SIGIO. */
    long band();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    Siginfo copy();
}
