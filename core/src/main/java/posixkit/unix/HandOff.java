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
 * Makes the blocking calls of virtual threads on platform threads. The virtual thread waits for the result, and its carrier
 * thread stays free meanwhile. <b>Internal.</b> A method that makes the call {@code read} looks like this:
 *
 * <pre>{@code
 * return HandOff.needed() ? HandOff.call("read", () -> libc.read(fd, buffer, count)) : libc.read(fd, buffer, count);
 * }</pre>
 *
 * <p>The arguments of some calls show that the call cannot block (a time-out of 0, {@code WNOHANG}, {@code MSG_DONTWAIT},
 * {@code LOCK_NB}, {@code O_NONBLOCK}). Such a call is made on the calling thread, because a call through another thread costs
 * about fifty times as much.
 */
public final class HandOff {
    private enum Policy {
        HANDOFF,
        INLINE,
        FAIL
    }

    private static final Policy POLICY = policy();

    /** The time in seconds after which an idle platform thread ends. */
    private static final int IDLE_SECONDS = 2;

    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "posixkit-waiting");
                thread.setDaemon(true);
                return thread;
            });

    /** The result of a call, and the errno that the call set on its platform thread. */
    private record Completion(long result, int errno) {}

    private HandOff() {}

    private static Policy policy() {
        String name = System.getProperty(Posix.VIRTUAL_THREADS_PROPERTY, Policy.HANDOFF.name());
        try {
            return Policy.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Posix.VIRTUAL_THREADS_PROPERTY + " must be handoff, inline or fail, not " + name, e);
        }
    }

    /**
     * Returns true if a blocking call must go through {@link #call}: the current thread is virtual and the property
     * {@link Posix#VIRTUAL_THREADS_PROPERTY} is not {@code inline}.
     */
    public static boolean needed() {
        return POLICY != Policy.INLINE && Scratch.onVirtualThread();
    }

    /**
     * Makes {@code call} on a platform thread, waits until it returns, and returns its result. This method also copies the errno
     * of the platform thread to the calling thread, which can then read it as after a call of its own.
     *
     * @param name the name of the C function, for the exception
     * @throws IllegalStateException if {@link Posix#VIRTUAL_THREADS_PROPERTY} is {@code fail}, which forbids blocking calls on
     *     virtual threads
     */
    public static long call(String name, LongSupplier call) {
        if (POLICY == Policy.FAIL) {
            throw new IllegalStateException(name + " may block, and " + Posix.VIRTUAL_THREADS_PROPERTY
                    + "=fail forbids that on virtual threads");
        }
        Completion completion = await(THREADS.submit(() -> {
            long result = call.getAsLong();
            return new Completion(result, Native.errno());
        }));
        Native.errno(completion.errno);
        return completion.result;
    }

    /**
     * Waits until {@code call} has returned, even if the calling thread is interrupted: a native call that has begun cannot be
     * cancelled, and its result must not be lost. If there was an interrupt, this method sets the interrupt flag again before it
     * returns.
     */
    private static Completion await(Future<Completion> call) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call.get();
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
