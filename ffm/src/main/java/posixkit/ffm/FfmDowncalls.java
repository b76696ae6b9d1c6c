package posixkit.ffm;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posixkit.Target;
import posixkit.ffi.Downcalls;
import posixkit.ffi.NativeAccess;
import posixkit.unix.layout.IntCallCode;
import posixkit.unix.layout.KernelCallCode;
import posixkit.unix.layout.LongCallCode;
import posixkit.unix.layout.PlainCallCode;

/**
 * Makes native calls through four short functions of machine code. This class maps a page of executable memory for these
 * functions. Three of the functions return −errno themselves if the call fails, so Java code does not ask for errno afterwards.
 * If this process may not have such a page, the JDK stores errno after each call instead.
 */
final class FfmDowncalls extends Downcalls {
    /**
     * The number of arguments of each of the four functions. The first argument is the number of a system call or the address of
     * a C function. The other six arguments are passed to that system call or C function.
     */
    static final int SEVEN = 7;

    private static final int PAGE = 4096;

    /** The distance in bytes from the beginning of one function of machine code in the page to the beginning of the next. */
    private static final int PIECE = 256;

    private static final long FAILED = -1;

    private final NativeAccess access;

    /** The address of libc's function {@code syscall}. It makes the system calls if {@link #kernel} is null. */
    private final long syscall;

    /** The address of the machine code of {@code kernelCall}; null if this process may not have machine code of its own. */
    private final MemorySegment kernel;

    /** The address of the machine code of {@code plainCall}; null if this process may not have machine code of its own. */
    private final MemorySegment plain;

    /** The address of the machine code of {@code intCall}; null if this process may not have machine code of its own. */
    private final MemorySegment intCall;

    /** The address of the machine code of {@code longCall}; null if this process may not have machine code of its own. */
    private final MemorySegment longCall;

    FfmDowncalls(NativeAccess access) {
        this.access = access;
        NativeAccess.Library libc = access.process();
        syscall = libc.symbol("syscall");
        long page = runsHere() ? page(libc) : FAILED;
        boolean hasCode = page != FAILED;
        kernel = hasCode ? MemorySegment.ofAddress(page) : null;
        plain = hasCode ? MemorySegment.ofAddress(page + PIECE) : null;
        intCall = hasCode ? MemorySegment.ofAddress(page + 2 * PIECE) : null;
        longCall = hasCode ? MemorySegment.ofAddress(page + 3 * PIECE) : null;
    }

    /** Returns true if the machine code for the chosen target can run on this machine. Tests can choose another target. */
    private static boolean runsHere() {
        return Target.IS_X86_64 == Target.HOST_IS_X86_64 && Target.IS_DARWIN == Target.HOST_IS_DARWIN;
    }

    /**
     * Creates an executable page with the four functions. Returns the address of the page, or {@link #FAILED} if the kernel
     * refuses the page.
     */
    private long page(NativeAccess.Library libc) {
        long page = mmap(libc.symbol("mmap"));
        if (page == FAILED) {
            return FAILED;
        }
        long errno = libc.symbol(Target.HOST_IS_DARWIN ? "__error" : "__errno_location");
        ByteBuffer code = access.buffer(page, PAGE).order(ByteOrder.nativeOrder());
        code.put(0, KernelCallCode.bytes());
        code.put(PIECE, PlainCallCode.bytes());
        code.put(2 * PIECE, IntCallCode.bytes()).putLong(2 * PIECE + IntCallCode.ERRNOFUNCTION, errno);
        code.put(3 * PIECE, LongCallCode.bytes()).putLong(3 * PIECE + LongCallCode.ERRNOFUNCTION, errno);
        MemorySegment mprotect = MemorySegment.ofAddress(libc.symbol("mprotect"));
        if ((int) FfmAccess.call(mprotect, page, PAGE, PROT_READ | PROT_EXEC) != 0) {
            return FAILED;
        }
        // The instruction cache of an Apple processor may still contain what this page contained before.
        long invalidate = libc.symbol("sys_icache_invalidate");
        if (invalidate != 0) {
            FfmAccess.call(MemorySegment.ofAddress(invalidate), page, PAGE, 0);
        }
        return page;
    }

    private static long mmap(long function) {
        try {
            return (long) FfmAccess.CALL.invokeExact(
                    MemorySegment.ofAddress(function),
                    0L,
                    (long) PAGE,
                    (long) (PROT_READ | PROT_WRITE),
                    (long) (MAP_PRIVATE | MAP_ANON),
                    -1L,
                    0L,
                    0L);
        } catch (Throwable e) {
            throw FfmAccess.failed(e);
        }
    }

    @Override
    public long kernel(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (kernel == null) {
            return bySyscall(number, a1, a2, a3, a4, a5, a6);
        }
        try {
            return (long) FfmAccess.CALL.invokeExact(kernel, number, a1, a2, a3, a4, a5, a6);
        } catch (Throwable e) {
            throw FfmAccess.failed(e);
        }
    }

    /**
     * Makes a system call with libc's function {@code syscall}, which takes seven arguments. On a processor with only six
     * registers for arguments, the seventh argument is passed on the stack.
     */
    private long bySyscall(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        long result = FfmAccess.capturedSeven(syscall, number, a1, a2, a3, a4, a5, a6);
        return result == FAILED ? -errno() : result;
    }

    @Override
    public long plain(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (plain == null) {
            return captured(function, a1, a2, a3, a4, a5, a6);
        }
        try {
            return (long) FfmAccess.CALL.invokeExact(plain, function, a1, a2, a3, a4, a5, a6);
        } catch (Throwable e) {
            throw FfmAccess.failed(e);
        }
    }

    @Override
    public int intOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (intCall == null) {
            int result = (int) captured(function, a1, a2, a3, a4, a5, a6);
            return result == FAILED ? -errno() : result;
        }
        try {
            return (int) (long) FfmAccess.CALL.invokeExact(intCall, function, a1, a2, a3, a4, a5, a6);
        } catch (Throwable e) {
            throw FfmAccess.failed(e);
        }
    }

    @Override
    public long longOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (longCall == null) {
            long result = captured(function, a1, a2, a3, a4, a5, a6);
            return result == FAILED ? -errno() : result;
        }
        try {
            return (long) FfmAccess.CALL.invokeExact(longCall, function, a1, a2, a3, a4, a5, a6);
        } catch (Throwable e) {
            throw FfmAccess.failed(e);
        }
    }

    @Override
    protected long captured(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        return FfmAccess.captured(function, a1, a2, a3, a4, a5, a6);
    }

    @Override
    protected int errno() {
        return FfmAccess.lastErrno();
    }
}
