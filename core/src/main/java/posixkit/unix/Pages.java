package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.StampedLock;
import posixkit.ffi.Native;
import posixkit.unix.call.UnixCalls;

/**
 * The pages of one mapping: their address, whether they are still mapped, and which accesses they allow.
 *
 * <p>Two mechanisms keep the pages mapped while they are in use. A thread that makes a single access, for example to one int,
 * writes the address of the pages into a slot ({@link #enter}), which takes a few nanoseconds. A thread that calls a C function on
 * the pages holds a read lock ({@link #hold}), because the call may block for a long time.
 *
 * <p>{@link #unmap} and {@link #protect} take the write lock and change {@link #rights}, the allowed accesses. Then they wait
 * until every access that was checked against the earlier rights has ended. After that, they make the system call. {@link Grace}
 * says why no access is overlooked.
 */
final class Pages {
    /**
     * The size of a part of the mapping in bytes is 2 to the power of this constant. Only the last part may be smaller. Each part
     * has its own Java buffer, called a chunk. One Java buffer for the whole mapping is not possible, because a Java buffer has
     * at most 2 GiB.
     *
     * <p>A value of several bytes, for example a long, may start in one part and end in the next part. So each chunk except the
     * last contains the bytes of its part, and then the first bytes of the next part. A value that starts in a part is then
     * always whole in the chunk of this part.
     */
    private static final int CHUNK_BITS = 30;

    private static final int OVERLAP = Long.BYTES - 1;

    private final UnixCalls calls;
    private final Grace grace;
    private final long address;
    private final long length;

    /** The chunks; null if there is only one. */
    private final ByteBuffer[] chunks;

    /**
     * The chunk of pages that have only one; null until it is first needed, because to create it may take as long as a system call,
     * and many accesses need no chunk.
     */
    private volatile ByteBuffer only;

    /** Calls of C functions on the pages hold the read lock. {@link #unmap} and {@link #protect} hold the write lock. */
    private final StampedLock lock = new StampedLock();

    /**
     * The slot of the thread that has created this object, until another thread accesses the pages; null afterwards. If only one
     * thread has accessed the pages, this thread unmaps them without {@link Grace#await}, and so without a barrier.
     *
     * <p>An access reads this field before {@link #rights}. A thread that unmaps the pages writes {@link #rights} first and then
     * reads this field. So if the unmapping thread still finds its own slot here, each access of another thread reads the new
     * rights.
     */
    private volatile Slot onlyUser;

    /** The accesses that the pages allow; null if the pages are unmapped. */
    private volatile Rights rights;

    /** True if the pages are a segment of shared memory, which {@code shmdt} detaches. */
    private final boolean isAttached;

