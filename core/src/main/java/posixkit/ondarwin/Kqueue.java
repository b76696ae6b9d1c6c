package posixkit.ondarwin;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Waits for many kinds of events at once, for example: data arrives, a process exits, a signal arrives, a timer expires, or a
 * program writes to a file.
 *
 * <p>{@link #kqueue} creates an event queue. A registration tells the queue which events to report. A change adds, modifies or
 * deletes a registration. {@link #kevent} makes the changes, waits for events, and stores the events in an array. Changes and
 * events have the same members, which {@link Kevents} describes. A queue has at most one registration for each pair of an
 * identifier ({@code ident}) and a filter. The filter decides what {@code ident}, {@code fflags} and {@code data} mean:
 *
 * <ul>
 *   <li>{@code EVFILT_READ}, {@code EVFILT_WRITE}: {@code ident} is a descriptor. In an event, {@code data} is the number of
 *       bytes that can be read or written. For a listening socket, {@code data} is the number of connections that can be
 *       accepted. For a file, {@code data} is the number of bytes from the current position to the end, a negative number if the
 *       position is behind the end, and always 1 in an event of {@code EVFILT_WRITE}. In a change with {@code NOTE_LOWAT},
 *       {@code data} is the smallest number of bytes that causes an event. If an event has the flag {@code EV_EOF}, the other end
 *       is closed. There may still be bytes to read. Before macOS 10.15, adding a pipe whose other end is closed failed with
 *       EPIPE.
 *   <li>{@code EVFILT_EXCEPT}: {@code ident} is a socket and {@code fflags} is {@code NOTE_OOB}. An event means that out-of-band
 *       data has arrived, or that the other end is closed ({@code EV_EOF}).
 *   <li>{@code EVFILT_VNODE}: {@code ident} is the descriptor of a file, preferably opened with {@code O_EVTONLY}. {@code fflags}
 *       says which modifications of the file to report: {@code NOTE_WRITE}, {@code NOTE_EXTEND}, {@code NOTE_ATTRIB},
 *       {@code NOTE_LINK}, {@code NOTE_RENAME}, {@code NOTE_DELETE}, {@code NOTE_REVOKE}. Directories support only this filter.
 *   <li>{@code EVFILT_PROC}: {@code ident} is a pid. {@code fflags} contains the events to report: {@code NOTE_EXIT},
 *       {@code NOTE_FORK}, {@code NOTE_EXEC}, {@code NOTE_SIGNAL}. For a child of this process, {@code fflags} can also contain
 *       {@code NOTE_EXITSTATUS}; since macOS 11, this is allowed for every process to which this process may send a signal. With
 *       {@code NOTE_EXITSTATUS}, the event that reports the exit of the process has a status in {@code data}: the status that
 *       {@code wait4} would return. To decode the status, pass it to {@link posixkit.process.WaitStatus#raw(int)}.
 *   <li>{@code EVFILT_SIGNAL}: {@code ident} is a signal. In an event, {@code data} is how often the signal has arrived since the
 *       last event. The signal still has its usual effect.
 *   <li>{@code EVFILT_TIMER}: {@code ident} is a number that you choose. In a change, {@code data} is the period of the timer in
 *       milliseconds. The flags {@code NOTE_SECONDS}, {@code NOTE_USECONDS} and {@code NOTE_NSECONDS} in {@code fflags} select
 *       another unit. With {@code NOTE_ABSOLUTE}, {@code data} is a point in time instead of a period: the time since 1970 in
 *       the selected unit, and the event deletes the registration. A later change cannot add or remove {@code NOTE_ABSOLUTE}. In
 *       an event, {@code data} is how often the timer has expired.
 *   <li>{@code EVFILT_USER}: {@code ident} is a number that you choose. A change with {@code NOTE_TRIGGER} in {@code fflags}
 *       causes an event. Any thread can make this change. The lowest 24 bits of {@code fflags} are free for the program.
 *       {@code NOTE_FFCOPY}, {@code NOTE_FFAND} and {@code NOTE_FFOR} change these bits in the registration. The higher bits of
 *       the {@code fflags} of an event mean nothing: {@code NOTE_FFLAGSMASK} removes them.
 * </ul>
 *
 * <p>A change has flags. {@code EV_ADD} adds a registration, or changes the registration if it exists. {@code EV_DELETE},
 * {@code EV_ENABLE} and {@code EV_DISABLE} delete, enable and disable a registration. With {@code EV_CLEAR}, an event reports
 * only what is new since the last event. With {@code EV_ONESHOT}, the first event deletes the registration. With
 * {@code EV_DISPATCH}, each event disables the registration. These three flags count only in the change that adds a registration:
 * to alter them, delete the registration first. Every other change of a registration replaces its user data, {@code fflags} and
 * {@code data}, even if the change only has {@code EV_ENABLE}: {@code EV_ENABLE} starts a timer again, with the {@code data} of
 * this change. With {@code EV_RECEIPT}, {@link #kevent} stores an event that says whether the change succeeded or failed. Without
 * {@code EV_RECEIPT}, {@link #kevent} stores an event about the change only if the change failed. When a program closes a
 * descriptor, the kernel deletes the registrations of the descriptor and reports no event.
 *
 * <p><b>In a JVM:</b> if a virtual thread calls {@code kevent}, a separate platform thread makes the blocking call. The carrier
 * thread, which runs the virtual thread, can run other virtual threads during the wait. The system property
 * {@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY} can select another behavior.
 */
public interface Kqueue {
    /**
     * Creates an event queue (kqueue) and returns its descriptor.
     *
     * <p>{@code int kqueue(void)} {@index kqueue}
     *
     * <p>The descriptor is close-on-exec. macOS has no function that creates a queue with close-on-exec already set. This method
     * therefore sets close-on-exec immediately after it has created the queue. Independently of close-on-exec, a forked child
     * does not inherit the queue.
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
     * Changes the registrations of the event queue {@code kq}, then waits for events. Reads the changes from the first
     * {@code nchanges} entries of the array {@code changes}. Stores the events in the array {@code into}, from index 0 on.
     * Returns the number of stored events, or 0 if {@code timeoutNanos} nanoseconds passed without an event.
     *
     * <p>{@code int kevent(int kq, const struct kevent *changelist, int nchanges, struct kevent *eventlist, int nevents, const
     * struct timespec *timeout)} {@index kevent}
     *
     * <p>If {@code timeoutNanos} is negative, this method waits without a limit. If {@code timeoutNanos} is 0, this method does
     * not wait. If a signal interrupts the wait, this method waits for the rest of the time and does not make the changes again.
     *
     * <p>If {@code changes} is null, {@code nchanges} must be 0, and this method makes no changes. If {@code into} is null, this
     * method does not wait. {@code changes} and {@code into} may be the same array.
     *
     * <p>If a change fails, this method stores an event in {@code into}. The event has the flag {@code EV_ERROR}, and its
     * {@code data} is the errno. If {@code into} has no room for the event, this method fails with the errno of the change.
     *
     * @throws ErrnoException EBADF: {@code kq} is not a queue, or the {@code ident} of a change is a descriptor that is not open;
     *     ENOENT: the registration to change does not exist; EINVAL: no such filter; ESRCH: no such process, or it has ended; EACCES: this process
     *     may not know the exit status of that process; ERANGE: the time of a timer has more nanoseconds than 64 bits can hold
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

    /**
     * Same as {@link #kevent}, but returns the number of events or −errno. If a signal interrupts the wait, this method returns
     * −EINTR, and has already made the changes.
     */
    int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos);

    /** Returns a new array that has room for {@code capacity} changes or events. The array can be used for many calls. */
    Kevents newKevents(int capacity);
}
