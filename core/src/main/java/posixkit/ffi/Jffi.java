package posixkit.ffi;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Implements {@link NativeAccess} with jffi, the library below jnr-ffi. <b>Internal.</b> */
public final class Jffi extends NativeAccess {
    static {
        JffiLibrary.load();
    }

    private static final LastError LAST_ERROR = LastError.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final Invoker INVOKER = Invoker.getInstance();

    /**
     * True if jffi accesses memory in such a way that the JVM can throw an InternalError if a page has been lost. On newer JDKs,
     * jffi accesses memory through C functions, and the access would end the JVM. jffi does not tell which way it uses, but its
     * class has a name that does.
     */
    private static final boolean IS_GUARDED = MEMORY.getClass().getName().startsWith("com.kenai.jffi.UnsafeMemoryIO");

    /** Reads and writes numbers with jffi. */
    private static final class JffiNumbers implements Numbers {
        @Override
        public byte getByte(long address) {
            return MEMORY.getByte(address);
        }

        @Override
        public short getShort(long address) {
            return MEMORY.getShort(address);
        }

        @Override
        public int getInt(long address) {
            return MEMORY.getInt(address);
        }

        @Override
        public long getLong(long address) {
            return MEMORY.getLong(address);
        }

        @Override
        public void putByte(long address, byte value) {
            MEMORY.putByte(address, value);
        }

        @Override
        public void putShort(long address, short value) {
            MEMORY.putShort(address, value);
        }

        @Override
        public void putInt(long address, int value) {
            MEMORY.putInt(address, value);
        }

        @Override
        public void putLong(long address, long value) {
            MEMORY.putLong(address, value);
        }
    }

    /** Creates an object. Callers use no constructor, so that the JVM loads this class late: StartUpTest counts the classes. */
    static NativeAccess access() {
        return new Jffi();
    }

    /**
     * Returns the errno of the last call that the current thread has made through jffi or jnr-ffi. Call this method directly
     * after the native call, before any other call.
     */
    public static int lastErrno() {
        return LAST_ERROR.get();
    }

    @Override
    public Library process() {
        return symbols(com.kenai.jffi.Library.getDefault());
    }

    @Override
    public Library open(String path) {
        return opened(
                path,
                com.kenai.jffi.Library.getCachedInstance(
                        path, com.kenai.jffi.Library.LAZY | com.kenai.jffi.Library.LOCAL));
    }

    /** jffi would not change the scope of a library that it has in its cache. */
    @Override
    public Library openForProcess(String path) {
        return opened(
                path,
                com.kenai.jffi.Library.openLibrary(path, com.kenai.jffi.Library.LAZY | com.kenai.jffi.Library.GLOBAL));
    }

    private static Library opened(String path, com.kenai.jffi.Library library) {
        if (library == null) {
            throw new UnsatisfiedLinkError(path + ": " + com.kenai.jffi.Library.getLastError());
        }
        return symbols(library);
    }

    private static Library symbols(com.kenai.jffi.Library library) {
        return new Symbols(library);
    }

    /** A record and not a lambda: a program that makes only a few calls starts faster without lambdas. */
    private record Symbols(com.kenai.jffi.Library library) implements Library {
        @Override
        public long symbol(String name) {
            return library.getSymbolAddress(name);
        }
    }

    @Override
    public ByAddress byAddress(long address, int fixed) {
        return new Function(address, fixed);
    }

    private static final class Function implements ByAddress {
        private final long address;
        private final int fixed;

        /**
         * The call contexts by the number of arguments. A call context of jffi describes the result and the parameters of a C
         * function. jffi never frees a call context. But if the same types are requested again, jffi returns the existing call
         * context. So it does no harm if two threads request one at the same time.
         */
        private final CallContext[] contexts = new CallContext[MOST + 1];

        Function(long address, int fixed) {
            this.address = address;
            this.fixed = fixed;
        }

        @Override
        public long call(int count, long[] a) {
            CallContext context = contexts[count];
            if (context == null) {
                Type[] types = new Type[count];
                Arrays.fill(types, Type.SINT64);
                context = CallContext.getCallContext(
                        Type.SINT64, Math.min(fixed, count), types, CallingConvention.DEFAULT, true);
                contexts[count] = context;
            }
            return INVOKER.invokeN6(context, address, a[0], a[1], a[2], a[3], a[4], a[5]);
        }
    }

    private static final class Eight {
        static final CallContext CONTEXT = context();

        private static CallContext context() {
            Type[] types = new Type[EIGHT];
            Arrays.fill(types, Type.SINT64);
            return CallContext.getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
        }
    }

    /** jffi has no way to pass more than six arguments without an object. */
    @Override
    public long callEight(long address, long... a) {
        HeapInvocationBuffer arguments = new HeapInvocationBuffer(Eight.CONTEXT);
        for (int i = 0; i < EIGHT; i++) {
            arguments.putLong(a[i]);
        }
        return INVOKER.invokeLong(Eight.CONTEXT, address, arguments);
    }

    @Override
    public int errno() {
        return LAST_ERROR.get();
    }

    @Override
    public long address(ByteBuffer direct) {
        return MEMORY.getDirectBufferAddress(direct);
    }

    @Override
    public long getLong(long address) {
        return MEMORY.getLong(address);
    }

    @Override
    public Numbers numbers() {
        return IS_GUARDED ? new JffiNumbers() : null;
    }

    @Override
    public byte[] stringAt(long address) {
        return MEMORY.getZeroTerminatedByteArray(address);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        return MEMORY.newDirectByteBuffer(address, length);
    }

    @Override
    public long allocate(int size) {
        return MEMORY.allocateMemory(size, true);
    }

    @Override
    public void free(long address) {
        MEMORY.freeMemory(address);
    }
}
