package posixkit.ondarwin;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for many things at once: descriptors, processes, signals, timers, changes of files.
 *
 * <p>An identifier and a filter name a registration; a queue has at most one for each such pair. The filters define {@code ident}, {@code
 * fflags} and {@code data}:
 *
 * <ul>
 *   <li>{@code EVFILT_READ}, {@code EVFILT_WRITE}: {@code ident} is a descriptor. In an event, {@code data} is how many bytes can be read
 *       or written, or how many connections can be accepted; for a file, the bytes before its end. In a change with {@code NOTE_LOWAT},
 *       {@code data} is the least number of bytes that causes an event. {@code EV_EOF} means that the other end is closed; there may still
 *       be bytes to read.
 *   <li>{@code EVFILT_EXCEPT}: {@code ident} is a socket and {@code fflags} is {@code NOTE_OOB}. An event means that out-of-band data has
 *       arrived, or {@code EV_EOF}.
 *   <li>{@code EVFILT_VNODE}: {@code ident} is a descriptor, best opened with {@code O_EVTONLY}. {@code fflags} holds the changes of its
 *       file to report: {@code NOTE_WRITE}, {@code NOTE_EXTEND}, {@code NOTE_ATTRIB}, {@code NOTE_LINK}, {@code NOTE_RENAME}, {@code
 *       NOTE_DELETE}, {@code NOTE_REVOKE}. Directories support this filter only.
 *   <li>{@code EVFILT_PROC}: {@code ident} is a pid. {@code fflags} holds {@code NOTE_EXIT}, {@code NOTE_FORK}, {@code NOTE_EXEC}, {@code
 *       NOTE_SIGNAL}. For a child of this process also {@code NOTE_EXITSTATUS}: {@code data} is then the status of wait4, for {@link
 *       posixkit.process.WaitStatus#raw(int)}.
 *   <li>{@code EVFILT_SIGNAL}: {@code ident} is a signal. {@code data} counts how often it has arrived since the last event. The signal
 *       still has its usual effect.
 *   <li>{@code EVFILT_TIMER}: {@code ident} is a number that you choose. In a change, {@code data} is the time, in milliseconds unless
 *       {@code fflags} holds {@code NOTE_SECONDS}, {@code NOTE_USECONDS} or {@code NOTE_NSECONDS}; with {@code NOTE_ABSOLUTE} it counts
 *       from 1970. In an event, {@code data} counts how often the timer expired.
 *   <li>{@code EVFILT_USER}: {@code ident} is a number that you choose. A change with {@code NOTE_TRIGGER}, from any thread, causes the
 *       event. The event carries 24 bits in {@code fflags}; {@code NOTE_FFCOPY}, {@code NOTE_FFAND} and {@code NOTE_FFOR} change them.
 * </ul>
 *
 * <p>The flags of a change: {@code EV_ADD} adds a registration, or changes the one there is; {@code EV_DELETE}, {@code EV_ENABLE} and
 * {@code EV_DISABLE} do what they say. With {@code EV_CLEAR} each event reports what is new since the last one. With {@code EV_ONESHOT} the
 * first event deletes the registration; with {@code EV_DISPATCH} it disables it. {@code EV_RECEIPT} reports the success of a change as an
 * event. Closing a descriptor deletes its registrations; no event tells.
 *
 * <p><b>In a JVM:</b> a virtual thread hands the wait to a platform thread, so that its carrier thread is free meanwhile; see {@link
 * posixkit.Posix#VIRTUAL_THREADS_PROPERTY}.
 */
public interface Kqueue {
    /**
     * Creates a queue and returns its descriptor.
     *
     * <p>{@code int kqueue(void)} {@index kqueue}
     *
     * <p>A forked child does not inherit it. The call sets close-on-exec right after creating the queue: macOS cannot do both at once.
     *
     * @throws ErrnoException EMFILE, ENFILE: too many open descriptors
     */
    @Call("kqueue(2)")
    default int kqueue() throws ErrnoException {
        return Outcome.of("kqueue", kqueueOrErrno());
    }

    /** Same as {@link #kqueue}, but returns the descriptor or −errno. */
    int kqueueOrErrno();

    /**
     * Makes the first {@code nchanges} changes, then waits for events. Returns how many events are in {@code into}, from index 0 on; 0 if
     * {@code timeoutNanos} passed first.
     *
     * <p>{@code int kevent(int kq, const struct kevent *changelist, int nchanges, struct kevent *eventlist, int nevents, const struct
     * timespec *timeout)} {@index kevent}
     *
     * <p>A negative time-out waits for ever; 0 does not wait. A signal neither shortens nor lengthens the wait, and the changes are made
     * once. {@code changes} may be null, to make none; {@code into} may be null, not to wait. Both may be the same array.
     *
     * <p>A change that fails becomes an event with {@code EV_ERROR} and the errno in its {@code data}. If {@code into} has no room for it,
     * the call fails with that errno.
     *
     * @throws ErrnoException EBADF: not a queue, or a change names a descriptor that is not open; ENOENT: no such registration to change;
     *     EINVAL: no such filter; ESRCH: no such process
     */
    @Call(value = "kevent(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int kevent(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) throws ErrnoException {
        return Outcome.ofFd(
                "kevent",
                kq,
                Outcome.restarting(
                        timeoutNanos,
                        TimeUnit.NANOSECONDS,
                        left -> keventOrErrno(kq, changes, nchanges, into, left),
                        left -> keventOrErrno(kq, null, 0, into, left)));
    }

    /** Same as {@link #kevent}, but returns the count or −errno. After −EINTR the changes have been made. */
    int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos);

    /** Returns an array for {@code capacity} changes or events; keep it and reuse it. */
    Kevents newKevents(int capacity);
}
