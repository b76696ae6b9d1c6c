package posixkit.linux;

import static posixkit.constants.Errno.EINTR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
import posixkit.linux.Families.Family;
import posixkit.testing.Leaks;

/**
 * Many threads make the calls of every family at once. Prints each result that was wrong, and what is left. With {@code crowd.storm}, the
 * path of a library, signals interrupt the threads meanwhile. The last line says how many results were checked.
 */
public final class CrowdProgram {
    private static final int THREADS = Integer.getInteger("crowd.threads");
    private static final int ROUNDS = Integer.getInteger("crowd.rounds");
    private static final int VIRTUAL = Integer.getInteger("crowd.virtual", 0);
    private static final int NUMBERS = Integer.getInteger("crowd.numbers", 0);
    private static final String STORM = System.getProperty("crowd.storm");

    private final Posix posix = Posix.get();
    private final Path dir = Path.of(System.getProperty("crowd.dir"));
    private final Map<Family, Integer> expected = new EnumMap<>(Family.class);
    private final AtomicInteger results = new AtomicInteger();
    private final AtomicInteger directories = new AtomicInteger();
    /** The kernel lets a user have 128 instances of inotify, as a rule. */
    private final Semaphore watchers = new Semaphore(8);

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

    private CrowdProgram() throws IOException {}

    private Families families() throws IOException {
        return new Families(posix, Files.createDirectory(dir.resolve("" + directories.incrementAndGet())));
    }

    private Void run(Families calls, Family family) throws IOException {
        int count = calls.run(family);
        if (count != expected.get(family)) {
            throw new AssertionError(family + " checked " + count + " results, not " + expected.get(family));
        }
        results.addAndGet(count);
        return null;
    }

    /** One thread: every family in an order of its own. */
    private Callable<Void> all(int number) {
        return () -> {
            Families calls = families();
            Family[] order = Family.values();
            storm.storm_join();
            try {
                for (int i = 0; i < ROUNDS * order.length; i++) {
                    run(calls, order[(i + number) % order.length]);
                }
            } finally {
                storm.storm_leave();
            }
            return null;
        };
    }

    private Callable<Void> one(Family family) {
        if (family != Family.INOTIFY) {
            return () -> run(families(), family);
        }
        return () -> {
            watchers.acquire();
            try {
                return run(families(), family);
            } finally {
                watchers.release();
            }
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
            for (Family family : Family.values()) {
                // That one concerns a platform thread.
                if (family != Family.SIGNALS) {
                    tasks.add(one(family));
                }
            }
        }
        run(virtualThreads(), tasks);
    }

    private void inPlatformThreads() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(all(i));
        }
        if (NUMBERS > 0) {
            tasks.addAll(stream(true));
            tasks.addAll(stream(false));
        }
        run(Executors.newFixedThreadPool(tasks.size()), tasks);
    }

    public static void main(String[] args) throws Exception {
        CrowdProgram program = new CrowdProgram();
        Posix posix = program.posix;
        // When the JDK first writes a file, it opens a socket, and keeps it.
        Files.delete(Files.writeString(program.dir.resolve("first"), ""));
        Families calls = program.families();
        for (Family family : Family.values()) {
            program.expected.put(family, calls.run(family));
        }
        if (VIRTUAL > 0) {
            program.inVirtualThreads(1);
        }
        program.results.set(0);
        List<Integer> before = FamiliesProgram.descriptors(posix);
        int errno = program.storm.storm_start(Integer.getInteger("crowd.micros", 0));
        program.inPlatformThreads();
        int signals = program.storm.storm_stop();
        if (VIRTUAL > 0) {
            program.inVirtualThreads(VIRTUAL);
        }
        System.out.println("errno " + errno + ", left: " + FamiliesProgram.left(posix, before) + " " + Leaks.children()
                + " " + posix.memory().mappings());
        System.out.println(
                program.results + " results, " + signals + " signals, " + program.interruptions + " interruptions");
    }
}
