package posixkit.unix;

import static posixkit.constants.Errno.EBADF;

/**
 * The blocking calls of virtual threads on one open descriptor. <b>Internal.</b> There is one object for a descriptor from its
 * first use by a virtual thread until it is closed. {@link Parking} describes how the calls wait.
 *
 * <p>There are two queues: one of waiters that read, and one of waiters that write. When the descriptor becomes ready, the first
 * waiter of a queue gets its turn. It makes its call, and then the descriptor is watched again for the next one. So a byte that
 * arrives wakes one reader and not all.
 */
public final class Waiters {
    /** The result of {@link #await} if the descriptor cannot be watched, or if watching it is of no use. */
    static final long CANNOT_PARK = Long.MIN_VALUE;

    /**
     * The number of turns that a waiter may have in vain before its call is handed to a platform thread. A turn is in vain if
     * another thread was faster. But there are also descriptors that are always ready and never let the call succeed: an
     * unconnected datagram socket of the Unix domain is writable although the receiver is full. Without a limit, a waiter of such
     * a descriptor would run all the time.
     */
    private static final int MOST_IN_VAIN = 16;

    /** What kind of file a descriptor refers to, as far as that decides how to read and write without waiting. */
    enum Kind {
        /** Not known yet. */
        UNKNOWN,
        /** The descriptor is not open. This kind is never remembered. */
        NONE,
        /** A regular file, a directory or a block device; or anything else that cannot be watched. */
        FILE,
        /** A stream or datagram socket. */
        SOCKET,
        /** A pipe, a terminal, an eventfd, another kind of socket. */
        OTHER
    }

    private static final class Queue {
        private Waiter first;
        private Waiter last;

        /** The waiter whose turn it is, or null. It is not in the list. */
        private Waiter current;

        void add(Waiter waiter) {
            if (first == null) {
                first = waiter;
            } else {
                last.next = waiter;
            }
            last = waiter;
        }

        /** Puts the waiter whose turn it is to the front of the list, because its turn was in vain. */
        void putBack(Waiter waiter) {
            if (current == waiter) {
                current = null;
                waiter.next = first;
                first = waiter;
                last = last == null ? waiter : last;
            }
        }

        void remove(Waiter waiter) {
            if (current == waiter) {
                current = null;
                return;
            }
            Waiter previous = null;
            for (Waiter each = first; each != null; each = each.next) {
                if (each == waiter) {
                    if (previous == null) {
                        first = each.next;
                    } else {
                        previous.next = each.next;
                    }
                    last = last == each ? previous : last;
                    each.next = null;
                    return;
                }
                previous = each;
            }
        }

        Waiter poll() {
            Waiter waiter = first;
            if (waiter != null) {
                first = waiter.next;
                last = first == null ? null : last;
                waiter.next = null;
            }
            return waiter;
        }

        boolean needsTurn() {
            return current == null && first != null;
        }

        void giveTurn() {
            if (needsTurn()) {
                current = poll();
                current.wake(Waiter.WOKEN);
            }
        }

        void wakeAll(int state) {
            if (current != null) {
                current.state = state;
            }
            for (Waiter each = poll(); each != null; each = poll()) {
                each.wake(state);
            }
        }
    }

    private final int fd;
    private final Queue reading = new Queue();
    private final Queue writing = new Queue();
    private volatile Kind kind = Kind.UNKNOWN;
    private volatile boolean lacksRead;
    private volatile boolean lacksWrite;
    private boolean isClosed;
    private boolean isKnown;
    private boolean isWatchedForRead;
    private boolean isWatchedForWrite;

    Waiters(int fd) {
        this.fd = fd;
    }

    int fd() {
        return fd;
    }

    Kind kind() {
        return kind;
    }

    void kind(Kind found) {
        kind = found;
    }

    /** Returns true if the system has no call that reads from (or writes to) this descriptor without waiting. */
    boolean isLackingCall(boolean isWrite) {
        return isWrite ? lacksWrite : lacksRead;
    }

    void lacksCall(boolean isWrite) {
        if (isWrite) {
            lacksWrite = true;
        } else {
            lacksRead = true;
        }
    }

