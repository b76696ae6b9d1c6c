package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.testing.Programs;
import posixkit.time.Clocks;
import posixkit.time.Timespec;

/** What {@link Clocks} and {@link Poll} promise about waiting by the nanosecond. The JDK's clock and {@code date} are the oracles. */
public abstract class SleepContract extends WithFiles {
    private static final long SHORT = Duration.ofMillis(2).plusNanos(345).toNanos();
    private static final int NO_CLOCK = 99;

    private final Clocks clock = posix.clocks();
    private final Poll poll = posix.poll();

    private interface Wait {
        void run() throws IOException;
    }

    protected static void assertTakes(long nanos, long atMost, Runnable wait) {
        long start = System.nanoTime();
        wait.run();
        long took = System.nanoTime() - start;
        assertTrue(took >= nanos && took < atMost, took + " ns, not " + nanos);
    }

    private static void assertSleeps(long nanos, Wait wait) {
        assertTakes(nanos, Duration.ofSeconds(20).toNanos(), () -> {
            try {
                wait.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void nanosleepSleepsLongEnough() throws IOException {
        assertSleeps(SHORT, () -> clock.nanosleep(SHORT));
        assertSleeps(1_000_000_000L, () -> clock.nanosleep(1_000_000_000L));
        assertEquals(0, clock.nanosleepOrErrno(0));
        assertRefused("timeNanos: -1", () -> clock.nanosleep(-1));
        assertRefused("timeNanos", () -> clock.nanosleepOrErrno(Long.MIN_VALUE));
    }

    @Test
    void timeIsTheSecondOfTheDate() {
        long before = Long.parseLong(Programs.output("date", "+%s"));
        long now = clock.time();
        long after = Long.parseLong(Programs.output("date", "+%s"));
        // Linux takes the second from the last tick of the clock.
        assertTrue(before - 1 <= now && now <= after, before + " <= " + now + " <= " + after);
    }

    @Test
    void clocksThatCannotBeSetAreEinval() {
        Timespec now = Timespec.of(1_700_000_000L, 0);
        assertEquals(
                "clock 99",
                assertErrno(EINVAL, () -> clock.clockSettime(NO_CLOCK, now)).subject());
        assertMinus(EINVAL, clock.clockSettimeOrErrno(CLOCK_MONOTONIC, now));
        assertErrno(EINVAL, () -> clock.clockSettime(CLOCK_REALTIME, Timespec.of(1_700_000_000L, 1_000_000_000L)));
        assertErrno(EINVAL, () -> clock.clockSettime(CLOCK_REALTIME, Timespec.of(1_700_000_000L, -1)));
        assertNullRefused("time", () -> clock.clockSettime(CLOCK_REALTIME, null));
    }

    @Test
    void pselectWaitsByTheNanosecond() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            FdSet readable = FdSet.of(read.num());
            int nfds = read.num() + 1;
            assertSleeps(SHORT, () -> assertEquals(0, poll.pselect(nfds, readable, null, null, SHORT)));
            assertFalse(readable.contains(read.num()));
            readable.add(read.num());
            assertEquals(0, poll.pselect(nfds, readable, null, null, 0));
            FdSet writable = FdSet.of(write.num());
            assertEquals(1, poll.pselect(write.num() + 1, null, writable, null, -1));
            assertEquals(1, poll.pselect(write.num() + 1, null, writable, null, Long.MAX_VALUE));
            posix.io().write(write.num(), new byte[1]);
            FdSet both = FdSet.of(read.num(), write.num());
            assertEquals(2, poll.pselect(Integer.MAX_VALUE, both, writable, null, SHORT));
            assertTrue(both.contains(read.num()));
            assertErrno(EBADF, () -> poll.pselect(NOT_OPEN + 1, FdSet.of(NOT_OPEN), null, null, 0));
        }
        assertThrows(IOException.class, () -> poll.pselect(-1, null, null, null, 0));
    }
}
