package posixkit.time;

import posixkit.Call;
import posixkit.ErrnoException;

/** The time of day. */
public interface Clock {
    /**
     * {@code int gettimeofday(struct timeval *tv, void *tz)} {@index gettimeofday}
     *
     * <p>The time since 1970, in microseconds. There is no time zone: the kernel's own is a relic nobody sets.
     *
     * <p>The clock jumps when somebody sets it. To measure how long something took, use {@link System#nanoTime}.
     */
    @Call("gettimeofday(2)")
    void gettimeofday(Timeval into) throws ErrnoException;

    /** An empty structure for {@link #gettimeofday(Timeval)}, to be kept and filled again. */
    Timeval newTimeval();

    /** {@link #gettimeofday(Timeval)} into a structure of its own. */
    default Timeval gettimeofday() throws ErrnoException {
        Timeval time = newTimeval();
        gettimeofday(time);
        return time;
    }
}
