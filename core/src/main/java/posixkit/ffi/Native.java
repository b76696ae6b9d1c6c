package posixkit.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import posixkit.Target;

/**
 * A C library. <b>Internal.</b> This class finds functions by name, calls functions by their addresses, and accesses native
 * memory. If this process makes calls through jnr-ffi ({@link Route}), this class also lets jnr-ffi implement interfaces. Each
 * method of such an interface calls a C function.
 */
public final class Native {
    private static final NativeAccess ACCESS = Route.chosen().access();

    private final String path;
    private final NativeAccess.Library library;
    private final Map<Class<?>, Object> loaded = new HashMap<>();

    /** jffi may unload a library if its object is no longer reachable. */
    private final List<NativeAccess.Library> added = new ArrayList<>();

    private Native(String path, NativeAccess.Library library) {
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
        return new Native(null, ACCESS.process());
    }

    /**
     * Loads the library in the file {@code path} and returns it.
     *
     * @throws UnsatisfiedLinkError if the file cannot be loaded
     */
    public static Native library(String path) {
        return new Native(path, ACCESS.open(path));
    }

    /**
     * Adds the library {@code name} to the libraries of this process, if this object stands for them. Returns false if there is no
     * such library. As long as this object is reachable, the library stays loaded. Call this method before {@link #load(Class)},
     * which looks up all functions of an interface.
     */
    public synchronized boolean add(String name) {
        try {
            added.add(ACCESS.openForProcess(name));
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Returns the address of the symbol {@code name}, or 0 if the library has no symbol of this name. */
    public long symbol(String name) {
        return library.symbol(name);
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
        Stubs.forbidIfImpossible();
        LibraryLoader<T> loader = LibraryLoader.create(binding);
        if (!symbols.isEmpty()) {
            loader.mapper((name, context) -> symbols.getOrDefault(name, name));
        }
        if (path == null) {
            return loader.searchDefault().load();
        }
        // jnr-ffi opens a library in such a way that all other libraries see its symbols. To prevent this, jffi opens
        // the library first, with the flag LOCAL. jffi remembers that the library is already open.
        new Jffi().open(path);
        return loader.load(path);
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
        return ACCESS.errno();
    }

    /**
     * Returns the native address of the byte at {@code index} of a direct buffer. The caller must keep the buffer reachable until
     * the native call has returned. If the buffer comes from a user of posixkit, first check with {@link BufferMemory#isStable}
     * that nobody can free its memory during the call.
     *
     * <p>The first call for a buffer takes longer than later calls: {@link BufferMemory} remembers the addresses of buffers that
     * were used recently.
     */
    public static long address(ByteBuffer direct, int index) {
        return BufferMemory.address(direct) + index;
    }

    /** Finds out the native address of the first byte of a direct buffer. */
    static long foundAddress(ByteBuffer direct) {
        return ACCESS.address(direct);
    }

    /**
     * Returns the pointer that is stored at {@code address}. This method is used for the few pointers that libc itself provides,
     * for example {@code environ}.
     */
    public static long pointerAt(long address) {
        return ACCESS.getLong(address);
    }

    /** Returns the bytes of the C string at {@code address}, without the NUL at its end. */
    public static byte[] stringAt(long address) {
        return ACCESS.stringAt(address);
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
        return ACCESS.buffer(address, length).order(ByteOrder.nativeOrder());
    }

    /**
     * Returns an object that reads and writes numbers at any address; null if this process can do so only through {@link #buffer}.
     * {@link NativeAccess#numbers} says more.
     */
    public static NativeAccess.Numbers numbers() {
        return ACCESS.numbers();
    }

    /**
     * Allocates {@code size} bytes of memory with the C library, fills them with zeros, and returns the address.
     *
     * @throws OutOfMemoryError if the C library has no more memory
     */
    public static long allocate(int size) {
        long address = ACCESS.allocate(size);
        if (address == 0) {
            throw new OutOfMemoryError("no native memory for " + size + " bytes");
        }
        return address;
    }

    /** Frees memory that {@link #allocate} returned. */
    public static void free(long address) {
        ACCESS.free(address);
    }

    /**
     * Returns the object that calls C functions and the kernel if this process uses the route {@link Route#FFM}.
     *
     * @throws UnsupportedOperationException if this process uses another route
     */
    public static Downcalls downcalls() {
        return ACCESS.downcalls();
    }

    /** Calls a function with eight arguments, as {@link NativeAccess#callEight} describes. */
    public static long callEight(long address, long... a) {
        return ACCESS.callEight(address, a);
    }

    /** Returns an object that calls functions by their addresses, as {@link NativeAccess#byAddress} describes. */
    public static NativeAccess.ByAddress byAddress(long address, int fixed) {
        return ACCESS.byAddress(address, fixed);
    }
}
