package posixkit.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in seconds and nanoseconds ({@code struct timespec}).
 *
 * <p>To pass a time to a method, for example to {@code utimensat}, create the {@code Timespec} with {@link #of(long, long)} or
 * {@link #of(Instant)}. A method that fills a {@code Timespec}, for example {@link Clocks#clockGettime(int, Timespec)}, accepts
 * only an object from {@link Clocks#newTimespec}. For a method that sets the times of a file, the nanoseconds can also be a
 * special value. {@link posixkit.constants.Utime#UTIME_NOW} means the current time, and
 * {@link posixkit.constants.Utime#UTIME_OMIT} means that the time of the file stays unchanged.
 */
public interface Timespec {
    /**
     * Returns a new object with {@code seconds} and {@code nanoseconds}, to pass to a method such as {@code utimensat}. Methods
     * that fill a {@code Timespec} do not accept this object.
     */
    static Timespec of(long seconds, long nanoseconds) {
        return new PlainTimespec().sec(seconds).nsec(nanoseconds);
    }

    /**
     * Returns a new object with the seconds and nanoseconds from 1970 to {@code time}. Methods that fill a {@code Timespec} do
     * not accept this object.
     */
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

    /** Sets this object to the seconds and nanoseconds from 1970 to {@code time}. Returns this object. */
    default Timespec set(Instant time) {
        return sec(time.getEpochSecond()).nsec(time.getNano());
    }

    /**
     * Sets this object to the duration {@code time}. Returns this object. If {@code time} is negative, the seconds are rounded
     * down and the nanoseconds are positive or 0.
     */
    default Timespec set(Duration time) {
        return sec(time.getSeconds()).nsec(time.getNano());
    }

    /** Returns a point in time: the start of 1970 (UTC) plus the seconds and nanoseconds of this object. */
    default Instant toInstant() {
        return Instant.ofEpochSecond(sec(), nsec());
    }

    /** Returns the seconds and nanoseconds of this object as a length of time. */
    default Duration toDuration() {
        return Duration.ofSeconds(sec(), nsec());
    }

    /** Returns a copy. Later changes of this object do not change the copy. */
    Timespec copy();
}
