package posixkit.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in seconds and nanoseconds ({@code struct timespec}).
 *
 * <p>Pass a plain value from {@link #of(long, long)} or {@link #of(Instant)} to calls that only read the time, such as {@code
 * utimensat}. Calls that fill a structure need one from {@link Clocks#newTimespec}. For the times of a file, the nanoseconds may also
 * be {@link posixkit.constants.Utime#UTIME_NOW} or {@link posixkit.constants.Utime#UTIME_OMIT}.
 */
public interface Timespec {
    /** Returns a plain value: no structure of the system, but good for every call that only reads a time. */
    static Timespec of(long seconds, long nanoseconds) {
        return new PlainTimespec().sec(seconds).nsec(nanoseconds);
    }

    /** Returns a plain value for a time since 1970. */
    static Timespec of(Instant time) {
        return new PlainTimespec().set(time);
    }

    /** Returns the whole seconds. */
    long sec();

    /** Sets the whole seconds. */
    Timespec sec(long seconds);

    /** Returns the nanoseconds beyond the whole seconds, 0 to 999,999,999. */
    long nsec();

    /** Sets the nanoseconds beyond the whole seconds. */
    Timespec nsec(long nanoseconds);

    /** Sets a time since 1970. */
    default Timespec set(Instant time) {
        return sec(time.getEpochSecond()).nsec(time.getNano());
    }

    /** Sets a length of time. */
    default Timespec set(Duration time) {
        return sec(time.getSeconds()).nsec(time.getNano());
    }

    /** Returns this as a time since 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), nsec());
    }

    /** Returns this as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), nsec());
    }

    /** Returns a copy, which later calls on this one do not change. */
    Timespec copy();
}
