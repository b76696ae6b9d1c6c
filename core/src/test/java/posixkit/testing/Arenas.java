package posixkit.testing;

import java.nio.ByteBuffer;

/** {@code java.lang.foreign.Arena} (JDK 22) by reflection, for tests that compile on 17. */
public final class Arenas {
    private Arenas() {}

    /** An arena, made by the factory method of this name. */
    public static Arena make(String factory) throws ReflectiveOperationException {
        return new Arena(
                Class.forName("java.lang.foreign.Arena").getMethod(factory).invoke(null));
    }

    public record Arena(Object arena) {
        public ByteBuffer buffer(long size) throws ReflectiveOperationException {
            Object segment = Class.forName("java.lang.foreign.SegmentAllocator")
                    .getMethod("allocate", long.class)
                    .invoke(arena, size);
            return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                    .getMethod("asByteBuffer")
                    .invoke(segment);
        }

        /** Throws InvocationTargetException over what the arena throws. */
        public void close() throws ReflectiveOperationException {
            Class.forName("java.lang.foreign.Arena").getMethod("close").invoke(arena);
        }
    }
}
