package posixkit.ffi;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import posixkit.Target;

/**
 * A C library that is called through jnr-ffi. <b>Internal.</b> This is the only class that uses jnr-ffi. It implements interfaces
 * whose methods are C functions (binding interfaces), calls functions by their addresses, reads errno, and returns native
 * addresses.
 */
public final class Native {
    private static final LastError LAST_ERROR = LastError.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final Invoker INVOKER = Invoker.getInstance();

    private final String path;
    private final Library library;
    private final Map<Class<?>, Object> loaded = new HashMap<>();

    private Native(String path, Library library) {
        this.path = path;
        this.library = library;
    }

    /**
     * Returns an object that stands for all libraries that are already loaded in this process. One of these libraries is libc,
     * whatever the name of its file is. Libraries that were preloaded before libc are also among them.
     *
     * <p>To load libc by the name of its file would not have the same effect: the loader would search directories for the file.
     * On macOS the loader would find no file, because libSystem, the libc of macOS, is not in a file.
     */
    public static Native process() {
        return new Native(null, Library.getDefault());
    }

    /** Loads the library in the file {@code path} and returns it. */
    public static Native library(String path) {
        Library library = Library.getCachedInstance(path, Library.LAZY | Library.LOCAL);
        if (library == null) {
            throw new UnsatisfiedLinkError(path + ": " + Library.getLastError());
        }
        return new Native(path, library);
    }

    /** Returns the address of the symbol {@code name}, or 0 if the library has no symbol of this name. */
    public long symbol(String name) {
        return library.getSymbolAddress(name);
    }

    /**
     * Returns an implementation of the interface {@code binding}. Each method of the interface calls the C function that has the
     * same name. If the library does not have the function, the method throws {@link UnsatisfiedLinkError}; the other methods
     * work. Every call with the same interface returns the same object, because creating one takes milliseconds.
     */
    public <T> T load(Class<T> binding) {
        return load(binding, Map.of());
    }

    /**
     * Returns an implementation of the interface {@code binding}, as {@link #load(Class)} does. {@code symbols} maps the name of
     * a method to the symbol of its C function. If {@code symbols} does not contain a method, the symbol is the method's name.
     */
    public synchronized <T> T load(Class<T> binding, Map<String, String> symbols) {
        Object present = loaded.get(binding);
        if (present == null) {
            present = bind(binding, symbols);
            loaded.put(binding, present);
        }
        return binding.cast(present);
    }

    private <T> T bind(Class<T> binding, Map<String, String> symbols) {
        LibraryLoader<T> loader = LibraryLoader.create(binding);
        if (!symbols.isEmpty()) {
            loader.mapper((name, context) -> symbols.getOrDefault(name, name));
        }
        return path == null ? loader.searchDefault().load() : loader.load(path);
    }

    /**
     * Returns an implementation of the interface {@code binding}, whose functions have six arguments. On x86_64, jnr-ffi usually
     * calls a function through a stub of machine code. This stub reads the sixth argument from a wrong place, the return address.
     * {@code withoutStub} is the same interface with the annotation {@code @NoX86}. The annotation makes jnr-ffi call the
     * functions without the stub. On x86_64, this method therefore loads {@code withoutStub}. On aarch64, the stub is correct,
     * and this method loads {@code binding}.
     */
    public <T> T loadSix(Class<T> binding, Class<? extends T> withoutStub) {
        return loadSix(binding, withoutStub, Map.of());
    }

    /**
     * Returns an implementation of {@code binding}, as {@link #loadSix(Class, Class)} does. {@code symbols} maps the name of a
     * method to the symbol of its C function. If {@code symbols} does not contain a method, the symbol is the method's name.
     */
    public <T> T loadSix(Class<T> binding, Class<? extends T> withoutStub, Map<String, String> symbols) {
        return Target.HOST_IS_X86_64 ? load(withoutStub, symbols) : load(binding, symbols);
    }

