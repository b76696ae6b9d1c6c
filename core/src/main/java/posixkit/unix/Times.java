package posixkit.unix;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** The pair of times that is given to a file: last read, last written. <b>Internal.</b> */
public final class Times {
    /** In place of a pair: now, which takes no more than the right to write. */
    public static final long NOW = 0;

    /** In place of a pair: a number of microseconds in it is none. */
    public static final long NONE = -1;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Layouts layouts;
    private final Timespec ours;
    private final Timeval ourTimeval;

    public Times(Layouts layouts) {
        this.layouts = layouts;
        ours = layouts.newTimespec();
        ourTimeval = layouts.newTimeval();
    }

    /** Where the two now lie. */
    public long of(Scratch s, Timespec atime, Timespec mtime) {
        return pair(
                s, Layouts.own(atime, ours).bytes(), Layouts.own(mtime, ours).bytes());
    }

    private static long pair(Scratch s, byte[] first, byte[] second) {
        byte[] pair = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, pair, first.length, second.length);
        return s.bytes(pair, 0, pair.length);
    }

    public long of(Scratch s, Instant atime, Instant mtime) {
        return of(s, layouts.newTimespec().set(atime), layouts.newTimespec().set(mtime));
    }

    public long of(Scratch s, Timeval atime, Timeval mtime) {
        return of(s, nanos(atime), nanos(mtime));
    }

    /** As they are, for calls that take microseconds and multiply without a look; {@link #NONE} where they should have looked. */
    public long micros(Scratch s, Timeval atime, Timeval mtime) {
        byte[] first = Layouts.own(atime, ourTimeval).bytes();
        byte[] second = Layouts.own(mtime, ourTimeval).bytes();
        return inRange(atime.usec()) && inRange(mtime.usec()) ? pair(s, first, second) : NONE;
    }

    private static boolean inRange(long micros) {
        return micros >= 0 && micros < MICROS;
    }

    /**
     * What is out of range stays so, in whatever way the system refuses: a number too large to be multiplied could come
     * out as a time, or as one of the two that mean something else.
     */
    private Timespec nanos(Timeval time) {
        Layouts.own(time, ourTimeval);
        long micros = time.usec();
        return layouts.newTimespec()
                .sec(time.sec())
                .nsec(inRange(micros) ? TimeUnit.MICROSECONDS.toNanos(micros) : NANOS);
    }
}
