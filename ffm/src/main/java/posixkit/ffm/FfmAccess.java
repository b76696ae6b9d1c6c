package posixkit.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import posixkit.Target;
import posixkit.ffi.Downcalls;
import posixkit.ffi.NativeAccess;

/**
 * Implements {@link NativeAccess} with the foreign-function API of the JDK. {@link java.util.ServiceLoader} finds this class. It
 * is loaded only by JDK 22 and later.
 *
 * <p>The JDK needs much time to create a method handle for a native function. So this class uses the same handle for many
 * functions. The first argument of each call of a handle is the address of the function.
 */
// "restricted" is the compiler's warning for JDK methods that call native code. With --enable-native-access, users
// permit a module to call these methods. In posixkit, only this module calls them.
@SuppressWarnings("restricted")
public final class FfmAccess extends NativeAccess {
    /** The value of {@code RTLD_LAZY} on Linux and on macOS. */
    private static final int RTLD_LAZY = 1;

    /** The value of {@code RTLD_GLOBAL}. */
    private static final int RTLD_GLOBAL = Target.HOST_IS_DARWIN ? 8 : 0x100;

    /** The value of {@code RTLD_DEFAULT}: all libraries of the process, in the order in which they were loaded. */
    private static final long RTLD_DEFAULT = Target.HOST_IS_DARWIN ? -2 : 0;

    /** The size in bytes of the memory in which the JDK stores errno. The JDK demands less memory. */
    private static final int STATE_SIZE = 64;

    private static final Linker LINKER = Linker.nativeLinker();

    /** All of memory. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /**
     * Calls a function with seven arguments of type {@code long}, and returns its result as a {@code long}. The handle has one
     * more parameter, which comes first: the address of the function, as a {@code MemorySegment}.
     */
    static final MethodHandle CALL = LINKER.downcallHandle(numbers(FfmDowncalls.SEVEN));

    private static final MemorySegment DLSYM = standard("dlsym");
    private static final MemorySegment DLOPEN = standard("dlopen");
    private static final MemorySegment DLERROR = standard("dlerror");
    private static final MemorySegment CALLOC = standard("calloc");
    private static final MemorySegment FREE = standard("free");

    private final Downcalls downcalls;

    private final Numbers numbers = new AllNumbers();

    /** Reads and writes numbers in {@link #ALL}. */
    private static final class AllNumbers implements Numbers {
        @Override
        public byte getByte(long address) {
            return ALL.get(JAVA_BYTE, address);
        }

        @Override
        public short getShort(long address) {
            return ALL.get(JAVA_SHORT_UNALIGNED, address);
        }

        @Override
        public int getInt(long address) {
            return ALL.get(JAVA_INT_UNALIGNED, address);
        }

        @Override
        public long getLong(long address) {
            return ALL.get(JAVA_LONG_UNALIGNED, address);
        }

        @Override
        public void putByte(long address, byte value) {
            ALL.set(JAVA_BYTE, address, value);
        }

        @Override
        public void putShort(long address, short value) {
            ALL.set(JAVA_SHORT_UNALIGNED, address, value);
        }

        @Override
        public void putInt(long address, int value) {
            ALL.set(JAVA_INT_UNALIGNED, address, value);
        }

        @Override
        public void putLong(long address, long value) {
            ALL.set(JAVA_LONG_UNALIGNED, address, value);
        }
    }

    /**
     * Contains the handles that call a function and then store errno. Most processes never need these handles, so the first use
     * creates them.
     */
    private static final class Capturing {
        /** The errno of the last call that the thread made through the handles of this class. */
        static final ThreadLocal<MemorySegment> STATE =
                ThreadLocal.withInitial(() -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(STATE_SIZE)));

        /**
         * Calls a function with six arguments of type {@code long}, and returns its result as a {@code long}. Two parameters come
         * before the six: the address of the function, and the memory in which the JDK stores errno.
         */
        static final MethodHandle CALL =
                LINKER.downcallHandle(numbers(ByAddress.MOST), Linker.Option.captureCallState("errno"));

        /** Like {@link #CALL}, but for functions with seven arguments. */
        static final MethodHandle SEVEN =
                LINKER.downcallHandle(numbers(FfmDowncalls.SEVEN), Linker.Option.captureCallState("errno"));

        /** Like {@link #CALL}, but for functions with eight arguments. */
        static final MethodHandle EIGHT =
                LINKER.downcallHandle(numbers(NativeAccess.EIGHT), Linker.Option.captureCallState("errno"));

        /**
         * Like {@link #CALL}, but for variadic functions. The index of a handle is the number of arguments that are not variadic.
         */
        private static final MethodHandle[] VARIADIC = new MethodHandle[ByAddress.MOST + 1];

