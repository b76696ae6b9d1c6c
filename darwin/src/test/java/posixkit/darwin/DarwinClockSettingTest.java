package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.ondarwin.constants.DarwinClockId.CLOCK_UPTIME_RAW;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.ClockSettingContract;
import posixkit.ffi.Native;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.ProcessShell;
import posixkit.testing.TraceLines;
import posixkit.time.Clocks;
import posixkit.time.Timeval;

/** No test sets the machine's clock: a root without the privilege tries, and a library records the arguments. */
@NeedsTool("cc")
class DarwinClockSettingTest extends ClockSettingContract {
    /** Darwin's timeval has 32 bits of microseconds, and padding behind them. */
    private static final String RECORDER = """
            struct timeval { long sec; int usec; int none; };
            long seen[4];
            int settimeofday(const struct timeval *tv, const void *tz) {
                seen[0] = tv->sec, seen[1] = tv->usec, seen[2] = tz != 0;
                return 0;
            }
            int adjtime(const struct timeval *delta, struct timeval *old) {
                seen[0] = delta ? delta->sec : 71, seen[1] = delta ? delta->usec : 72, seen[2] = old != 0;
                if (old) old->sec = -3, old->usec = -250000, old->none = 0x55555555;
                return 0;
            }
            """;

    /** A number of Linux. */
    private static final int CAP_SYS_TIME = 25;

    /** Darwin checks the privilege before the arguments. */
    @Override
    protected String refused() {
        return "EPERM";
    }

    @Override
    protected long step() {
        return 1000;
    }

    @Test
    void theClockIsSetToTheTimeThatWasAskedFor(@TempDir Path directory) throws IOException {
        Native recorder = recorder(directory);
        Clocks clock = DarwinPosix.bind(recorder).clocks();
        clock.settimeofday(clock.newTimeval().set(Instant.ofEpochSecond(1_234_567_890_123L, 456_789_000)));
        assertEquals(List.of(1_234_567_890_123L, 456_789L, 0L), seen(recorder));
    }

    @Test
    void theClockIsAdjustedByWhatWasAskedForAndWhatIsLeftIsTold(@TempDir Path directory) throws IOException {
        Native recorder = recorder(directory);
        Clocks clock = DarwinPosix.bind(recorder).clocks();
        Timeval delta = clock.newTimeval().sec(-5).usec(-678);
        Timeval left = clock.newTimeval();
        clock.adjtime(delta, left);
        assertEquals(List.of(-5L, -678L, 1L), seen(recorder));
        assertEquals(Duration.ofMillis(-3250), left.toDuration());
        clock.adjtime(delta, null);
        assertEquals(List.of(-5L, -678L, 0L), seen(recorder));
        clock.adjtime(null, null);
        assertEquals(List.of(71L, 72L, 0L), seen(recorder));
    }

    /** Root without the one capability. Darwin rejects some arguments even of root; for the others Linux reports EPERM. */
    @Test
    @NeedsProc
    @NeedsRoot
    @NeedsTool("setpriv")
    void whatRootMayNotEither() throws IOException {
        Instant before = Instant.now();
        List<String> powerless = List.of("setpriv", "--bounding-set=-sys_time", "--inh-caps=-sys_time");
        try (ChildJvm child = ChildJvm.startBy(powerless, ProcessShell.class)) {
            assertCannotSetTheClock(child);
            assertEquals("EFAULT 11 12", child.ask(line("adjtime", "null")), "there is no asking alone");
            assertEquals("EPERM", child.ask(line("settimeofday", -1, 0)));
            assertEquals("EPERM 11 12", child.ask(line("adjtime", 0, 1)), "Linux, in the end");
        }
        assertTrue(Duration.between(before, Instant.now()).toMinutes() < 30, "and nothing has happened");
    }

    /** strace sees the calls that reach the system, and replaces them, so that they have no effect. */
    @Test
    @NeedsRoot
    @NeedsTool({"setpriv", "strace"})
    void whatReachesTheSystem(@TempDir Path directory) throws IOException {
        Path trace = directory.resolve("trace");
        List<String> watched = List.of(
                "setpriv",
                "--bounding-set=-sys_time",
                "--inh-caps=-sys_time",
                "strace",
                "-f",
                "--seccomp-bpf",
                "-o",
                trace.toString(),
                "-e",
                "trace=settimeofday,adjtimex",
                "-e",
                "inject=settimeofday,adjtimex:retval=0");
        try (ChildJvm child = ChildJvm.startBy(watched, ProcessShell.class)) {
            assertEquals("ok", child.ask("clock"));
            assertEquals("ok", child.ask(line("settimeofday", 1_700_000_001L, 234_567)));
            assertEquals("ok", child.ask(line("settimeofday", 1_700_000_001L, 1_234_567)));
            assertEquals("-3 -456789", child.ask(line("adjtime", -3, -456_789)), "what was asked is what is left");
        }
        String seen =
                String.join("\n", TraceLines.whole(Files.readAllLines(trace))).replaceAll(" +=", " =");
        assertTrue(seen.contains("settimeofday({tv_sec=1700000001, tv_usec=234567}, NULL) = 0 (INJECTED)"), seen);
        assertTrue(seen.contains("settimeofday({tv_sec=1700000002, tv_usec=234567}, NULL) = 0 (INJECTED)"), seen);
        assertTrue(seen.contains("modes=ADJ_OFFSET_SINGLESHOT, offset=-3456789"), seen);
    }

    @Test
    void theTimeSinceTheStartIsTheJdksNanoTime() throws IOException {
        long before = System.nanoTime();
        long now =
                Posix.get().clocks().clockGettime(CLOCK_UPTIME_RAW).toDuration().toNanos();
        long after = System.nanoTime();
        assertTrue(before <= now && now <= after, before + " <= " + now + " <= " + after);
    }

    /** Asks the child once, so that the launcher has dropped the capability by then. */
    private static void assertCannotSetTheClock(ChildJvm child) throws IOException {
        assertEquals("ok", child.ask("clock"));
        for (String held : child.ofAllThreads("CapEff")) {
            assertEquals(0, Long.parseUnsignedLong(held, 16) >> CAP_SYS_TIME & 1, held);
        }
    }

    private static Native recorder(Path directory) throws IOException {
        return Native.library(Compiler.library(directory, "clock", RECORDER).toString());
    }

    private static List<Long> seen(Native recorder) {
        long seen = recorder.symbol("seen");
        return List.of(
                Native.pointerAt(seen), Native.pointerAt(seen + Long.BYTES), Native.pointerAt(seen + 2L * Long.BYTES));
    }
}
