package posixkit.darwin;

import jnr.ffi.annotations.Variadic;
import posixkit.ffi.Native;
import posixkit.unix.IoctlCalls;

/**
 * Calls {@code ioctl} on Apple's arm64, where variadic arguments are passed on the stack. This class calls {@code __ioctl}
 * instead, which is not variadic. {@link Arm64Variadic} explains the reason.
 */
final class Arm64Ioctl implements IoctlCalls {
    private final Stub stub;

    private Arm64Ioctl(Stub stub) {
        this.stub = stub;
    }

    static IoctlCalls of(Native libSystem) {
        return libSystem.symbol("__ioctl") != 0
                ? new Arm64Ioctl(libSystem.load(Stub.class))
                : libSystem.load(OnTheStack.class);
    }

    /** Declares {@code __ioctl}, which is not variadic. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Stub {
        int __ioctl(int fd, long request, long argument);
    }

    /**
     * Declares the variadic {@code ioctl}, for releases of macOS that lack {@code __ioctl}. <b>Internal</b>; public because
     * jnr-ffi implements it.
     */
    public interface OnTheStack extends IoctlCalls {
        @Override
        @Variadic(fixedCount = 2)
        int ioctl(int fd, long request, long argument);
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        return stub.__ioctl(fd, request, argument);
    }
}
