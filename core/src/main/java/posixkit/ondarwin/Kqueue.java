package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/** Waiting for many things at once: descriptors, processes, signals, timers, changes to files. */
public interface Kqueue {
    /**
     * {@code int kqueue(void)} {@index kqueue}
     *
     * <p>A new queue. Children do not inherit it; close-on-exec is set right afterwards.
     *
     * @throws ErrnoException EMFILE, ENFILE: too many are open
     */
    @Call("kqueue(2)")
    int kqueue() throws ErrnoException;

    /**
     * {@code int kevent(int kq, const struct kevent *changelist, int nchanges, struct kevent *eventlist, int nevents,
     * const struct timespec *timeout)} {@index kevent}
     *
     * <p>Makes the first {@code nchanges} changes, then waits and returns how many events are now in {@code into}, from
     * index 0; 0 when {@code timeoutNanos} went by first. A negative time waits for ever, 0 not at all. Either array may
     * be null: without changes, or without waiting. One array may be both.
     *
     * <p>A change that cannot be made comes back as an event with {@code EV_ERROR} and the errno in its {@code data}, as
     * long as there is room; without room the call fails with it. A signal does not shorten or lengthen the wait, and the
     * changes are made once.
     *
     * @throws ErrnoException EBADF: not a queue, or a change names a descriptor that is not open; ENOENT: no such
     *     registration to change; EINVAL: no such filter; ESRCH: no such process
     */
    @Call("kevent(2)")
    int kevent(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) throws ErrnoException;

    /** {@link #kevent} that returns −errno instead of throwing; after −EINTR the changes have been made. */
    @Call("kevent(2)")
    int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos);

    /** Room for {@code capacity} changes or events, to be kept and filled again. */
    Kevents newKevents(int capacity);
}
