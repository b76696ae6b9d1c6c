package posixkit.system;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Finds functions of the C library in this process, and calls them through their addresses.
 *
 * <p>{@link #function} knows the functions whose prototypes are in posixkit's tables: about 350 on Linux and 300 on macOS. These are the calls
 * that have a method here, and many that have none yet, such as {@code sendfile}, {@code memfd_create}, {@code timerfd_create}, {@code
 * fallocate} or {@code getenv}. Other functions are rejected. A table has functions of at most six arguments, each an integer or a pointer; a
 * function that takes or returns floating point or a structure by value cannot be called, nor one that takes a function of yours.
 */
public interface Symbols {
    /**
     * Returns the address of a function or variable of the C library; 0 if there is none of that name.
     *
     * <p>{@code void *dlsym(void *handle, const char *symbol)} {@index dlsym}
     *
     * <p>The calls of this library reach the function at the same address; a preloaded library comes before the ones it hides. The address is
     * valid for as long as the process lives: you can compare it, print it, or pass it to native code. The lookup takes some microseconds, and
     * nothing is cached: a library that is loaded later may have the name.
     *
     * <p>The name is the function's name in C. On an Intel Mac, C programs that call {@code stat} get the symbol {@code stat$INODE64}, and so
     * does {@code "stat"} here; the plain symbol fills an old, shorter structure. Any other name is looked up unchanged, also {@code
     * "stat$INODE64"}.
     *
     * <p><b>In a JVM:</b> {@code setuid} and its relatives are libc's functions, which change all threads. The kernel's own call, by {@code
     * syscall}, changes one thread; after that, the next {@code setuid} of libc ends the process.
     */
    @Call("dlsym(3)")
    long address(String name);

    /**
     * Returns a function of the C library to {@link #call}. Look it up once and keep it.
     *
     * <p>{@code void *dlsym(void *handle, const char *symbol)}
     *
     * <p>If this release of the system lacks the function, its address is 0, and calling it fails with ENOSYS.
     *
     * @throws IllegalArgumentException no table has its prototype: without one, a call would be a guess
     */
    @Call("dlsym(3)")
    CFunction function(String name);

    /**
     * Calls a function through its address. Returns its result, and its errno if it failed; never throws for an errno.
     *
     * <p>{@code void ffi_call(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue)} {@index ffi_call}
     *
     * <p>The result has the sign and the width of the prototype; it is 0 for a function that returns nothing. A function whose result is signed,
     * or a pointer, counts as failed if it returns −1. Other negative results are values. For functions that may also return −1 as a value,
     * such as {@code sysconf} or {@code getpriority}, errno may be a leftover. Other conventions are not understood: the null of {@code getcwd},
     * the error number of {@code posix_spawn}. The call never restarts after EINTR.
     *
     * <p>An argument wider than its parameter is cut to the parameter's width. The arguments behind the dots of a variadic function are passed
     * as {@code long}.
     *
     * <p><b>In a JVM:</b> this call alone can end the JVM, or corrupt its memory: nothing checks what an argument points to. {@code fork} is a
     * function like any other here; the child has one thread and no garbage collector. Use the call's own method if there is one.
     *
     * @param arguments as many as the prototype has, at most six; pass addresses as numbers, from a {@link CArena} or {@code Region.address()}
     * @throws IllegalArgumentException the number of arguments is wrong, or the function is not from {@link #function}
     */
    @Call("ffi_call(3)")
    CResult callForResult(CFunction function, long... arguments);

    /**
     * Same as {@link #callForResult}, but returns the value alone.
     *
     * @throws ErrnoException as the function fails; ENOSYS: this release of the system lacks the function
     */
    default long call(CFunction function, long... arguments) throws ErrnoException {
        return callForResult(function, arguments).orThrow();
    }

    /** Returns an empty arena: memory for the arguments of {@link #call}. Close it. */
    CArena newArena();
}
