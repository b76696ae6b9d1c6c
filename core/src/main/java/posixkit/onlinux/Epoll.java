package posixkit.onlinux;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for many descriptors at once.
 *
 * <p>A registration belongs to the open file, not to the descriptor. If you close one of two duplicates, the other still causes events,
 * under the number of the closed one. Remove a descriptor with {@code EPOLL_CTL_DEL} before closing it.
 *
 * <p><b>In a JVM:</b> a virtual thread hands the wait to a platform thread, so that its carrier thread is free meanwhile; see {@link
 * posixkit.Posix#VIRTUAL_THREADS_PROPERTY}.
 */
public interface Epoll {
    /**
     * Creates an empty set and returns its descriptor, which is close-on-exec.
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
     * Creates an empty set and returns its descriptor, which is close-on-exec whatever {@code flags} says.
     *
     * <p>{@code int epoll_create1(int flags)} {@index epoll_create1}
     *
     * @throws ErrnoException EINVAL: a flag other than EPOLL_CLOEXEC; EMFILE, ENFILE: too many open descriptors
     */
    @Call("epoll_create1(2)")
    default int epollCreate1(int flags) throws ErrnoException {
        return Outcome.of("epoll_create1", epollCreate1OrErrno(flags));
    }

    /** Same as {@link #epollCreate1}, but returns the descriptor or −errno. */
    int epollCreate1OrErrno(int flags);

    /**
     * Adds a descriptor to a set, changes its registration, or removes it.
     *
     * <p>{@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)} {@index epoll_ctl}
     *
     * <p>{@code op} is {@code EPOLL_CTL_ADD}, {@code EPOLL_CTL_MOD} or {@code EPOLL_CTL_DEL}. {@code data} comes back with each event of
     * the descriptor.
     *
     * @throws ErrnoException EEXIST: already in the set; ENOENT: not in the set; EPERM: a plain file or a directory, which epoll does not
     *     support; EBADF: one of the descriptors is not open; EINVAL: {@code epfd} is no set, or is {@code fd}; ELOOP: a circle of sets
     */
    @Call("epoll_ctl(2)")
    default void epollCtl(int epfd, int op, int fd, int events, long data) throws ErrnoException {
        Outcome.ofFd("epoll_ctl", fd, epollCtlOrErrno(epfd, op, fd, events, data));
    }

    /** Same as {@link #epollCtl(int, int, int, int, long)}, but returns 0 or −errno. */
    int epollCtlOrErrno(int epfd, int op, int fd, int events, long data);

    /** Same as {@link #epollCtl(int, int, int, int, long)}, with the descriptor's number as data: {@link EpollEvents#fd} reads it. */
    default void epollCtl(int epfd, int op, int fd, int events) throws ErrnoException {
        epollCtl(epfd, op, fd, events, fd);
    }

    /** Same as {@link #epollCtl(int, int, int, int, long)}, for {@code EPOLL_CTL_DEL}, which needs neither events nor data. */
    default void epollCtl(int epfd, int op, int fd) throws ErrnoException {
        epollCtl(epfd, op, fd, 0, 0);
    }

    /**
     * Waits until a descriptor is ready, and returns how many events are in {@code into}, from index 0 on; 0 if {@code timeoutMillis}
     * passed first.
     *
     * <p>{@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)} {@index epoll_wait}
     *
     * <p>A time-out of −1 waits for ever; 0 does not wait. A signal neither shortens nor lengthens the wait.
     *
     * @throws ErrnoException EBADF: not open; EINVAL: not a set
     */
    @Call(value = "epoll_wait(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int epollWait(int epfd, EpollEvents into, int timeoutMillis) throws ErrnoException {
        return Outcome.ofFd(
                "epoll_wait",
                epfd,
                Outcome.restarting(
                        timeoutMillis, TimeUnit.MILLISECONDS, left -> epollWaitOrErrno(epfd, into, (int) left)));
    }

    /** Same as {@link #epollWait}, but returns the count or −errno, −EINTR included. */
    int epollWaitOrErrno(int epfd, EpollEvents into, int timeoutMillis);

    /** Returns an array for {@code capacity} events; keep it and reuse it. */
    EpollEvents newEvents(int capacity);
}
