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
 * Makes blocking calls on platform threads if the calling thread is virtual. The virtual thread waits for the result, and its
 * carrier thread stays free meanwhile. <b>Internal.</b> Every such call occupies a platform thread until it returns. So this class
 * serves only the calls for which {@link Parking} has no better way. The generated bindings call this class for the C functions
 * that have the mark {@code waits} in the spec files ({@code abi/spec}):
 *
 * <pre>{@code
 * return HandOff.needed() ? HandOff.call("read", () -> calls.read(fd, buf, count)) : calls.read(fd, buf, count);
 * }</pre>
 *
 * <p>For some calls, an argument shows that the call cannot block: a time-out of 0, {@code WNOHANG}, {@code MSG_DONTWAIT},
 * {@code LOCK_NB} or {@code O_NONBLOCK}. Such a call is made on the calling thread, because a call through another thread costs
 * about fifty times as much.
 */
public final class HandOff {
    private enum Policy {
        PARK,
        HANDOFF,
        INLINE,
        FAIL
    }

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static final Policy POLICY = policy();

    /** The time in seconds after which an idle platform thread ends. */
    private static final int IDLE_SECONDS = 2;

    /** The platform threads. Most programs never need them. */
    private static final Lazy<ExecutorService> THREADS = new Lazy<>() {
        @Override
        protected ExecutorService make() {
            return new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                        Thread thread = new Thread(task, "posixkit-waiting");
                        thread.setDaemon(true);
                        return thread;
                    });
        }
    };

    private HandOff() {}

    private static Policy policy() {
        String name = System.getProperty(Posix.VIRTUAL_THREADS_PROPERTY, Policy.PARK.name());
        try {
            return Policy.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Posix.VIRTUAL_THREADS_PROPERTY + " must be park, handoff, inline or fail, not " + name, e);
        }
    }

    /**
     * Returns true if this JVM may need {@link #call} for some blocking calls. This is so if this JVM has virtual threads and the
     * property {@link Posix#VIRTUAL_THREADS_PROPERTY} is not {@code inline}.
     */
    public static boolean isUsed() {
        return POLICY != Policy.INLINE && Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    }

    /**
     * Returns true if a blocking call on the current thread must go through {@link #call}. This is so if the thread is virtual
     * and the property {@link Posix#VIRTUAL_THREADS_PROPERTY} is not {@code inline}.
     */
    public static boolean needed() {
        return POLICY != Policy.INLINE && Scratch.onVirtualThread();
    }

    /**
     * Returns true if a virtual thread should wait parked where that is possible ({@link Parking}). This is so if the property
     * {@link Posix#VIRTUAL_THREADS_PROPERTY} is {@code park} or not set.
     */
    static boolean isParking() {
        return POLICY == Policy.PARK;
    }

    /** Returns true if {@code address} is not 0 and the {@code timeval} or {@code timespec} at this address is zero. */
    public static boolean isZeroTime(long address) {
        return address != 0 && Native.pointerAt(address) == 0 && (int) Native.pointerAt(address + Long.BYTES) == 0;
    }

    /**
     * Runs {@code call}, which calls a C function, on a platform thread. Waits for the result and returns it.
     *
     * @param name the name of the C function, for the message of the exception
     * @throws IllegalStateException if {@link Posix#VIRTUAL_THREADS_PROPERTY} is {@code fail}, which forbids blocking calls on
     *     virtual threads
     */
    public static long call(String name, LongSupplier call) {
        if (POLICY == Policy.FAIL) {
            throw new IllegalStateException(name + " may block, and " + Posix.VIRTUAL_THREADS_PROPERTY
                    + "=fail forbids that on virtual threads");
        }
        return await(THREADS.get().submit(call::getAsLong));
    }

    /**
     * Waits until {@code call} has returned, even if the calling thread is interrupted: a native call that has begun cannot be
     * cancelled, and its result must not be lost. If there was an interrupt, this method sets the interrupt flag again before it
     * returns.
     */
    private static long await(Future<Long> call) {
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