        static synchronized MethodHandle variadic(int fixed) {
            if (VARIADIC[fixed] == null) {
                VARIADIC[fixed] = LINKER.downcallHandle(
                        numbers(ByAddress.MOST),
                        Linker.Option.captureCallState("errno"),
                        Linker.Option.firstVariadicArg(fixed));
            }
            return VARIADIC[fixed];
        }
    }

    /** Links the few functions that this class itself needs. Throws an exception if this process may not use native functions. */
    public FfmAccess() {
        downcalls = new FfmDowncalls(this);
    }

    private static FunctionDescriptor numbers(int count) {
        MemoryLayout[] layouts = new MemoryLayout[count];
        Arrays.fill(layouts, JAVA_LONG);
        return FunctionDescriptor.of(JAVA_LONG, layouts);
    }

    private static MemorySegment standard(String name) {
        Optional<MemorySegment> found = LINKER.defaultLookup().find(name);
        if (found.isEmpty()) {
            throw new UnsatisfiedLinkError("libc has no function " + name);
        }
        return found.get();
    }

    /** Calls a function that has at most three parameters. */
    static long call(MemorySegment function, long a1, long a2, long a3) {
        try {
            return (long) CALL.invokeExact(function, a1, a2, a3, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls a function and stores errno for {@link #errno}. The JDK may allocate an object during a call that stores errno. */
    static long captured(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        try {
            return (long) Capturing.CALL.invokeExact(
                    MemorySegment.ofAddress(function), Capturing.STATE.get(), a1, a2, a3, a4, a5, a6);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls a function with seven arguments and stores errno for {@link #errno}. */
    static long capturedSeven(long function, long a1, long a2, long a3, long a4, long a5, long a6, long a7) {
        try {
            return (long) Capturing.SEVEN.invokeExact(
                    MemorySegment.ofAddress(function), Capturing.STATE.get(), a1, a2, a3, a4, a5, a6, a7);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    static int lastErrno() {
        return Capturing.STATE.get().get(JAVA_INT, 0);
    }

    static IllegalStateException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("the call was not made", e);
    }

    @Override
    public Library process() {
        return new Symbols(RTLD_DEFAULT);
    }

    @Override
    public Library open(String path) {
        return new Symbols(open(path, RTLD_LAZY));
    }

    @Override
    public Library openForProcess(String path) {
        return new Symbols(open(path, RTLD_LAZY | RTLD_GLOBAL));
    }

    private long open(String path, int flags) {
        ByteBuffer name = string(path);
        long library;
        try {
            library = call(DLOPEN, MemorySegment.ofBuffer(name).address(), flags, 0);
        } finally {
            Reference.reachabilityFence(name);
        }
        if (library == 0) {
            byte[] reason = stringAt(call(DLERROR, 0, 0, 0));
            throw new UnsatisfiedLinkError(path + ": " + new String(reason, StandardCharsets.UTF_8));
        }
        return library;
    }

    /** The library whose handle, as {@code dlopen} returns it, is {@code handle}. */
    private record Symbols(long handle) implements Library {
        @Override
        public long symbol(String name) {
            ByteBuffer text = string(name);
            try {
                return call(DLSYM, handle, MemorySegment.ofBuffer(text).address(), 0);
            } finally {
                Reference.reachabilityFence(text);
            }
        }
    }

    /** Returns a new direct buffer that contains a C string. */
    private static ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length + 1)
                .put(bytes)
                .put((byte) 0)
                .clear();
    }

    @Override
    public ByAddress byAddress(long address, int fixed) {
        return (count, a) -> {
            if (count <= fixed) {
                return captured(address, a[0], a[1], a[2], a[3], a[4], a[5]);
            }
            try {
                return (long) Capturing.variadic(fixed)
                        .invokeExact(
                                MemorySegment.ofAddress(address),
                                Capturing.STATE.get(),
                                a[0],
                                a[1],
                                a[2],
                                a[3],
                                a[4],
                                a[5]);
            } catch (Throwable e) {
                throw failed(e);
            }
        };
    }

    @Override
    public long callEight(long address, long... a) {
        try {
            return (long) Capturing.EIGHT.invokeExact(
                    MemorySegment.ofAddress(address),
                    Capturing.STATE.get(),
                    a[0],
                    a[1],
                    a[2],
                    a[3],
                    a[4],
                    a[5],
                    a[6],
                    a[7]);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public int errno() {
        return lastErrno();
    }

    @Override
    public Downcalls downcalls() {
        return downcalls;
    }

    @Override
    public long address(ByteBuffer direct) {
        // The address of a segment depends on the position of its buffer. Another thread may move the position of
        // direct during this call, but not the position of a duplicate.
        return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
    }

    @Override
    public long getLong(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    @Override
    public Numbers numbers() {
        return numbers;
    }

    @Override
    public byte[] stringAt(long address) {
        int length = 0;
        while (ALL.get(JAVA_BYTE, address + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ALL.get(JAVA_BYTE, address + i);
        }
        return bytes;
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    }

    @Override
    public long allocate(int size) {
        return call(CALLOC, 1, size, 0);
    }

    @Override
    public void free(long address) {
        call(FREE, address, 0, 0);
    }
}
