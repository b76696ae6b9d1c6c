package posixkit.ffi;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import jnr.ffi.LibraryLoader;
import posixkit.Target;
import posixkit.constants.Errno;

/**
 * A C library as jnr-ffi reaches it. <b>Internal</b>, and the only class that knows jnr-ffi: it loads binding
 * interfaces, calls through addresses, reads errno, and tells addresses.
 */
public final class Native {
    private static final LastError LAST_ERROR = LastError.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final Invoker INVOKER = Invoker.getInstance();

    private final String path;
    private final Library library;

    private Native(String path, Library library) {
        this.path = path;
        this.library = library;
    }

    /**
     * What is in the process already: libc, whatever it is called here, and whatever was preloaded before it. Naming a
     * file instead would search directories, and find none on macOS, where libSystem is in no file.
     */
    public static Native process() {
        return new Native(null, Library.getDefault());
    }

    /** A library by its file. */
    public static Native library(String path) {
        Library library = Library.getCachedInstance(path, Library.LAZY | Library.LOCAL);
        if (library == null) {
            throw new UnsatisfiedLinkError(path + ": " + Library.getLastError());
        }
        return new Native(path, library);
    }

    /** The address of a symbol, or 0 when the library has none of that name. */
    public long symbol(String name) {
        return library.getSymbolAddress(name);
    }

    /**
     * Binds an interface whose methods are named as the symbols are. A method whose symbol is missing answers −1 with
     * ENOSYS; the others work.
     */
    public <T> T load(Class<T> binding) {
        LibraryLoader<T> loader = LibraryLoader.create(binding);
        T bound = path == null ? loader.searchDefault().load() : loader.load(path);
        Set<String> missing = Arrays.stream(binding.getMethods())
                .map(Method::getName)
                .filter(name -> symbol(name) == 0)
                .collect(Collectors.toSet());
        return missing.isEmpty() ? bound : without(missing, binding, bound);
    }

    /**
     * Binds an interface of six-argument functions. jnr-ffi's x86_64 stub loads the sixth from the return address, so
     * there the bound interface is {@code withoutStub}, the same one marked {@code @NoX86}; on aarch64 the stub is right.
     */
    public <T> T loadSix(Class<T> binding, Class<? extends T> withoutStub) {
        return Target.HOST_IS_X86_64 ? load(withoutStub) : load(binding);
    }

    /** The errno of the call this thread has just made. To be read before anything else is called. */
    public static int errno() {
        return LAST_ERROR.get();
    }

    /** Makes it the errno of this thread, for a call that another has made in its place. To be read before anything else. */
    public static void errno(int number) {
        LAST_ERROR.set(number);
    }

    /**
     * Returns the native address of a byte of a direct buffer. The caller keeps the buffer reachable until the call is over. A buffer
     * that a user passed must be stable: {@link BufferMemory#isStable}.
     *
     * <p>This is a JNI call. {@code MemorySegment.ofBuffer} (JDK 22) would avoid it, but allocates wherever the compiler has seen it
     * with buffers of several kinds.
     */
    public static long address(ByteBuffer direct, int index) {
        return MEMORY.getDirectBufferAddress(direct) + index;
    }

    /** The pointer stored at an address. For the few that libc itself hands out, such as {@code environ}. */
    public static long pointerAt(long address) {
        return MEMORY.getAddress(address);
    }

    /** Returns the bytes of the C string at an address, without its NUL. */
    public static byte[] stringAt(long address) {
        return MEMORY.getZeroTerminatedByteArray(address);
    }

    /**
     * Memory at an address as a buffer, in the processor's byte order. It must be used neither when the memory is gone nor
     * against its protection: either ends the JVM. A page that a file has no longer is an {@code InternalError}, though, where
     * jffi's own access functions, and every other function in C, end the JVM for that too.
     */
    public static ByteBuffer buffer(long address, int length) {
        return MEMORY.newDirectByteBuffer(address, length).order(ByteOrder.nativeOrder());
    }

    /**
     * Allocates memory of the C library, full of zeros, and returns its address.
     *
     * @throws OutOfMemoryError the library has no more
     */
    public static long allocate(int size) {
        long address = MEMORY.allocateMemory(size, true);
        if (address == 0) {
            throw new OutOfMemoryError("no native memory for " + size + " bytes");
        }
        return address;
    }

    /** Frees memory that {@link #allocate} returned. */
    public static void free(long address) {
        MEMORY.freeMemory(address);
    }

    /**
     * A function called through its address. Its arguments are as wide as registers, and so is its result, in which what is
     * above the function's own result may be anything. It is libffi's call, which gets the sixth argument right everywhere.
     */
    public static final class ByAddress {
        /** How many arguments there can be. */
        public static final int MOST = 6;

        private final long address;

        /** By how many arguments there are. jffi frees none of these, but keeps one of each kind, and gives it out again. */
        private final CallContext[] contexts = new CallContext[MOST + 1];

        /** {@code fixed}: how many parameters have a name. Any more are variadic, and on Apple's arm64 travel on the stack. */
        public ByAddress(long address, int fixed) {
            this.address = address;
            for (int count = 0; count <= MOST; count++) {
                Type[] types = new Type[count];
                Arrays.fill(types, Type.SINT64);
                contexts[count] = CallContext.getCallContext(
                        Type.SINT64, Math.min(fixed, count), types, CallingConvention.DEFAULT, true);
            }
        }

        /** With the first so many of {@link #MOST} arguments. */
        public long call(int count, long[] a) {
            return INVOKER.invokeN6(contexts[count], address, a[0], a[1], a[2], a[3], a[4], a[5]);
        }
    }

    private static <T> T without(Set<String> missing, Class<T> binding, T bound) {
        return binding.cast(Proxy.newProxyInstance(
                binding.getClassLoader(), new Class<?>[] {binding}, (proxy, method, arguments) -> {
                    if (missing.contains(method.getName())) {
                        LAST_ERROR.set(Errno.ENOSYS);
                        return method.getReturnType() == long.class ? (Object) (-1L) : (Object) (-1);
                    }
                    try {
                        return method.invoke(bound, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
