package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_PROCESS_CPUTIME_ID;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.ClockId.CLOCK_THREAD_CPUTIME_ID;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_BOOTTIME;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_MONOTONIC_COARSE;
import static posixkit.onlinux.constants.LinuxTimex.ADJ_FREQUENCY;
import static posixkit.onlinux.constants.LinuxTimex.ADJ_SETOFFSET;
import static posixkit.onlinux.constants.LinuxTimex.STA_NANO;
import static posixkit.onlinux.constants.LinuxTimex.TIME_ERROR;
import static posixkit.onlinux.constants.LinuxTimex.TIME_OK;
import static posixkit.onlinux.constants.LinuxTimex.TIME_WAIT;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxClockCalls;
import posixkit.onlinux.OnLinuxClocks;
import posixkit.onlinux.Timex;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.time.Timespec;

/**
 * Tests {@link OnLinuxClocks}. The JDK's clocks are the oracles. No test adjusts the machine's clock: a C library takes what would be
 * set.
 */
class LinuxOnlyClocksTest {
    private static final long SHORT = 2_000_345;
    private static final int NO_CLOCK = 99;

    private final OnLinuxClocks clocks = Posix.get().onLinux().clocks();

    /** Reads the time of another thread's clock after it has given up root, for the test of EPERM. */
    static final class Nobody {
        private Nobody() {}

        public static void main(String[] arguments) throws IOException {
            OnLinuxClocks clocks = Posix.get().onLinux().clocks();
            Timex timex = clocks.newTimex();
            clocks.adjtimexOrErrno(timex);
            Posix.get().ids().setuid(1234);
            System.in.read();
            int reading = clocks.adjtimexOrErrno(timex.modes(0));
            int adjusting = clocks.adjtimexOrErrno(timex.modes(ADJ_FREQUENCY));
            int setting = clocks.clockAdjtimeOrErrno(CLOCK_REALTIME, timex.modes(ADJ_SETOFFSET));
            System.out.println((reading >= 0) + " " + adjusting + " " + setting);
        }
    }

    private static Timespec in(int clock, long nanos) throws IOException {
        Timespec now = Posix.get().clocks().clockGettime(clock);
        long sum = now.nsec() + nanos;
        return Timespec.of(now.sec() + Math.floorDiv(sum, 1_000_000_000L), Math.floorMod(sum, 1_000_000_000L));
    }

    @Test
    void sleepsByAClock() throws IOException {
        for (int clock : new int[] {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME}) {
            long start = System.nanoTime();
            clocks.clockNanosleep(clock, SHORT);
            assertTrue(System.nanoTime() - start >= SHORT, "too early by clock " + clock);
        }
        assertEquals(0, clocks.clockNanosleepOrErrno(CLOCK_MONOTONIC, 0));
        assertRefused("timeNanos", () -> clocks.clockNanosleep(CLOCK_MONOTONIC, -1));
        assertErrno(EINVAL, () -> clocks.clockNanosleep(NO_CLOCK, 1));
        assertErrno(EINVAL, () -> clocks.clockNanosleep(CLOCK_THREAD_CPUTIME_ID, 1));
        assertMinus(EOPNOTSUPP, clocks.clockNanosleepOrErrno(CLOCK_MONOTONIC_COARSE, 1));
    }

    @Test
    void sleepsUntilATime() throws IOException {
        for (int clock : new int[] {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME}) {
            long start = System.nanoTime();
            clocks.clockNanosleep(clock, in(clock, SHORT));
            assertTrue(System.nanoTime() - start >= SHORT, "too early by clock " + clock);
            clocks.clockNanosleep(clock, in(clock, -SHORT));
        }
        assertErrno(EINVAL, () -> clocks.clockNanosleep(NO_CLOCK, Timespec.of(1, 0)));
        assertErrno(EINVAL, () -> clocks.clockNanosleep(CLOCK_MONOTONIC, Timespec.of(1, 1_000_000_000)));
        assertErrno(EINVAL, () -> clocks.clockNanosleep(CLOCK_REALTIME, Timespec.of(-1, 0)));
        assertNullRefused("until", () -> clocks.clockNanosleep(CLOCK_REALTIME, null));
    }

    /** Other threads of the JVM use the processor meanwhile. */
    @Test
    void sleepsByTheProcessorTime() throws Exception {
        Thread busy = new Thread(() -> {
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
        });
        busy.start();
        Timespec until = in(CLOCK_PROCESS_CPUTIME_ID, TimeUnit.MILLISECONDS.toNanos(20));
        clocks.clockNanosleep(CLOCK_PROCESS_CPUTIME_ID, until);
        Timespec now = Posix.get().clocks().clockGettime(CLOCK_PROCESS_CPUTIME_ID);
        busy.interrupt();
        busy.join();
        assertTrue(now.toDuration().compareTo(until.toDuration()) >= 0, now + " is before " + until);
    }

