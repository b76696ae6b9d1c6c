package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * C functions through the foreign-function API, as a program without posixkit calls them: a handle for each function, errno
 * captured into memory that each thread has once, and ready-made memory. Pointers are passed as {@code long}, which is not slower
 * than a segment. JDKs before 22 cannot load this class, so code that converts between types of the API must be here, not in the
 * classes of the workloads.
 */
// The compiler warns of JDK methods that call native code.
@SuppressWarnings("restricted")
final class Ffm {
    /** The JDK demands less. */
    private static final int STATE_SIZE = 64;

    /** All of memory. */
    private static final MemorySegment ALL = MemorySegment.ofAddress(0).reinterpret(Long.MAX_VALUE);

    private Ffm() {}

    /** Native memory of a thread. */
    private static final class Own {
        static final ThreadLocal<MemorySegment> STATE = ThreadLocal.withInitial(() -> allocate(STATE_SIZE));
    }

    /** Returns new zeroed native memory, which is never freed. */
    static MemorySegment allocate(int size) {
        return Arena.global().allocate(size);
    }

    /**
     * Returns a handle of a function of libc, with the errno captured into the segment that is the first argument of a call.
     *
     * @param signature one letter for the result and one for each parameter: {@code i} for int, {@code l} for long and pointers
     */
    static MethodHandle function(String name, String signature) {
        return link(name, signature, Linker.Option.captureCallState("errno"));
    }

    /** Returns a handle of a function of libc that cannot fail. Its errno is not captured. */
    static MethodHandle infallible(String name, String signature) {
        return link(name, signature);
    }

    private static MethodHandle link(String name, String signature, Linker.Option... options) {
        MemoryLayout[] layouts = signature.chars().mapToObj(Ffm::layout).toArray(MemoryLayout[]::new);
        FunctionDescriptor descriptor =
                FunctionDescriptor.of(layouts[0], Arrays.copyOfRange(layouts, 1, layouts.length));
        MemorySegment address =
                Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
        return Linker.nativeLinker().downcallHandle(descriptor, options).bindTo(address);
    }

    private static ValueLayout layout(int letter) {
        return switch (letter) {
            case 'i' -> JAVA_INT;
            case 'l' -> JAVA_LONG;
            default -> throw new IllegalArgumentException("signature: " + (char) letter);
        };
    }

    /** Returns the memory of this thread into which errno is captured. */
    static MemorySegment state() {
        return Own.STATE.get();
    }

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -state().get(JAVA_INT, 0) : result;
    }

    /** Copies a whole array to the beginning of {@code memory}. */
    static void copy(byte[] from, MemorySegment memory) {
        MemorySegment.copy(from, 0, memory, JAVA_BYTE, 0, from.length);
    }

    /** Copies {@code count} bytes from the beginning of {@code memory}. */
    static void copy(MemorySegment memory, byte[] to, long count) {
        MemorySegment.copy(memory, JAVA_BYTE, 0, to, 0, (int) count);
    }

    /** Returns the C string at {@code address}. */
    static String string(long address) {
        return ALL.getString(address);
    }

    /** Returns the byte at {@code address}. */
    static byte byteAt(long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    /** Maps {@code length} bytes of a file with the JDK, reads a byte of each page, and unmaps them. */
    static long mapAndTouch(FileChannel channel, int length, int page) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapping = (MemorySegment)
                    Map.METHOD.invokeExact(channel, FileChannel.MapMode.READ_WRITE, 0L, (long) length, arena);
            long sum = 0;
            for (int at = 0; at < length; at += page) {
                sum += mapping.get(JAVA_BYTE, at);
            }
            return sum;
        }
    }

    /** The method {@code map} of {@link FileChannel} that returns a segment. JDK 17 does not have it. */
    private static final class Map {
        static final MethodHandle METHOD = find();

        private static MethodHandle find() {
            try {
                return MethodHandles.lookup()
                        .findVirtual(
                                FileChannel.class,
                                "map",
                                MethodType.methodType(
                                        MemorySegment.class,
                                        FileChannel.MapMode.class,
                                        long.class,
                                        long.class,
                                        Arena.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
