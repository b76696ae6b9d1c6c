package posixkit.unix;

import java.util.stream.Stream;

/**
 * Lets many threads access memory that another thread may unmap or protect, without one lock that all threads share.
 *
 * <p>This class has several monitors, called stripes. An access holds the monitor of one stripe. While it holds the monitor, the
 * access checks that it is still allowed. A thread that unmaps or protects the memory first forbids accesses, and then calls
 * {@link #await}. That method enters and leaves every monitor. When it returns, every access that was checked before has ended.
 *
 * <p>The stripes are monitors because the JVM always releases a monitor when its block ends. The JVM does so after a stack
 * overflow too, and after an asynchronous error, for example the error for a lost page. A counter of readers would then stay
 * wrong for ever.
 */
final class Grace {
    private static final int STRIPES = 16;

    /** The number of longs that fill a cache line. A stripe is an array of this length, so no two stripes share a cache line. */
    private static final int CACHE_LINE = 16;

    private final Object[] stripes =
            Stream.generate(() -> new long[CACHE_LINE]).limit(STRIPES).toArray();

    /**
     * True while a thread is in {@link #await}. New accesses then wait, because monitors are unfair: threads that access the
     * memory again and again could keep the thread in {@link #await} waiting for minutes.
     */
    private volatile boolean waiting;

    /** Returns the monitor that the calling thread must hold during an access. A few other threads get the same monitor. */
    Object stripe() {
        while (waiting) {
            Thread.yield();
        }
        return stripes[(int) Thread.currentThread().getId() & STRIPES - 1];
    }

    /** Waits until every access that has begun has ended. Two threads must not call this method at the same time. */
    void await() {
        waiting = true;
        try {
            for (Object stripe : stripes) {
                synchronized (stripe) {
                    // The block is empty: this thread could enter it, so the thread that held the monitor has left.
                }
            }
        } finally {
            waiting = false;
        }
    }
}
