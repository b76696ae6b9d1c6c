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
 * Decides whether the kernel may use the memory of a caller's buffer in place, without a copy. <b>Internal.</b>
 *
 * <p>The memory of most direct buffers is valid as long as the buffer is reachable. A buffer over a shared {@code Arena} (JDK 22)
 * is different. Any thread can close the arena, even while a native call is blocked in the kernel. The kernel would then write to
 * freed memory, which may already be used for other data. Method bodies therefore copy such a buffer to scratch memory, as they
 * copy heap buffers. For example:
 *
 * <pre>{@code
 * int position = into.position();
 * int length = UnixIo.length(into, position);
 * if (BufferMemory.isStable(into, position, length)) {
 *     try {
 *         return calls.read(fd, Native.address(into, position), length);
 *     } finally {
 *         Reference.reachabilityFence(into);
 *     }
 * }
 * long copy = s.alloc(length);
 * long result = calls.read(fd, copy, length);
 * s.copyTo(into, position, copy, result); // throws IllegalStateException if the arena was closed meanwhile
 * }</pre>
 *
 * <p>Whether a buffer is stable never changes. A method body may therefore call {@link #isStable} again after the native call.
 */
public final class BufferMemory {
    /**
     * The first JDK in which a buffer can have an arena that can be closed. In earlier JDKs, arenas are only a preview feature.
     */
    private static final int FIRST_WITH_ARENAS = 22;

    /** The number of buffers that {@link #FINDINGS} remembers. It must be a power of 2. */
    private static final int REMEMBERED = 256;

    /** The method {@code MemorySegment.ofBuffer}, with the type {@code (Buffer)Object}; null before JDK 22. */
    private static final MethodHandle OF_BUFFER =
            handle(method("MemorySegment", "ofBuffer", Buffer.class), Buffer.class);

    /** The method {@code MemorySegment.scope}, with the type {@code (Object)Object}; null before JDK 22. */
    private static final MethodHandle SCOPE = handle(method("MemorySegment", "scope"), Object.class);

    /**
     * The class of the scope of buffers without an arena, such as the buffers of {@link ByteBuffer#allocateDirect}; null before
     * JDK 22.
     */
    private static final Class<?> WITHOUT_ARENA = OF_BUFFER == null ? null : scopeClass(ByteBuffer.allocateDirect(1));

    /**
     * The kinds of recently used buffers, indexed by the identity hash of the buffer. Looking at the scope of a buffer allocates
     * memory. It is therefore done only once for each buffer in use. Threads read and write entries without a lock. This is safe
     * because an entry is immutable, and a lost entry is created again.
     */
    private static final Finding[] FINDINGS = new Finding[REMEMBERED];

    /** Says who can free the memory of a buffer. */
    private enum Kind {
        /**
         * Nobody can free the memory while the buffer is reachable. The buffer has no arena, the global arena or an automatic
         * arena.
         */
        LASTING,
        /**
         * Only the thread that owns the confined arena can close it. If the current thread owns the arena, it cannot close the
         * arena during its own native call.
         */
        CONFINED,
        /** Any thread can close the shared arena of the buffer at any time. */
        SHARED
    }

    private static final class Finding extends WeakReference<ByteBuffer> {
        final Kind kind;

        Finding(ByteBuffer buffer, Kind kind) {
            super(buffer);
            this.kind = kind;
        }
    }

    /** Holds the classes of the scopes of arenas. The JVM loads this class when the first buffer with an arena is used. */
    private static final class Arenas {
        private static final Set<Class<?>> LASTING = scopeClasses("global", "ofAuto");
        private static final Set<Class<?>> CONFINED = scopeClasses("ofConfined");

        /**
         * Returns the kind of buffers whose scope has the class {@code scope}. An unknown class counts as shared, because it is
         * always correct to copy a buffer.
         */
        static Kind kind(Class<?> scope) {
            if (LASTING.contains(scope)) {
                return Kind.LASTING;
            }
            return CONFINED.contains(scope) ? Kind.CONFINED : Kind.SHARED;
        }

        private static Set<Class<?>> scopeClasses(String... makers) {
            if (OF_BUFFER == null) {
                return Set.of();
            }
            Set<Class<?>> classes = new HashSet<>();
            for (String maker : makers) {
                classes.add(scopeClass(maker));
            }
            // If a JDK uses the class of shared arenas for other arenas too, all these arenas count as shared.
            classes.remove(scopeClass("ofShared"));
            return Set.copyOf(classes);
        }

        /**
         * Returns the class of the scope of an arena that the method {@code maker} of {@code Arena} creates. This method does not
         * close the arena. The arena holds no memory, because nothing was allocated in it.
         */
        private static Class<?> scopeClass(String maker) {
            Object arena = call(method("Arena", maker), null);
            return call(method("Arena", "scope"), arena).getClass();
        }
    }

    private BufferMemory() {}

    /**
     * Returns true if {@code buffer} is direct, and if nobody can free its memory during a native call of the current thread. The
     * caller must keep the buffer reachable during the native call. Returns false for heap buffers, because the garbage collector
     * moves them.
     *
     * @param index the first byte that the kernel may use
     * @param length the number of bytes that the kernel may use
     * @throws IllegalStateException if the arena of the buffer is closed. If the arena belongs to another thread, this method
     *     throws a {@code WrongThreadException} instead
     * @throws IllegalArgumentException if another thread has moved the buffer's limit below {@code index}
     */
    public static boolean isStable(ByteBuffer buffer, int index, int length) {
        if (!buffer.isDirect()) {
            return false;
        }
        Kind kind = OF_BUFFER == null ? Kind.LASTING : kind(buffer);
        if (kind != Kind.LASTING && length > 0) {
            requireOpen(buffer, index);
        }
        return kind != Kind.SHARED;
    }

    /**
     * Throws if the current thread cannot access the memory of {@code buffer} at {@code index}. The check must run before a
     * native call that reads: after the call, the bytes that were read could not be stored.
     */
    private static void requireOpen(ByteBuffer buffer, int index) {
        try {
            buffer.get(index);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a buffer that another thread is using", e);
        }
    }

    private static Kind kind(ByteBuffer buffer) {
        int slot = System.identityHashCode(buffer) & REMEMBERED - 1;
        Finding finding = FINDINGS[slot];
        if (finding == null || !finding.refersTo(buffer)) {
            Class<?> scope = scopeClass(buffer);
            finding = new Finding(buffer, scope == WITHOUT_ARENA ? Kind.LASTING : Arenas.kind(scope));
            FINDINGS[slot] = finding;
        }
        return finding.kind;
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

    /**
     * Calls {@code method} on {@code receiver} and returns the result. Reflection is sufficient: each method is called only once,
     * so a method handle would not help.
     */
    private static Object call(Method method, Object receiver) {
        try {
            return method.invoke(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
