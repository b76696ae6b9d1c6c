package posixkit.unix;

import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import posixkit.ffi.Native;
import posixkit.ffi.NativeAccess;
import posixkit.memory.Region;

/**
 * Implements {@link Region} for Linux and macOS. <b>Internal.</b> Each access first checks the bounds. Then it calls
 * {@link Pages#enter}, which checks whether the pages may be read or written, and keeps them mapped. Only after these checks does
 * the access read or write bytes.
 *
 * <p>The methods that access one number repeat the same lines. A common method with a parameter for the access itself would be
 * slower, because the compiler does not always inline such a parameter.
 *
 * <p>A handler of an exception writes the mark of the slot itself, and calls no method. {@link Slot#mark} says why.
 */
class UnixRegion implements Region {
    /**
     * Reads and writes numbers without a Java buffer, which is faster; null if this process can access pages only through Java
     * buffers.
     */
    private static final NativeAccess.Numbers NUMBERS = Native.numbers();

    private static final VarHandle SHORTS =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /**
     * The largest number of bytes that {@link #transfer} moves between {@link Pages#enter} and {@link Slot#leave}. The number is
     * small, so that a thread that unmaps the pages does not wait long.
     */
    private static final int PIECE = 1024 * 1024;

    final Pages pages;
    final long start;
    private final long length;

    UnixRegion(Pages pages, long start, long length) {
        this.pages = pages;
        this.start = start;
        this.length = length;
    }

    /**
     * Copies one piece of a transfer between the mapped memory and an array or a buffer of the caller. The piece has
     * {@code count} bytes. It starts at {@code index} in {@code chunk}, a buffer over a part of the mapped memory. {@code done}
     * is the number of bytes in the earlier pieces of the same transfer.
     */
    private interface Mover {
        void move(ByteBuffer chunk, int index, int done, int count);
    }

    @Override
    public final long length() {
        return length;
    }

    @Override
    public final long address() {
        return pages.address() + start;
    }

