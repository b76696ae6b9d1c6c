package posixkit.ffi;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.NativeMethod;
import com.kenai.jffi.NativeMethods;
import com.kenai.jffi.PageManager;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import posixkit.Target;
import posixkit.constants.Errno;
import posixkit.unix.layout.BufferedCode;
import posixkit.unix.layout.DirectCode;
import posixkit.unix.layout.FieldIdCode;
import posixkit.unix.layout.LibcIntCode;
import posixkit.unix.layout.LibcLongCode;
import posixkit.unix.layout.NumberedCode;

/**
 * Gives native methods of a class their implementations. The implementation of a native method is a small piece of machine
 * code. <b>Internal.</b> A piece makes one system call, or calls one function of libc, and returns the result or −errno. The
 * JVM calls a piece directly: no other native code runs between the JVM and the piece.
 *
 * <p>The pieces of one class are in memory pages of their own. The pages are first writable and then executable, but never
 * both. Executable pages are never freed.
 */
public final class RegisteredCode {
    static {
        JffiLibrary.load();
    }

    private static final PageManager PAGES = PageManager.getInstance();
    private static final Jffi JFFI = new Jffi();

    /** The code of each native method begins at an address that is a multiple of this number of bytes. */
    private static final int ALIGNMENT = 32;

    /**
     * True if the current target and this machine have the same kind of processor. In tests, the kinds can differ. Machine code
     * for another kind of processor would end the JVM.
     */
    private static final boolean RUNS_HERE = Target.IS_X86_64 == Target.HOST_IS_X86_64;

    private static final String ERRNO = Target.IS_LINUX ? "__errno_location" : "__error";

    /**
     * Holds the id of the field {@code Buffer.address}. With this id, machine code reads the address of a direct buffer. If
     * {@link RegisteredCode#RUNS_HERE} is false, the id is 0.
     */
    private static final class AddressField {
        static final long ID = id();

        private static long id() {
            if (!RUNS_HERE) {
                return 0;
            }
            RegisteredCode code = new RegisteredCode(null);
            code.add("fieldId", "(Ljava/lang/reflect/Field;)J", FieldIdCode.bytes());
            code.register(AddressField.class);
            try {
                return fieldId(Buffer.class.getDeclaredField("address"));
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("this JDK has no field Buffer.address", e);
            }
        }

        private static native long fieldId(Field field);
    }

    /** A native method and its code. */
    private record Piece(String method, String signature, byte[] code) {}

    private final Native library;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * Returns the reason why this process cannot run the machine code of posixkit. Returns null if this process can run the
     * machine code.
     */
    public static String obstacle() {
        if (!RUNS_HERE) {
            return "the machine code of " + Target.current() + " does not run on this processor";
        }
        try {
            return AddressField.ID == 0 ? "no id of the field Buffer.address" : null;
        } catch (LinkageError e) {
            return String.valueOf(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Creates an object without any code. On macOS, {@link #direct} searches for functions in {@code library}, which is libc. */
    public RegisteredCode(Native library) {
        this.library = library;
    }

    /**
     * Adds a native method. On Linux, the native method makes a system call. On macOS, the native method calls a function of
     * libc. The system call or function gets the arguments of the native method. If the target does not have the call, nothing
     * is added.
     *
     * @param method the name of the native method
     * @param signature the parameters and the result of the method, as JNI writes them
     * @param number the number of the system call, or −1 if this is macOS or if Linux does not have this call on this processor
     * @param symbol the symbol of the function
     */
    public void direct(String method, String signature, int number, String symbol) {
        if (Target.IS_LINUX) {
            kernel(method, signature, number);
            return;
        }
        long function = library.symbol(symbol);
        if (function != 0) {
            boolean isLong = signature.endsWith("J");
            ByteBuffer code = copy(isLong ? LibcLongCode.bytes() : LibcIntCode.bytes());
            code.putLong(isLong ? LibcLongCode.FUNCTION : LibcIntCode.FUNCTION, function);
            code.putLong(isLong ? LibcLongCode.ERRNOFUNCTION : LibcIntCode.ERRNOFUNCTION, library.symbol(ERRNO));
            add(method, signature, code.array());
        }
    }

    /**
     * Adds a native method that makes the system call {@code number}. The system call gets the arguments of the native method.
     * If {@code number} is −1, nothing is added.
     */
    public void kernel(String method, String signature, int number) {
        if (number >= 0) {
            add(
                    method,
                    signature,
                    copy(DirectCode.bytes()).putInt(DirectCode.NUMBER, number).array());
        }
    }

    /**
     * Adds a native method with the parameters {@code (int fd, ByteBuffer buffer, int index, long count, …)}. The native method
     * makes the system call {@code number}. The system call gets {@code fd}, an address, {@code count} and the further
     * arguments. The address is the address of the byte at {@code index} of {@code buffer}. If {@code number} is −1, nothing is
     * added.
     */
    public void buffered(String method, String signature, int number) {
        if (number >= 0) {
            ByteBuffer code = copy(BufferedCode.bytes());
            code.putInt(BufferedCode.NUMBER, number).putLong(BufferedCode.FIELD, AddressField.ID);
            add(method, signature, code.array());
        }
    }

    /**
     * Adds a native method that makes a system call. The first argument of the native method is the number of the system call.
     * The system call gets the other arguments of the native method.
     */
    public void numbered(String method, String signature) {
        add(method, signature, NumberedCode.bytes());
    }

    private static ByteBuffer copy(byte[] code) {
        return ByteBuffer.wrap(code).order(ByteOrder.nativeOrder());
    }

    private void add(String method, String signature, byte[] code) {
        pieces.add(new Piece(method, signature, code));
    }

    /**
     * Registers the pieces of machine code that were added to this object as implementations of native methods. {@code type} is
     * the class that declares these native methods.
     *
     * @throws UnsatisfiedLinkError if this process may not have executable pages of its own, or if {@code type} lacks a native
     *     method that was added
     */
    public void register(Class<?> type) {
        if (!RUNS_HERE) {
            throw new UnsatisfiedLinkError(obstacle());
        }
        if (pieces.isEmpty()) {
            return;
        }
        int size = 0;
        for (Piece piece : pieces) {
            size += aligned(piece.code.length);
        }
        int pages = (int) ((size + PAGES.pageSize() - 1) / PAGES.pageSize());
        long start = PAGES.allocatePages(pages, PageManager.PROT_READ | PageManager.PROT_WRITE);
        if (start == 0) {
            throw new UnsatisfiedLinkError("no pages for machine code");
        }
        List<NativeMethod> methods = new ArrayList<>();
        long at = start;
        for (Piece piece : pieces) {
            MemoryIO.getInstance().putByteArray(at, piece.code, 0, piece.code.length);
            methods.add(new NativeMethod(at, piece.method, piece.signature));
            at += aligned(piece.code.length);
        }
        long length = pages * PAGES.pageSize();
        int errno = ExecutablePages.make(start, length);
        if (errno != 0) {
            PAGES.freePages(start, pages);
            throw new UnsatisfiedLinkError("mprotect: " + Errno.name(errno) + ": no executable pages");
        }
        // The instruction cache of an Apple processor may still hold older content of these pages. On macOS, the next
        // statements remove this content from the cache. On Linux, the kernel removes this content in mprotect.
        long invalidate = JFFI.process().symbol("sys_icache_invalidate");
        if (invalidate != 0) {
            long[] range = new long[NativeAccess.ByAddress.MOST];
            range[0] = start;
            range[1] = length;
            JFFI.byAddress(invalidate, 2).call(2, range);
        }
        NativeMethods.register(type, methods);
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
