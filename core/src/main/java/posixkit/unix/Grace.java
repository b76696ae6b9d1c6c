package posixkit.unix;

import java.util.stream.Stream;

/**
 * Lets many threads access memory that another thread may take away, without a lock that they all share.
 *
 * <p>An access holds the monitor of one stripe, and checks inside it whether it is still allowed. A thread that takes the memory away
 * first forbids accesses, and then calls {@link #await}, which enters and leaves every monitor. After that, no access is under way that
 * was checked before.
 *
 * <p>The stripes are monitors because the JVM always releases a monitor when its block ends: after a stack overflow, and after an
 * asynchronous error, such as the one for a lost page. A counter of readers would stay wrong for ever.
 */
final class Grace {
    private static final int STRIPES = 16;

    /** The length of an array of longs that fills a cache line, so that no two stripes share one. */
    private static final int CACHE_LINE = 16;

    private final Object[] stripes =
            Stream.generate(() -> new long[CACHE_LINE]).limit(STRIPES).toArray();

    /**
     * True while a thread is in {@link #await}. New accesses then wait, because monitors are unfair: threads that keep coming back could keep
     * the waiting thread out for minutes.
     */
    private volatile boolean waiting;

    /** Returns the monitor of this thread, which it shares with a few other threads. */
    Object stripe() {
        while (waiting) {
            Thread.yield();
        }
        return stripes[(int) Thread.currentThread().getId() & STRIPES - 1];
    }

    /** Waits until every access that is under way has ended. Only one thread at a time may call this. */
    void await() {
        waiting = true;
        try {
            for (Object stripe : stripes) {
                synchronized (stripe) {
                    // The thread that held the monitor has left it.
                }
            }
        } finally {
            waiting = false;
        }
    }
}
