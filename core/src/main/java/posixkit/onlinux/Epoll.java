package posixkit.onlinux;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for many descriptors at once. A program adds (registers) descriptors to an epoll set. One call then waits for events of
 * all descriptors in the set.
 *
 * <p>The set watches the open file to which a registered descriptor refers. After {@code dup}, two descriptors refer to the same
 * open file. If you close only the registered descriptor, the set still reports events of the open file. Such an event still has
 * the data that was registered for the closed descriptor. To prevent such events, remove a descriptor from the set with
 * {@code EPOLL_CTL_DEL} before you close the descriptor.
 *
 * <p><b>In a JVM:</b> if a virtual thread waits for events, its carrier thread can run other virtual threads during the wait. The
 * system property {@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY} can select another behavior.
 */
public interface Epoll {
    /**
     * Creates an empty epoll set and returns its descriptor, which is close-on-exec.
     *
     * <p>{@code int epoll_create(int size)} {@index epoll_create}
     *
     * <p>{@code size} has no effect, but must be positive.
     *
     * @throws ErrnoException EINVAL: {@code size} is not positive; EMFILE, ENFILE: too many open descriptors
     */
    @Call("epoll_create(2)")
    default int epollCreate(int size) throws ErrnoException {
        return Outcome.of("epoll_create", epollCreateOrErrno(size));
    }

    /** Same as {@link #epollCreate}, but returns the descriptor or −errno. */
    int epollCreateOrErrno(int size);

    /**
     * Creates an empty epoll set and returns its descriptor. The descriptor is close-on-exec, even if {@code flags} is 0.
     *
     * <p>{@code int epoll_create1(int flags)} {@index epoll_create1}
     *
     * @throws ErrnoException EINVAL: {@code flags} has a flag other than EPOLL_CLOEXEC; EMFILE, ENFILE: too many open descriptors
     */
    @Call("epoll_create1(2)")
    default int epollCreate1(int flags) throws ErrnoException {
        return Outcome.of("epoll_create1", epollCreate1OrErrno(flags));
    }

    /** Same as {@link #epollCreate1}, but returns the descriptor or −errno. */
    int epollCreate1OrErrno(int flags);

    /**
     * Adds the descriptor {@code fd} to an epoll set, changes the events to wait for, or removes {@code fd} from the set.
     *
     * <p>{@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)} {@index epoll_ctl}
     *
     * <p>{@code epfd} is the descriptor of the set. {@code op} is {@code EPOLL_CTL_ADD}, {@code EPOLL_CTL_MOD} or
     * {@code EPOLL_CTL_DEL}. {@code events} are the events to wait for, for example {@code EPOLLIN}. The kernel returns
     * {@code data} with each event of {@code fd}.
     *
     * @throws ErrnoException EEXIST: {@code fd} is already in the set; ENOENT: {@code fd} is not in the set; EPERM: {@code fd} is
     *     a plain file or a directory (epoll supports neither); EBADF: one of the descriptors is not open; EINVAL: {@code epfd}
     *     is not an epoll set, or {@code epfd} and {@code fd} are the same; ELOOP: {@code fd} is an epoll set that already
     *     contains the set {@code epfd}, directly or through other sets
     */
    @Call("epoll_ctl(2)")
    default void epollCtl(int epfd, int op, int fd, int events, long data) throws ErrnoException {
        Outcome.ofFd("epoll_ctl", fd, epollCtlOrErrno(epfd, op, fd, events, data));
    }

    /** Same as {@link #epollCtl(int, int, int, int, long)}, but returns 0 or −errno. */
    int epollCtlOrErrno(int epfd, int op, int fd, int events, long data);

    /**
     * Same as {@link #epollCtl(int, int, int, int, long)}, but passes the number {@code fd} as the data. As a result,
     * {@link EpollEvents#fd} returns the descriptor to which an event belongs.
     */
    default void epollCtl(int epfd, int op, int fd, int events) throws ErrnoException {
        epollCtl(epfd, op, fd, events, fd);
    }

    /**
     * Same as {@link #epollCtl(int, int, int, int, long)}, but passes 0 as the events and as the data. Use this method with
     * {@code EPOLL_CTL_DEL}, which needs no events and no data.
     */
    default void epollCtl(int epfd, int op, int fd) throws ErrnoException {
        epollCtl(epfd, op, fd, 0, 0);
    }

    /**
     * Waits until a descriptor in the epoll set {@code epfd} has an event. Stores the events in the array {@code into}, starting
     * at index 0. Returns the number of stored events, or 0 if {@code timeoutMillis} milliseconds passed without an event.
     *
     * <p>{@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)} {@index epoll_wait}
     *
     * <p>If {@code timeoutMillis} is −1, this method waits without a limit. If {@code timeoutMillis} is 0, this method does not
     * wait. If a signal interrupts the wait, this method waits for the rest of the time.
     *
     * @throws ErrnoException EBADF: {@code epfd} is not open; EINVAL: {@code epfd} is not an epoll set
     */
    @Call(value = "epoll_wait(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int epollWait(int epfd, EpollEvents into, int timeoutMillis) throws ErrnoException {
        return Outcome.ofFd(
                "epoll_wait",
                epfd,
                Outcome.restarting(
                        timeoutMillis, TimeUnit.MILLISECONDS, left -> epollWaitOrErrno(epfd, into, (int) left)));
    }

    /**
     * Same as {@link #epollWait}, but returns the number of stored events or −errno. If a signal interrupts the wait, this method
     * returns −EINTR.
     */
    int epollWaitOrErrno(int epfd, EpollEvents into, int timeoutMillis);

    /**
     * Same as {@link #epollWait}, but with a time-out in nanoseconds.
     *
     * <p>{@code int epoll_pwait2(int epfd, struct epoll_event *events, int max, const struct timespec *timeout, const sigset_t
     * *mask)} {@index epoll_pwait2} (Linux 5.11)
     *
     * <p>On an older kernel, or if libc lacks the function, this method calls {@code epoll_wait} with the time-out rounded up to
     * milliseconds. This method passes no signal mask: the JVM relies on signals, also while a thread waits.
     *
     * @throws ErrnoException EBADF: {@code epfd} is not open; EINVAL: {@code epfd} is not an epoll set
     */
    @Call(value = "epoll_pwait2(2)", since = "5.11", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int epollPwait2(int epfd, EpollEvents into, long timeoutNanos) throws ErrnoException {
        return Outcome.ofFd(
                "epoll_pwait2",
                epfd,
                Outcome.restarting(timeoutNanos, TimeUnit.NANOSECONDS, left -> epollPwait2OrErrno(epfd, into, left)));
    }

    /**
     * Same as {@link #epollPwait2}, but returns the number of stored events or −errno. If a signal interrupts the wait, this
     * method returns −EINTR.
     */
    int epollPwait2OrErrno(int epfd, EpollEvents into, long timeoutNanos);

    /** Returns a new array that has room for {@code capacity} events. The array can be used for many calls. */
    EpollEvents newEvents(int capacity);
}