    Pages(UnixCalls calls, Grace grace, long address, long length, Rights rights, boolean isAttached) {
        this.calls = calls;
        this.isAttached = isAttached;
        this.grace = grace;
        this.address = address;
        this.length = length;
        onlyUser = Slots.owned();
        this.rights = rights;
        int count = (int) (length - 1 >> CHUNK_BITS) + 1;
        chunks = count == 1 ? null : new ByteBuffer[count];
        for (int i = 0; i < count && count > 1; i++) {
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

    /**
     * Begins an access to a range. The range starts at the offset {@code from} and has {@code size} bytes. The pages stay mapped,
     * and allow the access, until the thread calls {@link Slot#leave}, or until it writes {@link Slot#FREE} into the mark of
     * {@code slot} after an exception. The caller must do one of these even if this method throws an exception.
     *
     * @param slot the slot of the calling thread
     * @param right the kind of access that the whole range must allow ({@code PROT_READ}, …)
     * @throws IllegalStateException if the pages are unmapped, or if any part of the range does not allow the access
     */
    void enter(Slot slot, int right, long from, long size) {
        slot.enter(address);
        grace.enter();
        Slot only = onlyUser;
        Rights now = rights;
        if (only != null && only != slot || now == null || !now.allowEverywhere(right)) {
            enterOrThrow(slot, right, from, size);
        }
    }

    /**
     * Does the rest of {@link #enter}, if the pages do not have the same rights everywhere, or if they are used by a second thread
     * for the first time.
     */
    private void enterOrThrow(Slot slot, int right, long from, long size) {
        if (onlyUser != slot) {
            onlyUser = null;
            VarHandle.fullFence();
        }
        Pause pause = new Pause();
        while (live().isClosed()) {
            // Another thread protects the pages. It waits until this thread is not in its slot.
            slot.rest();
            pause.once();
            slot.enter(address);
            grace.enter();
        }
        pause.end();
        require(right, from, size);
    }

    /**
     * Returns the buffer that contains the byte at {@code place}, an offset in the mapping. {@link #index} returns the index of
     * this byte in the buffer.
     */
    ByteBuffer chunk(long place) {
        if (chunks != null) {
            return chunks[(int) (place >> CHUNK_BITS)];
        }
        ByteBuffer present = only;
        if (present == null) {
            present = Native.buffer(address, (int) length);
            only = present;
        }
        return present;
    }

    static int index(long place) {
        return (int) place & (1 << CHUNK_BITS) - 1;
    }

    /**
     * Throws IllegalStateException if the pages are unmapped, or if any part of a range does not allow the access. The range
     * starts at the offset {@code from} and has {@code size} bytes.
     *
     * @param right the kind of access that the whole range must allow ({@code PROT_READ}, …)
     */
    void require(int right, long from, long size) {
        if (!live().allow(right, from, size)) {
            throw new IllegalStateException("the pages are protected against being "
                    + (right == PROT_READ ? "read" : right == PROT_WRITE ? "written" : "used"));
        }
    }

    boolean areUnmapped() {
        return rights == null;
    }

    /**
     * Keeps the pages mapped, and their protection unchanged, until the caller passes the result of this method to
     * {@link #release}. Throws IllegalStateException if the pages are unmapped.
     */
    long hold() {
        long stamp = lock.readLock();
        if (rights == null) {
            lock.unlockRead(stamp);
            throw unmapped();
        }
        return stamp;
    }

    void release(long stamp) {
        lock.unlockRead(stamp);
    }

    /**
     * Unmaps the pages. Returns 1 if this call unmapped the pages, 0 if they were unmapped before, and −errno if the call failed
     * and they are still mapped.
     */
    int unmap() {
        long stamp = lock.writeLock();
        try {
            Rights before = rights;
            if (before == null) {
                return 0;
            }
            rights = null;
            try {
                awaitAccesses();
            } catch (Throwable e) {
                rights = before;
                throw e;
            }
            int result = isAttached
                    ? calls.sharedMemory().shmdt(address)
                    : calls.memory().munmap(address, length);
            if (result < 0) {
                rights = before;
                return result;
            }
            return 1;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    boolean areAttached() {
        return isAttached;
    }

    /** A system call that changes the length of pages, and moves them perhaps. Returns their new address or −errno. */
    interface Resize {
        long resize(long address, long length);
    }

    /**
     * Makes a system call that changes the length of the pages, and returns its result. If it succeeds, this object is unmapped:
     * another object has to be made for the pages. While this method waits for earlier accesses, no new access begins. If the call
     * fails, accesses go on.
     */
    long resize(Resize call) {
        long stamp = lock.writeLock();
        Rights before = rights;
        if (before == null) {
            lock.unlockWrite(stamp);
            throw unmapped();
        }
        // If an exception comes after the call, nobody knows where the pages are, and so nobody may access them.
        Rights after = before;
        try {
            rights = before.closed();
            awaitAccesses();
            after = null;
            long result = call.resize(address, length);
            after = result < 0 ? before : null;
            return result;
        } finally {
            rights = after;
            lock.unlockWrite(stamp);
        }
    }

    /** Returns what the pages allow. Throws IllegalStateException if they are unmapped. */
    Rights rights() {
        return live();
    }

    /**
     * Changes the protection of a range of the pages to {@code prot}. The range starts at the offset {@code from} and has
     * {@code size} bytes. Returns 0 or −errno. While this method waits for earlier accesses, no new access begins. Otherwise,
     * threads that access the pages again and again could keep this method waiting for ever. Then, until the kernel has changed the
     * protection, the range allows only accesses that both the old and the new protection allow. If the system call fails, this
     * restriction stays, because the kernel may have changed some of the pages.
     */
    int protect(long from, long size, int prot) {
        long stamp = lock.writeLock();
        try {
            Rights before = live();
            int page = calls.host().getpagesize();
            if (from % page != 0) {
                return -EINVAL;
            }
            long to = Math.min(length, (from + size + page - 1) / page * page);
            Rights during = before.within(prot, from, to);
            rights = during.closed();
            try {
                awaitAccesses();
            } finally {
                rights = during;
            }
            int result = calls.memory().mprotect(address + from, size, prot);
            if (result == 0) {
                rights = before.with(prot, from, to);
            }
            return result;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Waits until the accesses have ended that began before {@link #rights} changed. */
    private void awaitAccesses() {
        VarHandle.fullFence();
        Slot only = onlyUser;
        if (only == null || only != Slots.owned()) {
            grace.await(address);
        }
    }

    private Rights live() {
        Rights now = rights;
        if (now == null) {
            throw unmapped();
        }
        return now;
    }

    private static IllegalStateException unmapped() {
        return new IllegalStateException("these pages are unmapped");
    }
}
