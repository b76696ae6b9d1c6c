package posixkit.system;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Finds functions of the C library, and calls them by their addresses.
 *
 * <p>{@link #function} finds only functions that are in the tables of posixkit. The tables contain the prototypes of about 350
 * functions on Linux and 300 on macOS. Some of these functions have a Java method in posixkit. Many have no Java method yet, for
 * example {@code sendfile}, {@code memfd_create}, {@code timerfd_create}, {@code fallocate} and {@code getenv}. For a name that
 * is not in the tables, {@link #function} throws {@link IllegalArgumentException}.
 *
 * <p>{@link #call} passes at most six arguments, and each argument is an integer or a pointer. So {@link #call} cannot call a
 * function that needs more than six arguments, or that takes or returns floating-point numbers or structures by value.
 * {@link #call} also cannot call a function that needs a callback function.
 */
public interface Symbols {
    /**
     * Returns the address of a function or variable of the C library, or 0 if {@code name} is not found.
     *
     * <p>{@code void *dlsym(void *handle, const char *symbol)} {@index dlsym}
     *
     * <p>If posixkit itself calls the function, posixkit calls it at the address that this method returns. If a preloaded library
     * replaces the function, the address is in the preloaded library. The address is valid until the process ends: you can
     * compare it, print it, or pass it to native code. The lookup takes some microseconds. The result is not cached, because a
     * library that is loaded later may contain a function or variable of this name.
     *
     * <p>{@code name} is the name of the function in C. This name may differ from the symbol in the library. For example, on an
     * Intel Mac, C programs that call {@code stat} use the symbol {@code stat$INODE64}. So for the name {@code "stat"}, this
     * method returns the address of {@code stat$INODE64}. The symbol {@code stat} belongs to an older function, which fills a
     * shorter structure. You can also pass the symbol {@code "stat$INODE64"} as the name.
     *
     * <p><b>In a JVM:</b> A C function may do more than the system call of the same name. For example, the C function
     * {@code setuid} changes the user id of all threads, but the system call {@code SYS_setuid} changes only the user id of the
     * calling thread. Do not pass {@code SYS_setuid} to the C function {@code syscall}. If the threads have different user ids,
     * libc ends the process at the next {@code setuid}.
     */
    @Call("dlsym(3)")
    long address(String name);

    /**
     * Returns a function of the C library, for use in {@link #call}. Look up each function once and keep the result.
     *
     * <p>{@code void *dlsym(void *handle, const char *symbol)}
     *
     * <p>If this release of the operating system does not have the C function, this method still returns an object. For this
     * object, {@link CFunction#address} returns 0, and {@link #call} fails with ENOSYS.
     *
     * @throws IllegalArgumentException the tables of posixkit contain no prototype for {@code name}; without a prototype, the
     *     types of the arguments would be unknown
     */
    @Call("dlsym(3)")
    CFunction function(String name);

    /**
     * Calls a C function by its address. The returned object contains the result of the C function. If the C function failed, the
     * object also contains the errno. This method throws no exception if the C function fails.
     *
     * <p>{@code void ffi_call(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue)} {@index ffi_call}
     *
     * <p>The prototype of the C function says whether the result is signed, and how many bits it has. For a function that returns
     * nothing, the result is 0. If the result is a signed number or a pointer, −1 means that the function failed. All other
     * negative results are valid. If the result is an unsigned number, all results are valid.
     *
     * <p>For some functions, for example {@code sysconf} and {@code getpriority}, −1 can be a valid result too. If such a
     * function returns −1 as a valid result, the returned object may contain an errno from an earlier call. This method
     * recognizes an error only by the result −1. For example, {@code getcwd} reports an error by the result null, and
     * {@code posix_spawn} returns the error number. This method does not recognize these errors. This method never repeats a call
     * that failed with EINTR.
     *
     * <p>An argument that is wider than its parameter is truncated to the width of the parameter. In a call of a variadic
     * function, the additional arguments are passed as {@code long}.
     *
     * <p><b>In a JVM:</b> This method can end the JVM or corrupt its memory, because nothing checks the memory that an argument
     * points to. If this method calls {@code fork}, the child process has only one thread and no garbage collector. If posixkit
     * has a method for a function, use that method.
     *
     * @param arguments the arguments: as many as the prototype has, or more if the function is variadic, but at most six. Pass
     *     addresses as numbers, for example from a {@link CArena} or {@code Region.address()}
     * @throws IllegalArgumentException the number of arguments is wrong, or {@code function} is not an object that
     *     {@link #function} returned
     */
    @Call("ffi_call(3)")
    CResult callForResult(CFunction function, long... arguments);

    /**
     * Same as {@link #callForResult}, but returns only the value, and throws an exception if the function failed.
     *
     * @throws ErrnoException the function failed. The exception contains the errno of the function. ENOSYS: this release of the
     *     operating system does not have the function
     */
    default long call(CFunction function, long... arguments) throws ErrnoException {
        return callForResult(function, arguments).orThrow();
    }

    /** Returns a new, empty arena, which allocates memory for the arguments of {@link #call}. Close the arena after use. */
    CArena newArena();
}
