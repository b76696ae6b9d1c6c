package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A time in seconds and microseconds ({@code struct timeval}), filled by {@link Clock#gettimeofday}. */
public interface Timeval {
    /** Whole seconds. */
    long sec();

    /** Microseconds beyond them, 0 to 999,999. */
    long usec();

    /** Read as a time since 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }

    /** Read as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), TimeUnit.MICROSECONDS.toNanos(usec()));
    }
}
