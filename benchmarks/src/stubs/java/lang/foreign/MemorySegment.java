package java.lang.foreign;

/** What the FFM peer uses of this interface. The stubs that are not here are those of the module {@code ffm}. */
public interface MemorySegment {
    static MemorySegment ofAddress(long address) {
        throw new UnsupportedOperationException();
    }

    static void copy(Object from, int index, MemorySegment to, ValueLayout layout, long offset, int count) {
        throw new UnsupportedOperationException();
    }

    static void copy(MemorySegment from, ValueLayout layout, long offset, Object to, int index, int count) {
        throw new UnsupportedOperationException();
    }

    MemorySegment reinterpret(long size);

    long address();

    byte get(ValueLayout.OfByte layout, long offset);

    int get(ValueLayout.OfInt layout, long offset);

    long get(ValueLayout.OfLong layout, long offset);

    void set(ValueLayout.OfByte layout, long offset, byte value);

    void set(ValueLayout.OfInt layout, long offset, int value);

    void set(ValueLayout.OfLong layout, long offset, long value);

    String getString(long offset);

    void setString(long offset, String text);
}
