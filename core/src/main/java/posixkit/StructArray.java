package posixkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import posixkit.ffi.Native;

/**
 * A reusable array of C structures outside the Java heap. The kernel fills it and the program reads it. No call copies it or
 * allocates memory for it.
 *
 * <p>Two arrays of one class are equal if the structures in use are equal. Capacities may differ.
 *
 * <p>Not thread-safe. Threads that wait on one queue need an array each.
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

    /** Returns how many structures fit. */
    public final int capacity() {
        return capacity;
    }

    /** Returns an array of its own with the same capacity and content. */
    public abstract StructArray copy();

    /** Copies all structures into another array of this class and capacity. */
    protected void copyTo(StructArray other) {
        other.memory.put(0, memory, 0, memory.capacity());
    }

    /** Returns how many structures count when the array is printed or compared: those up to the last that is not all zero. */
    protected int used() {
        int used = capacity;
        while (used > 0 && isZero(used - 1)) {
            used--;
        }
        return used;
    }

    /** Returns true if every member of a structure is 0. */
    protected abstract boolean isZero(int index);

    /** Returns true if each member of a structure is the same in another array. */
    protected abstract boolean isSame(int index, StructArray other);

    /** Returns a hash of a structure's members. */
    protected abstract int hash(int index);

    /** Returns a structure's members as text. */
    protected abstract String text(int index);

    /** Returns the name and the structures that are in use. */
    protected final String text(String name) {
        StringBuilder text = new StringBuilder(name).append('[');
        for (int i = 0; i < used(); i++) {
            text.append(i == 0 ? "" : ", ").append(text(i));
        }
        return text.append(']').toString();
    }

    @Override
    public final boolean equals(Object other) {
        if (!(other instanceof StructArray that) || getClass() != other.getClass() || used() != that.used()) {
            return false;
        }
        for (int i = 0; i < used(); i++) {
            if (!isSame(i, that)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final int hashCode() {
        int hash = 0;
        for (int i = 0; i < used(); i++) {
            hash = 31 * hash + hash(i);
        }
        return hash;
    }

    /** Returns a view of the bytes of all structures, in the system's layout. */
    public final ByteBuffer memory() {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Returns the address of the first structure. It is valid as long as this object is reachable. */
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
