package java.lang.foreign;

import java.nio.Buffer;

/** What the FFM peer uses of this interface. The other stubs are those of the module {@code ffm}. */
public interface MemorySegment {
    static MemorySegment ofBuffer(Buffer buffer) {
        throw new UnsupportedOperationException();
    }

    long address();

    int get(ValueLayout.OfInt layout, long offset);

    long get(ValueLayout.OfLong layout, long offset);

    void setString(long offset, String text);
}