    @Override
    public final Region slice(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, this.length);
        return new UnixRegion(pages, start + offset, length);
    }

    @Override
    public final byte getByte(long offset) {
        long place = place(offset, Byte.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Byte.BYTES);
            byte result = NUMBERS != null
                    ? NUMBERS.getByte(pages.address() + place)
                    : pages.chunk(place).get(Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final short getShort(long offset) {
        long place = place(offset, Short.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Short.BYTES);
            short result = NUMBERS != null
                    ? NUMBERS.getShort(pages.address() + place)
                    : (short) SHORTS.get(pages.chunk(place), Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final int getInt(long offset) {
        long place = place(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Integer.BYTES);
            int result = NUMBERS != null
                    ? NUMBERS.getInt(pages.address() + place)
                    : (int) INTS.get(pages.chunk(place), Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final long getLong(long offset) {
        long place = place(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Long.BYTES);
            long result = NUMBERS != null
                    ? NUMBERS.getLong(pages.address() + place)
                    : (long) LONGS.get(pages.chunk(place), Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putByte(long offset, byte value) {
        long place = place(offset, Byte.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Byte.BYTES);
            if (NUMBERS != null) {
                NUMBERS.putByte(pages.address() + place, value);
            } else {
                pages.chunk(place).put(Pages.index(place), value);
            }
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putShort(long offset, short value) {
        long place = place(offset, Short.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Short.BYTES);
            if (NUMBERS != null) {
                NUMBERS.putShort(pages.address() + place, value);
            } else {
                SHORTS.set(pages.chunk(place), Pages.index(place), value);
            }
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putInt(long offset, int value) {
        long place = place(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Integer.BYTES);
            if (NUMBERS != null) {
                NUMBERS.putInt(pages.address() + place, value);
            } else {
                INTS.set(pages.chunk(place), Pages.index(place), value);
            }
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putLong(long offset, long value) {
        long place = place(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Long.BYTES);
            if (NUMBERS != null) {
                NUMBERS.putLong(pages.address() + place, value);
            } else {
                LONGS.set(pages.chunk(place), Pages.index(place), value);
            }
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final int getIntAcquire(long offset) {
        long place = alignedPlace(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Integer.BYTES);
            int result = (int) INTS.getAcquire(pages.chunk(place), Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final long getLongAcquire(long offset) {
        long place = alignedPlace(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ, place, Long.BYTES);
            long result = (long) LONGS.getAcquire(pages.chunk(place), Pages.index(place));
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putIntRelease(long offset, int value) {
        long place = alignedPlace(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Integer.BYTES);
            INTS.setRelease(pages.chunk(place), Pages.index(place), value);
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void putLongRelease(long offset, long value) {
        long place = alignedPlace(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_WRITE, place, Long.BYTES);
            LONGS.setRelease(pages.chunk(place), Pages.index(place), value);
            slot.leave();
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final boolean compareAndSetInt(long offset, int expected, int value) {
        long place = alignedPlace(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ | PROT_WRITE, place, Integer.BYTES);
            touch(place);
            boolean result = INTS.compareAndSet(pages.chunk(place), Pages.index(place), expected, value);
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final boolean compareAndSetLong(long offset, long expected, long value) {
        long place = alignedPlace(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ | PROT_WRITE, place, Long.BYTES);
            touch(place);
            boolean result = LONGS.compareAndSet(pages.chunk(place), Pages.index(place), expected, value);
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final int getAndAddInt(long offset, int delta) {
        long place = alignedPlace(offset, Integer.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ | PROT_WRITE, place, Integer.BYTES);
            touch(place);
            int result = (int) INTS.getAndAdd(pages.chunk(place), Pages.index(place), delta);
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final long getAndAddLong(long offset, long delta) {
        long place = alignedPlace(offset, Long.BYTES);
        Slot slot = Slots.mine();
        try {
            pages.enter(slot, PROT_READ | PROT_WRITE, place, Long.BYTES);
            touch(place);
            long result = (long) LONGS.getAndAdd(pages.chunk(place), Pages.index(place), delta);
            slot.leave();
            return result;
        } catch (Throwable e) {
            slot.mark = Slot.FREE;
            throw e;
        }
    }

    @Override
    public final void get(long offset, byte[] into, int index, int length) {
        Objects.checkFromIndexSize(index, length, into.length);
        transfer(offset, length, PROT_READ, (chunk, at, done, count) -> chunk.get(at, into, index + done, count));
    }

    @Override
    public final void get(long offset, ByteBuffer into) {
        UnixIo.requireWritable("into", into);
        int position = into.position();
        int length = UnixIo.length(into, position);
        transfer(offset, length, PROT_READ, (chunk, at, done, count) -> into.put(position + done, chunk, at, count));
        into.position(position + length);
    }

    @Override
    public final void put(long offset, byte[] from, int index, int length) {
        Objects.checkFromIndexSize(index, length, from.length);
        transfer(offset, length, PROT_WRITE, (chunk, at, done, count) -> chunk.put(at, from, index + done, count));
    }

    @Override
    public final void put(long offset, ByteBuffer from) {
        int position = from.position();
        int length = UnixIo.length(from, position);
        transfer(offset, length, PROT_WRITE, (chunk, at, done, count) -> chunk.put(at, from, position + done, count));
        from.position(position + length);
    }

    @Override
    public String toString() {
        return length + " bytes at 0x" + Long.toHexString(address());
    }

    /**
     * Checks that {@code size} bytes at {@code offset} are inside this region. Returns the offset of the first byte in the whole
     * mapping.
     */
    private long place(long offset, int size) {
        if (offset < 0 || offset > length - size) {
            // This method also checks the bounds, and throws an exception with a good message. It takes longer.
            Objects.checkFromIndexSize(offset, size, length);
        }
        return start + offset;
    }

    /**
     * Does the same as {@link #place}. Throws IllegalArgumentException unless the result is a multiple of {@code size}. The address
     * of the value is then also a multiple of {@code size}, because a mapping starts at the start of a page.
     */
    private long alignedPlace(long offset, int size) {
        long place = place(offset, size);
        if (place % size != 0) {
            throw new IllegalArgumentException(
                    "offset: " + offset + " is at an address that is no multiple of " + size);
        }
        return place;
    }

    /**
     * Reads the byte at {@code place}, an offset in the mapping. Throws InternalError if the page of the byte no longer exists,
     * for example because the mapped file has become shorter. Callers call this method before each atomic change. Without this
     * read, the atomic change itself would access the missing page and end the JVM, because the JVM's interpreter does not
     * handle a missing page in a compare-and-set.
     */
    private void touch(long place) {
        pages.chunk(place).get(Pages.index(place));
        // If the page no longer exists, JDK 17 does not throw the InternalError at once. It throws when the thread next
        // enters the native code of the JVM. Interpreted code enters the native code whenever it creates an array of
        // arrays, so enterVm creates an array of arrays. Only interpreted code needs this array, because only the
        // interpreter ends the JVM at the compare-and-set. The compiler removes the array from compiled code.
        enterVm(1);
    }

    private static int enterVm(int length) {
        return new byte[length][length].length;
    }

    /**
     * Moves {@code size} bytes with {@code mover}, in pieces. Checks first that the whole range may be accessed. If not, no byte
     * is moved. Checks each piece again. This second check is needed because another thread may have unmapped or protected the
     * pages since the first check.
     */
    private void transfer(long offset, int size, int right, Mover mover) {
        long place = place(offset, size);
        pages.require(right, place, size);
        int done = 0;
        while (done < size) {
            ByteBuffer chunk = pages.chunk(place + done);
            int index = Pages.index(place + done);
            int count = Math.min(Math.min(size - done, PIECE), chunk.capacity() - index);
            Slot slot = Slots.mine();
            try {
                pages.enter(slot, right, place + done, count);
                mover.move(chunk, index, done, count);
                slot.leave();
            } catch (Throwable e) {
                slot.mark = Slot.FREE;
                throw e;
            }
            done += count;
        }
    }
}
