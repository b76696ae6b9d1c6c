package posixkit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A C structure on the Java heap. It holds the bytes of the structure in the memory layout of this operating system. Generated
 * accessor methods read and write the members. A system call works on a copy of the bytes in native memory. If the kernel fills
 * this copy, posixkit copies the bytes back after the call. The call keeps no reference to the Java object. So the program can
 * keep and reuse the object like any other Java object, and the JVM can garbage-collect the object.
 *
 * <p>Two structures of the same class are equal if all their members are equal; padding bytes do not count. A structure can
 * change, so do not use it as the key of a map. {@code toString} prints each member.
 *
 * <p>Not thread-safe.
 */
public abstract class Struct {
    private static final VarHandle S16 = view(short[].class);
    private static final VarHandle S32 = view(int[].class);
    private static final VarHandle S64 = view(long[].class);

    private final byte[] bytes;

    protected Struct(int size) {
        bytes = new byte[size];
    }

    /**
     * Returns the internal bytes of this structure, not a copy. The bytes are in the memory layout of this operating system and
     * in the byte order of the processor.
     */
    public final byte[] bytes() {
        return bytes;
    }

    /** Returns a new, independent structure with the same bytes. */
    public abstract Struct copy();

    /** Copies all bytes of this structure to {@code other}, which must be of the same class. */
    protected final void copyTo(Struct other) {
        System.arraycopy(bytes, 0, other.bytes, 0, bytes.length);
    }

    /**
     * Returns true if the member of {@code length} bytes at {@code offset} has the same bytes in {@code other}, which must be
     * of the same class.
     */
    protected final boolean isSame(int offset, int length, Struct other) {
        return Arrays.equals(bytes, offset, offset + length, other.bytes, offset, offset + length);
    }

    /** Returns a hash code of the member of {@code length} bytes at {@code offset}. */
    protected final int hash(int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Sets all bytes of this structure to zero. */
    public final void clear() {
        Arrays.fill(bytes, (byte) 0);
    }

    protected final int s8(int offset) {
        return bytes[offset];
    }

    protected final int u8(int offset) {
        return bytes[offset] & 0xFF;
    }

    protected final int s16(int offset) {
        return (short) S16.get(bytes, offset);
    }

    protected final int u16(int offset) {
        return (short) S16.get(bytes, offset) & 0xFFFF;
    }

    protected final int s32(int offset) {
        return (int) S32.get(bytes, offset);
    }

    protected final long u32(int offset) {
        return (int) S32.get(bytes, offset) & 0xFFFF_FFFFL;
    }

    protected final long s64(int offset) {
        return (long) S64.get(bytes, offset);
    }

    protected final void set8(int offset, long value) {
        bytes[offset] = (byte) value;
    }

    protected final void set16(int offset, long value) {
        S16.set(bytes, offset, (short) value);
    }

    protected final void set32(int offset, long value) {
        S32.set(bytes, offset, (int) value);
    }

    protected final void set64(int offset, long value) {
        S64.set(bytes, offset, value);
    }

    /** Returns the text of a {@code char[length]} member at {@code offset}, up to the first NUL. */
    protected final String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    protected final byte[] slice(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /**
     * Copies {@code value} to the member of {@code length} bytes at {@code offset}. If {@code value} is shorter, the rest of
     * the member is set to zero.
     *
     * @throws IllegalArgumentException if {@code value} is longer than the member
     */
    protected final void setSlice(int offset, int length, byte[] value) {
        if (value.length > length) {
            throw new IllegalArgumentException(value.length + " bytes do not fit a member of " + length);
        }
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
        System.arraycopy(value, 0, bytes, offset, value.length);
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.nativeOrder());
    }
}
