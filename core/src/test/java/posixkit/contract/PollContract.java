package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLNVAL;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.PollEvent.POLLPRI;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.StructArray;
import posixkit.event.Poll;
import posixkit.event.PollFds;
import posixkit.testing.ChildJvm;
import posixkit.testing.HighFd;
import posixkit.testing.UrgentPair;
import posixkit.testing.WaitShell;

/** What {@link Poll#poll} promises. The tests wait for pipes, files and the JDK's sockets, so the right events are known. */
public abstract class PollContract extends WithPipe {
    private final PollFds fds = poll.newPollFds(4);

    @TempDir
    private Path dir;

    /** The events to request at one end of a pipe, and the events that occur when the other end is closed. */
    public record End(int requested, int reported) {}

    protected abstract End withoutWriter();

    protected abstract End withoutReader();

    /** Returns the smallest number of descriptors that poll rejects where 256 may be open. */
    protected abstract int tooMany();

    /** Returns true if each of several entries with the same descriptor and events reports them, and not only the last one. */
    protected boolean tellsEachOfEqualEntries() {
        return true;
    }

    @Test
    void aPipeCanBeReadOnceItHasBeenWrittenTo() throws IOException {
        int index = fds.add(read.num(), POLLIN);
        assertEquals(0, poll.poll(fds, 0));
        assertEquals(0, fds.revents(index));
        writeOne();
        assertEquals(1, poll.poll(fds, -1));
        assertEquals(POLLIN, fds.revents(index));
        assertEquals(read.num(), fds.fd(index));
        assertEquals(POLLIN, fds.events(index));
        readOne();
        assertEquals(0, poll.poll(fds, 0));
        assertEquals(0, fds.revents(index));
    }

    @Test
    void eachDescriptorHasItsOwnEvents() throws IOException {
        writeOne();
        fds.add(read.num(), POLLOUT);
        fds.add(write.num(), POLLIN | POLLOUT);
        fds.add(read.num(), POLLIN | POLLPRI);
        assertEquals(2, poll.poll(fds, -1));
        assertEquals(0, fds.revents(0));
        assertEquals(POLLOUT, fds.revents(1));
        assertEquals(POLLIN, fds.revents(2));
    }

    @Test
    void theEndOfAPipeSaysSo() throws IOException {
        fds.add(read.num(), withoutWriter().requested());
        assertEquals(0, poll.poll(fds, 0));
        write.close();
        assertEquals(1, poll.poll(fds, -1));
        assertEquals(withoutWriter().reported(), fds.revents(0));
    }

    @Test
    void aPipeThatNobodyReadsSaysSo() throws IOException {
        fds.add(write.num(), withoutReader().requested());
        poll.poll(fds, 0);
        assertEquals(withoutReader().requested(), fds.revents(0), "there is room, if that was requested");
        read.close();
        assertEquals(1, poll.poll(fds, -1));
        assertEquals(withoutReader().reported(), fds.revents(0));
    }

    @Test
    void aDescriptorThatIsNotOpenIsAnEventAndNoFailure() throws IOException {
        fds.add(1_000_000, POLLIN);
        fds.add(write.num(), POLLOUT);
        assertEquals(2, poll.poll(fds, -1));
        assertEquals(POLLNVAL, fds.revents(0));
        assertEquals(POLLOUT, fds.revents(1));
    }

    @Test
    void aNegativeDescriptorIsPassedOver() throws IOException {
        fds.add(write.num(), POLLOUT);
        fds.fd(0, -1).revents(0, POLLIN);
        assertEquals(0, poll.poll(fds, 0));
        assertEquals(0, fds.revents(0));
    }

