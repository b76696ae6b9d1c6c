package posixkit.linux;

import static posixkit.constants.Open.O_RDONLY;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import posixkit.Posix;
import posixkit.file.Stat;

/**
 * The main class of a {@link posixkit.testing.ChildJvm} with many threads that have made calls and live on. Each line is an order: {@code start}
 * and how many, {@code used} to return how many bytes of direct memory are in use, {@code end}.
 */
final class ManyThreadsProgram {
    private static final int STACK = 128 * 1024;
    private static final int LENGTH = 64 * 1024;

    private static final List<Thread> THREADS = new ArrayList<>();
    private static final CountDownLatch END = new CountDownLatch(1);

    private ManyThreadsProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (Scanner in = new Scanner(System.in)) {
            while (in.hasNext()) {
                switch (in.next()) {
                    case "start" -> System.out.println(start(in.nextInt()));
                    case "used" -> System.out.println(used());
                    case "end" -> {
                        END.countDown();
                        for (Thread thread : THREADS) {
                            thread.join();
                        }
                        THREADS.clear();
                        System.out.println("ended");
                    }
                    default -> throw new IllegalArgumentException("no such order");
                }
            }
        }
    }

    private static String start(int count) throws Exception {
        int zero = Posix.get().files().open("/dev/zero", O_RDONLY);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            makeCalls(zero);
                        } catch (Throwable e) {
                            failure.compareAndSet(null, e);
                        }
                        called.countDown();
                        try {
                            END.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    "caller",
                    STACK);
            THREADS.add(thread);
            thread.start();
        }
        called.await();
        Posix.get().io().close(zero);
        return failure.get() == null ? "all" : failure.get().toString();
    }

    private static void makeCalls(int zero) throws IOException {
        Stat stat = Posix.get().files().stat("/etc/passwd");
        int count = Posix.get().io().read(zero, new byte[LENGTH]);
        if (!stat.isRegularFile() || count != LENGTH) {
            throw new AssertionError(count + " bytes");
        }
    }

    /** The least of a few collections: the memory of a buffer is freed some time after it. */
    private static long used() throws InterruptedException {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, direct.getMemoryUsed());
        }
        return least;
    }
}
