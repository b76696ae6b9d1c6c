package posixkit.memory;

import java.nio.ByteBuffer;

/**
 * Bytes of a mapping: all of them, or a slice. Offsets count from the region's first byte, as {@code long}s, so that more than
 * 2 GiB are in reach. Numbers need not be aligned and are in the processor's byte order.
 *
 * <p>Every access is checked and none can harm the JVM: beyond the region it is an {@link IndexOutOfBoundsException}; when
 * the mapping is gone, or its protection forbids it, an {@link IllegalStateException}. Reading needs {@code PROT_READ} and
 * writing {@code PROT_WRITE}, even on processors where one implies the other.
 *
 * <p>Any number of threads may use a region, also while another unmaps it: each access happens whole, or is refused. A
 * transfer of many bytes is refused before the first of them or, when another thread interferes, somewhere between two.
 * Nothing else is promised about order between threads or processes than what the processor does with plain loads and
 * stores.
 *
 * <p><b>In a JVM:</b> there is no {@link ByteBuffer} <em>over</em> the memory, on purpose: it would outlive the mapping, and a
 * read of memory that is gone ends the JVM. A page behind the end of its file, because the file was cut short or the disk
 * is full, is an {@link InternalError}, as with the JDK's own mapped files: on JDK 25 at the access itself, on 17 perhaps
 * only when the thread next calls on the JVM, for memory say, and what was read until then is anything. A single access costs several times what one of a
 * direct buffer does; move many bytes at once.
 */
public interface Region {
    /** How many bytes it has. */
    long length();

    /** Where its first byte lies, for whoever talks to native code; that code is then not watched by anybody. */
    long address();

    /**
     * A part of this region, that much further on. It is a view, keeps nothing mapped, and is not closed.
     *
     * @throws IndexOutOfBoundsException the part is not inside
     */
    Region slice(long offset, long length);

    byte getByte(long offset);

    short getShort(long offset);

    int getInt(long offset);

    long getLong(long offset);

    void putByte(long offset, byte value);

    void putShort(long offset, short value);

    void putInt(long offset, int value);

    void putLong(long offset, long value);

    /** Copies bytes out, into a piece of an array. */
    void get(long offset, byte[] into, int index, int length);

    /** Copies bytes out, as many as the buffer has room for, and moves its position. */
    void get(long offset, ByteBuffer into);

    /** Copies a piece of an array in. */
    void put(long offset, byte[] from, int index, int length);

    /** Copies in what is between the buffer's position and its limit, and moves its position. */
    void put(long offset, ByteBuffer from);
}
