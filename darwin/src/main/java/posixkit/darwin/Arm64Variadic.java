package posixkit.darwin;

import jnr.ffi.annotations.Variadic;
import posixkit.ffi.Native;
import posixkit.unix.VariadicCalls;

/**
 * Binds the variadic functions on Apple's arm64, which passes variadic arguments on the stack. libSystem implements each of them
 * with a non-variadic function that it also exports. This function takes every argument in a register. If a release of macOS
 * lacks one of the non-variadic functions, a slower path of jnr-ffi passes the arguments on the stack.
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

    /** Binds one of the two ways to call the functions. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Stubs {
        int __open(long path, int flags, int mode);

        int __openat(int dirfd, long path, int flags, int mode);

        int __fcntl(int fd, int command, long argument);
    }

    /** Binds one of the two ways to call the functions. <b>Internal</b>; public because jnr-ffi implements it. */
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
