package posixkit.time;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads clocks, and sets the time of day.
 *
 * <p>Calls that read a {@link Timeval} or a {@link Timespec} accept any implementation, such as {@link Timespec#of(long, long)}. Calls
 * that fill one accept only structures made by {@link #newTimeval} and {@link #newTimespec}.
 */
public interface Clocks {
    /**
     * Reads the time since 1970, in microseconds.
     *
     * <p>{@code int gettimeofday(struct timeval *tv, void *tz)} {@index gettimeofday}
     *
     * <p>There is no time zone: nobody sets the kernel's own. The clock jumps when somebody sets it; use {@link System#nanoTime} to
     * measure how long something took.
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
     * <p>All programs see the time jump; {@link #adjtime} changes it gradually. A time service soon sets the clock back. There is no
     * time zone, as with {@link #gettimeofday(Timeval)}.
     *
     * <p><b>In a JVM:</b> {@link System#currentTimeMillis} jumps too; {@link System#nanoTime}, timed waits and executors do not.
     *
     * @throws ErrnoException EPERM: not root, or no CAP_SYS_TIME; on macOS also a time before 1970; EINVAL, on Linux: microseconds
     *     outside of a second, or a time that would put the start of the machine before 1970
     */
    @Call("settimeofday(2)")
    default void settimeofday(Timeval time) throws ErrnoException {
        Outcome.of("settimeofday", settimeofdayOrErrno(time));
    }

    /** Same as {@link #settimeofday}, but returns 0 or −errno. */
    int settimeofdayOrErrno(Timeval time);

    /**
     * Makes the clock run slightly faster or slower until it has made up {@code delta}.
     *
     * <p>{@code int adjtime(const struct timeval *delta, struct timeval *olddelta)} {@index adjtime}
     *
     * <p>The new adjustment replaces an earlier one that is still under way. {@code oldDelta} receives what was left of the earlier
     * one; it may be null. What is left may be negative; then both its parts are, and {@link Timeval#toDuration} is right.
     *
     * <p>Linux changes half a millisecond per second. On Linux {@code delta} may be null: the call then changes nothing and needs no
     * privilege. On macOS that is EFAULT, so the adjustment cannot be read without making one.
     *
     * @throws ErrnoException EPERM: not root, or no CAP_SYS_TIME; EINVAL, on Linux: more than about half an hour
     */
    @Call("adjtime(3)")
    default void adjtime(Timeval delta, Timeval oldDelta) throws ErrnoException {
        Outcome.of("adjtime", adjtimeOrErrno(delta, oldDelta));
    }

    /** Same as {@link #adjtime}, but returns 0 or −errno. */
    int adjtimeOrErrno(Timeval delta, Timeval oldDelta);

    /**
     * Reads a clock, in nanoseconds.
     *
     * <p>{@code int clock_gettime(clockid_t clock, struct timespec *ts)} {@index clock_gettime}
     *
     * <p>{@code clock} is a {@code CLOCK_…}. {@code CLOCK_REALTIME} is the time of day. {@code CLOCK_MONOTONIC} never jumps and counts
     * from some point in the past. {@code CLOCK_PROCESS_CPUTIME_ID} and {@code CLOCK_THREAD_CPUTIME_ID} count processor time.
     *
     * <p><b>In a JVM:</b> for a virtual thread, the thread clock is its carrier thread's, which also counts the work of other virtual
     * threads.
     *
     * @throws ErrnoException EINVAL: no such clock
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
     * Reads the resolution of a clock: the time between two of its ticks.
     *
     * <p>{@code int clock_getres(clockid_t clock, struct timespec *res)} {@index clock_getres}
     *
     * @throws ErrnoException EINVAL: no such clock
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

    /** Returns an empty structure that calls here can fill; keep it and reuse it. */
    Timeval newTimeval();

    /** Returns an empty structure that calls here can fill; keep it and reuse it. */
    Timespec newTimespec();
}
