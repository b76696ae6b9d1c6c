package posixkit.ffi;

/**
 * Calls C functions and the kernel. <b>Internal.</b> A method that makes a call takes six arguments of 64 bits for it. If the
 * C function or system call has fewer parameters, the caller passes 0 for each missing argument. The parameter {@code function}
 * is the address of the C function. The module posixkit.ffm extends this class. Generated classes, for example
 * {@code LinkedUnixCalls}, use it.
 */
public abstract class Downcalls {
    /** Makes a system call of Linux. Returns what the kernel returns: a value or −errno. */
    public abstract long kernel(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Calls the C function at the address {@code function} and returns its result. If the function returns an int, the upper half
     * of the returned long may have any value.
     */
    public abstract long plain(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /** Calls a function whose result is an int. Returns the result, or −errno if the result is −1. */
    public abstract int intOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /** Calls a function whose result has 64 bits. Returns the result, or −errno if the result is −1. */
    public abstract long longOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Calls the C function at the address {@code function} and returns its result. After this call, {@link #errno} returns the
     * errno that the current thread had when the function returned.
     */
    protected abstract long captured(long function, long a1, long a2, long a3, long a4, long a5, long a6);

    protected abstract int errno();

    /** Calls a function that returns a pointer. Returns the pointer, or −errno if the pointer is NULL. */
    public final long pointerOrErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        long pointer = captured(function, a1, a2, a3, a4, a5, a6);
        return pointer == 0 ? -errno() : pointer;
    }

    /**
     * Calls a function that returns a limit, for example {@code sysconf}. Usually returns the result of the function. But if
     * the function returns −1, this method returns {@code noLimit} if errno is 0, and otherwise −errno.
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
     * Calls a function that returns an int, for example {@code getpriority}. The result −1 can be a valid value or a failure.
     * Returns a long whose lower half is the result of the function. If the result is −1, the upper half of the long is errno.
     * Otherwise the upper half is 0.
     */
    public final long bothWithErrno(long function, long a1, long a2, long a3, long a4, long a5, long a6) {
        int result = (int) captured(function, a1, a2, a3, a4, a5, a6);
        long errno = result == -1 ? errno() : 0;
        return errno << Integer.SIZE | Integer.toUnsignedLong(result);
    }
}
