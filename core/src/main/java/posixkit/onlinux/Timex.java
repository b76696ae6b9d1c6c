package posixkit.onlinux;

/**
 * How the kernel adjusts a clock ({@code struct timex}). {@link OnLinuxClocks#newTimex} creates such an object. The methods with an
 * argument set a member, and return this object.
 */
public interface Timex {
    /** Returns what the call is to change: constants {@code ADJ_…}, or 0. */
    int modes();

    /** Selects what the call is to change, for example {@code ADJ_FREQUENCY | ADJ_OFFSET}. */
    Timex modes(int modes);

    /** Returns what is left of the offset to correct, in nanoseconds if the status contains {@code STA_NANO}, else microseconds. */
    long offset();

    /** Sets the offset to correct. */
    Timex offset(long offset);

    /** Returns by how much the clock is made faster, in millionths, times 65,536. */
    long freq();

    /** Sets by how much the clock is made faster, in millionths, times 65,536. */
    Timex freq(long frequency);

    /** Returns the largest possible error in microseconds. */
    long maxerror();

    /** Sets the largest possible error in microseconds. */
    Timex maxerror(long microseconds);

    /** Returns the estimated error in microseconds. */
    long esterror();

    /** Sets the estimated error in microseconds. */
    Timex esterror(long microseconds);

    /** Returns the state of the clock: constants {@code STA_…}. */
    int status();

    /** Sets the state of the clock: constants {@code STA_…}. */
    Timex status(int status);

    /** Returns the time constant of the control loop. */
    long constant();

    /** Sets the time constant of the control loop. With {@code ADJ_TAI}, this is the offset of the atomic time. */
    Timex constant(long constant);

    /** Returns the precision of the clock in microseconds. */
    long precision();

    /** Returns the largest possible error of the frequency, in millionths, times 65,536. */
    long tolerance();

    /** Returns the seconds of the time of the clock. */
    long timeSec();

    /** Sets the seconds that {@code ADJ_SETOFFSET} adds to the clock. */
    Timex timeSec(long seconds);

    /** Returns the rest of the time: nanoseconds if the status contains {@code STA_NANO}, else microseconds. */
    long timeUsec();

    /** Sets the rest of what {@code ADJ_SETOFFSET} adds: nanoseconds with {@code ADJ_NANO}, else microseconds; not negative. */
    Timex timeUsec(long rest);

    /** Returns the microseconds between two ticks. */
    long tick();

    /** Sets the microseconds between two ticks. */
    Timex tick(long microseconds);

    /** Returns by how many seconds the atomic time (TAI) is ahead of UTC, or 0 if nobody has set this number. */
    int tai();

    /** Returns a copy. Later changes of this object do not change the copy. */
    Timex copy();
}
