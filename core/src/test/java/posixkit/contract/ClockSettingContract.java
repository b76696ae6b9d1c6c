package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_PROCESS_CPUTIME_ID;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.ClockId.CLOCK_THREAD_CPUTIME_ID;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.contract.LimitsContract.withoutPrivilege;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.ProcessShell;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * What {@link Clocks} promises on every system beyond the time of day. The JDK's clocks are the oracles. No test sets the machine's
 * clock: tests that try first drop the privilege.
 */
@ExtendWith(Descriptors.class)
public abstract class ClockSettingContract {
    private static final int NO_CLOCK = 99;

    private final Clocks clock = Posix.get().clocks();

    /** Returns the errno for a caller without privilege who passes a time out of range: what the system checks first. */
    protected String refused() {
        return "EINVAL";
    }

    /** Returns the step of the time of day and of the monotonic time, in nanoseconds. */
    protected long step() {
        return 1;
    }

    @Test
    @NeedsProc
    void settimeofdayWithoutPrivilegeIsEperm() throws IOException {
        Instant before = Instant.now();
        try (ChildJvm child = powerless()) {
            assertEquals("EPERM", child.ask(line("settimeofday", before.getEpochSecond() + 3600, 123_456)));
            assertEquals(refused(), child.ask(line("settimeofday", before.getEpochSecond(), 2_000_000)));
            assertEquals(refused(), child.ask(line("settimeofday", -1, 0)));
            assertEquals("EPERM", child.ask(line("clock_settime", before.getEpochSecond() + 3600, 123_456_789)));
        }
        assertTrue(Duration.between(before, Instant.now()).toMinutes() < 30, "and nothing has happened");
    }

    @Test
    @NeedsProc
    void adjtimeWithoutPrivilegeIsEpermAndTellsNothing() throws IOException {
        try (ChildJvm child = powerless()) {
            assertEquals("EPERM 11 12", child.ask(line("adjtime", 0, 1)));
            assertEquals(refused() + " 11 12", child.ask(line("adjtime", 3_000_000, 0)));
        }
    }

    /** The kernel would write to the wrong places of another system's structure. */
    @Test
    void onlyStructuresOfThisSystemAreFilled() {
        Timeval foreign = proxy(Timeval.class);
        Timespec other = proxy(Timespec.class);
        assertStartsWith("oldDelta: ", IllegalArgumentException.class, () -> clock.adjtime(null, foreign));
        assertStartsWith("oldDelta: ", IllegalArgumentException.class, () -> clock.adjtime(null, Timeval.of(0, 0)));
        assertStartsWith("into: ", IllegalArgumentException.class, () -> clock.gettimeofday(Timeval.of(0, 0)));
        for (Timespec into : new Timespec[] {other, Timespec.of(0, 0)}) {
            assertStartsWith("into: ", IllegalArgumentException.class, () -> clock.clockGettime(CLOCK_REALTIME, into));
            assertStartsWith("into: ", IllegalArgumentException.class, () -> clock.clockGetres(CLOCK_REALTIME, into));
        }
    }

    @Test
    void nullIsRefusedByTheArgumentsName() {
        assertStartsWith("time", NullPointerException.class, () -> clock.settimeofday(null));
        assertStartsWith("into", NullPointerException.class, () -> clock.gettimeofday(null));
        assertStartsWith("into", NullPointerException.class, () -> clock.clockGettime(CLOCK_REALTIME, null));
        assertStartsWith("into", NullPointerException.class, () -> clock.clockGetres(CLOCK_REALTIME, null));
    }

