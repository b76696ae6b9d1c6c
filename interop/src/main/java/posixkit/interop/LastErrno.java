package posixkit.interop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * The error number of the calling thread. A platform thread has one number, the one that {@link LastError} of jnr-ffi returns, so
 * other libraries that use jnr-ffi see the same number.
 *
 * <p>{@link LastError} belongs to the operating system's thread. A virtual thread may continue on another one, so the number of a
 * virtual thread is also kept in a {@link ThreadLocal}.
 */
final class LastErrno {
    private static final MethodHandle IS_VIRTUAL = isVirtual();
    private static final ThreadLocal<Integer> OF_VIRTUAL_THREAD = new ThreadLocal<>();

    private LastErrno() {}

    static int get() {
        if (onVirtualThread()) {
            Integer errno = OF_VIRTUAL_THREAD.get();
            if (errno != null) {
                return errno;
            }
        }
        return LastError.getLastError(Runtime.getSystemRuntime());
    }

    static void set(int errno) {
        if (onVirtualThread()) {
            OF_VIRTUAL_THREAD.set(errno);
        }
        LastError.setLastError(Runtime.getSystemRuntime(), errno);
    }

    private static boolean onVirtualThread() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError("Thread.isVirtual throws nothing", e);
        }
    }

    /** Returns the method {@code Thread.isVirtual} of JDK 21 and later, or null on an older JDK. */
    private static MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new AssertionError("a public method", e);
        }
    }
}
