package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.testing.HighFd;
import posixkit.testing.UrgentPair;

/** What {@link Poll#select} promises. The tests wait for pipes and the JDK's sockets, so the right events are known. */
public abstract class SelectContract extends WithPipe {
    @Test
    void theSetsKeepWhatIsReady() throws IOException {
        FdSet readable = FdSet.of(read.num());
        FdSet writable = FdSet.of(read.num(), write.num());
        assertEquals(1, poll.selectOrErrno(readable, writable, null, -1));
        assertEquals("[]", readable.toString());
        assertEquals("[" + write.num() + "]", writable.toString());

        writeOne();
        readable.add(read.num());
        FdSet except = FdSet.of(read.num(), write.num());
        assertEquals(2, poll.select(readable, writable, except, -1));
        assertEquals("[" + read.num() + "]", readable.toString());
        assertEquals("[" + write.num() + "]", writable.toString());
        assertEquals("[]", except.toString());
    }

    @Test
    void theEndOfAPipeCanBeRead() throws IOException {
        write.close();
        FdSet readable = FdSet.of(read.num());
        assertEquals(1, poll.select(readable, null, null, -1));
        assertTrue(readable.contains(read.num()));
    }

    @Test
    void aByteOutOfBandIsAnException() throws IOException {
        try (UrgentPair sockets = new UrgentPair()) {
            FdSet except = FdSet.of(sockets.receiver());
            assertEquals(0, poll.select(null, null, except, 0));
            except.add(sockets.receiver());
            sockets.sendUrgent();
            assertEquals(1, poll.select(null, null, except, -1));
            assertTrue(except.contains(sockets.receiver()));
        }
    }

    @Test
    void onlyDescriptorsBelowNfdsAreLookedAtAndOnlyTheirBitsChange() throws IOException {
        int low = Math.min(read.num(), write.num());
        int high = Math.max(read.num(), write.num());
        assertTrue(low / 64 == high / 64, "in one word, or this test says little");
        FdSet readable = FdSet.of(low, high, 5_000);
        assertEquals(0, poll.select(low + 1, readable, null, null, 0));
        assertEquals("[" + high + ", 5000]", readable.toString());
        FdSet writable = FdSet.of(write.num());
        assertEquals(0, poll.select(write.num(), null, writable, null, 0));
        assertEquals(1, poll.select(write.num() + 1, null, writable, null, 0));
        assertEquals(1, poll.select(Integer.MAX_VALUE, null, writable, null, 0));
        assertTrue(writable.contains(write.num()));
        assertEquals(0, poll.select(0, null, writable, null, 0));
        assertTrue(writable.contains(write.num()), "as it was");
    }

    @Test
    void descriptorsBeyondOneThousandAreAsGood() throws IOException {
        try (Fd in = HighFd.of(read.num(), 1500);
                Fd out = HighFd.of(write.num(), 2100)) {
            FdSet readable = FdSet.of(in.num(), read.num());
            FdSet writable = FdSet.of(out.num());
            assertEquals(1, poll.select(readable, writable, null, -1));
            assertEquals("[]", readable.toString());
            assertEquals("[" + out.num() + "]", writable.toString());
            writeOne();
            readable.add(in.num());
            readable.add(read.num());
            writable.clear();
            assertEquals(2, poll.select(readable, writable, null, -1));
            assertEquals("[" + read.num() + ", " + in.num() + "]", readable.toString());
        }
    }

    @Test
    void wordsFilledToTheirLastBitArrive() throws IOException {
        try (Fd last = HighFd.of(write.num(), 191)) {
            FdSet writable = FdSet.of(last.num());
            assertEquals(1, poll.select(null, writable, null, -1));
            assertEquals(191, last.num());
            assertEquals("[191]", writable.toString());
            assertEquals(0, poll.select(191, null, writable, null, 0));
            assertEquals("[191]", writable.toString());
        }
    }

