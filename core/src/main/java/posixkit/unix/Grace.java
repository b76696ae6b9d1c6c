package posixkit.unix;

import java.util.stream.Stream;

/**
 * Lets many threads access memory that another thread may unmap or protect. The accessing threads do not all share one lock.
 *
 * <p>This class has several monitors, called stripes. A thread that accesses the memory holds the monitor of one stripe. While it
 * holds the monitor, it first checks that the access is allowed, and then makes the access. A thread that wants to unmap or
 * protect the memory first changes which accesses the check allows. Then it calls {@link #await}, which enters and leaves every
 * monitor. When {@link #await} returns, all accesses that were checked before the change have ended.
 *
 * <p>A counter of the accessing threads, in place of the monitors, would not be safe. A stack overflow or an asynchronous error
 * could prevent the decrement, and the counter would stay wrong for ever. The JVM always releases a monitor at the end of its
 * {@code synchronized} block, even after such an error. An example of an asynchronous error is an {@link InternalError}: the JVM
 * throws it if a mapped file was shortened, and a thread accesses a page that the file no longer has.
 */
final class Grace {
    private static final int STRIPES = 16;

    /**
     * The number of longs in each stripe. A stripe is an array of longs, but only its monitor is used. The array has this length
     * so that no two stripes share a cache line.
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

    /** Returns the monitor that the calling thread must hold during an access. Other threads may get the same monitor. */
    Object stripe() {
        while (waiting) {
            Thread.yield();
        }
        return stripes[(int) Thread.currentThread().getId() & STRIPES - 1];
    }

    /** Waits until all accesses that have already begun have ended. Two threads must not call this method at the same time. */
    void await() {
        waiting = true;
        try {
            for (Object stripe : stripes) {
                synchronized (stripe) {
                    // Nothing to do here: when this thread enters the block, no other thread holds the monitor.
                }
            }
        } finally {
            waiting = false;
        }
    }
}
