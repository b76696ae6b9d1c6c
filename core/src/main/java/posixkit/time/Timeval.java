package posixkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A time in seconds and microseconds ({@code struct timeval}).
 *
 * <p>To pass a time to a method, for example to {@code utimes}, create the {@code Timeval} with {@link #of(long, long)} or
 * {@link #of(Instant)}. To get a time from a method, for example from {@link Clocks#gettimeofday(Timeval)}, pass an object from
 * {@link Clocks#newTimeval}. A method that stores a time in a {@code Timeval} accepts no other object.
 */
public interface Timeval {
    /**
     * Returns a new object with {@code seconds} and {@code microseconds}, to pass to a method such as {@code utimes}. A method
     * that stores a time in a {@code Timeval} does not accept this object.
     */
    static Timeval of(long seconds, long microseconds) {
        return new PlainTimeval().sec(seconds).usec(microseconds);
    }

    /**
     * Returns a new object for the instant {@code time}, rounded down to a whole microsecond. The seconds are counted from the
     * start of 1970 (UTC). A method that stores a time in a {@code Timeval} does not accept this object.
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
     * Sets this object to the instant {@code time}, rounded down to a whole microsecond. The seconds are counted from the start
     * of 1970 (UTC). Returns this object.
     */
    default Timeval set(Instant time) {
        return sec(time.getEpochSecond()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /**
     * Sets this object to the duration {@code time}, rounded down to a whole microsecond. The microseconds are never negative: if
     * {@code time} is negative, the seconds are rounded down. For example, −0.25 seconds become −1 second and 750,000
     * microseconds. Returns this object.
     */
    default Timeval set(Duration time) {
        return sec(time.getSeconds()).usec(TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }

    /** Returns this time as an instant. The seconds and microseconds of this object are counted from the start of 1970 (UTC). */
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