    private static void assertStartsWith(String start, Class<? extends Throwable> type, Executable call) {
        String message = assertThrows(type, call).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void plainTimesHoldWhatTheyAreMadeOf() {
        Instant time = Instant.parse("2031-02-03T04:05:06.123456789Z");
        assertEquals(time, Timespec.of(time).toInstant());
        assertEquals(time, Timespec.of(time.getEpochSecond(), 123_456_789).toInstant());
        assertEquals(
                Instant.parse("2031-02-03T04:05:06.123456Z"), Timeval.of(time).toInstant());
        assertEquals(Timespec.of(1, 2), Timespec.of(1, 2));
        assertEquals(Timespec.of(1, 2).hashCode(), Timespec.of(1, 2).hashCode());
        assertNotEquals(Timespec.of(1, 2), Timespec.of(1, 3));
        assertNotEquals(Timespec.of(1, 2), Timespec.of(2, 2));
        assertEquals(Timeval.of(1, 2), Timeval.of(1, 2));
        assertNotEquals(Timeval.of(1, 2), Timeval.of(1, 3));
        assertEquals("Timespec{sec=1, nsec=2}", Timespec.of(1, 2).toString());
        assertEquals("Timeval{sec=1, usec=2}", Timeval.of(1, 2).toString());
    }

    /** The twins return what the plain forms throw. */
    @Test
    void twinsReturnTheErrnoNegated() {
        assertMinus(EINVAL, clock.clockGettimeOrErrno(NO_CLOCK, clock.newTimespec()));
        assertMinus(EINVAL, clock.clockGetresOrErrno(NO_CLOCK, clock.newTimespec()));
        assertEquals(0, clock.clockGettimeOrErrno(CLOCK_MONOTONIC, clock.newTimespec()));
        assertEquals(0, clock.clockGetresOrErrno(CLOCK_MONOTONIC, clock.newTimespec()));
        Timeval now = clock.newTimeval();
        assertEquals(0, clock.gettimeofdayOrErrno(now));
        assertTrue(now.sec() > 1_700_000_000, now.sec() + " s");
    }

    @Test
    void theRealTimeLiesBetweenTwoLooksAtTheJdksClock() throws IOException {
        boolean nanoseconds = false;
        for (int i = 0; i < 100; i++) {
            Instant now = Instant.now();
            Instant before = now.minusNanos(now.getNano() % step());
            Timespec time = clock.clockGettime(CLOCK_REALTIME);
            Instant after = Instant.now().plusNanos(1000);
            assertFalse(time.toInstant().isBefore(before), time.toInstant() + " is before " + before);
            assertFalse(time.toInstant().isAfter(after), time.toInstant() + " is after " + after);
            nanoseconds |= time.nsec() % 1000 != 0;
        }
        assertEquals(step() == 1, nanoseconds, "finer than microseconds");
    }

    @Test
    void theMonotonicTimeIsTheJdksNanoTime() throws IOException {
        long before = System.nanoTime() / step() * step();
        long now = clock.clockGettime(CLOCK_MONOTONIC).toDuration().toNanos();
        long after = System.nanoTime();
        assertTrue(before <= now && now <= after, before + " <= " + now + " <= " + after);
    }

    @Test
    void theThreadsTimeIsTheJdksAndTheProcessesIsMore() throws IOException {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long thread = clock.clockGettime(CLOCK_THREAD_CPUTIME_ID).toDuration().toNanos();
        long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertTrue(before <= thread && thread <= after, before + " <= " + thread + " <= " + after);
        Duration process = clock.clockGettime(CLOCK_PROCESS_CPUTIME_ID).toDuration();
        assertTrue(process.toNanos() > thread, process + " for all threads");
    }

    @Test
    void clockGetresIsTheStep() throws IOException {
        Timespec step = clock.newTimespec().sec(5).nsec(6);
        clock.clockGetres(CLOCK_MONOTONIC, step);
        assertEquals(clock.clockGetres(CLOCK_MONOTONIC).nsec(), step.nsec());
        assertEquals(0, step.sec());
        assertTrue(step.nsec() >= step() && step.nsec() <= 1_000_000, step.nsec() + " ns");
    }

    @Test
    void noSuchClockIsEinvalAndLeavesTheStructure() {
        Timespec time = clock.newTimespec().sec(11).nsec(12);
        assertEquals(
                "clock 99",
                assertErrno(EINVAL, () -> clock.clockGettime(NO_CLOCK, time)).subject());
        assertEquals(
                "clock 99",
                assertErrno(EINVAL, () -> clock.clockGetres(NO_CLOCK, time)).subject());
        assertEquals(11, time.sec());
        assertEquals(12, time.nsec());
    }

    @Test
    void timesAreTakenFromAndReadAsTheJdks() {
        Instant time = Instant.parse("2031-02-03T04:05:06.123456789Z");
        Timespec timespec = clock.newTimespec();
        assertEquals(Instant.EPOCH, timespec.toInstant());
        assertEquals(time, timespec.set(time).toInstant());
        assertEquals(time.getEpochSecond(), timespec.sec());
        assertEquals(123_456_789, timespec.nsec());
        assertEquals(
                Instant.parse("2031-02-03T04:05:06.123456Z"),
                clock.newTimeval().set(time).toInstant());
        for (Duration length : new Duration[] {Duration.ofMillis(1250), Duration.ofMillis(-250), Duration.ZERO}) {
            assertEquals(length, timespec.set(length).toDuration());
            assertEquals(length, clock.newTimeval().set(length).toDuration());
        }
        Timeval back = clock.newTimeval().set(Duration.ofMillis(-250));
        assertEquals(-1, back.sec());
        assertEquals(750_000, back.usec());
        assertEquals(
                Duration.ofMillis(-3250),
                clock.newTimeval().sec(-3).usec(-250_000).toDuration());
    }

    /** Returns a JVM none of whose threads has the privilege to set the clock. */
    private static ChildJvm powerless() throws IOException {
        ChildJvm child = ChildJvm.start(ProcessShell.class);
        try {
            withoutPrivilege(child);
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertEquals(Set.of("0000000000000000"), child.ofAllThreads("CapEff"));
                assertEquals(Set.of("0000000000000000"), child.ofAllThreads("CapPrm"));
            }
            return child;
        } catch (Throwable e) {
            child.close();
            throw e;
        }
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }
}
