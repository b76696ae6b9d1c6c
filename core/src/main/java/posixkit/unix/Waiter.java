package posixkit.unix;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** One blocking call of a virtual thread that waits for a descriptor to become ready. <b>Internal.</b> */
final class Waiter {
    /** Waits in the queue of {@link Waiters}. */
    static final int QUEUED = 0;

    /** The descriptor became ready, and it is this waiter's turn. */
    static final int WOKEN = 1;

    /** The descriptor is being closed. The waiter must not use its number again. */
    static final int CLOSED = 2;

    /** The system cannot watch the descriptor any more. */
    static final int LOST = 3;

    final boolean isWrite;

    /** Makes the call without waiting. Returns {@link #notYet} if the call would wait. */
    final LongSupplier attempt;

    /** The result of {@link #attempt} that means that the call would wait. */
    final long notYet;

    /** Null, or what to do when {@link #attempt} has found out that the descriptor is ready. */
    final LongSupplier whenReady;

    volatile int state = QUEUED;
    Waiter next;

    private final Thread thread = Thread.currentThread();

    /** The time of {@link System#nanoTime} at which the waiter gives up, if {@link #isLimited}. */
    private final long deadline;

    private final boolean isLimited;

    /**
     * Creates a waiter for the current thread.
     *
     * @param nanos the longest time to wait, or a negative number to wait without a limit
     */
    Waiter(boolean isWrite, LongSupplier attempt, long notYet, LongSupplier whenReady, long nanos) {
        this.isWrite = isWrite;
        this.attempt = attempt;
        this.notYet = notYet;
        this.whenReady = whenReady;
        isLimited = nanos >= 0;
        deadline = isLimited ? System.nanoTime() + nanos : 0;
    }

    /** Changes the state of a waiter that is no longer in a queue, and lets its thread continue. */
    void wake(int newState) {
        state = newState;
        LockSupport.unpark(thread);
    }

    boolean isLate() {
        return isLimited && deadline - System.nanoTime() <= 0;
    }

    /**
     * Parks the current thread until another thread has called {@link #wake}, or until the time is over. An interrupt does not
     * end the wait. But a thread with the interrupt flag cannot park. So this method clears the flag, and returns true if it did.
     */
    boolean park() {
        boolean isInterrupted = false;
        while (state == QUEUED) {
            if (isLimited) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            } else {
                LockSupport.park(this);
            }
            if (Thread.interrupted()) {
                isInterrupted = true;
            }
        }
        return isInterrupted;
    }
}
