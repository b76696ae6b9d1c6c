package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import posixkit.constants.Errno;

class OutcomeTest {
    private static final long BIG = 3L << 32;

    @Test
    void valuesPass() throws ErrnoException {
        assertEquals(0, Outcome.of("x", 0));
        assertEquals(BIG, Outcome.of("x", BIG));
        assertEquals(Integer.MAX_VALUE, Outcome.of("x", "pid", 1, Integer.MAX_VALUE));
        assertEquals(BIG, Outcome.of("x", "pid", 1, BIG));
        assertEquals(7, Outcome.ofFd("x", 3, 7));
        assertEquals(BIG, Outcome.ofFd("x", 3, BIG));
        assertEquals(7, Outcome.ofPath("x", "p", 7));
        assertEquals(7, Outcome.ofPaths("x", "p", "q", 7));
        assertEquals(7, Outcome.ofPathAt("x", 3, "p", 7));
        assertEquals(7, Outcome.ofPathsAt("x", 3, "p", 4, "q", 7));
    }

    @Test
    void errorsNameTheCallAndWhatItWasAbout() {
        int enoent = -Errno.ENOENT;
        String text = ": ENOENT (2): No such file or directory";
        assertMessage("x" + text, () -> Outcome.of("x", enoent));
        assertMessage("x" + text, () -> Outcome.of("x", (long) enoent));
        assertMessage("x pid 12" + text, () -> Outcome.of("x", "pid", 12, enoent));
        assertMessage("x fd 3" + text, () -> Outcome.ofFd("x", 3, enoent));
        assertMessage("x fd 3" + text, () -> Outcome.ofFd("x", 3, (long) enoent));
        assertMessage("x \"p\"" + text, () -> Outcome.ofPath("x", "p", enoent));
        assertMessage("x \"\"" + text, () -> Outcome.ofPath("x", "", enoent));
        assertMessage("x \"a\\nb\\xFF\"" + text, () -> Outcome.ofPath("x", "a\nb\uDCFF", enoent));
        assertMessage("x \"p\" -> \"q\"" + text, () -> Outcome.ofPaths("x", "p", "q", enoent));
        assertMessage("x fd -7 \"p\"" + text, () -> Outcome.ofPathAt("x", -7, "p", enoent));
        assertMessage("x \"p\"" + text, () -> Outcome.ofPathAt("x", AT_FDCWD, "p", enoent));
        assertMessage("x fd 3 \"p\" -> fd 4 \"q\"" + text, () -> Outcome.ofPathsAt("x", 3, "p", 4, "q", enoent));
    }

    @Test
    void aTimeOutOfCenturiesStaysWhatItIs() {
        AtomicInteger attempts = new AtomicInteger();
        int result = Outcome.restarting(Long.MAX_VALUE, TimeUnit.SECONDS, left -> {
            assertEquals(Long.MAX_VALUE, left);
            return attempts.incrementAndGet() < 3 ? -Errno.EINTR : 5;
        });
        assertEquals(5, result);
    }

    @Test
    void aTimeOutThatHasPassedIsZeroAndNotNegative() {
        AtomicInteger attempts = new AtomicInteger();
        int result = Outcome.restarting(1, TimeUnit.MICROSECONDS, left -> {
            if (attempts.incrementAndGet() == 1) {
                long start = System.nanoTime();
                while (System.nanoTime() - start < 1_000_000) {
                    Thread.onSpinWait();
                }
                return -Errno.EINTR;
            }
            assertEquals(0, left);
            return 0;
        });
        assertEquals(0, result);
        assertTrue(attempts.get() == 2);
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(ErrnoException.class, call).getMessage());
    }
}
