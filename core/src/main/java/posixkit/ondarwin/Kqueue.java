package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Waiting for many things at once: descriptors, processes, signals, timers, changes to files.
 *
 * <p>A registration is a pair of what it is about and a filter; there is one of each. The filters, and what {@code ident},
 * {@code fflags} and {@code data} are for each:
 *
 * <ul>
 *   <li>{@code EVFILT_READ}, {@code EVFILT_WRITE}: a descriptor; {@code data} tells how many bytes can be read, or
 *       connections accepted, or how much there is room for, and in a registration with {@code NOTE_LOWAT} from how many on.
 *       Of a file it is what is left up to its end. {@code EV_EOF} says that the other end is closed; there may be bytes all
 *       the same.
 *   <li>{@code EVFILT_EXCEPT}: a socket, and {@code NOTE_OOB} in {@code fflags}: urgent data has come, or {@code EV_EOF}.
 *   <li>{@code EVFILT_VNODE}: a descriptor, best opened with {@code O_EVTONLY}, and in {@code fflags} what may happen to its
 *       file: {@code NOTE_WRITE}, {@code NOTE_EXTEND}, {@code NOTE_ATTRIB}, {@code NOTE_LINK}, {@code NOTE_RENAME},
 *       {@code NOTE_DELETE}, {@code NOTE_REVOKE}. Directories have this filter alone.
 *   <li>{@code EVFILT_PROC}: a pid, and {@code NOTE_EXIT}, {@code NOTE_FORK}, {@code NOTE_EXEC}, {@code NOTE_SIGNAL}; of one's
 *       own child {@code NOTE_EXITSTATUS} as well, and then {@code data} is what wait4 tells, for
 *       {@link posixkit.process.WaitStatus#raw(int)}.
 *   <li>{@code EVFILT_SIGNAL}: a signal; {@code data} counts how often it has come since. It does what it always did.
 *   <li>{@code EVFILT_TIMER}: a number of one's own; {@code data} is the time, in milliseconds unless {@code fflags} says
 *       {@code NOTE_SECONDS}, {@code NOTE_USECONDS} or {@code NOTE_NSECONDS}, and in an event how often it has run out.
 *       With {@code NOTE_ABSOLUTE} it is a time since 1970.
 *   <li>{@code EVFILT_USER}: a number of one's own, that any thread sets off by a change with {@code NOTE_TRIGGER}. It carries 24
 *       bits in its {@code fflags}, which {@code NOTE_FFCOPY}, {@code NOTE_FFAND}, {@code NOTE_FFOR} change.
 * </ul>
 *
 * <p>Flags of a change: {@code EV_ADD}, which also changes what is there, {@code EV_DELETE}, {@code EV_ENABLE},
 * {@code EV_DISABLE}; with {@code EV_CLEAR} an event tells what is new since the last, with {@code EV_ONESHOT} it is the last,
 * with {@code EV_DISPATCH} the last until {@code EV_ENABLE}; {@code EV_RECEIPT} wants an answer to this very change. Closing a
 * descriptor ends its registrations without a word.
 */
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
    @Call(value = "kevent(2)", waits = true)
    int kevent(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) throws ErrnoException;

    /** {@link #kevent} that returns −errno instead of throwing; after −EINTR the changes have been made. */
    @Call(value = "kevent(2)", waits = true)
    int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos);

    /** Room for {@code capacity} changes or events, to be kept and filled again. */
    Kevents newKevents(int capacity);
}
