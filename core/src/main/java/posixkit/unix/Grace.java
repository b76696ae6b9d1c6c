package posixkit.unix;

import java.util.stream.Stream;

/**
 * Lets many threads access memory that another thread may unmap or protect. The accessing threads do not all share one lock.
 *
 * <p>This class has several monitors, called stripes. A thread holds the monitor of one stripe during an access. While it holds
 * the monitor, it first checks that the access is still allowed. A thread that wants to unmap or protect the memory first forbids
 * accesses, and then calls {@link #await}. {@link #await} enters and leaves every monitor. When it returns, every access that was
 * checked before accesses were forbidden has ended.
 *
 * <p>The stripes are monitors and not counters of readers. The JVM always releases a monitor when its block ends, even after a
 * stack overflow or an asynchronous error. An example is the {@link InternalError} when a page is lost, because its file was
 * shortened. A counter of readers would stay wrong for ever after such an error.
 */
final class Grace {
    private static final int STRIPES = 16;

    /**
     * The length, in longs, of the array that is used as a stripe. The array fills a cache line, so no two stripes share a cache
     * line.
     */
    private static final int CACHE_LINE = 16;

    private final Object[] stripes =
            Stream.generate(() -> new long[CACHE_LINE]).limit(STRIPES).toArray();

    /**
     * True while a thread is in {@link #await}. New accesses then wait until {@link #await} has ended. Monitors are unfair:
     * without this field, threads that access the memory again and again could keep the thread in {@link #await} waiting for
     * minutes.
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
