package posixkit.unix;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.Struct;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Writes times that a caller passes in as the structures of this system. <b>Internal.</b> */
public final class Times {
    /** In place of a pair of times: now. Setting it needs only the right to write. */
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

    /** Returns {@code time} as a structure of this system. The caller may have implemented the interface. */
    Struct struct(String argument, Timespec time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (time.getClass() == timespec
                        ? time
                        : layouts.newTimespec().sec(time.sec()).nsec(time.nsec()));
    }

    /** Returns {@code time} as a structure of this system. The caller may have implemented the interface. */
    Struct struct(String argument, Timeval time) {
        Objects.requireNonNull(time, argument);
        return (Struct)
                (time.getClass() == timeval
                        ? time
                        : layouts.newTimeval().sec(time.sec()).usec(time.usec()));
    }

    /** Writes both times and returns their address. */
    public long of(Scratch s, Timespec atime, Timespec mtime) {
        return pair(s, struct("atime", atime).bytes(), struct("mtime", mtime).bytes());
    }

    private static long pair(Scratch s, byte[] first, byte[] second) {
        byte[] pair = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, pair, first.length, second.length);
        return s.bytes(pair, 0, pair.length);
    }

    public long of(Scratch s, Instant atime, Instant mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return of(s, layouts.newTimespec().set(atime), layouts.newTimespec().set(mtime));
    }

    public long of(Scratch s, Timeval atime, Timeval mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        return of(s, nanos(atime), nanos(mtime));
    }

    /**
     * Writes both times in microseconds and returns their address, or {@link #NONE} if microseconds are out of range: the functions
     * that take them do not check.
     */
    public long micros(Scratch s, Timeval atime, Timeval mtime) {
        byte[] first = struct("atime", atime).bytes();
        byte[] second = struct("mtime", mtime).bytes();
        return inRange(atime.usec()) && inRange(mtime.usec()) ? pair(s, first, second) : NONE;
    }

    private static boolean inRange(long micros) {
        return micros >= 0 && micros < MICROS;
    }

    /**
     * Converts microseconds to nanoseconds. Microseconds that are out of range become nanoseconds that are: multiplied, they could
     * become a valid time, or one of the two special values.
     */
    private Timespec nanos(Timeval time) {
        long micros = time.usec();
        return layouts.newTimespec()
                .sec(time.sec())
                .nsec(inRange(micros) ? TimeUnit.MICROSECONDS.toNanos(micros) : NANOS);
    }
}
