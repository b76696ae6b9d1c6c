package posixkit.event;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for several descriptors at once, on Linux and macOS. Every {@code poll} and {@code select} call passes the whole list
 * of descriptors to the kernel. If you wait for thousands of descriptors and few of them are ready at a time, use
 * {@link posixkit.onlinux.Epoll} or {@link posixkit.ondarwin.Kqueue}.
 *
 * <p><b>In a JVM:</b> If a virtual thread makes one of these calls, a platform thread waits instead, and the carrier thread
 * stays free; see {@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY}. On Linux, no platform thread is needed if {@code poll} waits for
 * one descriptor, and only for {@code POLLIN} or only for {@code POLLOUT}. {@link Thread#interrupt} does not end a wait. To be able to
 * end a wait, let the call also wait for the read end of a pipe. A byte that you write to the pipe then ends the wait.
 */
public interface Poll {
    /**
     * Waits until a descriptor in {@code fds} is ready. Returns the number of ready descriptors, or 0 if {@code timeoutMillis}
     * passed first.
     *
     * <p>{@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)} {@index poll}
     *
     * <p>A negative time-out waits for ever; 0 does not wait. A signal neither shortens nor lengthens the wait.
     *
     * <p>If a descriptor is not open, the call does not fail; it reports the event {@code POLLNVAL} for this descriptor. After
     * a pipe was read to its end, every call returns at once and reports {@code POLLHUP} for the pipe. So remove the descriptor
     * of the pipe from {@code fds}. Regular files are always ready. If another thread closes a descriptor during the wait, the
     * result is undefined.
     *
     * <p>macOS differs from Linux in four ways. For a descriptor without requested events, macOS reports nothing. For a broken
     * pipe, macOS reports {@code POLLHUP}, but Linux reports {@code POLLERR}. For a directory, and for a device such as
     * {@code /dev/null}, macOS reports {@code POLLNVAL}; {@link #select(FdSet, FdSet, FdSet, long)} works with these. If several
     * entries with the same descriptor request events for reading, macOS reports such an event in the last of them only; the same
     * applies to writing.
     *
     * @throws ErrnoException EINVAL: {@code fds} has more entries than RLIMIT_NOFILE allows (on macOS, root may always pass up to
     *     1024); ENOMEM: the kernel of Linux has no free memory; EAGAIN: the kernel of macOS has no free memory
     */
    @Call(value = "poll(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int poll(PollFds fds, int timeoutMillis) throws ErrnoException {
        return Outcome.of(
                "poll", Outcome.restarting(timeoutMillis, TimeUnit.MILLISECONDS, left -> pollOrErrno(fds, (int) left)));
    }

    /** Same as {@link #poll}, but returns the count or −errno. If a signal interrupts the wait, returns −EINTR. */
    int pollOrErrno(PollFds fds, int timeoutMillis);

    /**
     * Waits until a descriptor below {@code nfds} is ready. A descriptor in the set {@code read} is ready if it is readable. A
     * descriptor in the set {@code write} is ready if it is writable. A descriptor in the set {@code except} is ready if it has
     * out-of-band data. Removes all other descriptors below {@code nfds} from the sets. Returns the number of ready descriptors
     * of all three sets together, or 0 if {@code timeoutMicros} passed first.
     *
     * <p>{@code int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout)}
     * {@index select}
     *
     * <p>A negative time-out waits for ever, and so does a time-out of more than 100 million seconds (about three years); 0 does
     * not wait. A signal neither shortens nor lengthens the wait. Each set may be null. The call ignores descriptors that are not
     * below {@code nfds}, but these descriptors stay in the sets. If the call fails, the sets are unchanged.
     *
     * <p>Descriptors may be greater than 1023. A large {@code nfds} costs nothing if the sets contain only small descriptors.
     *
     * <p>The kernel has a descriptor table for this process. A number beyond the end of this table cannot be an open descriptor.
     * If a set contains such a number, the kernel ignores the number during the wait. Only the time-out or another descriptor in
     * the sets can end the wait. After the wait, this method finds the number in the set and fails with EBADF. If the sets
     * contain no other descriptors and the time-out is negative, the call waits for ever.
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

    /**
     * Same as {@link #select(int, FdSet, FdSet, FdSet, long)}, but returns the count or −errno. If a signal interrupts the
     * wait, returns −EINTR.
     */
    int selectOrErrno(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros);

    /**
     * Same as {@link #select(int, FdSet, FdSet, FdSet, long)} with {@code Integer.MAX_VALUE} as {@code nfds}. So the call
     * takes every descriptor of the sets into account, and returns when one of them is ready.
     */
    default int select(FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException {
        return select(Integer.MAX_VALUE, read, write, except, timeoutMicros);
    }

    /**
     * Same as {@link #select(FdSet, FdSet, FdSet, long)}, but returns the count or −errno. If a signal interrupts the wait,
     * returns −EINTR.
     */
    default int selectOrErrno(FdSet read, FdSet write, FdSet except, long timeoutMicros) {
        return selectOrErrno(Integer.MAX_VALUE, read, write, except, timeoutMicros);
    }

    /**
     * Same as {@link #select(int, FdSet, FdSet, FdSet, long)}, but with a time-out in nanoseconds.
     *
     * <p>{@code int pselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const struct timespec *timeout, const
     * sigset_t *mask)} {@index pselect}
     *
     * <p>This method passes no signal mask: the JVM relies on signals, also while a thread waits.
     *
     * @throws ErrnoException EBADF: a descriptor in a set is not open; EINVAL: {@code nfds} is negative
     */
    @Call(value = "pselect(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int pselect(int nfds, FdSet read, FdSet write, FdSet except, long timeoutNanos) throws ErrnoException {
        return Outcome.of(
                "pselect",
                Outcome.restarting(
                        timeoutNanos, TimeUnit.NANOSECONDS, left -> pselectOrErrno(nfds, read, write, except, left)));
    }

    /** Same as {@link #pselect}, but returns the count or −errno. If a signal interrupts the wait, returns −EINTR. */
    int pselectOrErrno(int nfds, FdSet read, FdSet write, FdSet except, long timeoutNanos);

    /** Returns a new array with room for {@code capacity} descriptors. Keep the array and reuse it for later calls. */
    PollFds newPollFds(int capacity);
}
