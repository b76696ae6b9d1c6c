package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.process.Siginfo;
import posixkit.process.SignalSet;

/**
 * Receives signals, and sends signals to single threads, with calls that only Linux has.
 *
 * <p>{@link #newSignalPipe} is the way to receive signals of the process in a JVM. The calls {@link #signalfd},
 * {@link #sigwaitinfo} and {@link #sigtimedwait} need threads that block the signal. They are for signals to the calling thread
 * ({@link #tgkill}), and for signals that the JVM was started with blocked and that it does not use itself.
 */
public interface OnLinuxSignals {
    /**
     * Receives signals of this process, for example SIGTERM, SIGCHLD or SIGWINCH, through a descriptor. It takes the place of
     * what the signals did before, until the returned object is closed. For example, SIGTERM does not end the JVM meanwhile.
     *
     * <pre>{@code
     * try (SignalPipe pipe = signals.newSignalPipe(SignalSet.of(SIGTERM, SIGCHLD))) {
     *     epoll.epollCtl(epfd, EPOLL_CTL_ADD, pipe.fd(), EPOLLIN, pipe.fd());
     *     …
     *     pipe.readEvents(events);
     *     while (events.next()) {
     *         System.out.println(events.signal() + " from " + events.pid());
     *     }
     * }
     * }</pre>
     *
     * <p>The descriptor is the reading end of a pipe. A signal handler, which consists of machine code, writes what the kernel
     * tells about each signal into the pipe. It runs on whatever thread the signal interrupts, and works for every thread of the
     * process, whenever the thread starts. It does not change the thread's errno. These are the limits:
     *
     * <ul>
     *   <li>The kernel keeps at most one pending signal of a number below 32. Two SIGCHLD shortly after one another may be one
     *       event: after a SIGCHLD, wait with {@code WNOHANG} until no more children have ended.
     *   <li>If nobody reads, the pipe becomes full, and further signals are lost. {@link SignalPipe#lost} counts them.
     *   <li>The signal interrupts blocking calls of the thread on which its handler runs. The kernel restarts most of these calls;
     *       {@code poll}, {@code epoll_wait} and a few more fail with EINTR.
     *   <li>A signal that every thread blocks arrives nowhere. A JVM inherits blocked signals from the program that started it.
     *   <li>If other code installs a handler later, for example {@code sun.misc.Signal}, that handler receives the signals. With
     *       {@code -Xcheck:jni}, HotSpot warns about handlers that are not its own.
     *   <li>Programs that this process starts do not inherit the handler.
     * </ul>
     *
     * <p>Some signals are refused because the JVM uses them: SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGTRAP, with which it notices
     * conditions in compiled code; SIGQUIT, which prints a thread dump; SIGUSR2, with which it suspends threads; SIGPIPE and
     * SIGXFSZ, which it ignores; and real-time signals that have a handler already. {@link #newSignalPipe(SignalSet, boolean)}
     * accepts them. SIGKILL and SIGSTOP cannot be received, and 32 and 33 belong to the C library.
     *
     * @throws ErrnoException EMFILE: too many descriptors are open; ENFILE: too many files are open in the system; EACCES: a
     *     security policy forbids executable memory
     * @throws IllegalArgumentException if {@code signals} is empty or contains a signal that is refused; the message tells why
     * @throws IllegalStateException if another {@link SignalPipe} receives one of the signals
     */
    default SignalPipe newSignalPipe(SignalSet signals) throws ErrnoException {
        return newSignalPipe(signals, false);
    }

    /**
     * Receives signals of this process through a descriptor. Same as {@link #newSignalPipe(SignalSet)}, but if {@code force} is
     * true, signals that the JVM uses are accepted too. <b>The JVM then lacks them.</b> Without SIGSEGV, for example, it hangs or
     * crashes at the next check for null that fails.
     */
    SignalPipe newSignalPipe(SignalSet signals, boolean force) throws ErrnoException;

    /**
     * Creates a descriptor from which signals can be read, or changes the signals of such a descriptor. It is close-on-exec.
     *
     * <p>{@code int signalfd(int fd, const sigset_t *mask, int flags)} {@index signalfd}
     *
     * <p>A read returns signals that are pending: for the reading thread, or for the process. So the thread must block the signals
     * ({@link posixkit.process.Signals#pthreadSigmask}), and for signals to the process, all other threads must block them too.
     *
     * <p><b>In a JVM:</b> use {@link #newSignalPipe} for signals to the process. No call can make all threads of a JVM block a
     * signal: HotSpot unblocks SIGHUP, SIGINT, SIGTERM and its own signals in each thread that it starts, and its own threads exist
     * before the program runs. This call is useful in two cases. Signals to one thread can be read by this thread. Signals such as
     * SIGUSR1 can be read if the JVM was started with them blocked ({@link posixkit.process.Spawn#blockedSignals} can do that).
     * A virtual thread reads on other threads and so receives only signals to the process.
     *
     * @param fd −1: create a descriptor; otherwise the descriptor whose signals to change
     * @param flags {@code SFD_NONBLOCK} or 0
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: {@code fd} is not such a descriptor, or {@code flags} is wrong;
     *     EMFILE: too many descriptors are open; ENFILE: too many files are open in the system
     */
    @Call("signalfd(2)")
    default int signalfd(int fd, SignalSet mask, int flags) throws ErrnoException {
        return Outcome.ofFd("signalfd", fd, signalfdOrErrno(fd, mask, flags));
    }

