package posixkit.unix;

/**
 * Declares the libc functions that read and set clocks. <b>Internal.</b> {@link LibC} explains the rules that all such interfaces
 * follow.
 */
public interface ClockCalls {
    int settimeofday(long time, long zone);

    int adjtime(long delta, long old);

    int clock_gettime(int clock, long time);

    int clock_getres(int clock, long resolution);
}
