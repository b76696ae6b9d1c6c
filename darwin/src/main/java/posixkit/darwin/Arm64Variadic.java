package posixkit.darwin;

import jnr.ffi.annotations.Variadic;
import posixkit.ffi.Native;
import posixkit.unix.VariadicCalls;

/**
 * Binds the variadic functions on Apple's arm64, which passes variadic arguments on the stack. libSystem exports non-variadic
 * functions behind them, which take every argument in a register. If a release lacks one of those, jnr-ffi's slow path puts the
 * arguments on the stack.
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

    /** <b>Internal</b>; public for jnr-ffi. */
    public interface Stubs {
        int __open(long path, int flags, int mode);

        int __openat(int dirfd, long path, int flags, int mode);

        int __fcntl(int fd, int command, long argument);
    }

    /** <b>Internal</b>; public for jnr-ffi. */
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
