package posixkit.unix;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** {@link Clocks}. <b>Internal.</b> */
public final class UnixClocks implements Clocks {
    private final LibC libc;
    private final Supplier<ClockCalls> calls;
    private final Layouts layouts;
    private final Timeval ours;
    private final Timespec ourTimespec;

    public UnixClocks(Bindings bindings) {
        libc = bindings.libc();
        layouts = bindings.layouts();
        ours = layouts.newTimeval();
        calls = bindings.lazily(ClockCalls.class);
        ourTimespec = layouts.newTimespec();
    }

    @Override
    public void gettimeofday(Timeval into) throws ErrnoException {
        Struct time = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            Result.check(libc.gettimeofday(buffer, 0), "gettimeofday");
            s.copyTo(time, buffer);
        }
    }

    @Override
    public void settimeofday(Timeval time) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().settimeofday(s.struct(Layouts.own(time, ours)), 0), "settimeofday");
        }
    }

    @Override
    public void adjtime(Timeval delta, Timeval oldDelta) throws ErrnoException {
        Struct old = oldDelta == null ? null : Layouts.own(oldDelta, ours);
        try (Scratch s = Scratch.open()) {
            long wanted = delta == null ? 0 : s.struct(Layouts.own(delta, ours));
            long left = old == null ? 0 : s.alloc(old.bytes().length);
            Result.check(calls.get().adjtime(wanted, left), "adjtime");
            if (old != null) {
                s.copyTo(old, left);
            }
        }
    }

    @Override
    public void clockGettime(int clock, Timespec into) throws ErrnoException {
        Struct time = Layouts.own(into, ourTimespec);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            Result.check(calls.get().clock_gettime(clock, buffer), "clock_gettime", "clock", clock);
            s.copyTo(time, buffer);
        }
    }

    @Override
    public void clockGetres(int clock, Timespec into) throws ErrnoException {
        Struct resolution = Layouts.own(into, ourTimespec);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(resolution.bytes().length);
            Result.check(calls.get().clock_getres(clock, buffer), "clock_getres", "clock", clock);
            s.copyTo(resolution, buffer);
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