    @Test
    void aPlainFileIsAlwaysReady() throws IOException {
        Path file = Files.createFile(dir.resolve("empty"));
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDWR))) {
            fds.add(fd.num(), POLLIN | POLLOUT);
            assertEquals(1, poll.poll(fds, -1));
            assertEquals(POLLIN | POLLOUT, fds.revents(0));
        }
    }

    @Test
    void aByteOutOfBandIsUrgent() throws IOException {
        try (UrgentPair sockets = new UrgentPair()) {
            fds.add(sockets.receiver(), POLLIN | POLLPRI);
            assertEquals(0, poll.poll(fds, 0));
            sockets.sendUrgent();
            assertEquals(1, poll.poll(fds, -1));
            assertEquals(POLLPRI, fds.revents(0) & POLLPRI);
        }
    }

    @Test
    void onlyTheOnesInUseAreLookedAt() throws IOException {
        fds.add(write.num(), POLLOUT);
        fds.add(read.num(), POLLOUT);
        fds.add(1_000_000, POLLOUT);
        fds.remove(2);
        assertEquals(1, poll.poll(fds, -1));
        fds.remove(0);
        assertEquals(0, poll.poll(fds, 0), "the one for reading is left");
        fds.add(write.num(), POLLOUT);
        assertEquals(1, poll.poll(fds, -1));
        fds.clear();
        assertEquals(0, poll.poll(fds, 0));
    }

    @Test
    void theyAreTakenIntoUseAndOutOfIt() {
        assertEquals(4, fds.capacity());
        assertEquals(0, fds.count());
        for (int i = 0; i < 4; i++) {
            assertEquals(i, fds.add(10 + i, 100 + i));
            fds.revents(i, 1000 + i);
        }
        assertEquals(4, fds.count());
        assertThrows(IllegalStateException.class, () -> fds.add(1, 1));
        assertEquals(4, fds.count());
        fds.remove(1);
        assertEquals(3, fds.count());
        assertEntry(0, 10, 100, 1000);
        assertEntry(1, 13, 103, 1003);
        assertEntry(2, 12, 102, 1002);
        fds.remove(2);
        assertEquals(2, fds.count());
        assertEntry(1, 13, 103, 1003);
        fds.set(0, 20, 200);
        assertEntry(0, 20, 200, 0);
        assertEquals(2, fds.add(30, 300));
        assertEntry(2, 30, 300, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> fds.set(3, 1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> fds.set(-1, 1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> fds.remove(3));
        assertEquals(3, fds.count());
        fds.clear();
        assertEquals(0, fds.count());
        assertThrows(IndexOutOfBoundsException.class, () -> fds.remove(0));
        assertThrows(IllegalArgumentException.class, () -> poll.newPollFds(0));
    }

    private void assertEntry(int index, int fd, int events, int revents) {
        assertEquals(fd, fds.fd(index));
        assertEquals(events, fds.events(index));
        assertEquals(revents, fds.revents(index));
    }

    @Test
    void descriptorsBeyondOneThousandAreAsGood() throws IOException {
        try (Fd high = HighFd.of(read.num(), 1500)) {
            fds.add(high.num(), POLLIN);
            assertEquals(0, poll.poll(fds, 0));
            writeOne();
            assertEquals(1, poll.poll(fds, -1));
            assertEquals(POLLIN, fds.revents(0));
            assertTrue(high.num() >= 1500);
        }
    }

    @Test
    void manyAreWaitedForAtOnce() throws IOException {
        PollFds many = poll.newPollFds(1_000);
        for (int i = 0; i < 999; i++) {
            many.add(read.num(), POLLIN);
        }
        many.add(write.num(), POLLOUT);
        assertEquals(1, poll.poll(many, -1));
        assertEquals(POLLOUT, many.revents(999));
        writeOne();
        assertEquals(tellsEachOfEqualEntries() ? 1_000 : 2, poll.poll(many, -1));
        assertEquals(tellsEachOfEqualEntries() ? POLLIN : 0, many.revents(0));
        assertEquals(POLLIN, many.revents(998));
    }

    @Test
    void aTimeOutReturnsNothingAndNotEarly() throws IOException {
        fds.add(read.num(), POLLIN);
        long start = System.nanoTime();
        assertEquals(0, poll.poll(fds, 40));
        assertEquals(0, poll.pollOrErrno(fds, 30));
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(elapsed >= 70, elapsed + " ms");
        fds.clear();
        start = System.nanoTime();
        assertEquals(0, poll.poll(fds, 20), "for nothing at all");
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void everyNegativeTimeIsForEver() throws Exception {
        fds.add(read.num(), POLLIN);
        for (int time : new int[] {-1, -2, Integer.MIN_VALUE}) {
            Thread writer = writesInAWhile();
            assertEquals(1, poll.poll(fds, time));
            writer.join();
            assertEquals(POLLIN, fds.revents(0));
            readOne();
        }
    }

    @Test
    void thoseOfSomebodyElseAreRefused() {
        PollFds foreign = new PollFds(1, 8) {
            @Override
            public int fd(int index) {
                return 0;
            }

            @Override
            public int events(int index) {
                return 0;
            }

            @Override
            public int revents(int index) {
                return 0;
            }

            @Override
            public PollFds fd(int index, int fd) {
                return this;
            }

            @Override
            public PollFds events(int index, int events) {
                return this;
            }

            @Override
            public PollFds revents(int index, int revents) {
                return this;
            }

            @Override
            public PollFds copy() {
                return this;
            }

            @Override
            protected boolean isZero(int index) {
                return true;
            }

            @Override
            protected boolean isSame(int index, StructArray other) {
                return false;
            }

            @Override
            protected int hash(int index) {
                return 0;
            }

            @Override
            protected String text(int index) {
                return "";
            }
        };
        assertThrows(IllegalArgumentException.class, () -> poll.poll(foreign, 0));
        assertThrows(IllegalArgumentException.class, () -> poll.pollOrErrno(foreign, 0));
        assertEquals(
                "fds",
                assertThrows(NullPointerException.class, () -> poll.poll(null, 0))
                        .getMessage());
    }

    @Test
    void moreThanMayBeOpenIsEinval() throws IOException {
        try (ChildJvm child = ChildJvm.startBy(WaitShell.FEW_DESCRIPTORS, WaitShell.class)) {
            assertEquals("0", child.ask("poll " + (tooMany() - 1) + " 0"));
            assertEquals("EINVAL", child.ask("poll " + tooMany() + " 0"));
            assertEquals("-EINVAL", child.ask("pollOrErrno " + tooMany() + " 0"));
        }
    }
}
