package java.lang.foreign;

/** What the FFM peer uses of this interface. */
public interface Arena extends AutoCloseable {
    static Arena global() {
        throw new UnsupportedOperationException();
    }

    static Arena ofConfined() {
        throw new UnsupportedOperationException();
    }

    MemorySegment allocate(long size);

    @Override
    void close();
}
