package posixkit.ffi;

import com.kenai.jffi.MemoryIO;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * Where a direct buffer lies. Since JDK 22 {@code MemorySegment.ofBuffer(b).address()} answers without leaving Java, in
 * a nanosecond; before that it takes a JNI call, some twenty times as long.
 */
final class DirectAddress {
    private static final MethodHandle SEGMENT_ADDRESS = segmentAddress();

    private DirectAddress() {}

    static long of(ByteBuffer direct) {
        if (SEGMENT_ADDRESS == null) {
            return MemoryIO.getInstance().getDirectBufferAddress(direct) + direct.position();
        }
        try {
            return (long) SEGMENT_ADDRESS.invokeExact((Buffer) direct);
        } catch (Throwable e) {
            throw new AssertionError("MemorySegment.ofBuffer refused a direct buffer", e);
        }
    }

    private static MethodHandle segmentAddress() {
        if (Runtime.version().feature() < 22) {
            return null;
        }
        try {
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return MethodHandles.filterReturnValue(
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class)),
                    lookup.findVirtual(segment, "address", MethodType.methodType(long.class)));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
