package posixkit.ffi;

/**
 * Calls C functions and the kernel, each call with six arguments of 64 bits. A call that has fewer arguments passes 0 for the
 * others. <b>Internal.</b> The module posixkit.ffm extends this class. The generated classes {@code Linked…Calls} use it.
 */
public abstract class Downcalls {
    /** Makes a system call of Linux. Returns what the kernel returns: a value or −errno. */
    public abstract long kernel(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /** Calls the function at {@code function} and returns its result. The upper half of an int result may have any value. */
    public abstract long plain(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /** Calls a function whose result is an int. Returns the result, or −errno if the result is −1. */
    public abstract int intOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /** Calls a function whose result has 64 bits. Returns the result, or −errno if the result is −1. */
    public abstract long longOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Calls the function at {@code function} and returns its result. After this call, {@link #errno} returns the errno that the
     * current thread had when the function returned.
     */
    protected abstract long captured(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    protected abstract int errno();

    /** Calls a function that returns a pointer. Returns the pointer, or −errno if the pointer is NULL. */
    public final long pointerOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        long pointer = captured(function, a1, a2, a3, a4, a5, a6);
        return pointer == 0 ? -errno() : pointer;
    }

    /**
     * Calls a function that returns a limit. Returns the limit. If the function returns −1, returns −errno, or {@code noLimit} if
     * errno is 0.
     */
    public final long limitOrErrno(long noLimit, long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        long limit = captured(function, a1, a2, a3, a4, a5, a6);
        if (limit != -1) {
            return limit;
        }
        int errno = errno();
        return errno == 0 ? noLimit : -errno;
    }

    /**
     * Calls a function whose int result −1 may be a value or mean a failure. Returns the result in the lower half, and errno in
     * the upper half if the result is −1.
     */
    public final long bothWithErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        int result = (int) captured(function, a1, a2, a3, a4, a5, a6);
        long errno = result == -1 ? errno() : 0;
        return errno << Integer.SIZE | Integer.toUnsignedLong(result);
    }
}
