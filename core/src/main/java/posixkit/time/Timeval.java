package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A time in seconds and microseconds ({@code struct timeval}).
 *
 * <p>For calls that only read a time, for example {@code utimes}, create it with {@link #of(long, long)} or
 * {@link #of(Instant)}. Calls that fill a structure need one from {@link Clocks#newTimeval}.
 */
public interface Timeval {
    /** Returns a new value for calls that only read a time. Calls that fill a structure do not accept this value. */
    static Timeval of(long seconds, long microseconds) {
        return new PlainTimeval().sec(seconds).usec(microseconds);
    }

    /**
     * Returns a new value with the seconds and microseconds since 1970 of {@code time}, truncated to microseconds. Calls can
     * only read the value.
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
     * Sets this value to the seconds and microseconds since 1970 of {@code time}, truncated to microseconds. Returns this
     * object.
     */
    default Timeval set(Instant time) {
        return sec(time.getEpochSecond()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /**
     * Sets this value to a length of time, truncated to microseconds. Returns this object. For a negative length, the seconds
     * are rounded down and the microseconds are positive or 0.
     */
    default Timeval set(Duration time) {
        return sec(time.getSeconds()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Returns this value as a point in time: its seconds count from 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns this value as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns a copy. Later changes of this object do not change the copy. */
    Timeval copy();
}