    @Test
    void readingTellsTheTime() throws IOException {
        Timex timex = clocks.newTimex();
        Instant before = Instant.now();
        int state = clocks.adjtimex(timex);
        Instant after = Instant.now();
        assertTrue(state >= TIME_OK && state <= TIME_ERROR && TIME_WAIT < TIME_ERROR, state + "");
        long nanos = (timex.status() & STA_NANO) != 0 ? timex.timeUsec() : timex.timeUsec() * 1000;
        Instant told = Instant.ofEpochSecond(timex.timeSec(), nanos);
        assertTrue(
                !told.isBefore(before.minusNanos(before.getNano() % 1000)) && !told.isAfter(after),
                before + " <= " + told + " <= " + after);
        assertTrue(timex.tick() >= 9000 && timex.tick() <= 11_000, timex.toString());
        assertEquals(32_768_000, timex.tolerance(), "half a thousandth");
        assertEquals(state, clocks.clockAdjtime(CLOCK_REALTIME, timex));
        assertTrue(timex.timeSec() >= before.getEpochSecond(), timex.toString());
    }

    @Test
    void failuresHaveTheirErrno() {
        Timex timex = clocks.newTimex();
        assertErrno(EOPNOTSUPP, () -> clocks.clockAdjtime(CLOCK_MONOTONIC, timex));
        assertErrno(EINVAL, () -> clocks.clockAdjtime(NO_CLOCK, timex));
        assertNullRefused("timex", () -> clocks.adjtimex(null));
        Timex foreign = (Timex) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Timex.class}, (proxy, method, arguments) -> 0);
        assertRefused("timex", () -> clocks.adjtimex(foreign));
        assertRefused("timex", () -> clocks.clockAdjtime(CLOCK_REALTIME, foreign));
    }

    @Test
    @NeedsRoot
    void nobodyMayAdjust() throws IOException {
        try (ChildJvm child = ChildJvm.start(Nobody.class)) {
            assertEquals("true -" + EPERM + " -" + EPERM, child.ask(""));
        }
    }

    /** A compiler tells which member is where. */
    @Test
    @NeedsTool("cc")
    void eachMemberIsInItsPlace(@TempDir Path directory) throws IOException {
        String library = """
                #include <errno.h>
                #include <time.h>
                #include <sys/timex.h>
                static int set(struct timex *t) {
                    if (t->modes != 1 || t->offset != 2 || t->freq != 3 || t->maxerror != 4 || t->esterror != 5
                            || t->status != 6 || t->constant != 7 || t->time.tv_sec != 8 || t->time.tv_usec != 9
                            || t->tick != 10)
                        return errno = ERANGE, -1;
                    t->modes = -1, t->offset = -2, t->freq = -3, t->maxerror = -4, t->esterror = -5, t->status = -6;
                    t->constant = -7, t->time.tv_sec = -8, t->time.tv_usec = -9, t->tick = -10;
                    t->precision = -11, t->tolerance = -12, t->tai = -13;
                    return TIME_DEL;
                }
                int adjtimex(struct timex *t) { return set(t); }
                int clock_adjtime(clockid_t clock, struct timex *t) { return clock == 77 ? set(t) : (errno = ENODEV, -1); }
                """;
        Native libc =
                Native.library(Compiler.library(directory, "timex", library).toString());
        OnLinuxClocks over = new LinuxOnlyClocks(new JnrLinuxClockCalls(libc));
        for (boolean isAny : new boolean[] {false, true}) {
            Timex timex = over.newTimex()
                    .modes(1)
                    .offset(2)
                    .freq(3)
                    .maxerror(4)
                    .esterror(5)
                    .status(6)
                    .constant(7)
                    .timeSec(8)
                    .timeUsec(9)
                    .tick(10);
            assertEquals(2, isAny ? over.clockAdjtime(77, timex) : over.adjtimex(timex));
            long[] told = {
                timex.modes(), timex.offset(), timex.freq(), timex.maxerror(), timex.esterror(), timex.status(),
                timex.constant(), timex.timeSec(), timex.timeUsec(), timex.tick(), timex.precision(), timex.tolerance(),
                timex.tai()
            };
            for (int i = 0; i < told.length; i++) {
                assertEquals(-1 - i, told[i]);
            }
        }
        assertMinus(Errno.ENODEV, over.clockAdjtimeOrErrno(1, over.newTimex()));
    }
}
