package posixkit.linux;

import static posixkit.onlinux.constants.LinuxClockId.TIMER_ABSTIME;

import java.util.Objects;
import posixkit.linux.call.LinuxClockCalls;
import posixkit.linux.layout.Timex_t;
import posixkit.onlinux.OnLinuxClocks;
import posixkit.onlinux.Timex;
import posixkit.time.Timespec;
import posixkit.unix.Scratch;
import posixkit.unix.Times;

final class LinuxOnlyClocks implements OnLinuxClocks {
    private final LinuxClockCalls calls;

    LinuxOnlyClocks(LinuxClockCalls calls) {
        this.calls = calls;
    }

    @Override
    public int clockNanosleepOrErrno(int clock, long timeNanos) {
        try (Scratch s = Scratch.open()) {
            return calls.clock_nanosleep(clock, 0, Times.duration(s, "timeNanos", timeNanos), 0);
        }
    }

    @Override
    public int clockNanosleepOrErrno(int clock, Timespec until) {
        Objects.requireNonNull(until, "until");
        try (Scratch s = Scratch.open()) {
            return calls.clock_nanosleep(clock, TIMER_ABSTIME, Times.of(s, until), 0);
        }
    }

    @Override
    public int adjtimexOrErrno(Timex timex) {
        Timex_t value = own(timex);
        try (Scratch s = Scratch.open()) {
            long address = s.struct(value);
            return s.filled(calls.adjtimex(address), address, value);
        }
    }

    @Override
    public int clockAdjtimeOrErrno(int clock, Timex timex) {
        Timex_t value = own(timex);
        try (Scratch s = Scratch.open()) {
            long address = s.struct(value);
            return s.filled(calls.clock_adjtime(clock, address), address, value);
        }
    }

    @Override
    public Timex newTimex() {
        return new Timex_t();
    }

    private static Timex_t own(Timex timex) {
        if (Objects.requireNonNull(timex, "timex") instanceof Timex_t value) {
            return value;
        }
        throw new IllegalArgumentException("timex: not from newTimex()");
    }
}