    /** Makes one attempt, or returns −EBADF if the descriptor has been closed since the call began. */
    private synchronized long tryOnce(Waiter waiter) {
        return isClosed ? -EBADF : waiter.attempt.getAsLong();
    }

    /**
     * Lets other virtual threads run once and tries again, unless that has been of no use lately ({@link Yields}). Then parks the
     * current thread until its call has a result, and returns the result. (One long method, because each frame of a parked thread
     * takes memory.) Returns {@code notYet} of the waiter if the time of the waiter is over, and {@link #CANNOT_PARK} if the call
     * must be made in another way.
     */
    long await(Parking parking, Waiter waiter) {
        if (parking.yields().isWorthwhile()) {
            Thread.yield();
            long second = tryOnce(waiter);
            parking.yields().tried(second != waiter.notYet);
            if (second != waiter.notYet) {
                return second > 0 && waiter.whenReady != null ? waiter.whenReady.getAsLong() : second;
            }
        }
        Reactor reactor = parking.reactor();
        if (reactor == null) {
            return CANNOT_PARK;
        }
        Queue queue = waiter.isWrite ? writing : reading;
        boolean isInterrupted = false;
        synchronized (this) {
            if (isClosed) {
                return -EBADF;
            }
            queue.add(waiter);
            // Watches once more than is necessary. If somebody has closed the descriptor without our knowledge, the
            // number may belong to a new file, and that one is not watched.
            isWatchedForRead &= waiter.isWrite;
            isWatchedForWrite &= !waiter.isWrite;
            watch(reactor);
        }
        try {
            for (int turn = 1; ; turn++) {
                isInterrupted |= waiter.park();
                long result;
                synchronized (this) {
                    if (waiter.state == Waiter.CLOSED) {
                        return -EBADF;
                    }
                    boolean isLate = waiter.isLate();
                    result = waiter.state == Waiter.LOST ? CANNOT_PARK : waiter.attempt.getAsLong();
                    if (result == waiter.notYet && !isLate) {
                        if (turn == MOST_IN_VAIN) {
                            return CANNOT_PARK;
                        }
                        waiter.state = Waiter.QUEUED;
                        queue.putBack(waiter);
                        watch(reactor);
                        continue;
                    }
                }
                // Outside the monitor, because this may block. It still is this waiter's turn meanwhile: otherwise, the
                // next waiter would find the descriptor ready as well, and would block too.
                boolean isReady = result >= 0 && result != waiter.notYet;
                return isReady && waiter.whenReady != null ? waiter.whenReady.getAsLong() : result;
            }
        } finally {
            synchronized (this) {
                queue.remove(waiter);
                watch(reactor);
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Watches the descriptor for the queues that have waiters of which none has its turn. */
    private void watch(Reactor reactor) {
        boolean isRead = reading.needsTurn();
        boolean isWrite = writing.needsTurn();
        if (isClosed || (!isRead || isWatchedForRead) && (!isWrite || isWatchedForWrite)) {
            return;
        }
        int result = reactor.watch(fd, isRead, isWrite, isKnown);
        if (result < 0) {
            lose();
            return;
        }
        isKnown = true;
        isWatchedForRead = isRead;
        isWatchedForWrite = isWrite;
    }

    /** Gives turns to waiters, because the descriptor is ready. From now on, it is not watched. */
    synchronized void ready(Reactor reactor, boolean isReadable, boolean isWritable) {
        isWatchedForRead = false;
        isWatchedForWrite = false;
        if (isReadable) {
            reading.giveTurn();
        }
        if (isWritable) {
            writing.giveTurn();
        }
        watch(reactor);
    }

    /**
     * Ends the waiting of all calls with EBADF. After this method has returned, none of these calls uses the number of the
     * descriptor, so the descriptor can be closed.
     */
    synchronized void close(Reactor reactor) {
        isClosed = true;
        reading.wakeAll(Waiter.CLOSED);
        writing.wakeAll(Waiter.CLOSED);
        if (isKnown && reactor != null) {
            reactor.forget(fd);
        }
    }

    /** Makes all waiters make their calls in another way, because the descriptor is not watched any more. */
    synchronized void lose() {
        isKnown = false;
        isWatchedForRead = false;
        isWatchedForWrite = false;
        reading.wakeAll(Waiter.LOST);
        writing.wakeAll(Waiter.LOST);
    }
}