    @Test
    void whatIsNotOpenIsEbadfAndTheSetsStay() throws IOException {
        Fd closed = HighFd.of(read.num(), 700);
        int number = closed.num();
        closed.close();
        for (int absent : new int[] {number, 1_000_000}) {
            FdSet readable = FdSet.of(read.num(), absent);
            FdSet writable = FdSet.of(write.num());
            assertErrno(EBADF, () -> poll.select(readable, writable, null, 0));
            assertEquals("[" + read.num() + ", " + absent + "]", readable.toString());
            assertEquals("[" + write.num() + "]", writable.toString());
            assertErrno(EBADF, () -> poll.select(null, readable, null, 0));
            assertMinus(EBADF, poll.selectOrErrno(readable, null, null, 0));
            assertMinus(EBADF, poll.selectOrErrno(1_000_001, readable, null, null, 0));
            assertErrno(EBADF, () -> poll.select(null, null, readable, 0));
        }
    }

    @Test
    void aNegativeCountIsEinval() {
        FdSet readable = FdSet.of(read.num());
        assertErrno(EINVAL, () -> poll.select(-1, readable, null, null, 0));
        assertErrno(EINVAL, () -> poll.select(Integer.MIN_VALUE, readable, null, null, 0));
        assertEquals("[" + read.num() + "]", readable.toString());
    }

    @Test
    void aTimeOutReturnsNothingAndNotEarly() throws IOException {
        FdSet readable = FdSet.of(read.num());
        long start = System.nanoTime();
        assertEquals(0, poll.select(readable, null, null, 30_500));
        long elapsed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        assertTrue(elapsed >= 30_500, elapsed + " µs");
        assertEquals(0, readable.size(), "what was not ready is gone");
        start = System.nanoTime();
        assertEquals(0, poll.select(null, null, null, 1_020_000), "for nothing at all, more than a second");
        elapsed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        assertTrue(elapsed >= 1_020_000, elapsed + " µs");
        assertTrue(elapsed < 15_000_000, elapsed + " µs");
    }

    @Test
    void negativeAndVeryLongTimesAreForEver() throws Exception {
        long threeYears = TimeUnit.SECONDS.toMicros(100_000_000);
        for (long time : new long[] {-1, Long.MIN_VALUE, threeYears, threeYears + 1, Long.MAX_VALUE}) {
            Thread writer = writesInAWhile();
            FdSet readable = FdSet.of(read.num());
            assertEquals(1, poll.select(readable, null, null, time));
            assertTrue(readable.contains(read.num()));
            writer.join();
            readOne();
        }
    }

    @Test
    void setsAreJustSets() {
        FdSet set = new FdSet();
        assertEquals(0, set.length());
        assertEquals(0, set.size());
        for (int fd : new int[] {0, 63, 64, 1_000, 127, 1_024}) {
            assertTrue(!set.contains(fd));
            set.add(fd);
            set.add(fd);
            assertTrue(set.contains(fd));
        }
        assertEquals("[0, 63, 64, 127, 1000, 1024]", set.toString());
        assertEquals(6, set.size());
        assertEquals(1_025, set.length());
        assertEquals(1 | 1L << 63, set.word(0));
        assertEquals(1 | 1L << 63, set.word(1));
        assertEquals(0, set.word(1_000_000));
        assertTrue(!set.contains(1_000_000));
        FdSet copy = FdSet.of(7);
        copy.copyOf(set);
        set.remove(1_024);
        set.remove(1_000_000);
        assertEquals(1_001, set.length());
        assertEquals(1_025, copy.length());
        set.clear();
        assertEquals("[]", set.toString());
        assertEquals(6, copy.size());
        set.word(3, 1L << 2);
        assertEquals("[194]", set.toString());
        assertThrows(IllegalArgumentException.class, () -> set.add(-1));
        assertThrows(IllegalArgumentException.class, () -> set.remove(-1));
        assertThrows(IllegalArgumentException.class, () -> set.contains(-1));
        assertThrows(IllegalArgumentException.class, () -> set.contains(Integer.MAX_VALUE));
    }
}
