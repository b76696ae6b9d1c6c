package posixkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import posixkit.ffi.Native;

/**
 * An array of C structures outside the Java heap. A program can use one array for many calls. The kernel writes to the memory of
 * the array, and the program reads from the same memory. So calls do not copy the array and allocate no memory for it.
 *
 * <p>An array can have room for more structures than it holds. The structures that it holds are the structures in use. They are
 * at the start of the array. By default, the last structure in use is the last structure that has a member other than 0. A
 * subclass can determine the number of structures in use in another way. Two arrays of the same class are equal if their
 * structures in use are equal. The capacities of equal arrays may differ.
 *
 * <p>Not thread-safe. If several threads wait on the same epoll set or kqueue, each thread needs its own array.
 */
public abstract class StructArray {
    private final ByteBuffer memory;
    private final int capacity;
    private final int stride;
    private final long address;

    protected StructArray(int capacity, int stride) {
        if (capacity <= 0 || capacity > Integer.MAX_VALUE / stride) {
            throw new IllegalArgumentException("capacity: " + capacity);
        }
        this.capacity = capacity;
        this.stride = stride;
        memory = ByteBuffer.allocateDirect(capacity * stride).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
    }

    /** Returns the number of structures that this array has room for. */
    public final int capacity() {
        return capacity;
    }

    /** Returns a new, independent array with the same capacity and content. */
    public abstract StructArray copy();

    /** Copies all structures of this array to {@code other}, which must have the same class and capacity. */
    protected void copyTo(StructArray other) {
        other.memory.put(0, memory, 0, memory.capacity());
    }

    /**
     * Returns the number of structures in use, counted from the start of the array. {@code equals}, {@code hashCode} and
     * {@code toString} ignore all other structures. By default, the last structure in use is the last one that has a member other
     * than 0.
     */
    protected int used() {
        int used = capacity;
        while (used > 0 && isZero(used - 1)) {
            used--;
        }
        return used;
    }

    /** Returns true if every member of the structure at {@code index} is 0. */
    protected abstract boolean isZero(int index);

    /** Returns true if the structures at {@code index} in this array and in {@code other} have equal members. */
    protected abstract boolean isSame(int index, StructArray other);

    /** Returns a hash code of the members of the structure at {@code index}. */
    protected abstract int hash(int index);

    /** Returns the members of the structure at {@code index} as text. */
    protected abstract String text(int index);

    /**
     * Returns a text of the form {@code name[first, second]}. The text starts with the value of the parameter {@code name}. The
     * brackets enclose the text of each structure in use. The number of structures in use is {@link #used}.
     */
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

    /**
     * Returns a buffer that shares the memory of all structures of this array. The bytes are in the memory layout of this
     * operating system.
     */
    public final ByteBuffer memory() {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Returns the address of the first structure. The address is valid while this object is reachable. */
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
