package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.testing.Descriptors;
import posixkit.testing.Programs;
import posixkit.time.Clocks;
import posixkit.time.Timeval;

/** What {@link Clocks} promises on every system. The JDK's clock and {@code date} are the oracles. */
@ExtendWith(Descriptors.class)
public abstract class ClockContract {
    private final Clocks clock = Posix.get().clocks();

    @Test
    void gettimeofdayLiesBetweenTwoLooksAtTheJdksClock() throws IOException {
        boolean microseconds = false;
        for (int i = 0; i < 100; i++) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Timeval time = clock.gettimeofday();
            Instant after = Instant.now();
            assertFalse(time.toInstant().isBefore(before), time.toInstant() + " is before " + before);
            assertFalse(time.toInstant().isAfter(after), time.toInstant() + " is after " + after);
            assertTrue(time.usec() >= 0 && time.usec() < 1_000_000, "microseconds: " + time.usec());
            microseconds |= time.usec() % 1000 != 0;
        }
        assertTrue(microseconds, "finer than milliseconds");
    }

    @Test
    void gettimeofdayLiesBetweenTwoDates() throws IOException {
        long before = Long.parseLong(Programs.output("date", "+%s"));
        long sec = clock.gettimeofday().sec();
        long after = Long.parseLong(Programs.output("date", "+%s"));
        assertTrue(before <= sec && sec <= after, before + " <= " + sec + " <= " + after);
    }

    @Test
    void aTimevalIsZeroUntilFilledAndCanBeFilledAgain() throws IOException {
        Timeval time = clock.newTimeval();
        assertEquals(Instant.EPOCH, time.toInstant());
        clock.gettimeofday(time);
        Instant first = time.toInstant();
        while (!Instant.now().isAfter(first.plusNanos(2000))) {
            Thread.onSpinWait();
        }
        clock.gettimeofday(time);
        assertTrue(time.toInstant().isAfter(first), "filled again");
    }

    @Test
    void secondsAndMicrosecondsAddUp() throws IOException {
        Timeval time = clock.gettimeofday();
        Duration sum = Duration.ofSeconds(time.sec()).plus(time.usec(), ChronoUnit.MICROS);
        assertEquals(sum, time.toDuration());
        assertEquals(Instant.EPOCH.plus(sum), time.toInstant());
    }

    @Test
    void aTimevalOfSomebodyElseIsRefused() {
        Timeval foreign = new Timeval() {
            @Override
            public Timeval copy() {
                return this;
            }

            @Override
            public long sec() {
                return 0;
            }

            @Override
            public Timeval sec(long seconds) {
                return this;
            }

            @Override
            public long usec() {
                return 0;
            }

            @Override
            public Timeval usec(long microseconds) {
                return this;
            }
        };
        assertThrows(IllegalArgumentException.class, () -> clock.gettimeofday(foreign));
        assertThrows(NullPointerException.class, () -> clock.gettimeofday(null));
    }
}
