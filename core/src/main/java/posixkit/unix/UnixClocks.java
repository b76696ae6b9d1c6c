package posixkit.unix;

import java.util.Objects;
import posixkit.Struct;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Clocks} for Linux and macOS. <b>Internal.</b> */
public final class UnixClocks implements Clocks {
    private final UnixCalls calls;
    private final Layouts layouts;
    private final Times times;

    public UnixClocks(Bindings bindings) {
        layouts = bindings.layouts();
        calls = bindings.calls();
        times = new Times(layouts);
    }

    @Override
    public int gettimeofdayOrErrno(Timeval into) {
        Struct time = layouts.own("into", into, Layouts.TIMEVAL);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            return s.filled(calls.clock().gettimeofday(buffer, 0), buffer, time);
        }
    }

    @Override
    public int settimeofdayOrErrno(Timeval time) {
        Struct value = times.struct("time", time);
        try (Scratch s = Scratch.open()) {
            return calls.clock().settimeofday(s.struct(value), 0);
        }
    }

    @Override
    public int adjtimeOrErrno(Timeval delta, Timeval oldDelta) {
        Struct value = delta == null ? null : times.struct("delta", delta);
        Struct old = oldDelta == null ? null : layouts.own("oldDelta", oldDelta, Layouts.TIMEVAL);
        try (Scratch s = Scratch.open()) {
            long wanted = value == null ? 0 : s.struct(value);
            long left = old == null ? 0 : s.alloc(old.bytes().length);
            int result = calls.clock().adjtime(wanted, left);
            return old == null ? result : s.filled(result, left, old);
        }
    }

    @Override
    public int clockGettimeOrErrno(int clock, Timespec into) {
        Struct time = layouts.own("into", into, Layouts.TIMESPEC);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            return s.filled(calls.clock().clock_gettime(clock, buffer), buffer, time);
        }
    }

    @Override
    public int clockGetresOrErrno(int clock, Timespec into) {
        Struct resolution = layouts.own("into", into, Layouts.TIMESPEC);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(resolution.bytes().length);
            return s.filled(calls.clock().clock_getres(clock, buffer), buffer, resolution);
        }
    }

    @Override
    public int clockSettimeOrErrno(int clock, Timespec time) {
        Objects.requireNonNull(time, "time");
        try (Scratch s = Scratch.open()) {
            return calls.clock().clock_settime(clock, Times.of(s, time));
        }
    }

    @Override
    public long time() {
        return calls.clock().time(0);
    }

    @Override
    public int nanosleepOrErrno(long timeNanos) {
        try (Scratch s = Scratch.open()) {
            return calls.clock().nanosleep(Times.duration(s, "timeNanos", timeNanos), 0);
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
}
