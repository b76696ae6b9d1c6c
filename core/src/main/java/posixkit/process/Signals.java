package posixkit.process;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes which signals a thread blocks, tells which blocked signals wait, and sets an alarm. {@link Processes#kill}
 * sends signals. On Linux, {@link posixkit.onlinux.OnLinuxSignals} receives them through descriptors.
 *
 * <p>A thread that blocks a signal does not receive it. A signal for the whole process goes to any thread that does not block it.
 * If all threads block it, the signal stays pending until one of them unblocks it or asks for it.
 */
public interface Signals {
    /**
     * Changes which signals the calling thread blocks.
     *
     * <p>{@code int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset)} {@index pthread_sigmask}
     *
     * <p>If {@code set} is null, nothing changes. {@code oldSet} receives the signals that were blocked before. It may be null,
     * and it may be the same object as {@code set}. The C library leaves out signals that it needs itself. The kernel leaves out
     * SIGKILL and SIGSTOP, which cannot be blocked.
     *
     * <p><b>In a JVM:</b> the method changes one thread only. A thread that this thread starts inherits the change, but HotSpot
     * unblocks SIGHUP, SIGINT, SIGTERM and its own signals in each new Java thread. So a signal for the process still reaches one
     * of the other threads. If the calling thread blocks a signal that HotSpot suspends threads with (SIGUSR2), some debugging
     * tools wait for it in vain. SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGTRAP must not be blocked: the JVM causes and handles them
     * in its normal operation, and the kernel ends a process that causes one while it is blocked.
     *
     * @param how {@code SIG_BLOCK}: block the signals of {@code set} too; {@code SIG_UNBLOCK}: block them no more;
     *     {@code SIG_SETMASK}: block exactly the signals of {@code set}
     * @throws ErrnoException EINVAL: {@code how} is wrong
     * @throws IllegalArgumentException if the thread would block a signal that the JVM needs in every thread
     * @throws IllegalStateException if the calling thread is a virtual thread, because the change would be one of its carrier
     *     thread
     */
    @Call(value = "pthread_sigmask(3)", isThreads = true)
    default void pthreadSigmask(int how, SignalSet set, SignalSet oldSet) throws ErrnoException {
        Outcome.of("pthread_sigmask", "how", how, pthreadSigmaskOrErrno(how, set, oldSet));
    }

    /** Same as {@link #pthreadSigmask}, but returns 0 or −errno. */
    int pthreadSigmaskOrErrno(int how, SignalSet set, SignalSet oldSet);

    /**
     * Stores in {@code into} the signals that have arrived and that the calling thread blocks: those for this thread, and those
     * for the process.
     *
     * <p>{@code int sigpending(sigset_t *set)} {@index sigpending}
     *
     * @throws ErrnoException ENOSYS: this C library lacks the function
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "sigpending(2)", isThreads = true)
    default void sigpending(SignalSet into) throws ErrnoException {
        Outcome.of("sigpending", sigpendingOrErrno(into));
    }

    /** Same as {@link #sigpending(SignalSet)}, but returns 0 or −errno. */
    int sigpendingOrErrno(SignalSet into);

    /** Returns the pending signals in a new set. {@link #sigpending(SignalSet)} explains them. */
    @Call(value = "sigpending(2)", isThreads = true)
    SignalSet sigpending() throws ErrnoException;

    /**
     * Returns a text that describes the signal {@code sig}, for example {@code Terminated}. For an unknown number, the text says
     * so. The constant class {@link posixkit.constants.Signal} returns the name, for example {@code SIGTERM}.
     *
     * <p>{@code char *strsignal(int sig)} {@index strsignal}
     *
     * <p>The language is that of {@link posixkit.system.Environment#setlocale}.
     */
    @Call("strsignal(3)")
    String strsignal(int sig);

    /**
     * Sends SIGALRM to this process after {@code seconds}, and returns how many seconds were left of an earlier alarm, or 0. A
     * process has one alarm: a new one replaces it. 0 only removes it.
     *
     * <p>{@code unsigned int alarm(unsigned int seconds)} {@index alarm}
     *
     * <p><b>In a JVM:</b> SIGALRM ends the JVM, unless the program catches it: with {@code sun.misc.Signal}, or on Linux with
     * {@link posixkit.onlinux.OnLinuxSignals#newSignalPipe}.
     *
     * @param seconds the time; a negative number is refused
     */
    @Call("alarm(2)")
    int alarm(int seconds);

    /** Returns an empty structure that describes a signal. One structure can be used for many calls. */
    Siginfo newSiginfo();
}
