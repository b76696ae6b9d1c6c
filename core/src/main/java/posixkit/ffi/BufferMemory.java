package posixkit.ffi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Says whether the kernel may use a caller's buffer in place. <b>Internal.</b>
 *
 * <p>The memory of most direct buffers lives as long as the buffer is reachable. A buffer over a shared {@code Arena} (JDK 22) is
 * different: any thread can close the arena, also while a call blocks in the kernel. The kernel would then write to memory that
 * belongs to somebody else. Bodies copy such a buffer through scratch, as they copy heap buffers:
 *
 * <pre>{@code
 * if (BufferMemory.isStable(into)) {
 *     try {
 *         return calls.read(fd, BufferMemory.address(into, position, length), length);
 *     } finally {
 *         Reference.reachabilityFence(into);
 *     }
 * }
 * BufferMemory.requireUsable(into, position, length);
 * long copy = s.alloc(count);
 * long result = calls.read(fd, copy, count);
 * s.copyTo(into, position, copy, result); // throws IllegalStateException if the arena was closed meanwhile
 * }</pre>
 */
public final class BufferMemory {
    /** The JDK whose buffers may have a closable arena. Earlier ones have that as a preview only. */
    private static final int FIRST_WITH_ARENAS = 22;

    /** A power of 2: how many buffers are remembered. */
    private static final int REMEMBERED = 256;

    /** {@code MemorySegment.ofBuffer}, as {@code (Buffer)Object}; null before JDK 22. */
    private static final MethodHandle OF_BUFFER =
            handle(method("MemorySegment", "ofBuffer", Buffer.class), Buffer.class);

    /** {@code MemorySegment.scope}, as {@code (Object)Object}; null before JDK 22. */
    private static final MethodHandle SCOPE = handle(method("MemorySegment", "scope"), Object.class);

    /** The scope's class of buffers without an arena, as {@link ByteBuffer#allocateDirect} makes them. */
    private static final Class<?> WITHOUT_ARENA = OF_BUFFER == null ? null : scopeClass(ByteBuffer.allocateDirect(1));

    /**
     * What was found out about buffers, by their identity hash. Looking at a scope allocates; this is done once for each buffer
     * that is in use. Threads read and write entries without a lock: an entry is immutable, and one that is lost is made again.
     */
    private static final Finding[] FINDINGS = new Finding[REMEMBERED];

    private static final class Finding extends WeakReference<ByteBuffer> {
        final boolean isStable;

        Finding(ByteBuffer buffer, boolean isStable) {
            super(buffer);
            this.isStable = isStable;
        }
    }

    /** The scopes of arenas, loaded when the first buffer of one comes along. */
    private static final class Arenas {
        /**
         * The classes of scopes that no other thread can close while a call runs: the global one, those of automatic arenas, and
         * those of confined arenas. Only its own thread can close a confined arena, and that thread is in the call.
         */
        static final Set<Class<?>> STABLE = stable();

        private static Set<Class<?>> stable() {
            Set<Class<?>> stable = new HashSet<>();
            stable.add(scopeClass("global"));
            stable.add(scopeClass("ofAuto"));
            stable.add(closedScopeClass("ofConfined"));
            // Should a JDK use one class for several kinds, shared arenas decide: a copy is always right.
            stable.remove(closedScopeClass("ofShared"));
            return Set.copyOf(stable);
        }

        private static Class<?> scopeClass(String maker) {
            return call(method("Arena", "scope"), call(method("Arena", maker), null))
                    .getClass();
        }

        private static Class<?> closedScopeClass(String maker) {
            Object arena = call(method("Arena", maker), null);
            call(method("Arena", "close"), arena);
            return call(method("Arena", "scope"), arena).getClass();
        }
    }

    private BufferMemory() {}

    /**
     * Returns true if {@code buffer} is direct and no other thread can free its memory while the buffer is reachable. A heap
     * buffer is not stable: the garbage collector moves it.
     */
    public static boolean isStable(ByteBuffer buffer) {
        return buffer.isDirect() && (OF_BUFFER == null || isScopeStable(buffer));
    }

    /**
     * Returns the address of the byte at {@code index} of a stable buffer. The caller keeps the buffer reachable until the call is
     * over.
     *
     * @param length how many bytes from {@code index} on the kernel may use
     * @throws IllegalStateException if the buffer's arena is closed
     */
    public static long address(ByteBuffer buffer, int index, int length) {
        requireUsable(buffer, index, length);
        return Native.address(buffer, index);
    }

    /**
     * Throws if this thread may not use a buffer, so that no call receives bytes that have nowhere to go. If the buffer's arena is
     * confined to another thread, that is a {@code WrongThreadException}.
     *
     * @throws IllegalStateException if the buffer's arena is closed
     * @throws IllegalArgumentException if another thread has moved the buffer's limit meanwhile
     */
    public static void requireUsable(ByteBuffer buffer, int index, int length) {
        if (length > 0) {
            try {
                buffer.get(index);
            } catch (IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("a buffer that another thread is using", e);
            }
        }
    }

    private static boolean isScopeStable(ByteBuffer buffer) {
        int slot = System.identityHashCode(buffer) & REMEMBERED - 1;
        Finding finding = FINDINGS[slot];
        if (finding == null || !finding.refersTo(buffer)) {
            Class<?> scope = scopeClass(buffer);
            finding = new Finding(buffer, scope == WITHOUT_ARENA || Arenas.STABLE.contains(scope));
            FINDINGS[slot] = finding;
        }
        return finding.isStable;
    }

    private static Class<?> scopeClass(ByteBuffer buffer) {
        try {
            Object segment = (Object) OF_BUFFER.invokeExact((Buffer) buffer);
            return ((Object) SCOPE.invokeExact(segment)).getClass();
        } catch (Throwable e) {
            throw new IllegalStateException("no scope of " + buffer, e);
        }
    }

    private static MethodHandle handle(Method method, Class<?> parameter) {
        if (method == null) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .unreflect(method)
                    .asType(MethodType.methodType(Object.class, parameter));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(String type, String name, Class<?>... parameters) {
        if (Runtime.version().feature() < FIRST_WITH_ARENAS) {
            return null;
        }
        try {
            return Class.forName("java.lang.foreign." + type).getMethod(name, parameters);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not through handles: each is used once. */
    private static Object call(Method method, Object receiver) {
        try {
            return method.invoke(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
