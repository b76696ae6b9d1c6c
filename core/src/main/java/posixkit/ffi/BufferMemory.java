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
 * <p>The memory of most direct buffers is valid as long as the buffer is reachable. Since JDK 22, the memory of a buffer can
 * instead belong to a shared {@code Arena}. Any thread can close this arena and so free the memory, even while a native call with
 * the buffer blocks in the kernel. The kernel would then write to freed memory, which may already hold other data. To prevent
 * this, the methods of posixkit do not give the memory of such a buffer to the kernel. Instead, they give temporary native memory
 * ({@code Scratch}) to the kernel, and copy the bytes between this memory and the buffer. They do the same for heap buffers.
 *
 * <p>This class calls a buffer stable if the kernel may use the memory of the buffer in place. The following example reads from
 * the descriptor {@code fd} into the buffer {@code into}. {@code UnixIo.length} returns the number of bytes from the position to
 * the limit. {@code calls} has a method for each C function. {@code s} is a {@code Scratch}:
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
 * <p>For one buffer, {@link #isStable} never returns true at one time and false at another time. After the native call, a
 * method may therefore call {@link #isStable} again. The result tells the method whether the kernel used the buffer in place,
 * or whether the method must copy the bytes into the buffer.
 */
public final class BufferMemory {
    /** No address: no processor has memory there. See {@link #stableAddress}. */
    public static final long UNSTABLE = Long.MIN_VALUE;

    /**
     * The first JDK version in which the memory of a buffer can belong to an {@code Arena}. In earlier versions, arenas are only
     * a preview feature, and this class does not recognise them.
     */
    private static final int FIRST_WITH_ARENAS = 22;

    /**
     * The length of {@link #FINDINGS}, an array that caches facts about buffers. It must be a power of 2, because {@link #finding}
     * uses low bits of a hash code as the index.
     */
    private static final int REMEMBERED = 256;

    /**
     * The handle of the method {@code MemorySegment.ofBuffer}. The type of the handle is {@code (Buffer)Object}. The handle is
     * null before JDK 22.
     */
    private static final MethodHandle OF_BUFFER =
            handle(method("MemorySegment", "ofBuffer", Buffer.class), Buffer.class);

    /**
     * The handle of the method {@code MemorySegment.scope}. This method returns the scope of a segment: an object that says how
     * long the memory is valid. The class of the scope depends on the kind of arena. The type of the handle is
     * {@code (Object)Object}. The handle is null before JDK 22.
     */
    private static final MethodHandle SCOPE = handle(method("MemorySegment", "scope"), Object.class);

    /**
     * The class of the scope of a buffer without an arena, for example of a buffer from {@link ByteBuffer#allocateDirect}. The
     * scope of a buffer is the object that says how long the buffer's memory is valid. This field is null before JDK 22.
     */
    private static final Class<?> WITHOUT_ARENA = OF_BUFFER == null ? null : scopeClass(ByteBuffer.allocateDirect(1));

    /**
     * A cache with the addresses of recently used buffers, and with the {@link Kind} of each. A {@code Kind} says who can free
     * the memory of a buffer. To find out an address takes a JNI call, or allocates objects. To find out a {@code Kind} allocates
     * objects. The cache avoids this if the buffer was used recently.
     *
     * <p>Each element is a {@code Finding}: it refers to one buffer and holds what was found out about this buffer. Low bits of the
     * buffer's identity hash code choose two neighbouring elements. A {@code Finding} for the buffer is one of these, if it is in
     * the cache. Several buffers can have the same two elements. The cache then holds the {@code Finding} objects of the last two
     * that were added. With one element for each buffer instead, two buffers that a program uses in turn would sometimes replace
     * each other at every call. Threads read and write the elements without a lock. This is safe because a {@code Finding} is
     * immutable.
     */
    private static final Finding[] FINDINGS = new Finding[REMEMBERED];

    /** Says who can free the memory of a buffer. */
    private enum Kind {
        /**
         * Nobody can free the memory while the buffer is reachable. The memory belongs to no arena, to the global arena or to an
         * automatic arena.
         */
        LASTING,
        /**
         * The memory belongs to a confined arena. Only the thread that owns the arena can use the buffer and close the arena.
         * Therefore nobody can close the arena during a native call of this thread.
         */
        CONFINED,
        /** The memory belongs to a shared arena. Any thread can close the arena at any time, and so free the memory. */
        SHARED
    }

    /** Holds a weak reference to one buffer. The garbage collector can still free the buffer. */
    private static final class Finding extends WeakReference<ByteBuffer> {
        final Kind kind;

        /** The address of the first byte of the buffer. It never changes. */
        final long address;

        Finding(ByteBuffer buffer) {
            super(buffer);
            Class<?> scope = OF_BUFFER == null ? null : scopeClass(buffer);
            kind = scope == WITHOUT_ARENA ? Kind.LASTING : Arenas.kind(scope);
            address = Native.foundAddress(buffer);
        }
    }

    /**
     * Finds out to which kind of arena the memory of a buffer belongs. Each buffer has a scope: an object that says how long the
     * memory is valid. The class of the scope tells the kind of the arena. To learn these classes, the static initializer creates
     * arenas of all kinds. The initializer runs only when the program uses a buffer with an arena for the first time.
     */
    private static final class Arenas {
        private static final Set<Class<?>> LASTING = scopeClasses("global", "ofAuto");
        private static final Set<Class<?>> CONFINED = scopeClasses("ofConfined");

        /**
         * Returns the kind of a buffer whose scope is an object of the class {@code scope}. The scope of a buffer says how long
         * the buffer's memory is valid. For an unknown class, returns {@link Kind#SHARED}. The bytes of the buffer are then
         * copied, which is always safe.
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
            // The variable classes now holds the scope classes of the arenas that the methods in makers create. A JDK
            // may use one of these classes for shared arenas too. Such a scope class does not tell the kind of an
            // arena, and the next statement removes it. A scope class that is neither in LASTING nor in CONFINED
            // counts as the class of a shared arena. This is safe for every kind of arena.
            classes.remove(scopeClass("ofShared"));
            return Set.copyOf(classes);
        }

        /**
         * Creates an arena and returns the class of its scope. {@code maker} is the name of the static method of {@code Arena}
         * that creates the arena, for example {@code ofAuto}. Nobody needs to close the arena: it holds no memory, because
         * nothing is allocated in it.
         */
        private static Class<?> scopeClass(String maker) {
            Object arena = call(method("Arena", maker), null);
            return call(method("Arena", "scope"), arena).getClass();
        }
    }

    private BufferMemory() {}

    /**
     * Returns true if the kernel may use the memory of {@code buffer} in place during a native call of the current thread. This
     * is the case if the buffer is direct, and if no other thread can free the buffer's memory during the call. The caller must
     * keep the buffer reachable until the call returns. Returns false for a heap buffer, because the garbage collector can move
     * the memory of a heap buffer.
     *
     * @param index the index of the first byte that the kernel may use
     * @param length the number of bytes that the kernel may use
     * @throws IllegalStateException if the arena of the buffer is closed. If the arena is a confined arena of another thread,
     *     this method throws a {@code WrongThreadException} instead
     * @throws IllegalArgumentException if the buffer has a confined or shared arena, and another thread has lowered the limit of
     *     the buffer to {@code index} or below
     */
    public static boolean isStable(ByteBuffer buffer, int index, int length) {
        return buffer.isDirect()
                && isStable(OF_BUFFER == null ? Kind.LASTING : finding(buffer).kind, buffer, index, length);
    }

    /**
     * Returns the address of the byte at {@code index} if {@link #isStable} returns true. Returns {@link #UNSTABLE} if it returns
     * false. Takes less time than to ask for both one after the other.
     */
    public static long stableAddress(ByteBuffer buffer, int index, int length) {
        if (!buffer.isDirect()) {
            return UNSTABLE;
        }
        Finding finding = finding(buffer);
        return isStable(finding.kind, buffer, index, length) ? finding.address + index : UNSTABLE;
    }

    private static boolean isStable(Kind kind, ByteBuffer buffer, int index, int length) {
        if (kind != Kind.LASTING && length > 0) {
            requireOpen(buffer, index);
        }
        return kind != Kind.SHARED;
    }

    /**
     * Throws an exception if the current thread cannot access the byte of {@code buffer} at {@code index}. {@link #isStable}
     * calls this method for buffers with a confined or shared arena, before the native call. If the native call reads bytes, a
     * check after the call would be too late. The bytes could not be stored in the buffer, and would be lost.
     */
    private static void requireOpen(ByteBuffer buffer, int index) {
        try {
            buffer.get(index);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a buffer that another thread is using", e);
        }
    }

    /** Returns the native address of the first byte of a direct buffer. */
    static long address(ByteBuffer direct) {
        return finding(direct).address;
    }

    private static Finding finding(ByteBuffer buffer) {
        int first = System.identityHashCode(buffer) & REMEMBERED - 2;
        Finding finding = FINDINGS[first];
        return finding != null && finding.refersTo(buffer) ? finding : secondFinding(buffer, first, finding);
    }

    /** Does the rest of {@link #finding}, if the element at the index {@code first}, which is {@code last}, is for another buffer. */
    private static Finding secondFinding(ByteBuffer buffer, int first, Finding last) {
        Finding finding = FINDINGS[first + 1];
        if (finding == null || !finding.refersTo(buffer)) {
            finding = new Finding(buffer);
            FINDINGS[first + 1] = last;
            FINDINGS[first] = finding;
        }
        return finding;
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
     * Calls {@code method} on {@code receiver} and returns the result. {@code receiver} is null for a static method. Reflection
     * is slow, but this method runs only during the initialization of {@link Arenas}.
     */
    private static Object call(Method method, Object receiver) {
        try {
            return method.invoke(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
