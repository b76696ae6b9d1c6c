package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.net.Message;
import posixkit.testing.Descriptors;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** What calls promise that run a million times a second: no garbage, and the right errno for each failure. */
@Tag("compiled")
@ExtendWith(Descriptors.class)
public abstract class HotPathContract {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 10_000;

    private static final int THREADS = 8;
    private static final int CALLS = Integer.getInteger("posixkit.failures", 1_000_000);

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
    void twinsOnPathsAllocateNothing() throws IOException {
        FileTree files = posix.files();
        Stat stat = files.newStat();
        String present = Files.createFile(dir.resolve("naïve")).toString();
        String absent = dir + "/absent/x";
        assertAllocatesNothing(() -> files.lstatOrErrno(present, stat), 0);
        assertAllocatesNothing(() -> files.fstatatOrErrno(AT_FDCWD, present, stat, 0), 0);
        assertAllocatesNothing(() -> files.accessOrErrno(present, F_OK), 0);
        assertAllocatesNothing(() -> files.chmodOrErrno(present, 0600), 0);
        assertAllocatesNothing(() -> files.mkdirOrErrno(present, 0700), -EEXIST);
        assertAllocatesNothing(() -> files.renameOrErrno(absent, present), -ENOENT);
        assertAllocatesNothing(() -> files.unlinkatOrErrno(AT_FDCWD, absent, 0), -ENOENT);
        Timeval micros = posix.clocks().newTimeval();
        Timespec nanos = posix.clocks().newTimespec();
        assertAllocatesNothing(() -> files.utimesOrErrno(absent, micros, micros), -ENOENT);
        assertAllocatesNothing(() -> files.utimensatOrErrno(AT_FDCWD, absent, nanos, nanos, 0), -ENOENT);
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
    void readOrErrnoOnTwoBuffersInOnePlaceAllocatesNothing() throws IOException {
        ByteBuffer one = ByteBuffer.allocateDirect(64);
        ByteBuffer other;
        do {
            other = ByteBuffer.allocateDirect(64);
        } while (((System.identityHashCode(one) ^ System.identityHashCode(other)) & 255) != 0);
        ByteBuffer two = other;
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(
                    () -> posix.io().readOrErrno(zero, one.clear()) + posix.io().readOrErrno(zero, two.clear()), 128);
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

    /** More buffers than one: what is remembered of each must not be found out again. */
    @Test
    void readOrErrnoOnBuffersInTurnAllocatesNothing() throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[8];
        // What is remembered of two buffers may share one place, which the identity hash chooses, but not of three.
        Map<Integer, Integer> inPlace = new HashMap<>();
        for (int i = 0; i < buffers.length; i++) {
            do {
                buffers[i] = ByteBuffer.allocateDirect(64);
            } while (inPlace.merge(System.identityHashCode(buffers[i]) & 254, 1, Integer::sum) > 2);
        }
        int[] calls = {0};
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(() -> posix.io().readOrErrno(zero, buffers[calls[0]++ & 7].clear()), 64);
            assertAllocatesNothing(() -> posix.io().preadOrErrno(zero, buffers[calls[0]++ & 7].clear(), 0), 64);
        }
    }

    @Test
    void twinsWithStructuresAllocateNothing() throws IOException {
        byte[] four = new byte[4];
        byte[] array = new byte[64];
        Flock lock = posix.io().newFlock();
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY));
                Fd file = Fd.own(posix.files()
                        .open(Files.createFile(dir.resolve("locked")).toString(), O_RDONLY))) {
            int zero = fd.num();
            int num = file.num();
            assertAllocatesNothing(() -> posix.io().preadOrErrno(zero, array, 0, 64, 0), 64);
            assertAllocatesNothing(() -> posix.io().fcntlOrErrno(1_000_000, F_GETFD, 0), -EBADF);
            assertAllocatesNothing(() -> posix.io().ioctlPtrOrErrno(num, FIONREAD, four), 0);
            assertAllocatesNothing(
                    () -> posix.io()
                            .fcntlOrErrno(num, F_GETLK, lock.type(F_RDLCK).pid(0)),
                    0);
        }
    }

    @Test
    void vectorsAllocateNothing() throws IOException {
        ByteBuffer[] buffers = {ByteBuffer.allocateDirect(32), ByteBuffer.allocate(32)};
        try (Fd fd = Fd.own(posix.files().open("/dev/zero", O_RDONLY))) {
            int zero = fd.num();
            assertAllocatesNothing(
                    () -> {
                        buffers[0].clear();
                        buffers[1].clear();
                        return (int) posix.io().readvOrErrno(zero, buffers);
                    },
                    64);
            assertAllocatesNothing(
                    () -> {
                        buffers[0].clear();
                        buffers[1].clear();
                        return (int) posix.io().preadvOrErrno(zero, buffers, 5);
                    },
                    64);
        }
        try (Fd fd = Fd.own(posix.files().open("/dev/null", O_WRONLY))) {
            int nothing = fd.num();
            assertAllocatesNothing(
                    () -> {
                        buffers[0].clear();
                        buffers[1].clear();
                        return (int) posix.io().pwritevOrErrno(nothing, buffers, 5);
                    },
                    64);
        }
    }

    @Test
    void messagesWithADescriptorAllocateNothing() throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd one = Fd.own(pair[0]);
                Fd two = Fd.own(pair[1]);
                Message in = Message.into(ByteBuffer.allocateDirect(1), 1)) {
            Message out = Message.of(ByteBuffer.allocateDirect(1)).fds(one.num());
            assertAllocatesNothing(
                    () -> {
                        int sent = (int) posix.sockets().sendmsgOrErrno(one.num(), out.rewind(), 0);
                        int received = (int) posix.sockets().recvmsgOrErrno(two.num(), in.rewind(), 0);
                        return sent + received + in.fdCount() + posix.io().closeOrErrno(in.takeFd(0));
                    },
                    3);
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
    private static long allocatedBy(IntSupplier call, int expected) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        repeat(call, expected, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(call, expected, MEASURED);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    protected static void assertAllocatesNothing(IntSupplier call, int expected) {
        assertEquals(0, allocatedBy(call, expected), "bytes allocated by " + MEASURED + " calls");
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
                () -> posix.files().faccessatOrErrno(AT_FDCWD, "/", F_OK, 1 << 30) + EINVAL);
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
