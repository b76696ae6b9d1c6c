package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Timers that are descriptors: a descriptor becomes readable when its timer expires, so it can be in an {@link Epoll} set. Times
 * are in nanoseconds. A read of eight bytes ({@link posixkit.file.Io#read}) returns how often the timer has expired since the
 * last read, in the byte order of the processor.
 */
public interface Timerfds {
    /** The times of a timer in nanoseconds. */
    record Setting(long valueNanos, long intervalNanos) {}

    /**
     * Creates a timer and returns its descriptor, which is close-on-exec. {@link #timerfdSettime} starts the timer.
     *
     * <p>{@code int timerfd_create(clockid_t clock, int flags)} {@index timerfd_create}
     *
     * @param clock {@code CLOCK_MONOTONIC}, {@code CLOCK_REALTIME}, {@code CLOCK_BOOTTIME}, or an {@code …_ALARM} clock, which
     *     wakes the machine up
     * @param flags {@code TFD_NONBLOCK} or 0
     * @throws ErrnoException EINVAL: there is no such clock, or {@code flags} is wrong; EPERM: the clock needs the capability
     *     {@code CAP_WAKE_ALARM}; EMFILE, ENFILE: too many files are open
     */
    @Call("timerfd_create(2)")
    default int timerfdCreate(int clock, int flags) throws ErrnoException {
        return Outcome.of("timerfd_create", timerfdCreateOrErrno(clock, flags));
    }

    /** Same as {@link #timerfdCreate}, but returns the descriptor or −errno. */
    int timerfdCreateOrErrno(int clock, int flags);

    /**
     * Starts or stops a timer.
     *
     * <p>{@code int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old)} {@index
     * timerfd_settime}
     *
     * @param flags 0: {@code valueNanos} counts from now; {@code TFD_TIMER_ABSTIME}: it is a time of the clock; together with
     *     {@code TFD_TIMER_CANCEL_ON_SET}: reads fail with ECANCELED after somebody has set the clock
     * @param valueNanos when the timer expires for the first time. 0 stops the timer
     * @param intervalNanos how long after each expiration the timer expires again. 0 means that it expires once
     * @throws ErrnoException EINVAL: {@code fd} is not a timer, or {@code flags} is wrong; EBADF: {@code fd} is not open;
     *     ECANCELED: somebody has set the clock
     */
    @Call("timerfd_settime(2)")
    default void timerfdSettime(int fd, int flags, long valueNanos, long intervalNanos) throws ErrnoException {
        Outcome.ofFd("timerfd_settime", fd, timerfdSettimeOrErrno(fd, flags, valueNanos, intervalNanos));
    }

    /** Same as {@link #timerfdSettime}, but returns 0 or −errno. */
    int timerfdSettimeOrErrno(int fd, int flags, long valueNanos, long intervalNanos);

    /**
     * Returns how long it takes until the timer expires, and the interval. The first number is 0 if the timer is stopped.
     *
     * <p>{@code int timerfd_gettime(int fd, struct itimerspec *value)} {@index timerfd_gettime}
     *
     * @throws ErrnoException EINVAL: {@code fd} is not a timer; EBADF: {@code fd} is not open
     */
    @Call(value = "timerfd_gettime(2)", restarts = Call.Restart.ALWAYS)
    Setting timerfdGettime(int fd) throws ErrnoException;
}
