package posixkit.testing;

import static posixkit.constants.Errno.EINTR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.Posix;
import posixkit.ffi.Native;

/**
 * Many threads make the calls of every family at once. Prints each result that was wrong, and what is left. With {@code crowd.storm}, the
 * path of a library, signals interrupt the threads meanwhile. The last line says how many results were checked. <b>Public</b> for jnr-ffi.
 */
public final class CrowdProgram {
    /** The property that holds the number of platform threads. */
    public static final String THREADS = "crowd.threads";

    private static final int ROUNDS = Integer.getInteger("crowd.rounds", 1);
    private static final int VIRTUAL = Integer.getInteger("crowd.virtual", 0);
    private static final int NUMBERS = Integer.getInteger("crowd.numbers", 0);
    private static final String STORM = System.getProperty("crowd.storm");

    private final Posix posix = Posix.get();
    private final Path dir = Path.of(System.getProperty("families.dir"));
    private final List<Family> families;
    private final Map<Family, Integer> expected = new HashMap<>();
    private final Map<Family, Semaphore> allowed = new HashMap<>();
    private final AtomicInteger results = new AtomicInteger();
    private final AtomicInteger directories = new AtomicInteger();
    private final AtomicInteger interruptions = new AtomicInteger();
    private final Storm storm =
            STORM == null ? new Calm() : Native.library(STORM).load(Storm.class);

    /** Sends signals to threads. <b>Public</b> for jnr-ffi. */
    public interface Storm {
        /** Begins to interrupt threads, every so many microseconds. Returns 0 or an error number. */
        int storm_start(int micros);

        /** Lets the calling thread be interrupted from now on. */
        int storm_join();

        /** Lets the calling thread be interrupted no longer. */
        int storm_leave();

        /** Ends the storm, and returns how often the handler has run. */
        int storm_stop();
    }

    /** Interrupts nobody. */
    private static final class Calm implements Storm {
        @Override
        public int storm_start(int micros) {
            return 0;
        }

        @Override
        public int storm_join() {
            return 0;
        }

        @Override
        public int storm_leave() {
            return 0;
        }

        @Override
        public int storm_stop() {
            return 0;
        }
    }

    private CrowdProgram(List<Family> families) {
        this.families = families;
        families.forEach(family -> allowed.put(family, new Semaphore(family.mostAtOnce())));
    }

    private FamilyRun inDirectory() throws IOException {
        return new FamilyRun(posix, Files.createDirectory(dir.resolve("" + directories.incrementAndGet())));
    }

    private Void run(FamilyRun run, Family family) throws Exception {
        allowed.get(family).acquire();
        int count;
        try {
            count = family.run(run);
        } finally {
            allowed.get(family).release();
        }
        if (count != expected.get(family)) {
            throw new AssertionError(family + " checked " + count + " results, not " + expected.get(family));
        }
        results.addAndGet(count);
        return null;
    }

    /** One thread: every family in an order of its own. */
    private Callable<Void> all(int number) {
        return () -> {
            FamilyRun run = inDirectory();
            storm.storm_join();
            try {
                for (int i = 0; i < ROUNDS * families.size(); i++) {
                    run(run, families.get((i + number) % families.size()));
                }
            } finally {
                storm.storm_leave();
            }
            return null;
        };
    }

    /** Sends numbers through a pipe. None may be lost, and none may come twice. The reader counts how often it was interrupted. */
    private List<Callable<Void>> stream(boolean restarts) throws IOException {
        int[] pipe = posix.io().pipe();
        Callable<Void> writer = () -> {
            storm.storm_join();
            try {
                ByteBuffer buffer = ByteBuffer.allocateDirect(Long.BYTES * 1000);
                for (int i = 0; i < NUMBERS; ) {
                    buffer.clear();
                    for (; buffer.hasRemaining() && i < NUMBERS; i++) {
                        buffer.putLong(i);
                    }
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        posix.io().write(pipe[1], buffer);
                    }
                    posix.clocks().nanosleep(100_000);
                }
                // On a busy machine, no signal may have come while the reader waited. It does so now, until one comes.
                while (STORM != null && !restarts && interruptions.get() == 0) {
                    posix.clocks().nanosleep(100_000);
                }
            } finally {
                storm.storm_leave();
                posix.io().close(pipe[1]);
            }
            return null;
        };
        Callable<Void> reader = () -> {
            storm.storm_join();
            try {
                ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * 300);
                long next = 0;
                for (int count = 1; count != 0; ) {
                    count = restarts
                            ? posix.io().read(pipe[0], buffer)
                            : posix.io().readOrErrno(pipe[0], buffer);
                    if (count == -EINTR) {
                        interruptions.incrementAndGet();
                    } else if (count < 0) {
                        throw new AssertionError("read: " + count);
                    }
                    buffer.flip();
                    while (buffer.remaining() >= Long.BYTES) {
                        long number = buffer.getLong();
                        if (number != next++) {
                            throw new AssertionError("number " + number + " instead of " + (next - 1));
                        }
                    }
                    buffer.compact();
                }
                if (next != NUMBERS) {
                    throw new AssertionError(next + " numbers");
                }
                results.addAndGet(NUMBERS);
            } finally {
                storm.storm_leave();
                posix.io().close(pipe[0]);
            }
            return null;
        };
        return List.of(writer, reader);
    }

    /** Of a JDK that has them. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** Runs tasks at once, and prints what was wrong. */
    private static void run(ExecutorService threads, List<Callable<Void>> tasks) throws Exception {
        for (Future<Void> done : threads.invokeAll(tasks)) {
            try {
                done.get();
            } catch (ExecutionException e) {
                System.out.println(
                        e.getCause() + " at " + Arrays.toString(e.getCause().getStackTrace()));
            }
        }
        threads.shutdown();
    }

    private void inVirtualThreads(int count) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (Family family : families) {
                if (family.isForVirtual()) {
                    tasks.add(() -> run(inDirectory(), family));
                }
            }
        }
        run(virtualThreads(), tasks);
    }

    private void inPlatformThreads() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger(THREADS); i++) {
            tasks.add(all(i));
        }
        if (NUMBERS > 0) {
            tasks.addAll(stream(true));
            tasks.addAll(stream(false));
        }
        run(Executors.newFixedThreadPool(tasks.size()), tasks);
    }

    static void run(List<Family> families) throws Exception {
        new CrowdProgram(families).run();
    }

    private void run() throws Exception {
        // When the JDK first writes a file, it opens a socket, and keeps it.
        Files.delete(Files.writeString(dir.resolve("first"), ""));
        FamilyRun first = inDirectory();
        for (Family family : families) {
            expected.put(family, family.run(first));
        }
        if (VIRTUAL > 0) {
            inVirtualThreads(1);
        }
        results.set(0);
        List<Integer> before = FamiliesProgram.descriptors(posix);
        int errno = storm.storm_start(Integer.getInteger("crowd.micros", 0));
        inPlatformThreads();
        int signals = storm.storm_stop();
        if (VIRTUAL > 0) {
            inVirtualThreads(VIRTUAL);
        }
        System.out.println("errno " + errno + ", left: " + FamiliesProgram.left(posix, before) + " " + Leaks.children()
                + " " + posix.memory().mappings());
        System.out.println(results + " results, " + signals + " signals, " + interruptions + " interruptions");
    }
}
