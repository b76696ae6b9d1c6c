package posixkit.event;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Waiting for several descriptors at once, as all systems can. Both calls take the whole list each time; for thousands of
 * descriptors of which few are ready there are {@link posixkit.onlinux.Epoll} and {@link posixkit.ondarwin.Kqueue}.
 *
 * <p><b>In a JVM:</b> a virtual thread that waits keeps its carrier; wait on a platform thread. {@link Thread#interrupt} wakes
 * nobody here: wait for a pipe as well, and write to it.
 */
public interface Poll {
    /**
     * {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)} {@index poll}
     *
     * <p>Waits until something is ready and returns on how many descriptors; 0 when {@code timeoutMillis} went by first. A
     * negative time waits for ever, 0 not at all. A signal does not shorten or lengthen the wait.
     *
     * <p>A descriptor that is not open is no failure of the call: {@code POLLNVAL} is its event. At the end of a pipe {@code
     * POLLHUP} comes for as long as the descriptor stays, so take it out. Plain files are always ready. On macOS nothing
     * comes of a descriptor that nothing is asked of, and an end is {@code POLLHUP} where Linux says {@code POLLERR}. Descriptors to be
     * waited on may be closed by other threads; whether this one then learns of it is not defined.
     *
     * @throws ErrnoException EINVAL: more descriptors than RLIMIT_NOFILE (on macOS root may have 1024 in any case); ENOMEM, on macOS EAGAIN: no room in the kernel
     */
    @Call(value = "poll(2)", waits = true)
    int poll(PollFds fds, int timeoutMillis) throws ErrnoException;

    /** {@link #poll} that returns −errno instead of throwing, −EINTR when a signal comes. */
    @Call(value = "poll(2)", waits = true)
    int pollOrErrno(PollFds fds, int timeoutMillis);

    /**
     * {@code int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout)}
     * {@index select}
     *
     * <p>Waits until a descriptor below {@code nfds} can be read, written or has something out of band; leaves in the
     * sets those that have, and returns how many bits that are. 0 when {@code timeoutMicros} went by first: all below {@code
     * nfds} are then gone from the sets. A negative time waits for ever, as do more than three years; 0 does not wait. A signal
     * does not shorten or lengthen the wait. A set may be null. If the call fails the sets are as before.
     *
     * <p>There is no limit of 1024, and an {@code nfds} beyond all that are in the sets costs nothing. The kernel overlooks numbers beyond its table of descriptors, which can make a wait for
     * nothing else one for ever; when the call returns, they are EBADF here, as all that are not open.
     *
     * @throws ErrnoException EBADF: one in a set is not open; EINVAL: {@code nfds} is negative
     */
    @Call(value = "select(2)", waits = true)
    int select(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException;

    /** {@link #select(int, FdSet, FdSet, FdSet, long)} of all that are in the sets. */
    default int select(FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException {
        return select(Integer.MAX_VALUE, read, write, except, timeoutMicros);
    }

    /** Room for {@code capacity} descriptors, to be kept and used again. */
    PollFds newPollFds(int capacity);
}
