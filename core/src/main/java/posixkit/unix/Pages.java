package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import posixkit.ffi.Native;

/** The pages of one mapping: where they are, whether they still are, and what they may be used for. */
final class Pages {
    /** A buffer has no more than 2 GiB, so there are several; each ends with the beginning of the next, for what lies across. */
    private static final int CHUNK_BITS = 30;

    private static final int OVERLAP = Long.BYTES - 1;

    private final MemoryCalls calls;
    private final Grace grace = new Grace();
    private final long address;
    private final long length;
    private final ByteBuffer[] chunks;

    /** Held by calls on the pages; alone by those that take something away. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Null when they are gone. */
    private volatile Rights rights;

    Pages(MemoryCalls calls, long address, long length, int prot) {
        this.calls = calls;
        this.address = address;
        this.length = length;
        rights = Rights.of(prot, length);
        chunks = new ByteBuffer[(int) (length - 1 >> CHUNK_BITS) + 1];
        for (int i = 0; i < chunks.length; i++) {
            long start = (long) i << CHUNK_BITS;
            int size = (int) Math.min(length - start, (1 << CHUNK_BITS) + OVERLAP);
            chunks[i] = Native.buffer(address + start, size);
        }
    }

    long address() {
        return address;
    }

    long length() {
        return length;
    }

    /** To be held from the question whether an access is allowed to its end. */
    Object stripe() {
        return grace.stripe();
    }

    /** The memory from a place on is this buffer, from {@link #index} on. */
    ByteBuffer chunk(long place) {
        return chunks[(int) (place >> CHUNK_BITS)];
    }

    static int index(long place) {
        return (int) place & (1 << CHUNK_BITS) - 1;
    }

    void require(int right, long from, long size) {
        if (!live().allow(right, from, size)) {
            throw new IllegalStateException("the pages are protected against being "
                    + (right == PROT_READ ? "read" : right == PROT_WRITE ? "written" : "used"));
        }
    }

    boolean areGone() {
        return rights == null;
    }

    /** Makes a call that leaves the pages what they are; −errno if it fails. */
    int call(IntSupplier call) {
        lock.readLock().lock();
        try {
            live();
            return call.getAsInt();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** 1 if this unmapped them, 0 if they were gone already, −errno if they are still there. */
    int unmap() {
        lock.writeLock().lock();
        try {
            Rights before = rights;
            if (before == null) {
                return 0;
            }
            rights = null;
            grace.await();
            int result = Result.negate(calls.munmap(address, length));
            if (result < 0) {
                rights = before;
                return result;
            }
            return 1;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Allows what both protections allow until the kernel has the new one, and for good if it has got nowhere, or halfway. */
    int protect(long from, long size, int prot) {
        lock.writeLock().lock();
        try {
            Rights before = live();
            int page = calls.getpagesize();
            if (from % page != 0) {
                return -EINVAL;
            }
            long to = Math.min(length, (from + size + page - 1) / page * page);
            rights = before.within(prot, from, to);
            grace.await();
            int result = Result.negate(calls.mprotect(address + from, size, prot));
            if (result == 0) {
                rights = before.with(prot, from, to);
            }
            return result;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Rights live() {
        Rights now = rights;
        if (now == null) {
            throw new IllegalStateException("these pages are unmapped");
        }
        return now;
    }
}
