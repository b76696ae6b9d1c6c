package posixkit.ffi;

import java.nio.ByteBuffer;

/**
 * Gives access to native functions and native memory. <b>Internal.</b> {@link Jffi} implements this class with jffi. The module
 * posixkit.ffm implements it with the foreign-function API of JDK 22 and later. {@link Native} uses one of the two.
 */
public abstract class NativeAccess {
    /** Finds the functions and variables of one library. */
    public interface Library {
        /** Returns the address of the symbol {@code name}, or 0 if the library has no symbol of this name. */
        long symbol(String name);
    }

    /**
     * Calls one native function through its address. Each argument and the result have 64 bits, like a register. If the C
     * function returns a narrower type, the upper bits of the result may have any value.
     */
    public interface ByAddress {
        /** The largest number of arguments. */
        int MOST = 6;

        /**
         * Calls the function with the first {@code count} elements of {@code a}, and returns the result. {@code a} must have at
         * least {@link #MOST} elements, even if {@code count} is smaller, because this method always reads {@link #MOST} elements.
         */
        long call(int count, long[] a);
    }

    /** Returns the libraries that are already loaded in this process, libc among them. */
    public abstract Library process();

    /**
     * Loads the library in the file {@code path}.
     *
     * @throws UnsatisfiedLinkError if the file cannot be loaded
     */
    public abstract Library open(String path);

    /**
     * Loads the library in the file {@code path}, so that {@link #process} finds its functions. The library may be unloaded if the
     * returned object is no longer reachable.
     *
     * @throws UnsatisfiedLinkError if the file cannot be loaded
     */
    public abstract Library openForProcess(String path);

    /**
     * Returns an object that calls the function at {@code address}. {@code fixed} is the number of parameters that have a name in
     * the function's prototype. Any further parameters are variadic: on Apple's arm64, these are passed on the stack.
     */
    public abstract ByAddress byAddress(long address, int fixed);

    /** The number of arguments of {@link #callEight}. */
    public static final int EIGHT = 8;

    /**
     * Calls the function at {@code address} with eight arguments, none of them variadic, and returns the result. Two of the arguments
     * travel on the stack on x86_64. {@link #errno} returns the errno.
     *
     * @param a the {@link #EIGHT} arguments
     */
    public abstract long callEight(long address, long... a);

    /**
     * Returns the errno of the last call that the current thread has made through a {@link ByAddress}. Call this method directly
     * after that call, before any other call.
     */
    public abstract int errno();

    /** Returns the native address of the first byte of a direct buffer. */
    public abstract long address(ByteBuffer direct);

    /** Returns the 64-bit number at {@code address}. */
    public abstract long getLong(long address);

    /**
     * Returns an object that reads and writes numbers at any address. Returns null if an access to a page that a mapped file has
     * lost would end the JVM; such an access must go through {@link #buffer}. The implementation in this class returns null.
     */
    public Numbers numbers() {
        return null;
    }

    /**
     * Reads and writes numbers at any address, aligned or not, in the byte order of the processor. Nothing checks the addresses. If
     * a page has been lost, because its file was shortened, the access throws {@link InternalError}.
     */
    public interface Numbers {
        byte getByte(long address);

        short getShort(long address);

        int getInt(long address);

        long getLong(long address);

        void putByte(long address, byte value);

        void putShort(long address, short value);

        void putInt(long address, int value);

        void putLong(long address, long value);
    }

    /** Returns the bytes of the C string at {@code address}, without the NUL at its end. */
    public abstract byte[] stringAt(long address);

    /** Returns a buffer over the {@code length} bytes of native memory at {@code address}. */
    public abstract ByteBuffer buffer(long address, int length);

    /** Allocates {@code size} bytes of memory with the C library, fills them with zeros, and returns the address; 0 if it fails. */
    public abstract long allocate(int size);

    /** Frees memory that {@link #allocate} returned. */
    public abstract void free(long address);

    /**
     * Returns the object that calls C functions and the kernel if this process uses the route {@link Route#FFM}. The
     * implementation in this class is for the other routes: it always throws an exception.
     *
     * @throws UnsupportedOperationException if this object belongs to another route
     */
    public Downcalls downcalls() {
        throw new UnsupportedOperationException("only the route ffm makes such calls");
    }
}
