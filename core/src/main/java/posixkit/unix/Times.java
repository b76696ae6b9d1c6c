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

/** Writes times that a caller passes in, as the structures of this system. <b>Internal.</b> The caller may implement the interfaces. */
public final class Times {
    /** In place of a pair of times: now. Setting it needs only write permission. */
    public static final long NOW = 0;

    /** In place of a pair of times: its microseconds are out of range. */
    public static final long NONE = -1;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Layouts layouts;
    private final Class<?> timespec;
    private final Class<?> timeval;

    public Times(Layouts layouts) {
        this.layouts = layouts;
        timespec = layouts.newTimespec().getClass();
        timeval = layouts.newTimeval().getClass();
    }

    /** Returns {@code time} as a structure of this system. */
    Struct struct(String argument, Timespec time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (time.getClass() == timespec
                        ? time
                        : layouts.newTimespec().sec(time.sec()).nsec(time.nsec()));
    }

    /** Returns {@code time} as a structure of this system. */
    Struct struct(String argument, Timeval time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (time.getClass() == timeval
                        ? time
                        : layouts.newTimeval().sec(time.sec()).usec(time.usec()));
    }

    /** Returns the address of a pair of {@code timespec}. */
    public long of(Scratch s, Timespec atime, Timespec mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.sec(), atime.nsec(), mtime.sec(), mtime.nsec());
    }

    /** Returns the address of a pair of {@code timespec}. */
    public long of(Scratch s, Instant atime, Instant mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.getEpochSecond(), atime.getNano(), mtime.getEpochSecond(), mtime.getNano());
    }

    /** Returns the address of a pair of {@code timespec}. */
    public long of(Scratch s, Timeval atime, Timeval mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return pair(s, atime.sec(), nanos(atime.usec()), mtime.sec(), nanos(mtime.usec()));
    }

    /**
     * Returns the address of a pair of {@code timeval}, or {@link #NONE} if microseconds are out of range: Darwin's calls multiply
     * them without a check.
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
     * Keeps microseconds that are out of range out of range, so that the system refuses them. A product that overflows could be a
     * valid time, UTIME_NOW or UTIME_OMIT.
     */
    private static long nanos(long micros) {
        return isInRange(micros) ? TimeUnit.MICROSECONDS.toNanos(micros) : NANOS;
    }

    private static boolean isInRange(long micros) {
        return micros >= 0 && micros < MICROS;
    }
}
