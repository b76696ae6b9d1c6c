package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A time in seconds and microseconds ({@code struct timeval}).
 *
 * <p>For a method that only reads a time, for example {@code utimes}, create the {@code Timeval} with {@link #of(long, long)} or
 * {@link #of(Instant)}. A method that fills a {@code Timeval}, for example {@link Clocks#gettimeofday(Timeval)}, accepts only an
 * object from {@link Clocks#newTimeval}.
 */
public interface Timeval {
    /** Returns a new object for methods that only read a time. Methods that fill a {@code Timeval} do not accept this object. */
    static Timeval of(long seconds, long microseconds) {
        return new PlainTimeval().sec(seconds).usec(microseconds);
    }

    /**
     * Returns a new object with the seconds and microseconds from 1970 to {@code time}, rounded down to a whole microsecond.
     * Methods that fill a {@code Timeval} do not accept this object.
     */
    static Timeval of(Instant time) {
        return new PlainTimeval().set(time);
    }

    /** Returns the whole seconds. */
    long sec();

    /** Sets the whole seconds. Returns this object. */
    Timeval sec(long seconds);

    /** Returns the microseconds in addition to the whole seconds, 0 to 999,999. */
    long usec();

    /** Sets the microseconds in addition to the whole seconds. Returns this object. */
    Timeval usec(long microseconds);

    /**
     * Sets this object to the seconds and microseconds from 1970 to {@code time}, rounded down to a whole microsecond. Returns
     * this object.
     */
    default Timeval set(Instant time) {
        return sec(time.getEpochSecond()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /**
     * Sets this object to the length of time {@code time}, rounded down to a whole microsecond. Returns this object. If
     * {@code time} is negative, the seconds are rounded down and the microseconds are positive or 0.
     */
    default Timeval set(Duration time) {
        return sec(time.getSeconds()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /**
     * Returns the point in time at which the seconds and microseconds of this object have passed since the start of 1970 (UTC).
     */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns the seconds and microseconds of this object as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns a copy. Later changes of this object do not change the copy. */
    Timeval copy();
}
