package posixkit.benchmarks;

import static posixkit.onlinux.constants.LinuxEventfd.EFD_CLOEXEC;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.benchmarks.start.Start;
import posixkit.system.CFunction;

/**
 * 10,000 virtual threads that wait in {@code read}, each for an eventfd of its own. Counts the platform threads and the memory
 * that this needs, and measures how long it takes to wake all readers.
 */
public final class BlockedReaders implements Part {
    private static final int READERS = 10_000;

    /** The number of threads must not change for so long before it is taken. */
    private static final long QUIET_MILLIS = 1000;

    @Override
    public String name() {
        return "virtual-blocked";
    }

    @Override
    public String obstacle() {
        return Workload.virtualThreadsObstacle();
    }

    @Override
    public void run(Session session) throws IOException, InterruptedException {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("10,000 readers", "platform threads", "MiB more", "ms to wake all"));
        for (String route : session.arguments().routes()) {
            List<String> line = new ArrayList<>(List.of(Variants.POSIXKIT + ", " + route));
            line.addAll(List.of(
                    session.java(session.jvmOptions(route, List.of()), session.classPath(), BlockedReaders.class)
                            .get(0)
                            .split(" ")));
            table.add(line);
        }
        table.add(List.of("goal of posixkit", "under 30", "40", ""));
        session.report().table(name(), table);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int[] fds = new int[READERS];
        CFunction eventfd = Posix.get().symbols().function("eventfd");
        for (int k = 0; k < READERS; k++) {
            fds[k] = (int) Posix.get().symbols().call(eventfd, 0, EFD_CLOEXEC);
        }
        wake(fds[0]);
        Reader.read(fds[0]);
        long before = Start.residentKib();
        Reader[] readers = new Reader[READERS];
        for (int k = 0; k < READERS; k++) {
            readers[k] = new Reader(fds[k]);
            Workload.newVirtualThread(readers[k]).start();
        }
        Reader.STARTED.await();
        int threads = threadsWhenQuiet();
        long after = Start.residentKib();
        long start = System.nanoTime();
        for (int fd : fds) {
            wake(fd);
        }
        Reader.ENDED.await();
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (Reader.RIGHT.get() != READERS) {
            throw new IllegalStateException(READERS - Reader.RIGHT.get() + " readers read something else");
        }
        System.out.println(threads + " " + (after - before) / 1024 + " " + millis);
        System.exit(0);
    }

    private static void wake(int fd) throws ErrnoException {
        Posix.get()
                .io()
                .write(
                        fd,
                        ByteBuffer.allocateDirect(Long.BYTES)
                                .order(ByteOrder.nativeOrder())
                                .putLong(0, 1));
    }

    /** Returns the number of the threads of this process, when it does not change any more. */
    private static int threadsWhenQuiet() throws InterruptedException {
        int before;
        int now = threads();
        do {
            before = now;
            Thread.sleep(QUIET_MILLIS);
            now = threads();
        } while (before != now);
        return now;
    }

    private static int threads() {
        return Objects.requireNonNull(new java.io.File("/proc/self/task").list()).length;
    }

    /** Waits for one eventfd. */
    private record Reader(int fd) implements Runnable {
        static final CountDownLatch STARTED = new CountDownLatch(READERS);
        static final CountDownLatch ENDED = new CountDownLatch(READERS);
        static final AtomicInteger RIGHT = new AtomicInteger();

        /** Returns the number that the eventfd had. */
        static long read(int fd) throws ErrnoException {
            ByteBuffer number = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
            return Posix.get().io().read(fd, number) == Long.BYTES ? number.getLong(0) : 0;
        }

        @Override
        public void run() {
            STARTED.countDown();
            try {
                if (read(fd) == 1) {
                    RIGHT.incrementAndGet();
                }
            } catch (ErrnoException e) {
                throw new IllegalStateException(e);
            } finally {
                ENDED.countDown();
            }
        }
    }
}
