package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.ClockSettingContract;
import posixkit.ffi.Native;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.UnixClocks;

class LinuxClockSettingTest extends ClockSettingContract {
    /** A libc that records the arguments, sets no clock, and returns an invented adjustment. */
    private static final String RECORDER = """
            long seen[4];
            int settimeofday(const long *tv, const void *tz) {
                seen[0] = tv[0], seen[1] = tv[1], seen[2] = tz != 0;
                return 0;
            }
            int clock_settime(int clock, const long *ts) {
                seen[0] = ts[0], seen[1] = ts[1], seen[2] = clock;
                return 0;
            }
            int adjtime(const long *delta, long *old) {
                seen[0] = delta ? delta[0] : 71, seen[1] = delta ? delta[1] : 72, seen[2] = delta != 0, seen[3] = old != 0;
                if (old) old[0] = -3, old[1] = -250000;
                return 0;
            }
            """;

    /** Normally nobody adjusts the clock of the machine; if somebody does, the test is skipped. */
    @Test
    void adjtimeOfNothingReadsWhatIsLeft() throws IOException {
        Clocks clock = Posix.get().clocks();
        Timeval left = clock.newTimeval().sec(11).usec(12);
        clock.adjtime(null, left);
        assumeTrue(left.toDuration().isZero(), "the clock is being adjusted");
        assertEquals(0, left.sec());
        assertEquals(0, left.usec());
        clock.adjtime(null, null);
    }

    @Test
    @NeedsTool("cc")
    void theClockIsSetToTheTimeThatWasAskedFor(@TempDir Path directory) throws IOException {
        Native libc =
                Native.library(Compiler.library(directory, "clock", RECORDER).toString());
        Clocks clock = new UnixClocks(LinuxBodies.over(libc));
        clock.settimeofday(clock.newTimeval().set(Instant.ofEpochSecond(1_234_567_890_123L, 456_789_000)));
        assertEquals(1_234_567_890_123L, seen(libc, 0));
        assertEquals(456_789, seen(libc, 1));
        assertEquals(0, seen(libc, 2), "a time zone");
        clock.clockSettime(5, Timespec.of(1_234_567_890_124L, 456_789_123));
        assertEquals(1_234_567_890_124L, seen(libc, 0));
        assertEquals(456_789_123, seen(libc, 1));
        assertEquals(5, seen(libc, 2), "the clock");
    }

    @Test
    @NeedsTool("cc")
    void theClockIsAdjustedByWhatWasAskedForAndWhatIsLeftIsTold(@TempDir Path directory) throws IOException {
        Native libc =
                Native.library(Compiler.library(directory, "clock", RECORDER).toString());
        Clocks clock = new UnixClocks(LinuxBodies.over(libc));
        Timeval delta = clock.newTimeval().sec(-5).usec(-678);
        Timeval left = clock.newTimeval();
        clock.adjtime(delta, left);
        assertEquals(-5, seen(libc, 0));
        assertEquals(-678, seen(libc, 1));
        assertEquals(Duration.ofMillis(-3250), left.toDuration());
        assertEquals(-5, delta.sec());
        clock.adjtime(delta, delta);
        assertEquals(-678, seen(libc, 1), "read before it is written");
        assertEquals(-250_000, delta.usec());
        clock.adjtime(null, left);
        assertEquals(0, seen(libc, 2));
        clock.adjtime(delta, null);
        assertEquals(1, seen(libc, 2));
        assertEquals(0, seen(libc, 3));
    }

    @Test
    @NeedsTool("cc")
    void whatLibcLacksIsEnosys(@TempDir Path directory) throws IOException {
        Native libc =
                Native.library(Compiler.library(directory, "clock", RECORDER).toString());
        Clocks clock = new UnixClocks(LinuxBodies.over(libc));
        assertErrno(ENOSYS, () -> clock.clockGettime(0));
    }

    private static long seen(Native libc, int index) {
        return Native.pointerAt(libc.symbol("seen") + (long) index * Long.BYTES);
    }
}