    /** Same as {@link #signalfd}, but returns the descriptor or −errno. */
    int signalfdOrErrno(int fd, SignalSet mask, int flags);

    /**
     * Creates a buffer for signals.
     *
     * @param capacity for how many signals, at least 1
     */
    SignalEvents newEvents(int capacity);

    /**
     * Reads as many signals as there are and as fit into {@code into} from a descriptor of {@link #signalfd}, and returns their
     * number of bytes. Waits until there is one, unless the descriptor is non-blocking. A signal is never split between two reads.
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and no signal is pending; EBADF: {@code fd} is not open
     */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int readEvents(int fd, SignalEvents into) throws ErrnoException {
        int result;
        do {
            result = readEventsOrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("read", fd, result);
    }

    /** Same as {@link #readEvents}, but returns the number of bytes or −errno. */
    int readEventsOrErrno(int fd, SignalEvents into);

    /**
     * Waits until one of the signals in {@code set} is pending, takes it, stores its data in {@code into}, and returns its number.
     *
     * <p>{@code int sigwaitinfo(const sigset_t *set, siginfo_t *info)} {@index sigwaitinfo}
     *
     * <p>The calling thread must block the signals. Otherwise they do what they usually do, and this call does not see them.
     *
     * <p><b>In a JVM:</b> {@link #signalfd} explains which signals can be received in this way.
     *
     * @throws ErrnoException EINTR does not arrive here: the method waits again after a signal that is not in {@code set}
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "sigtimedwait(2)", waits = true, restarts = Call.Restart.ALWAYS, isThreads = true)
    default int sigwaitinfo(SignalSet set, Siginfo into) throws ErrnoException {
        int result;
        do {
            result = sigwaitinfoOrErrno(set, into);
        } while (result == -EINTR);
        return Outcome.of("sigwaitinfo", result);
    }

    /** Same as {@link #sigwaitinfo}, but returns the number of the signal or −errno. */
    int sigwaitinfoOrErrno(SignalSet set, Siginfo into);

    /**
     * Waits until one of the signals in {@code set} is pending, but not longer than {@code timeoutNanos}. Otherwise does the same
     * as {@link #sigwaitinfo}.
     *
     * <p>{@code int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)} {@index sigtimedwait}
     *
     * @param timeoutNanos 0: do not wait; a negative number: wait without a limit
     * @throws ErrnoException EAGAIN: no signal came in time
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "sigtimedwait(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT, isThreads = true)
    default int sigtimedwait(SignalSet set, Siginfo into, long timeoutNanos) throws ErrnoException {
        return Outcome.of(
                "sigtimedwait",
                Outcome.restarting(timeoutNanos, TimeUnit.NANOSECONDS, left -> sigtimedwaitOrErrno(set, into, left)));
    }

    /** Same as {@link #sigtimedwait}, but returns the number of the signal or −errno. */
    int sigtimedwaitOrErrno(SignalSet set, Siginfo into, long timeoutNanos);

    /**
     * Sends a signal to one thread of a process. If {@code sig} is 0, the call sends nothing and only checks.
     *
     * <p>{@code int tgkill(pid_t tgid, pid_t tid, int sig)} {@index tgkill}
     *
     * <p>A signal that ends or stops a process ends or stops the whole process, not only the thread.
     *
     * @param tgid the pid of the process
     * @param tid the thread, as {@code gettid} returns it there
     * @throws ErrnoException ESRCH: there is no such thread in this process; EPERM: the user may not send signals to the process;
     *     EINVAL: {@code sig} is not a signal, or a number is not positive; EAGAIN: too many real-time signals are pending
     */
    @Call("tgkill(2)")
    default void tgkill(int tgid, int tid, int sig) throws ErrnoException {
        Outcome.of("tgkill", "tid", tid, tgkillOrErrno(tgid, tid, sig));
    }

    /** Same as {@link #tgkill}, but returns 0 or −errno. */
    int tgkillOrErrno(int tgid, int tid, int sig);
}
