package posixkit.unix;

import java.util.function.Supplier;
import posixkit.Struct;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Implements {@link Clocks} for Linux and macOS. <b>Internal.</b> */
public final class UnixClocks implements Clocks {
    private final LibC libc;
    private final Supplier<ClockCalls> calls;
    private final Layouts layouts;
    private final Times times;
    private final Timeval timeval;
    private final Timespec timespec;

    public UnixClocks(Bindings bindings) {
        libc = bindings.libc();
        layouts = bindings.layouts();
        calls = bindings.lazily(ClockCalls.class);
        times = new Times(layouts);
        timeval = layouts.newTimeval();
        timespec = layouts.newTimespec();
    }

    @Override
    public int gettimeofdayOrErrno(Timeval into) {
        Struct time = Layouts.own("into", into, timeval);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            return filled(Result.negate(libc.gettimeofday(buffer, 0)), s, buffer, time);
        }
    }

    @Override
    public int settimeofdayOrErrno(Timeval time) {
        Struct value = times.struct("time", time);
        try (Scratch s = Scratch.open()) {
            return Result.negate(calls.get().settimeofday(s.struct(value), 0));
        }
    }

    @Override
    public int adjtimeOrErrno(Timeval delta, Timeval oldDelta) {
        Struct value = delta == null ? null : times.struct("delta", delta);
        Struct old = oldDelta == null ? null : Layouts.own("oldDelta", oldDelta, timeval);
        try (Scratch s = Scratch.open()) {
            long wanted = value == null ? 0 : s.struct(value);
            long left = old == null ? 0 : s.alloc(old.bytes().length);
            int result = Result.negate(calls.get().adjtime(wanted, left));
            return old == null ? result : filled(result, s, left, old);
        }
    }

    @Override
    public int clockGettimeOrErrno(int clock, Timespec into) {
        Struct time = Layouts.own("into", into, timespec);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            return filled(Result.negate(calls.get().clock_gettime(clock, buffer)), s, buffer, time);
        }
    }

    @Override
    public int clockGetresOrErrno(int clock, Timespec into) {
        Struct resolution = Layouts.own("into", into, timespec);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(resolution.bytes().length);
            return filled(Result.negate(calls.get().clock_getres(clock, buffer)), s, buffer, resolution);
        }
    }

    @Override
    public Timeval newTimeval() {
        return layouts.newTimeval();
    }

    @Override
    public Timespec newTimespec() {
        return layouts.newTimespec();
    }

    /**
     * Called with the {@code result} of a C function that writes a structure to {@code buffer}. Copies the structure to
     * {@code into}, unless the C function failed. Returns {@code result}.
     */
    private static int filled(int result, Scratch s, long buffer, Struct into) {
        if (result >= 0) {
            s.copyTo(into, buffer);
        }
        return result;
    }
}
