package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Open.O_RDONLY;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.testing.Descriptors;

/** What calls promise that run a million times a second: no garbage, and the right errno for each failure. */
@ExtendWith(Descriptors.class)
public abstract class HotPathContract {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 10_000;

    private static final int THREADS = 8;
    private static final int CALLS = 1_000_000;

    protected final Posix posix = Posix.get();

    @TempDir
    protected Path dir;

    @Test
    void statOrErrnoAllocatesNothing() throws IOException {
        Stat stat = posix.files().newStat();
        String present = Files.createFile(dir.resolve("naïve")).toString();
        String absent = dir.resolve("absent").toString();
        assertAllocatesNothing(() -> posix.files().statOrErrno(present, stat), 0);
        assertAllocatesNothing(() -> posix.files().statOrErrno(absent, stat), -ENOENT);
    }

    @Test
    void readOrErrnoOnADirectBufferAllocatesNothing() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        try (Fd fd = Fd.own(posix.files().open(dir.resolve("/dev/zero").toString(), O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(() -> posix.io().readOrErrno(zero, buffer.clear()), 64);
            assertAllocatesNothing(() -> posix.io().readOrErrno(1_000_000, buffer.clear()), -EBADF);
        }
    }

    @Test
    void readOrErrnoIntoAnArrayAllocatesNothing() throws IOException {
        byte[] array = new byte[64];
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(() -> posix.io().readOrErrno(zero, array, 0, 64), 64);
        }
    }

    /** The bytes pass through a chunk from a pool that all threads share. */
    @Test
    void readOrErrnoIntoALargerArrayAllocatesNothing() throws IOException {
        byte[] array = new byte[16 * 1024];
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(() -> posix.io().readOrErrno(zero, array, 0, array.length), array.length);
        }
    }

    /** Takes the least of several rounds, because a compiler that finishes its work may allocate on this thread in one of them. */
    protected static void assertAllocatesNothing(IntSupplier call, int expected) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        repeat(call, expected, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(call, expected, MEASURED);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes allocated by " + MEASURED + " calls");
    }

    private static void repeat(IntSupplier call, int expected, int times) {
        for (int i = 0; i < times; i++) {
            int result = call.getAsInt();
            if (result != expected) {
                throw new AssertionError("expected " + expected + ", got " + result);
            }
        }
    }

    /** Eight threads make failing calls, with different errnos, while other threads make garbage and collect it. */
    @Test
    void everyFailureKeepsItsErrnoUnderGarbageCollection() throws Exception {
        String absent = dir.resolve("absent").toString();
        String notDirectory = Files.createFile(dir.resolve("file")).resolve("x").toString();
        Stat stat = posix.files().newStat();
        List<IntSupplier> failures = List.of(
                () -> posix.io().readOrErrno(1_000_000, new byte[1], 0, 1) + EBADF,
                () -> posix.files().accessOrErrno(absent, F_OK) + ENOENT,
                () -> posix.files().statOrErrno(notDirectory, stat) + ENOTDIR,
                () -> posix.files().accessOrErrno("/", 1 << 30) + EINVAL);
        AtomicReference<String> wrong = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            IntSupplier failure = failures.get(t % failures.size());
            int number = t;
            threads.add(new Thread(() -> {
                byte[][] garbage = new byte[64][];
                for (int i = 0; i < CALLS / THREADS && wrong.get() == null; i++) {
                    garbage[i % garbage.length] = new byte[256];
                    int off = failure.getAsInt();
                    if (off != 0) {
                        wrong.set("thread " + number + ", call " + i + ": off by " + off);
                    }
                }
            }));
        }
        Thread collector = new Thread(() -> {
            while (threads.stream().anyMatch(Thread::isAlive)) {
                System.gc();
            }
        });
        threads.forEach(Thread::start);
        collector.start();
        for (Thread thread : threads) {
            thread.join();
        }
        collector.join();
        assertNull(wrong.get());
    }
}
