package posixkit.unix;

import java.util.stream.Stream;

/**
 * Lets any number of threads access what one may take away. Who accesses does so holding a stripe, and looks there whether it
 * is still allowed; who takes away says so first, then waits here until all that may have looked before are done.
 *
 * <p>Monitors, because nothing takes a monitor's release from a thread: no overflowing stack, and no error of the JVM's
 * that arrives between an access and the end of its block, as those about lost pages do. A count would be off by one for ever.
 */
final class Grace {
    private static final int STRIPES = 16;

    /** Longs that keep two stripes out of one cache line. */
    private static final int APART = 16;

    private final Object[] stripes =
            Stream.generate(() -> new long[APART]).limit(STRIPES).toArray();

    /** Monitors are not fair: threads that come back at once would keep one that waits out for minutes. */
    private volatile boolean waiting;

    /** The monitor for this thread, and for a few others. */
    Object stripe() {
        while (waiting) {
            Thread.yield();
        }
        return stripes[(int) Thread.currentThread().getId() & STRIPES - 1];
    }

    /** Returns when every access that was under way is over. One thread at a time. */
    void await() {
        waiting = true;
        try {
            for (Object stripe : stripes) {
                synchronized (stripe) {
                    // Whoever held it is out.
                }
            }
        } finally {
            waiting = false;
        }
    }
}
