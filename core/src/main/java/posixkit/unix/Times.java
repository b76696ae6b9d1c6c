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

/** Writes the pair of times that calls set on files: last access, last write. <b>Internal.</b> */
public final class Times {
    /** In place of a pair: the current time, which needs no more than write permission. */
    public static final long NOW = 0;

    /** In place of a pair: microseconds out of range. */
    public static final long NONE = -1;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Timespec ownTimespec;
    private final Timeval ownTimeval;

    public Times(Layouts layouts) {
        ownTimespec = layouts.newTimespec();
        ownTimeval = layouts.newTimeval();
    }

    /** Returns the address of a pair of {@code timespec}. */
    public long of(Scratch s, Timespec atime, Timespec mtime) {
        Layouts.own("atime", atime, ownTimespec);
        Layouts.own("mtime", mtime, ownTimespec);
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
        Layouts.own("atime", atime, ownTimeval);
        Layouts.own("mtime", mtime, ownTimeval);
        return pair(s, atime.sec(), nanos(atime.usec()), mtime.sec(), nanos(mtime.usec()));
    }

    /**
     * Returns the address of a pair of {@code timeval}, or {@link #NONE} if microseconds are out of range: Darwin's calls multiply
     * them without a check.
     */
    public long micros(Scratch s, Timeval atime, Timeval mtime) {
        Struct first = Layouts.own("atime", atime, ownTimeval);
        Struct second = Layouts.own("mtime", mtime, ownTimeval);
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
