package posixkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import posixkit.ffi.Native;

/**
 * A reusable array of C structures outside the Java heap: the kernel fills it, the program reads it, nothing is copied
 * and nothing allocated between one call and the next.
 *
 * <p>Not thread-safe. Two threads that wait on one queue take an array each.
 */
public abstract class StructArray {
    private final ByteBuffer memory;
    private final int capacity;
    private final int stride;
    private final long address;

    protected StructArray(int capacity, int stride) {
        if (capacity <= 0 || capacity > Integer.MAX_VALUE / stride) {
            throw new IllegalArgumentException("a capacity of " + capacity);
        }
        this.capacity = capacity;
        this.stride = stride;
        memory = ByteBuffer.allocateDirect(capacity * stride).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
    }

    /** How many structures fit. */
    public final int capacity() {
        return capacity;
    }

    /** The bytes of all of them, in the system's layout: a view, not a copy. */
    public final ByteBuffer memory() {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Where the first one lies, as long as this object is reachable. */
    public final long address() {
        return address;
    }

    protected final int s8(int index, int offset) {
        return memory.get(at(index, offset));
    }

    protected final int u8(int index, int offset) {
        return memory.get(at(index, offset)) & 0xFF;
    }

    protected final int s16(int index, int offset) {
        return memory.getShort(at(index, offset));
    }

    protected final int u16(int index, int offset) {
        return memory.getShort(at(index, offset)) & 0xFFFF;
    }

    protected final int s32(int index, int offset) {
        return memory.getInt(at(index, offset));
    }

    protected final long u32(int index, int offset) {
        return memory.getInt(at(index, offset)) & 0xFFFF_FFFFL;
    }

    protected final long s64(int index, int offset) {
        return memory.getLong(at(index, offset));
    }

    protected final void set8(int index, int offset, long value) {
        memory.put(at(index, offset), (byte) value);
    }

    protected final void set16(int index, int offset, long value) {
        memory.putShort(at(index, offset), (short) value);
    }

    protected final void set32(int index, int offset, long value) {
        memory.putInt(at(index, offset), (int) value);
    }

    protected final void set64(int index, int offset, long value) {
        memory.putLong(at(index, offset), value);
    }

    private int at(int index, int offset) {
        return Objects.checkIndex(index, capacity) * stride + offset;
    }
}
