package posixkit.unix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicIntegerArray;
import posixkit.ffi.Native;
import posixkit.unix.layout.Iovec;

/**
 * Native memory for single structures {@code struct iovec}. <b>Internal.</b> Virtual threads need one for each read or write of a
 * pipe, for a very short time. To borrow a {@link Scratch} for that would take longer than everything else that posixkit does.
 */
final class Iovecs {
    /** More than threads run at a time on most machines. Must be a power of 2. */
    private static final int SLOTS = 64;

    /** The distance of two slots: a cache line, so that processors do not wait for each other. */
    private static final int STRIDE = 64;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(SLOTS * STRIDE).order(ByteOrder.nativeOrder());
    private final long address = Native.address(memory, 0);
    private final AtomicIntegerArray isTaken = new AtomicIntegerArray(SLOTS * STRIDE / Integer.BYTES);

    /** Takes a slot that is free, and returns its number. Returns −1 if the first slots that it looks at are not free. */
    int take() {
        // The hash code of a virtual thread is its number.
        int slot = Thread.currentThread().hashCode() & SLOTS - 1;
        if (isTaken.compareAndSet(index(slot), 0, 1)) {
            return slot;
        }
        slot = slot + 1 & SLOTS - 1;
        return isTaken.compareAndSet(index(slot), 0, 1) ? slot : -1;
    }

    /** Writes a structure to a slot and returns its address. The address is valid until the slot is given back. */
    long fill(int slot, long base, long length) {
        memory.putLong(slot * STRIDE + Iovec.BASE, base);
        memory.putLong(slot * STRIDE + Iovec.LEN, length);
        return address + (long) slot * STRIDE;
    }

    void giveBack(int slot) {
        isTaken.setRelease(index(slot), 0);
    }

    private static int index(int slot) {
        return slot * (STRIDE / Integer.BYTES);
    }
}
