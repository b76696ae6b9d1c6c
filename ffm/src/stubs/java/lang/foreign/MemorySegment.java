package java.lang.foreign;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/** A stub for compilers of JDKs before 22. Its methods have the signatures of the JDK's type, and no code. */
public interface MemorySegment {
    MemorySegment NULL = null;

    static MemorySegment ofAddress(long address) {
        throw new UnsupportedOperationException();
    }

    static MemorySegment ofBuffer(Buffer buffer) {
        throw new UnsupportedOperationException();
    }

    MemorySegment reinterpret(long size);

    long address();

    ByteBuffer asByteBuffer();

    byte get(ValueLayout.OfByte layout, long offset);

    short get(ValueLayout.OfShort layout, long offset);

    int get(ValueLayout.OfInt layout, long offset);

    long get(ValueLayout.OfLong layout, long offset);

    void set(ValueLayout.OfByte layout, long offset, byte value);

    void set(ValueLayout.OfShort layout, long offset, short value);

    void set(ValueLayout.OfInt layout, long offset, int value);

    void set(ValueLayout.OfLong layout, long offset, long value);
}
