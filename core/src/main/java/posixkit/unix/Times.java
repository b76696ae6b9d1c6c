package posixkit.unix;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** The pair of times that is given to a file: last read, last written. <b>Internal.</b> */
public final class Times {
    /** In place of a pair: now, which takes no more than the right to write. */
    static final long NOW = 0;

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
        byte[] first = Layouts.own(atime, ours).bytes();
        byte[] second = Layouts.own(mtime, ours).bytes();
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

    /**
     * What is out of range stays so, in whatever way the system refuses: a number too large to be multiplied could come
     * out as a time, or as one of the two that mean something else.
     */
    private Timespec nanos(Timeval time) {
        Layouts.own(time, ourTimeval);
        long micros = time.usec();
        boolean inRange = micros >= 0 && micros < MICROS;
        return layouts.newTimespec().sec(time.sec()).nsec(inRange ? TimeUnit.MICROSECONDS.toNanos(micros) : NANOS);
    }
}
