package posixkit.unix;

/** The functions for clocks. <b>Internal</b>; see {@link LibC} for the rules. */
public interface ClockCalls {
    int settimeofday(long time, long zone);

    int adjtime(long delta, long old);

    int clock_gettime(int clock, long time);

    int clock_getres(int clock, long resolution);
}
