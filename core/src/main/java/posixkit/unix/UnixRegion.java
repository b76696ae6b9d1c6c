package posixkit.unix;

import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import posixkit.memory.Region;

/**
 * Implements {@link Region} for Linux and macOS. <b>Internal.</b> Each access first locks the monitor that {@link Pages#stripe}
 * returns. While the monitor is locked, no other thread can unmap the pages. The access then checks the bounds, and whether the
 * pages may be read or written. Only after these checks does the access read or write bytes.
 */
class UnixRegion implements Region {
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /**
     * The largest number of bytes that {@link #transfer} moves while it holds the monitor of {@link Pages#stripe}. The number is
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
        synchronized (pages.stripe()) {
            long place = place(offset, Byte.BYTES, PROT_READ);
            return pages.chunk(place).get(Pages.index(place));
        }
    }

    @Override
    public final short getShort(long offset) {
        synchronized (pages.stripe()) {
            long place = place(offset, Short.BYTES, PROT_READ);
            return pages.chunk(place).getShort(Pages.index(place));
        }
    }

    @Override
    public final int getInt(long offset) {
        synchronized (pages.stripe()) {
            long place = place(offset, Integer.BYTES, PROT_READ);
            return pages.chunk(place).getInt(Pages.index(place));
        }
    }

    @Override
    public final long getLong(long offset) {
        synchronized (pages.stripe()) {
            long place = place(offset, Long.BYTES, PROT_READ);
            return pages.chunk(place).getLong(Pages.index(place));
        }
    }

    @Override
    public final void putByte(long offset, byte value) {
        synchronized (pages.stripe()) {
            long place = place(offset, Byte.BYTES, PROT_WRITE);
            pages.chunk(place).put(Pages.index(place), value);
        }
    }

    @Override
    public final void putShort(long offset, short value) {
        synchronized (pages.stripe()) {
            long place = place(offset, Short.BYTES, PROT_WRITE);
            pages.chunk(place).putShort(Pages.index(place), value);
        }
    }

    @Override
    public final void putInt(long offset, int value) {
        synchronized (pages.stripe()) {
            long place = place(offset, Integer.BYTES, PROT_WRITE);
            pages.chunk(place).putInt(Pages.index(place), value);
        }
    }

    @Override
    public final void putLong(long offset, long value) {
        synchronized (pages.stripe()) {
            long place = place(offset, Long.BYTES, PROT_WRITE);
            pages.chunk(place).putLong(Pages.index(place), value);
        }
    }

    @Override
    public final int getIntAcquire(long offset) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Integer.BYTES, PROT_READ);
            return (int) INTS.getAcquire(pages.chunk(place), Pages.index(place));
        }
    }

    @Override
    public final long getLongAcquire(long offset) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Long.BYTES, PROT_READ);
            return (long) LONGS.getAcquire(pages.chunk(place), Pages.index(place));
        }
    }

    @Override
    public final void putIntRelease(long offset, int value) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Integer.BYTES, PROT_WRITE);
            INTS.setRelease(pages.chunk(place), Pages.index(place), value);
        }
    }

    @Override
    public final void putLongRelease(long offset, long value) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Long.BYTES, PROT_WRITE);
            LONGS.setRelease(pages.chunk(place), Pages.index(place), value);
        }
    }

    @Override
    public final boolean compareAndSetInt(long offset, int expected, int value) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Integer.BYTES, PROT_READ | PROT_WRITE);
            touch(place);
            return INTS.compareAndSet(pages.chunk(place), Pages.index(place), expected, value);
        }
    }

    @Override
    public final boolean compareAndSetLong(long offset, long expected, long value) {
        synchronized (pages.stripe()) {
            long place = alignedPlace(offset, Long.BYTES, PROT_READ | PROT_WRITE);
            touch(place);
            return LONGS.compareAndSet(pages.chunk(place), Pages.index(place), expected, value);
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

    private long place(long offset, int size, int right) {
        long place = start + Objects.checkFromIndexSize(offset, size, length);
        pages.require(right, place, size);
        return place;
    }

    /**
     * Checks an access to a value at {@code offset} in this region. Returns the offset of the value in the whole mapping. Throws
     * IllegalArgumentException unless this result is a multiple of {@code size}. The address of the value is then also a multiple
     * of {@code size}, because a mapping starts at the start of a page.
     *
     * @param size the size of the value in bytes
     * @param right the access that the pages must allow ({@code PROT_READ}, …)
     */
    private long alignedPlace(long offset, int size, int right) {
        long place = place(offset, size, right);
        if (place % size != 0) {
            throw new IllegalArgumentException(
                    "offset: " + offset + " is at an address that is no multiple of " + size);
        }
        return place;
    }

    /**
     * Reads the byte at {@code place}, an offset in the mapping. Throws InternalError if the page of the byte no longer exists,
     * for example because the mapped file has become shorter. Callers call this method before each compare-and-set. Without this
     * read, the compare-and-set itself would access the missing page and end the JVM, because the JVM's interpreter does not
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
     * is moved. Checks each piece again while this thread holds the monitor that keeps the pages mapped. This second check is
     * needed because another thread may have unmapped or protected the pages since the first check.
     */
    private void transfer(long offset, int size, int right, Mover mover) {
        long place = place(offset, size, right);
        int done = 0;
        while (done < size) {
            ByteBuffer chunk = pages.chunk(place + done);
            int index = Pages.index(place + done);
            int count = Math.min(Math.min(size - done, PIECE), chunk.capacity() - index);
            synchronized (pages.stripe()) {
                pages.require(right, place + done, count);
                mover.move(chunk, index, done, count);
            }
            done += count;
        }
    }
}