    /**
     * Returns the errno of the last native call of the current thread. Call this method directly after the native call, before
     * any other call.
     */
    public static int errno() {
        return LAST_ERROR.get();
    }

    /**
     * Returns the native address of the byte at {@code index} of a direct buffer. The caller must keep the buffer reachable until
     * the native call has returned. If the buffer comes from a user of posixkit, first check with {@link BufferMemory#isStable}
     * that nobody can free its memory during the call.
     *
     * <p>This method makes a JNI call. {@code MemorySegment.ofBuffer} (JDK 22) would need no JNI call. But each call of
     * {@code ofBuffer} allocates an object on the heap, unless the JIT compiler can remove the allocation. Where the compiler has
     * seen buffers of several classes, it cannot remove the allocation.
     */
    public static long address(ByteBuffer direct, int index) {
        return MEMORY.getDirectBufferAddress(direct) + index;
    }

    /**
     * Returns the pointer that is stored at {@code address}. This method is used for the few pointers that libc itself provides,
     * for example {@code environ}.
     */
    public static long pointerAt(long address) {
        return MEMORY.getAddress(address);
    }

    /** Returns the bytes of the C string at {@code address}, without the NUL at its end. */
    public static byte[] stringAt(long address) {
        return MEMORY.getZeroTerminatedByteArray(address);
    }

    /**
     * Returns a buffer over the {@code length} bytes of native memory at {@code address}, in the byte order of the processor. Do
     * not use the buffer after the memory is freed or unmapped. Do not access the memory in a way that its protection forbids:
     * for example, do not write to read-only memory. Such a forbidden access ends the JVM.
     *
     * <p>A mapped page may lie beyond the end of its file, because the file was shortened. An access to such a page through this
     * buffer throws {@code InternalError}. An access by a function of jffi or by a C function would end the JVM.
     */
    public static ByteBuffer buffer(long address, int length) {
        return MEMORY.newDirectByteBuffer(address, length).order(ByteOrder.nativeOrder());
    }

    /**
     * Allocates {@code size} bytes of memory with the C library, fills them with zeros, and returns the address.
     *
     * @throws OutOfMemoryError if the C library has no more memory
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
     * A native function that is called through its address. Each argument and the result have 64 bits, like a register. If the C
     * function returns a narrower type, the upper bits of the result may have any value. libffi makes the call. It does not use
     * the machine-code stub of jnr-ffi, which {@link Native#loadSix} describes.
     */
    public static final class ByAddress {
        /** The largest number of arguments of a call. */
        public static final int MOST = 6;

        private final long address;

        /**
         * The call contexts, indexed by the number of arguments. A call context tells jffi the types of the arguments and of the
         * result. jffi never frees a call context. If the same types are requested again, jffi returns the same call context.
         */
        private final CallContext[] contexts = new CallContext[MOST + 1];

        /**
         * Creates a caller for the function at {@code address}. {@code fixed} is the number of parameters that have a name in the
         * function's prototype. Any further parameters are variadic. libffi must know which ones are variadic, because on Apple's
         * arm64 these are passed on the stack.
         */
        public ByAddress(long address, int fixed) {
            this.address = address;
            for (int count = 0; count <= MOST; count++) {
                Type[] types = new Type[count];
                Arrays.fill(types, Type.SINT64);
                contexts[count] = CallContext.getCallContext(
                        Type.SINT64, Math.min(fixed, count), types, CallingConvention.DEFAULT, true);
            }
        }

        /**
         * Calls the function with the first {@code count} elements of {@code a}, and returns the result. {@code a} must have at
         * least {@link #MOST} elements, because this method reads {@link #MOST} elements even if {@code count} is smaller.
         */
        public long call(int count, long[] a) {
            return INVOKER.invokeN6(contexts[count], address, a[0], a[1], a[2], a[3], a[4], a[5]);
        }
    }
}
