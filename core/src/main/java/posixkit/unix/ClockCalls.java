package posixkit.unix;

/** The functions that set clocks, and those that read clocks other than the time of day. <b>Internal</b>; the rules are {@link LibC}'s. */
public interface ClockCalls {
    int settimeofday(long time, long zone);

    int adjtime(long delta, long old);

    int clock_gettime(int clock, long time);

    int clock_getres(int clock, long resolution);
}
