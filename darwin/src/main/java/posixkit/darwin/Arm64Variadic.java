package posixkit.darwin;

import jnr.ffi.annotations.Variadic;
import posixkit.ffi.Native;
import posixkit.unix.VariadicCalls;

/**
 * Calls the variadic functions {@code open}, {@code openat} and {@code fcntl} on Apple's arm64, where variadic arguments are
 * passed on the stack. libSystem implements each of these functions with a non-variadic function that it also exports, for
 * example {@code __open}. The non-variadic functions take every argument in a register, so jnr-ffi can call them in its fast way.
 * If a release of macOS lacks one of them, jnr-ffi calls all variadic functions in a slower way, which passes variadic arguments
 * on the stack.
 */
final class Arm64Variadic implements VariadicCalls {
    private final Stubs stubs;

    private Arm64Variadic(Stubs stubs) {
        this.stubs = stubs;
    }

    static VariadicCalls of(Native libSystem) {
        boolean all = libSystem.symbol("__open") != 0
                && libSystem.symbol("__openat") != 0
                && libSystem.symbol("__fcntl") != 0;
        return all ? new Arm64Variadic(libSystem.load(Stubs.class)) : libSystem.load(OnTheStack.class);
    }

    /** Declares the non-variadic functions. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Stubs {
        int __open(long path, int flags, int mode);

        int __openat(int dirfd, long path, int flags, int mode);

        int __fcntl(int fd, int command, long argument);
    }

    /**
     * Declares the variadic functions. They are used on releases of macOS that lack the non-variadic functions for the same
     * calls. <b>Internal</b>; public because
     * jnr-ffi implements it.
     */
    public interface OnTheStack extends VariadicCalls {
        @Override
        @Variadic(fixedCount = 2)
        int open(long path, int flags, int mode);

        @Override
        @Variadic(fixedCount = 3)
        int openat(int dirfd, long path, int flags, int mode);

        @Override
        @Variadic(fixedCount = 2)
        int fcntl(int fd, int command, long argument);
    }

    @Override
    public int open(long path, int flags, int mode) {
        return stubs.__open(path, flags, mode);
    }

    @Override
    public int openat(int dirfd, long path, int flags, int mode) {
        return stubs.__openat(dirfd, path, flags, mode);
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return stubs.__fcntl(fd, command, argument);
    }
}
