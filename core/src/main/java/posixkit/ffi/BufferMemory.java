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
 * <p>A buffer is stable or not for all its life, so a body may ask again after the call.
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

    /** Whose memory a buffer is. */
    private enum Kind {
        /** It stays while the buffer is reachable: no arena, the global one or an automatic one. */
        LASTING,
        /** Only its own thread can close a confined arena. If that is this thread, it cannot do so during a call. */
        CONFINED,
        /** Any thread can close a shared arena at any time. */
        SHARED
    }

    private static final class Finding extends WeakReference<ByteBuffer> {
        final Kind kind;

        Finding(ByteBuffer buffer, Kind kind) {
            super(buffer);
            this.kind = kind;
        }
    }

    /** The classes of arenas' scopes, loaded when the first buffer of an arena comes along. */
    private static final class Arenas {
        private static final Set<Class<?>> LASTING = scopeClasses("global", "ofAuto");
        private static final Set<Class<?>> CONFINED = scopeClasses("ofConfined");

        /** A scope of an unknown class counts as shared: a copy is always right. */
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
            // Should a JDK use the class of shared arenas for others too, all those count as shared.
            classes.remove(scopeClass("ofShared"));
            return Set.copyOf(classes);
        }

        /** An arena that is not closed holds nothing if nothing was allocated. */
        private static Class<?> scopeClass(String maker) {
            Object arena = call(method("Arena", maker), null);
            return call(method("Arena", "scope"), arena).getClass();
        }
    }

    private BufferMemory() {}

    /**
     * Returns true if {@code buffer} is direct and nobody can free its memory during a call of this thread, as long as the buffer is
     * reachable. False for heap buffers: the garbage collector moves them.
     *
     * @param index the first byte that the kernel may use
     * @param length how many bytes it may use
     * @throws IllegalStateException if the buffer's arena is closed; if the arena belongs to another thread, a
     *     {@code WrongThreadException}
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

    /** Before the call: the bytes of a read would have nowhere to go. */
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

    /** Not through handles: each is used once. */
    private static Object call(Method method, Object receiver) {
        try {
            return method.invoke(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
