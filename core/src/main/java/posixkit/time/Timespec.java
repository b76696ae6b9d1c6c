package posixkit.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in seconds and nanoseconds ({@code struct timespec}).
 *
 * <p>For calls that only read a time, for example {@code utimensat}, create it with {@link #of(long, long)} or
 * {@link #of(Instant)}. Calls that fill a structure need one from {@link Clocks#newTimespec}. In the times of a file, the
 * nanoseconds may also be {@link posixkit.constants.Utime#UTIME_NOW} or {@link posixkit.constants.Utime#UTIME_OMIT}.
 */
public interface Timespec {
    /** Returns a new value for calls that only read a time. Calls that fill a structure do not accept this value. */
    static Timespec of(long seconds, long nanoseconds) {
        return new PlainTimespec().sec(seconds).nsec(nanoseconds);
    }

    /** Returns a new value with the seconds and nanoseconds since 1970 of {@code time}. Calls can only read the value. */
    static Timespec of(Instant time) {
        return new PlainTimespec().set(time);
    }

    /** Returns the whole seconds. */
    long sec();

    /** Sets the whole seconds. Returns this object. */
    Timespec sec(long seconds);

    /** Returns the nanoseconds in addition to the whole seconds, 0 to 999,999,999. */
    long nsec();

    /** Sets the nanoseconds in addition to the whole seconds. Returns this object. */
    Timespec nsec(long nanoseconds);

    /** Sets this value to the seconds and nanoseconds since 1970 of {@code time}. Returns this object. */
    default Timespec set(Instant time) {
        return sec(time.getEpochSecond()).nsec(time.getNano());
    }

    /** Sets this value to a length of time. Returns this object. */
    default Timespec set(Duration time) {
        return sec(time.getSeconds()).nsec(time.getNano());
    }

    /** Returns this value as a point in time: its seconds count from 1970. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), nsec());
    }

    /** Returns this value as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), nsec());
    }

    /** Returns a copy. Later changes of this object do not change the copy. */
    Timespec copy();
}
