package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A time in seconds and microseconds ({@code struct timeval}).
 *
 * <p>Pass a plain value from {@link #of(long, long)} or {@link #of(Instant)} to calls that only read the time, such as {@code utimes}.
 * Calls that fill a structure need one from {@link Clocks#newTimeval}.
 */
public interface Timeval {
    /** Returns a plain value: no structure of the system, but good for every call that only reads a time. */
    static Timeval of(long seconds, long microseconds) {
        return new PlainTimeval().sec(seconds).usec(microseconds);
    }

    /** Returns a plain value for a time since 1970, truncated to microseconds. */
    static Timeval of(Instant time) {
        return new PlainTimeval().set(time);
    }

    /** Returns the whole seconds. */
    long sec();

    /** Sets the whole seconds. */
    Timeval sec(long seconds);

    /** Returns the microseconds beyond the whole seconds, 0 to 999,999. */
    long usec();

    /** Sets the microseconds beyond the whole seconds. */
    Timeval usec(long microseconds);

    /** Sets a time since 1970, truncated to microseconds. */
    default Timeval set(Instant time) {
        return sec(time.getEpochSecond()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Sets a length of time, truncated to microseconds. A negative length is whole seconds rounded down, plus microseconds. */
    default Timeval set(Duration time) {
        return sec(time.getSeconds()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Returns this as a time since 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns this as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns a copy, which later calls on this one do not change. */
    Timeval copy();
}
