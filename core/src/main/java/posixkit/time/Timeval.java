package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A time in seconds and microseconds ({@code struct timeval}), filled by {@link Clocks#gettimeofday}; made by
 * {@link Clocks#newTimeval}.
 */
public interface Timeval {
    /** Whole seconds. */
    long sec();

    Timeval sec(long seconds);

    /** Microseconds beyond them, 0 to 999,999. */
    long usec();

    Timeval usec(long microseconds);

    /** Takes a time since 1970, cut to microseconds. */
    default Timeval set(Instant time) {
        return sec(time.getEpochSecond()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Takes a length of time, cut to microseconds. Less than none is whole seconds too many, and microseconds back. */
    default Timeval set(Duration time) {
        return sec(time.getSeconds()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Read as a time since 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Read as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Returns a copy, which later calls on this one do not change. */
    Timeval copy();
}
