package posixkit.time;

import posixkit.Call;
import posixkit.ErrnoException;

/** Clocks, and setting the time of day. */
public interface Clocks {
    /**
     * {@code int gettimeofday(struct timeval *tv, void *tz)} {@index gettimeofday}
     *
     * <p>The time since 1970, in microseconds. There is no time zone: the kernel's own is a relic nobody sets.
     *
     * <p>The clock jumps when somebody sets it. To measure how long something took, use {@link System#nanoTime}.
     */
    @Call("gettimeofday(2)")
    void gettimeofday(Timeval into) throws ErrnoException;

    /**
     * {@code int settimeofday(const struct timeval *tv, const struct timezone *tz)} {@index settimeofday}
     *
     * <p>Sets the time of day. All programs see it jump; {@link #adjtime} goes there bit by bit.
     *
     * <p>Where a time service runs it sets the clock back before long. There is no time zone, as with
     * {@link #gettimeofday(Timeval)}.
     *
     * <p><b>In a JVM:</b> {@link System#currentTimeMillis} jumps along; {@link System#nanoTime}, timed waits and executors
     * do not.
     *
     * @throws ErrnoException EPERM: not root, or without CAP_SYS_TIME, and on macOS also a time before 1970; EINVAL, on
     *     Linux: microseconds that are no part of a second, or a time by which the machine would have been started before 1970
     */
    @Call("settimeofday(2)")
    void settimeofday(Timeval time) throws ErrnoException;

    /**
     * {@code int adjtime(const struct timeval *delta, struct timeval *olddelta)} {@index adjtime}
     *
     * <p>Lets the clock run a little faster or slower until it has made up {@code delta}, in place of what is still to be made
     * up; that is put into {@code oldDelta}, unless it is null.
     *
     * <p>On Linux, half a millisecond in a second. There {@code delta} may be null, which changes nothing and needs no
     * privilege; macOS says EFAULT, so that there is no asking without adjusting. What is read may be negative, and then both its parts are, so that
     * {@link Timeval#toDuration} is right.
     *
     * @throws ErrnoException EPERM: not root, or without CAP_SYS_TIME; EINVAL, on Linux: more than about half an hour
     */
    @Call("adjtime(3)")
    void adjtime(Timeval delta, Timeval oldDelta) throws ErrnoException;

    /**
     * {@code int clock_gettime(clockid_t clock, struct timespec *ts)} {@index clock_gettime}
     *
     * <p>What one of the clocks says, a {@code CLOCK_…}, in nanoseconds. {@code CLOCK_REALTIME} is the time of day;
     * {@code CLOCK_MONOTONIC} never jumps and counts from some point of the past; {@code CLOCK_PROCESS_CPUTIME_ID} and
     * {@code CLOCK_THREAD_CPUTIME_ID} count what was computed.
     *
     * <p><b>In a JVM:</b> the thread is the one that carries a virtual thread, and what it computed for others counts.
     *
     * @throws ErrnoException EINVAL: no such clock
     */
    @Call("clock_gettime(2)")
    void clockGettime(int clock, Timespec into) throws ErrnoException;

    /**
     * {@code int clock_getres(clockid_t clock, struct timespec *res)} {@index clock_getres}
     *
     * <p>The step of one of the clocks.
     *
     * @throws ErrnoException EINVAL: no such clock
     */
    @Call("clock_getres(2)")
    void clockGetres(int clock, Timespec into) throws ErrnoException;

    /** An empty structure for the calls here, to be kept and filled again. */
    Timeval newTimeval();

    /** An empty structure for {@link #clockGettime(int, Timespec)}, to be kept and filled again. */
    Timespec newTimespec();

    /** {@link #clockGettime(int, Timespec)} into a structure of its own. */
    default Timespec clockGettime(int clock) throws ErrnoException {
        Timespec time = newTimespec();
        clockGettime(clock, time);
        return time;
    }

    /** {@link #gettimeofday(Timeval)} into a structure of its own. */
    default Timeval gettimeofday() throws ErrnoException {
        Timeval time = newTimeval();
        gettimeofday(time);
        return time;
    }
}
