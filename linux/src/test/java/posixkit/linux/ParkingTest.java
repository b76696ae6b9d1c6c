package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EPIPE;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;

/**
 * Virtual threads that wait are parked: see {@link ParkingProgram}. With two carriers, so that a blocked carrier is noticed. Scenes
 * that hand nothing off share a JVM. The others have one of their own, because a thread that made a call is still there in the next
 * scene.
 */
@NeedsJdk(21)
class ParkingTest {
    private static ChildJvm shared;

    @BeforeAll
    static void startShared() throws IOException {
        shared = start();
    }

    @AfterAll
    static void closeShared() throws IOException {
        shared.close();
    }

    private static ChildJvm start() throws IOException {
        return ChildJvm.start(
                ParkingProgram.class,
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2",
                "-D" + Posix.VIRTUAL_THREADS_PROPERTY + "=park");
    }

    /** For a scene that hands nothing off. */
    private static void check(String outcome, String scene) throws IOException {
        assertEquals(outcome + ", handed off: 0", shared.ask(scene));
    }

    /** For other scenes. */
    private static void checkMatches(String outcome, String scene) throws IOException {
        try (ChildJvm jvm = start()) {
            String answer = jvm.ask(scene);
            assertTrue(answer.matches(outcome), answer);
        }
    }

    @Test
    void whatIsReadyIsTransferredAtOnce() throws IOException {
        String each = "3, 3, 3, 3, two, 4, 4, ";
        check("[" + each + each + "5, 2, 3, 3, 3, 3]", "ready");
    }

    @Test
    void whatArrivesWakesItsReader() throws IOException {
        check("2 2 2 8 hi o 7", "woken");
    }

    @Test
    void aDescriptorHasReadersAndWriters() throws IOException {
        check("true true 1048576", "two readers and a writer");
        check("3 3", "one of many");
    }

    @Test
    void closingEndsTheWaitBeforeTheNumberIsUsedAgain() throws IOException {
        check("true 10 1 2", "close");
        check("strange: 0", "close ready");
        check("true true 1 true true true", "duplicates");
        check("true 1 1", "closed by others");
    }

    @Test
    void anInterruptEndsNoCallAndIsNotLost() throws IOException {
        check("1 true true 1 false", "interrupt");
    }

    @Test
    void aNonblockingDescriptorIsNotWaitedFor() throws IOException {
        check("10 of 10", "nonblocking");
    }

    @Test
    void allBytesAreWritten() throws IOException {
        check("[1048576, 1048576, 1048576, 1048576, 1048576, 1048576, 1048576]", "large");
        check("true -" + EPIPE, "reader gone");
        check("4 4 2 0 0", "datagrams");
        check("true 3 11 1 600 -" + EAGAIN + " 3 1", "batches");
    }

    @Test
    void timeOutsHold() throws IOException {
        check("[-" + EAGAIN + ", -" + EAGAIN + ", -" + EAGAIN + ", 0, 0]", "time-outs");
    }

    @Test
    void theEndOfAChildWakesWhoWaitsForIt() throws IOException {
        check("true true -" + ECHILD, "child");
    }

    @Test
    void eventsWakeWhoWaitsForThem() throws IOException {
        check("1 42 1 1", "epoll");
    }

    /** The call itself, that cannot be made without waiting, is made by a platform thread once it is ready. */
    @Test
    void callsWithoutAFormThatNeverWaitsAreParkedToo() throws IOException {
        checkMatches("true 2, .*", "terminal");
        checkMatches("true 50, .*", "accept");
    }

    @Test
    void whatCannotBeWatchedIsHandedOff() throws IOException {
        // Calls one after the other may have the same platform thread or different ones.
        checkMatches("1048576 1048576 2097152 true 0, handed off: [1-4]", "files");
        checkMatches("true 4 -" + EAGAIN + ", handed off: [12]", "message flags");
        String failed = "-" + EBADF + " -" + EBADF + " -" + ENOTSOCK + " -" + ENOTSOCK;
        checkMatches("1 " + failed + ", handed off: [1-3]", "batches handed off");
        checkMatches("0 0 1 0, handed off: 1", "locks");
        checkMatches("true 1000, handed off: [1-9].*", "full datagrams");
        checkMatches("opened, handed off: .*", "open FIFO");
    }

    @Test
    void aFileIsOpenedAtOnce() throws IOException {
        check("[-%d, 0, -%d, 0, 0, -%d, 0, -%d, 0]".formatted(ENOENT, EEXIST, ENOTDIR, ENOENT), "open");
    }

    @Test
    void withoutAnEpollSetPlatformThreadsWait() throws IOException {
        checkMatches("3, handed off: 3", "no descriptor left");
        checkMatches("1 1 1, .*", "epoll set closed");
    }

    @Test
    void tenThousandReadersNeedFewThreads() throws IOException {
        try (ChildJvm jvm = start()) {
            String outcome = jvm.ask("ten thousand");
            Matcher numbers = Pattern.compile("bytes: (\\d+), threads: (\\d+), MiB: (-?\\d+), ms: \\d+, handed off: 0")
                    .matcher(outcome);
            assertTrue(numbers.matches(), outcome);
            assertEquals("10000", numbers.group(1));
            assertTrue(Integer.parseInt(numbers.group(2)) < 30, outcome);
            assertTrue(Integer.parseInt(numbers.group(3)) < 80, outcome);
        }
    }
}
