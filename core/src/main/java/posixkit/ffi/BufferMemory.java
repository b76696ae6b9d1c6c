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
 * freed memory, which may already be used for other data. The methods that pass a buffer to the kernel therefore copy the bytes
 * of such a buffer to or from temporary native memory ({@code Scratch}), as they do for heap buffers.
 *
 * <p>In this class, a buffer is called stable if the kernel may use its memory in place. The following example reads from the
 * descriptor {@code fd} into the buffer {@code into}. {@code UnixIo.length} returns the number of bytes up to the limit,
 * {@code calls} is the binding of the C functions, and {@code s} is a {@code Scratch}:
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
 * <p>A stable buffer remains stable, and a buffer that is not stable never becomes stable. A method may therefore call
 * {@link #isStable} again after the native call.
 */
public final class BufferMemory {
    /**
     * The first JDK in which a buffer can have an arena that can be closed. In earlier JDKs, arenas are only a preview feature.
     */
    private static final int FIRST_WITH_ARENAS = 22;

    /**
     * The number of buffers that {@link #FINDINGS} remembers. It must be a power of 2, because {@link #kind} computes an index
     * from the lowest bits of a hash.
     */
    private static final int REMEMBERED = 256;

    /** Calls the method {@code MemorySegment.ofBuffer}. The type of this handle is {@code (Buffer)Object}. Null before JDK 22. */
    private static final MethodHandle OF_BUFFER =
            handle(method("MemorySegment", "ofBuffer", Buffer.class), Buffer.class);

    /**
     * Calls the method {@code MemorySegment.scope}. The scope is an object that says how long the memory is valid; its class
     * depends on the kind of arena. The type of this handle is {@code (Object)Object}. Null before JDK 22.
     */
    private static final MethodHandle SCOPE = handle(method("MemorySegment", "scope"), Object.class);

    /**
     * The class of the scope that buffers without an arena have, for example the buffers that {@link ByteBuffer#allocateDirect}
     * returns. Null before JDK 22.
     */
    private static final Class<?> WITHOUT_ARENA = OF_BUFFER == null ? null : scopeClass(ByteBuffer.allocateDirect(1));

    /**
     * Remembers the kinds of recently used buffers in {@code Finding} objects, because finding out the kind allocates memory. The
     * index of a buffer is the lowest bits of its identity hash. Buffers with the same index replace each other's
     * {@code Finding}. If the {@code Finding} of a buffer was replaced, {@link #kind} creates it again. Threads read and write
     * the elements without a lock. This is safe because a {@code Finding} is immutable.
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
         * The buffer has a confined arena. Only the thread that owns the arena can close it, and only this thread can use the
         * buffer. During a native call of this thread, nobody can therefore close the arena.
         */
        CONFINED,
        /** Any thread can close the shared arena of the buffer at any time. */
        SHARED
    }

    /** Holds the kind of one buffer, which it refers to weakly, so that the buffer can still be collected as garbage. */
    private static final class Finding extends WeakReference<ByteBuffer> {
        final Kind kind;

        Finding(ByteBuffer buffer, Kind kind) {
            super(buffer);
            this.kind = kind;
        }
    }

    /**
     * Recognises the kind of arena to which the memory of a buffer belongs, by the class of the buffer's scope. To learn these
     * classes, this class creates one arena of each kind when it is initialized. The JVM does this only when the first buffer
     * with an arena is used.
     */
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
            // A JDK may use one scope class for shared arenas and for arenas of another kind. All these arenas count as
            // shared.
            classes.remove(scopeClass("ofShared"));
            return Set.copyOf(classes);
        }

        /**
         * Creates an arena with the method of {@code Arena} whose name is {@code maker}, for example {@code ofAuto}, and returns
         * the class of the arena's scope. This method does not close the arena. The arena holds no memory, because nothing was
         * allocated in it.
         */
        private static Class<?> scopeClass(String maker) {
            Object arena = call(method("Arena", maker), null);
            return call(method("Arena", "scope"), arena).getClass();
        }
    }

    private BufferMemory() {}

    /**
     * Returns true if {@code buffer} is direct, and if its memory cannot be freed during a native call of the current thread. The
     * caller must keep the buffer reachable during the native call. Returns false for heap buffers, because the garbage collector
     * moves them.
     *
     * @param index the index of the first byte that the kernel may use
     * @param length the number of bytes that the kernel may use
     * @throws IllegalStateException if the arena of the buffer is closed. If the arena belongs to another thread, this method
     *     throws a {@code WrongThreadException} instead
     * @throws IllegalArgumentException if the buffer's limit is now {@code index} or below, because another thread has moved it
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
     * Throws if the current thread cannot access the memory of {@code buffer} at {@code index}. {@link #isStable} calls this
     * method for buffers with a confined or shared arena. The check must run before a native call that reads. If it ran after the
     * call, the kernel would have delivered the bytes, but they could not be stored in the buffer.
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
     * Calls {@code method} on {@code receiver} and returns the result. Reflection is fast enough here: the methods are called
     * only while {@link Arenas} is initialized.
     */
    private static Object call(Method method, Object receiver) {
        try {
            return method.invoke(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
