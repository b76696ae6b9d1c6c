package posixkit.event;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for several descriptors at once, on every system. Both calls pass the whole list each time; for thousands of descriptors of
 * which few are ready, use {@link posixkit.onlinux.Epoll} or {@link posixkit.ondarwin.Kqueue}.
 *
 * <p><b>In a JVM:</b> a virtual thread hands the wait to a platform thread, so that its carrier thread is free meanwhile; see {@link
 * posixkit.Posix#VIRTUAL_THREADS_PROPERTY}. {@link Thread#interrupt} does not end a wait: wait for a pipe as well, and write to it.
 */
public interface Poll {
    /**
     * Waits until a descriptor is ready, and returns how many are; 0 if {@code timeoutMillis} passed first.
     *
     * <p>{@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)} {@index poll}
     *
     * <p>A negative time-out waits for ever; 0 does not wait. A signal neither shortens nor lengthens the wait.
     *
     * <p>A descriptor that is not open does not fail the call; its event is {@code POLLNVAL}. At the end of a pipe, every call reports
     * {@code POLLHUP}, so take that descriptor out. Plain files are always ready. macOS reports nothing for a descriptor with no
     * requested events, and reports {@code POLLHUP} for a broken pipe where Linux reports {@code POLLERR}. If another thread closes a
     * descriptor during the wait, the result is undefined.
     *
     * @throws ErrnoException EINVAL: more descriptors than RLIMIT_NOFILE (on macOS root may always pass 1024); ENOMEM, on macOS EAGAIN:
     *     no kernel memory
     */
    @Call(value = "poll(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int poll(PollFds fds, int timeoutMillis) throws ErrnoException {
        return Outcome.of(
                "poll", Outcome.restarting(timeoutMillis, TimeUnit.MILLISECONDS, left -> pollOrErrno(fds, (int) left)));
    }

    /** Same as {@link #poll}, but returns the count or −errno, −EINTR included. */
    int pollOrErrno(PollFds fds, int timeoutMillis);

    /**
     * Waits until a descriptor below {@code nfds} can be read, written, or has out-of-band data. Leaves only ready descriptors in the
     * sets, and returns how many bits those are; 0 if {@code timeoutMicros} passed first.
     *
     * <p>{@code int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout)} {@index select}
     *
     * <p>A negative time-out waits for ever, and so does one of more than three years; 0 does not wait. A signal neither shortens nor
     * lengthens the wait. A set may be null. Descriptors from {@code nfds} on stay in the sets. If the call fails, the sets are
     * unchanged.
     *
     * <p>There is no limit of 1024 descriptors. An {@code nfds} above every descriptor in the sets costs nothing. The kernel ignores
     * descriptors above the process's descriptor table; a wait for only those may last for ever. When the call returns, they count as
     * not open.
     *
     * @throws ErrnoException EBADF: a descriptor in a set is not open; EINVAL: {@code nfds} is negative
     */
    @Call(value = "select(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int select(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException {
        return Outcome.of(
                "select",
                Outcome.restarting(
                        timeoutMicros, TimeUnit.MICROSECONDS, left -> selectOrErrno(nfds, read, write, except, left)));
    }

    /** Same as {@link #select(int, FdSet, FdSet, FdSet, long)}, but returns the count or −errno, −EINTR included. */
    int selectOrErrno(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros);

    /** Same as {@link #select(int, FdSet, FdSet, FdSet, long)}, for all descriptors in the sets. */
    default int select(FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException {
        return select(Integer.MAX_VALUE, read, write, except, timeoutMicros);
    }

    /** Same as {@link #select(FdSet, FdSet, FdSet, long)}, but returns the count or −errno, −EINTR included. */
    default int selectOrErrno(FdSet read, FdSet write, FdSet except, long timeoutMicros) {
        return selectOrErrno(Integer.MAX_VALUE, read, write, except, timeoutMicros);
    }

    /** Returns an array for {@code capacity} descriptors; keep it and reuse it. */
    PollFds newPollFds(int capacity);
}
