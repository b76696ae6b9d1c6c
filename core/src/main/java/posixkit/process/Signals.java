package posixkit.process;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes which signals a thread blocks, tells which blocked signals wait, and sets timers. {@link Processes#kill}
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

    /**
     * What is left of a timer of {@link #setitimer}.
     *
     * @param valueMicros the time until the next signal in microseconds; 0: the timer is off
     * @param intervalMicros the time between two signals after that in microseconds; 0: there is only one
     */
    record IntervalTimer(long valueMicros, long intervalMicros) {}

    /**
     * Starts or ends a timer of this process that sends signals.
     *
     * <p>{@code int setitimer(int which, const struct itimerval *value, struct itimerval *old)} {@index setitimer}
     *
     * <p>A process has one timer of each kind. The one of real time is the same as that of {@link #alarm}: each replaces the other.
     *
     * <p><b>In a JVM:</b> the signals end the JVM, unless the program catches them: with {@code sun.misc.Signal}, or on Linux with
     * {@link posixkit.onlinux.OnLinuxSignals#newSignalPipe}. {@link posixkit.onlinux.Timerfds} and the timers of
     * {@link posixkit.ondarwin.Kqueue} need no signals.
     *
     * @param which {@code ITIMER_REAL}: real time, sends SIGALRM; {@code ITIMER_VIRTUAL}: processor time outside the kernel, sends
     *     SIGVTALRM; {@code ITIMER_PROF}: all processor time of the process, sends SIGPROF
     * @param valueMicros the time until the first signal in microseconds; 0 ends the timer
     * @param intervalMicros the time between two signals after that; 0: there is only one
     * @throws ErrnoException EINVAL: {@code which} is none of the three; on macOS also if a time is longer than 68 years (before
     *     macOS 10.15, three years)
     */
    @Call("setitimer(2)")
    default void setitimer(int which, long valueMicros, long intervalMicros) throws ErrnoException {
        Outcome.of("setitimer", "which", which, setitimerOrErrno(which, valueMicros, intervalMicros));
    }

    /** Same as {@link #setitimer}, but returns 0 or −errno. */
    int setitimerOrErrno(int which, long valueMicros, long intervalMicros);

    /**
     * Returns what is left of a timer.
     *
     * <p>{@code int getitimer(int which, struct itimerval *value)} {@index getitimer}
     *
     * @param which as for {@link #setitimer}
     * @throws ErrnoException EINVAL: {@code which} is none of the three
     */
    @Call("getitimer(2)")
    IntervalTimer getitimer(int which) throws ErrnoException;

    /** Returns an empty structure that describes a signal. One structure can be used for many calls. */
    Siginfo newSiginfo();
}
