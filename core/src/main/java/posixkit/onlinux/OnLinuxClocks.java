package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.time.Timespec;

/** Sleeps by a clock, and adjusts clocks, with calls that only Linux has. {@link posixkit.time.Clocks} has the other calls. */
public interface OnLinuxClocks {
    /**
     * Sleeps until {@code timeNanos} nanoseconds of the clock {@code clock} have passed.
     *
     * <p>{@code int clock_nanosleep(clockid_t clock, int flags, const struct timespec *req, struct timespec *rem)} {@index
     * clock_nanosleep}
     *
     * <p>If a signal interrupts the sleep, this method sleeps for the rest of the time, which it measures with {@link
     * System#nanoTime}. For a clock that counts processor time, use the other form.
     *
     * <p>In C, the function returns the error number and does not set errno.
     *
     * <p><b>In a JVM:</b> {@link Thread#interrupt} does not end the sleep.
     *
     * @param clock for example {@code CLOCK_MONOTONIC}, or {@code CLOCK_BOOTTIME}, which also counts while the machine is suspended
     * @throws ErrnoException EINVAL: there is no such clock, or it counts the time of this thread; EOPNOTSUPP: nobody can sleep by
     *     this clock
     * @throws IllegalArgumentException if {@code timeNanos} is negative
     */
    @Call(value = "clock_nanosleep(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default void clockNanosleep(int clock, long timeNanos) throws ErrnoException {
        Outcome.of(
                "clock_nanosleep",
                "clock",
                clock,
                Outcome.restarting(timeNanos, TimeUnit.NANOSECONDS, left -> clockNanosleepOrErrno(clock, left)));
    }

    /** Same as {@link #clockNanosleep(int, long)}, but returns 0 or −errno. If a signal ends the sleep, returns −EINTR. */
    int clockNanosleepOrErrno(int clock, long timeNanos);

    /**
     * Sleeps until the clock {@code clock} shows the time {@code until}. Does not sleep if it shows a later time. This is the form
     * with the flag {@code TIMER_ABSTIME}. If a signal interrupts the sleep, this method goes on sleeping.
     *
     * @throws ErrnoException with the errnos of {@link #clockNanosleep(int, long)}; EINVAL: {@code until} is before 1970, or its
     *     nanoseconds are not in the range 0 to 999,999,999
     */
    @Call(value = "clock_nanosleep(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void clockNanosleep(int clock, Timespec until) throws ErrnoException {
        int result;
        do {
            result = clockNanosleepOrErrno(clock, until);
        } while (result == -EINTR);
        Outcome.of("clock_nanosleep", "clock", clock, result);
    }

    /** Same as {@link #clockNanosleep(int, Timespec)}, but returns 0 or −errno. If a signal ends the sleep, returns −EINTR. */
    int clockNanosleepOrErrno(int clock, Timespec until);

    /**
     * Reads how the kernel adjusts the time of day, and changes what {@link Timex#modes} of {@code timex} selects. Returns the
     * state of the clock, for example {@code TIME_OK} or {@code TIME_ERROR}.
     *
     * <p>{@code int adjtimex(struct timex *buf)} {@index adjtimex}
     *
     * <p>If the modes are 0, this method changes nothing and needs no privilege. It fills all members of {@code timex}, also those
     * that it has set.
     *
     * <p>{@code TIME_ERROR} is no failure: it says that no time service synchronizes the clock.
     *
     * @throws ErrnoException EPERM: the modes are not 0, and this process lacks the capability CAP_SYS_TIME; EINVAL: a value is out
     *     of range
     */
    @Call("adjtimex(2)")
    default int adjtimex(Timex timex) throws ErrnoException {
        return Outcome.of("adjtimex", adjtimexOrErrno(timex));
    }

    /** Same as {@link #adjtimex}, but returns the state of the clock or −errno. */
    int adjtimexOrErrno(Timex timex);

    /**
     * Same as {@link #adjtimex}, for the clock {@code clock}.
     *
     * <p>{@code int clock_adjtime(clockid_t clock, struct timex *buf)} {@index clock_adjtime}
     *
     * @param clock {@code CLOCK_REALTIME}, or the clock of a device
     * @throws ErrnoException with the errnos of {@link #adjtimex}; EOPNOTSUPP: nobody can adjust this clock; EINVAL: there is no
     *     such clock
     */
    @Call("clock_adjtime(2)")
    default int clockAdjtime(int clock, Timex timex) throws ErrnoException {
        return Outcome.of("clock_adjtime", "clock", clock, clockAdjtimeOrErrno(clock, timex));
    }

    /** Same as {@link #clockAdjtime}, but returns the state of the clock or −errno. */
    int clockAdjtimeOrErrno(int clock, Timex timex);

    /** Creates an object for {@link #adjtimex} and {@link #clockAdjtime}. All its numbers are 0. */
    Timex newTimex();
}
