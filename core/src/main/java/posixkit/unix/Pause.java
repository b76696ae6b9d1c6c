package posixkit.unix;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread wait for something that usually happens within a microsecond, but may take long, and that nobody reports. The first
 * pauses are short and use the processor. The later pauses are longer, and the thread sleeps.
 */
final class Pause {
    /** The number of pauses before the thread sleeps. */
    private static final int SPINS = 100;

    private static final long SHORTEST_NANOS = 20_000;
    private static final long LONGEST_NANOS = 1_000_000;

    private int spins;
    private long nanos = SHORTEST_NANOS;
    private boolean isInterrupted;

    /** Pauses once. An interrupt does not end the waiting. */
    void once() {
        if (spins < SPINS) {
            spins++;
            Thread.onSpinWait();
            return;
        }
        // A thread whose interrupt flag is set would not sleep.
        isInterrupted |= Thread.interrupted();
        LockSupport.parkNanos(this, nanos);
        nanos = Math.min(2 * nanos, LONGEST_NANOS);
    }

    /** Ends the waiting: sets the interrupt flag of the thread again, if it was set before or during the waiting. */
    void end() {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
