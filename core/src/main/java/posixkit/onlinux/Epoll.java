package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Waiting for many descriptors at once.
 *
 * <p>A registration belongs to the open file, not to the descriptor: close one of two copies and the other still
 * reports, under the number of the one that is gone. Take it out with {@code EPOLL_CTL_DEL} first.
 *
 * <p><b>In a JVM:</b> a virtual thread that waits keeps its carrier; wait on a platform thread.
 */
public interface Epoll {
    /**
     * {@code int epoll_create(int size)} {@index epoll_create}
     *
     * <p>A new set, close-on-exec. {@code size} means nothing but must be positive.
     *
     * @throws ErrnoException EINVAL: {@code size} is not positive; EMFILE, ENFILE: too many are open
     */
    @Call("epoll_create(2)")
    int epollCreate(int size) throws ErrnoException;

    /**
     * {@code int epoll_create1(int flags)} {@index epoll_create1}
     *
     * <p>A new set, close-on-exec whether or not {@code flags} says so: that is the only flag there is.
     *
     * @throws ErrnoException EINVAL: any other flag; EMFILE, ENFILE: too many are open
     */
    @Call("epoll_create1(2)")
    int epollCreate1(int flags) throws ErrnoException;

    /**
     * {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)} {@index epoll_ctl}
     *
     * <p>Puts a descriptor into the set, changes it there, or takes it out. {@code data} comes back with each of its
     * events; the descriptor's own number is the usual choice.
     *
     * @throws ErrnoException EEXIST: it is in already; ENOENT: it is not in; EPERM: a plain file, always ready, cannot be
     *     waited for; EBADF: either is not open; EINVAL: {@code epfd} is no set, or waits for itself; ELOOP: sets in a
     *     circle
     */
    @Call("epoll_ctl(2)")
    void epollCtl(int epfd, int op, int fd, int events, long data) throws ErrnoException;

    /** {@link #epollCtl} that returns −errno instead of throwing, 0 if it went well. */
    @Call("epoll_ctl(2)")
    int epollCtlOrErrno(int epfd, int op, int fd, int events, long data);

    /**
     * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)} {@index epoll_wait}
     *
     * <p>Waits until something is ready and returns how many events are now in {@code into}, from index 0; 0 when
     * {@code timeoutMillis} went by first. −1 waits for ever, 0 not at all. A signal does not shorten or lengthen the
     * wait.
     *
     * @throws ErrnoException EBADF: not open; EINVAL: not a set
     */
    @Call(value = "epoll_wait(2)", waits = true)
    int epollWait(int epfd, EpollEvents into, int timeoutMillis) throws ErrnoException;

    /** {@link #epollWait} that returns −errno instead of throwing, −EINTR when a signal comes. */
    @Call(value = "epoll_wait(2)", waits = true)
    int epollWaitOrErrno(int epfd, EpollEvents into, int timeoutMillis);

    /** Room for {@code capacity} events, to be kept and filled again. */
    EpollEvents newEvents(int capacity);
}
