package posixkit.unix;

import static posixkit.unix.layout.Timespec.NSEC;
import static posixkit.unix.layout.Timespec.SEC;
import static posixkit.unix.layout.Timespec.SIZE;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.Struct;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Converts times to native structures of this operating system, for example {@code struct timespec}. <b>Internal.</b> Callers may
 * pass objects of their own classes that implement {@code Timespec} or {@code Timeval}. The conversion is necessary because such
 * objects are not native structures.
 */
public final class Times {
    /**
     * A null pointer that means the current time. A C function that sets the access time and the modification time of a file
     * normally gets the address of these two times. If it gets this null pointer instead, it sets both times of the file to the
     * current time. Some processes need this: a process that may write to a file, but does not own it, can set the times of the
     * file only to the current time.
     */
    public static final long NOW = 0;

    /** The value that {@link #micros} returns in place of an address if the microseconds of a time are out of range. */
    public static final long NONE = -1;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Layouts layouts;

    public Times(Layouts layouts) {
        this.layouts = layouts;
    }

    /**
     * Returns {@code time} as the native {@code struct timespec} of this operating system.
     *
     * @param argument the caller's parameter name, for error messages
     */
    Struct struct(String argument, Timespec time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (layouts.isOwn(time, Layouts.TIMESPEC)
                        ? time
                        : layouts.newTimespec().sec(time.sec()).nsec(time.nsec()));
    }

    /**
     * Returns {@code time} as the native {@code struct timeval} of this operating system.
     *
     * @param argument the caller's parameter name, for error messages
     */
    Struct struct(String argument, Timeval time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (layouts.isOwn(time, Layouts.TIMEVAL)
                        ? time
                        : layouts.newTimeval().sec(time.sec()).usec(time.usec()));
    }

    /** Writes {@code time} to {@code s} as a {@code struct timespec}, and returns its address. */
    public static long of(Scratch s, Timespec time) {
        return timespec(s, time.sec(), time.nsec());
    }

    /**
     * Writes a time-out to {@code s} as a {@code struct timespec}, and returns its address. Returns 0 (a null pointer), which
     * means "no limit", if {@code nanos} is negative.
     */
    public static long limit(Scratch s, long nanos) {
        return nanos < 0 ? 0 : timespec(s, nanos / NANOS, nanos % NANOS);
    }

    /**
     * Writes the duration {@code nanos} to {@code s} as a {@code struct timespec}, and returns its address.
     *
     * @param argument the caller's parameter name, for error messages
     */
    public static long duration(Scratch s, String argument, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(argument + ": " + nanos);
        }
        return limit(s, nanos);
    }

    private static long timespec(Scratch s, long sec, long nsec) {
        long address = s.alloc(SIZE);
        s.set64(address + SEC, sec);
        s.set64(address + NSEC, nsec);
        return address;
    }

    /**
     * Writes {@code atime} and {@code mtime} to {@code s} as a pair of {@code struct timespec}, and returns the address of the
     * pair.
     */
    public long of(Scratch s, Timespec atime, Timespec mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.sec(), atime.nsec(), mtime.sec(), mtime.nsec());
    }

    /**
     * Writes {@code atime} and {@code mtime} to {@code s} as a pair of {@code struct timespec}, and returns the address of the
     * pair.
     */
    public long of(Scratch s, Instant atime, Instant mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.getEpochSecond(), atime.getNano(), mtime.getEpochSecond(), mtime.getNano());
    }

    /**
     * Writes {@code atime} and {@code mtime} to {@code s} as a pair of {@code struct timespec}, and returns the address of the
     * pair.
     */
    public long of(Scratch s, Timeval atime, Timeval mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.sec(), nanos(atime.usec()), mtime.sec(), nanos(mtime.usec()));
    }

    /**
     * Writes {@code atime} and {@code mtime} to {@code s} as a pair of {@code struct timeval}, and returns the address of the
     * pair. Returns {@link #NONE} if the microseconds of a time are out of range. This method checks the range because the
     * functions of macOS do not: they multiply the microseconds without a check.
     */
    public long micros(Scratch s, Timeval atime, Timeval mtime) {
        Struct first = struct("atime", atime);
        Struct second = struct("mtime", mtime);
        long pair = s.alloc(2 * first.bytes().length);
        s.copyFrom(first, pair);
        s.copyFrom(second, pair + first.bytes().length);
        return isInRange(atime.usec()) && isInRange(mtime.usec()) ? pair : NONE;
    }

    private static long pair(Scratch s, long atimeSec, long atimeNsec, long mtimeSec, long mtimeNsec) {
        long pair = s.alloc(2 * SIZE);
        s.set64(pair + SEC, atimeSec);
        s.set64(pair + NSEC, atimeNsec);
        s.set64(pair + SIZE + SEC, mtimeSec);
        s.set64(pair + SIZE + NSEC, mtimeNsec);
        return pair;
    }

    /**
     * Converts {@code micros} to nanoseconds. If {@code micros} is out of range, returns a number of nanoseconds that is also out
     * of range. The kernel then fails with EINVAL. A plain multiplication could overflow, and the product could be a valid number
     * of nanoseconds.
     */
    private static long nanos(long micros) {
        return isInRange(micros) ? TimeUnit.MICROSECONDS.toNanos(micros) : NANOS;
    }

    private static boolean isInRange(long micros) {
        return micros >= 0 && micros < MICROS;
    }
}
