package posixkit.unix;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import posixkit.Posix;
import posixkit.ffi.Native;

/**
 * Calls that wait for others, for as long as it takes, when a virtual thread makes them: a platform thread makes them in its
 * place, so that its carrier, of which there are few, carries others meanwhile. <b>Internal.</b>
 *
 * <pre>{@code
 * return HandOff.asked() ? HandOff.make("read", () -> libc.read(fd, buffer, count)) : libc.read(fd, buffer, count);
 * }</pre>
 */
public final class HandOff {
    private enum Policy {
        HANDOFF,
        INLINE,
        FAIL
    }

    private static final Policy POLICY = policy();

    /** Threads that nobody needs any more end after so long. */
    private static final int IDLE_SECONDS = 2;

    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "posixkit-waiting");
                thread.setDaemon(true);
                return thread;
            });

    /** What a call left behind on the thread that made it. */
    private record Answer(long result, int errno) {}

    private HandOff() {}

    private static Policy policy() {
        String name = System.getProperty(Posix.VIRTUAL_THREADS_PROPERTY, Policy.HANDOFF.name());
        try {
            return Policy.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Posix.VIRTUAL_THREADS_PROPERTY + " is handoff, inline or fail, not " + name, e);
        }
    }

    /** Whether the call at hand is not for this thread to make. */
    public static boolean asked() {
        return POLICY != Policy.INLINE && Scratch.onVirtualThread();
    }

    /** The result of a call, whose errno is then this thread's. */
    public static long make(String name, LongSupplier call) {
        if (POLICY == Policy.FAIL) {
            throw new IllegalStateException(
                    name + " may wait, and " + Posix.VIRTUAL_THREADS_PROPERTY + " forbids that on virtual threads");
        }
        Answer answer = answer(THREADS.submit(() -> {
            long result = call.getAsLong();
            return new Answer(result, Native.errno());
        }));
        Native.errno(answer.errno);
        return answer.result;
    }

    /** A call that has begun cannot be taken back, and what it has done must not be lost. */
    private static Answer answer(Future<Answer> made) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return made.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
