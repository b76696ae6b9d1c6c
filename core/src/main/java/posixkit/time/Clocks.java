package posixkit.time;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads clocks, and sets the time of day.
 *
 * <p>A {@link Timeval} that the caller passes to set or adjust the time of day may be any {@code Timeval} object, for example a
 * result of {@link Timeval#of(long, long)}. A {@link Timeval} that a method fills must be a structure that {@link #newTimeval}
 * returned. A {@link Timespec} that a method fills must be a structure that {@link #newTimespec} returned.
 */
public interface Clocks {
    /**
     * Reads the time since 1970, in seconds and microseconds, into {@code into}.
     *
     * <p>{@code int gettimeofday(struct timeval *tv, void *tz)} {@index gettimeofday}
     *
     * <p>There is no parameter for the time zone, because no program sets the time zone of the kernel. The clock jumps when a
     * user or a program sets the time of day. To measure how long an operation takes, use {@link System#nanoTime}.
     */
    @Call("gettimeofday(2)")
    default void gettimeofday(Timeval into) throws ErrnoException {
        Outcome.of("gettimeofday", gettimeofdayOrErrno(into));
    }

    /** Same as {@link #gettimeofday(Timeval)}, but returns 0 or −errno. */
    int gettimeofdayOrErrno(Timeval into);

    /** Same as {@link #gettimeofday(Timeval)}, but returns a new structure. */
    default Timeval gettimeofday() throws ErrnoException {
        Timeval time = newTimeval();
        gettimeofday(time);
        return time;
    }

    /**
     * Sets the time of day.
     *
     * <p>{@code int settimeofday(const struct timeval *tv, const struct timezone *tz)} {@index settimeofday}
     *
     * <p>The time of day jumps for all programs; {@link #adjtime} changes it gradually instead. If a time service (for example
     * NTP) runs, it soon undoes the change. There is no parameter for the time zone, because no program sets the time zone of the
     * kernel.
     *
     * <p><b>In a JVM:</b> {@link System#currentTimeMillis} jumps too. {@link System#nanoTime} does not jump, and timed waits and
     * scheduled tasks are not affected.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege (root, or the capability CAP_SYS_TIME on Linux), or
     *     {@code time} is before 1970 (only on macOS); EINVAL (only on Linux): the microseconds are not in the range 0 to
     *     999,999, or the time from 1970 to {@code time} is shorter than the time since the machine started
     */
    @Call("settimeofday(2)")
    default void settimeofday(Timeval time) throws ErrnoException {
        Outcome.of("settimeofday", settimeofdayOrErrno(time));
    }

    /** Same as {@link #settimeofday}, but returns 0 or −errno. */
    int settimeofdayOrErrno(Timeval time);

    /**
     * Makes the time of day run slightly faster or slower until it has changed by {@code delta}. This gradual change is called an
     * adjustment.
     *
     * <p>{@code int adjtime(const struct timeval *delta, struct timeval *olddelta)} {@index adjtime}
     *
     * <p>If an earlier adjustment is not complete, the new adjustment replaces it. In {@code oldDelta}, this method stores the
     * part of the earlier adjustment that is still missing. {@code oldDelta} may be null. If the missing part is negative, both
     * its seconds and its microseconds are negative. {@link Timeval#toDuration} converts a negative {@code oldDelta} correctly.
     *
     * <p>Linux changes the clock by half a millisecond per second. On Linux, {@code delta} may be null. A call with a null
     * {@code delta} changes nothing, fills only {@code oldDelta}, and needs no privilege. On macOS, a call with a null
     * {@code delta} fails with EFAULT, so a program cannot read the adjustment without replacing it.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege (root, or the capability CAP_SYS_TIME on Linux); EINVAL: on
     *     Linux, {@code delta} is more than about half an hour
     */
    @Call("adjtime(3)")
    default void adjtime(Timeval delta, Timeval oldDelta) throws ErrnoException {
        Outcome.of("adjtime", adjtimeOrErrno(delta, oldDelta));
    }

    /** Same as {@link #adjtime}, but returns 0 or −errno. */
    int adjtimeOrErrno(Timeval delta, Timeval oldDelta);

    /**
     * Reads the time of a clock, in seconds and nanoseconds, into {@code into}.
     *
     * <p>{@code int clock_gettime(clockid_t clock, struct timespec *ts)} {@index clock_gettime}
     *
     * <p>{@code clock} selects the clock: it is one of the {@code CLOCK_…} constants. {@code CLOCK_REALTIME} is the time of day.
     * {@code CLOCK_MONOTONIC} never jumps. It counts from some point in the past, which is not specified.
     * {@code CLOCK_PROCESS_CPUTIME_ID} counts the processor time of this process. {@code CLOCK_THREAD_CPUTIME_ID} counts the
     * processor time of the calling thread.
     *
     * <p><b>In a JVM:</b> In a virtual thread, {@code CLOCK_THREAD_CPUTIME_ID} is the clock of the carrier thread. This clock
     * also counts the work of other virtual threads on the same carrier thread.
     *
     * @throws ErrnoException EINVAL: {@code clock} selects no existing clock
     */
    @Call("clock_gettime(2)")
    default void clockGettime(int clock, Timespec into) throws ErrnoException {
        Outcome.of("clock_gettime", "clock", clock, clockGettimeOrErrno(clock, into));
    }

    /** Same as {@link #clockGettime(int, Timespec)}, but returns 0 or −errno. */
    int clockGettimeOrErrno(int clock, Timespec into);

    /** Same as {@link #clockGettime(int, Timespec)}, but returns a new structure. */
    default Timespec clockGettime(int clock) throws ErrnoException {
        Timespec time = newTimespec();
        clockGettime(clock, time);
        return time;
    }

    /**
     * Sets the clock {@code clock}.
     *
     * <p>{@code int clock_settime(clockid_t clock, const struct timespec *ts)} {@index clock_settime}
     *
     * <p>Only the time of day, {@code CLOCK_REALTIME}, can be set; see {@link #settimeofday}. macOS drops the nanoseconds below a
     * microsecond.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege (root, or the capability CAP_SYS_TIME on Linux); EINVAL: this
     *     clock cannot be set, the nanoseconds are not in the range 0 to 999,999,999, or, on Linux, the time from 1970 to {@code
     *     time} is shorter than the time since the machine started
     */
    @Call("clock_settime(2)")
    default void clockSettime(int clock, Timespec time) throws ErrnoException {
        Outcome.of("clock_settime", "clock", clock, clockSettimeOrErrno(clock, time));
    }

    /** Same as {@link #clockSettime}, but returns 0 or −errno. */
    int clockSettimeOrErrno(int clock, Timespec time);

    /**
     * Returns the time since 1970 in seconds.
     *
     * <p>{@code time_t time(time_t *t)} {@index time}
     *
     * <p>On Linux, this method may return the previous second for a few milliseconds after {@link #gettimeofday(Timeval)} shows
     * the next one.
     */
    @Call("time(2)")
    long time();

    /**
     * Sleeps for {@code timeNanos} nanoseconds.
     *
     * <p>{@code int nanosleep(const struct timespec *req, struct timespec *rem)} {@index nanosleep}
     *
     * <p>If a signal interrupts the sleep, this method sleeps for the rest of the time. Setting the time of day does not change
     * how long it sleeps.
     *
     * <p><b>In a JVM:</b> {@link Thread#interrupt} does not end the sleep. Use {@link Thread#sleep} if it should.
     *
     * @throws IllegalArgumentException if {@code timeNanos} is negative
     */
    @Call(value = "nanosleep(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default void nanosleep(long timeNanos) throws ErrnoException {
        Outcome.of("nanosleep", Outcome.restarting(timeNanos, TimeUnit.NANOSECONDS, left -> nanosleepOrErrno(left)));
    }

    /** Same as {@link #nanosleep}, but returns 0 or −errno. If a signal ends the sleep, returns −EINTR. */
    int nanosleepOrErrno(long timeNanos);

    /**
     * Reads the resolution of a clock into {@code into}. The resolution is the time between two ticks of the clock.
     * {@link #clockGettime(int, Timespec)} explains {@code clock}.
     *
     * <p>{@code int clock_getres(clockid_t clock, struct timespec *res)} {@index clock_getres}
     *
     * @throws ErrnoException EINVAL: {@code clock} selects no existing clock
     */
    @Call("clock_getres(2)")
    default void clockGetres(int clock, Timespec into) throws ErrnoException {
        Outcome.of("clock_getres", "clock", clock, clockGetresOrErrno(clock, into));
    }

    /** Same as {@link #clockGetres(int, Timespec)}, but returns 0 or −errno. */
    int clockGetresOrErrno(int clock, Timespec into);

    /** Same as {@link #clockGetres(int, Timespec)}, but returns a new structure. */
    default Timespec clockGetres(int clock) throws ErrnoException {
        Timespec resolution = newTimespec();
        clockGetres(clock, resolution);
        return resolution;
    }

    /**
     * Returns a new structure that the methods of this interface can fill. All its numbers are 0. The same structure can be
     * filled many times.
     */
    Timeval newTimeval();

    /**
     * Returns a new structure that the methods of this interface can fill. All its numbers are 0. The same structure can be
     * filled many times.
     */
    Timespec newTimespec();
}
