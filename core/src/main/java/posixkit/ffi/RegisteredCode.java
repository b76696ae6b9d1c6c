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
 * Gives native methods of a class their implementations, which are small pieces of machine code. <b>Internal.</b> A piece makes
 * one system call, or calls one function of libc, and returns the result or −errno. The JVM calls such a method directly: there
 * is no other native code between the JVM and the kernel.
 *
 * <p>The pieces of one class are in pages of their own. The pages are first writable and then executable, never both. They are
 * never freed.
 */
public final class RegisteredCode {
    private static final PageManager PAGES = PageManager.getInstance();
    private static final Jffi JFFI = new Jffi();

    /** jffi's own method to change the protection of pages does not say whether it succeeded. */
    private static final NativeAccess.ByAddress MPROTECT =
            JFFI.byAddress(JFFI.process().symbol("mprotect"), NativeAccess.ByAddress.MOST);

    /** The code of each native method begins at an address that is a multiple of this number of bytes. */
    private static final int ALIGNMENT = 32;

    /** False if the chosen target has another processor than this machine, as in tests. Its machine code would end the JVM. */
    private static final boolean RUNS_HERE = Target.IS_X86_64 == Target.HOST_IS_X86_64;

    private static final String ERRNO = Target.IS_LINUX ? "__errno_location" : "__error";

    /**
     * The id of the field {@code Buffer.address}, by which machine code reads the address of a direct buffer. It is 0 if the
     * machine code does not run here.
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

    /** Returns null if this process may have machine code of its own, and otherwise the reason why not. */
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

    /** Creates an object without any code. {@code library} is the libc whose functions {@link #direct} finds on macOS. */
    public RegisteredCode(Native library) {
        this.library = library;
    }

    /**
     * Adds a native method that makes a system call with its own arguments on Linux, and calls a function of libc on macOS. Does
     * nothing if the target does not have the call.
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

    /** Adds a native method that makes the system call {@code number} with its own arguments. Does nothing for the number −1. */
    public void kernel(String method, String signature, int number) {
        if (number >= 0) {
            add(
                    method,
                    signature,
                    copy(DirectCode.bytes()).putInt(DirectCode.NUMBER, number).array());
        }
    }

    /**
     * Adds a native method with the parameters {@code (int fd, ByteBuffer buffer, int index, long count, …)}. It makes the system
     * call {@code number} with the address of the byte at {@code index} in place of the buffer and the index. Does nothing for
     * the number −1.
     */
    public void buffered(String method, String signature, int number) {
        if (number >= 0) {
            ByteBuffer code = copy(BufferedCode.bytes());
            code.putInt(BufferedCode.NUMBER, number).putLong(BufferedCode.FIELD, AddressField.ID);
            add(method, signature, code.array());
        }
    }

    /** Adds a native method that makes the system call whose number is its first argument. */
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
     * Gives the added methods of {@code type} their implementations.
     *
     * @throws UnsatisfiedLinkError if this process may not have executable pages of its own, or if {@code type} lacks a method
     */
    public void register(Class<?> type) {
        if (!RUNS_HERE) {
            throw new UnsatisfiedLinkError(obstacle());
        }
        if (pieces.isEmpty()) {
            return;
        }
        int size = pieces.stream().mapToInt(piece -> aligned(piece.code.length)).sum();
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
        long[] protection = new long[NativeAccess.ByAddress.MOST];
        protection[0] = start;
        protection[1] = pages * PAGES.pageSize();
        protection[2] = PageManager.PROT_READ | PageManager.PROT_EXEC;
        if ((int) MPROTECT.call(3, protection) != 0) {
            UnsatisfiedLinkError forbidden =
                    new UnsatisfiedLinkError("mprotect: " + Errno.name(Jffi.lastErrno()) + ": no executable pages");
            PAGES.freePages(start, pages);
            throw forbidden;
        }
        // A processor of Apple's may still have older content of these pages in its instruction cache. On Linux, the
        // kernel
        // takes care of this in mprotect.
        long invalidate = JFFI.process().symbol("sys_icache_invalidate");
        if (invalidate != 0) {
            JFFI.byAddress(invalidate, 2).call(2, protection);
        }
        NativeMethods.register(type, methods);
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
