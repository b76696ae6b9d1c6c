package posixkit.examples.doctor;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_PROCESS_CPUTIME_ID;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.ClockId.ITIMER_REAL;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Sysconf._SC_CLK_TCK;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.OnDarwinClocks;
import posixkit.process.Signals.IntervalTimer;
import posixkit.process.Tms;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Checks the calls for clocks and timers: compares them with the clocks of the JDK. Sets no clock. */
final class ClockChecks {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long HOUR = 3_600_000_000L;

    private final Posix posix;
    private final Clocks clocks;

    private ClockChecks(Posix posix) {
        this.posix = posix;
        clocks = posix.clocks();
    }

    static void run(Posix posix, Checkup checkup) {
        ClockChecks checks = new ClockChecks(posix);
        checkup.check("gettimeofday, time", checks::time);
        checkup.check("clock_gettime", checks::clocks);
        checkup.check("clock_getres", checks::resolutions);
        checkup.check("nanosleep", checks::sleep);
        checkup.check("adjtime", checks::adjustment);
        checkup.check("setitimer, alarm", checks::timers);
        checkup.check("times", checks::times);
        if (Target.IS_DARWIN) {
            checkup.check("mach_absolute_time", checks::mach);
        }
    }

    private String time() throws Exception {
        Instant before = Instant.now();
        Instant time = clocks.gettimeofday().toInstant();
        within("milliseconds past", Duration.between(before, time).toMillis(), -1, SOON.toMillis());
        within("seconds past", clocks.time() - before.getEpochSecond(), -1, SOON.toSeconds());
        return time.toString();
    }

    private String clocks() throws Exception {
        Instant before = Instant.now();
        Instant time = clocks.clockGettime(CLOCK_REALTIME).toInstant();
        within("milliseconds past", Duration.between(before, time).toMillis(), -1, SOON.toMillis());
        Timespec first = clocks.clockGettime(CLOCK_MONOTONIC);
        Timespec second = clocks.clockGettime(CLOCK_MONOTONIC);
        Duration step = second.toDuration().minus(first.toDuration());
        within("nanoseconds of one step", step.toNanos(), 0, SOON.toNanos());
        Duration used = clocks.clockGettime(CLOCK_PROCESS_CPUTIME_ID).toDuration();
        Duration jdk = ProcessHandle.current().info().totalCpuDuration().orElse(used);
        within("milliseconds between two clocks", used.minus(jdk).toMillis(), -SOON.toMillis(), SOON.toMillis());
        return "monotonic since " + first.toDuration().truncatedTo(ChronoUnit.SECONDS);
    }

    private String resolutions() throws Exception {
        Duration resolution = clocks.clockGetres(CLOCK_MONOTONIC).toDuration();
        within("nanoseconds", resolution.toNanos(), 1, 100_000_000);
        return resolution.toNanos() + " ns";
    }

    private String sleep() throws Exception {
        long before = System.nanoTime();
        clocks.nanosleep(20_000_000);
        long slept = System.nanoTime() - before;
        within("nanoseconds", slept, 19_000_000, SOON.toNanos());
        return "20 ms took " + slept / 1_000_000 + " ms";
    }

    /** Reads what is left of an adjustment, and sets none. macOS refuses this to everybody. */
    private String adjustment() throws Exception {
        Timeval left = clocks.newTimeval();
        int result = clocks.adjtimeOrErrno(null, left);
        boolean isRefused = Target.IS_DARWIN && (result == -EPERM || result == -EFAULT);
        same("adjtime", result == 0 || isRefused, true);
        return result == 0 ? left.toDuration() + " left" : "fails with " + -result;
    }

    /** Sets the alarm far away and removes it at once. */
    private String timers() throws Exception {
        posix.signals().setitimer(ITIMER_REAL, HOUR, 0);
        try {
            IntervalTimer timer = posix.signals().getitimer(ITIMER_REAL);
            within("microseconds", timer.valueMicros(), HOUR - 60_000_000, HOUR);
        } finally {
            posix.signals().setitimer(ITIMER_REAL, 0, 0);
        }
        same("seconds left", posix.signals().alarm(3600), 0);
        int left = posix.signals().alarm(0);
        within("seconds left", left, 3500, 3600);
        return "an hour, removed at once";
    }

    private String times() throws Exception {
        Tms used = posix.processes().newTms();
        posix.processes().times(used);
        long ticks = posix.host().sysconf(_SC_CLK_TCK).orElseThrow();
        long ours = (used.utime() + used.stime()) * 1000 / ticks;
        long jdk = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(ours);
        within("milliseconds between two clocks", ours - jdk, -SOON.toMillis(), SOON.toMillis());
        return ours + " ms";
    }

    private String mach() throws Exception {
        OnDarwinClocks mach = posix.onDarwin().clocks();
        MachTimebase base = mach.machTimebaseInfo();
        within("numer", base.numer(), 1, Integer.MAX_VALUE);
        within("denom", base.denom(), 1, Integer.MAX_VALUE);
        long before = System.nanoTime();
        long start = mach.machAbsoluteTime();
        clocks.nanosleep(10_000_000);
        long elapsed = (mach.machAbsoluteTime() - start) * base.numer() / base.denom();
        within("nanoseconds", elapsed, 9_000_000, System.nanoTime() - before);
        within("continuous time, later than absolute", mach.machContinuousTime() - start, 0, Long.MAX_VALUE);
        return "one tick is " + base.numer() + "/" + base.denom() + " ns";
    }
}
