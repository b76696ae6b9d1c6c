package posixkit.time;

import java.time.Duration;
import java.time.Instant;

/** A time in seconds and nanoseconds ({@code struct timespec}). Made by {@link Clocks#newTimespec}. */
public interface Timespec {
    /** Whole seconds. */
    long sec();

    Timespec sec(long seconds);

    /** Nanoseconds beyond them, 0 to 999,999,999. */
    long nsec();

    Timespec nsec(long nanoseconds);

    /** Takes a time since 1970. */
    default Timespec set(Instant time) {
        return sec(time.getEpochSecond()).nsec(time.getNano());
    }

    /** Takes a length of time. */
    default Timespec set(Duration time) {
        return sec(time.getSeconds()).nsec(time.getNano());
    }

    /** Read as a time since 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), nsec());
    }

    /** Read as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), nsec());
    }

    /** Returns a copy, which later calls on this one do not change. */
    Timespec copy();
}
