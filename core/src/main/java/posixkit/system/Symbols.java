package posixkit.system;

import posixkit.Call;
import posixkit.ErrnoException;

/** Where the functions of the C library lie in this process, and calls through their addresses. */
public interface Symbols {
    /**
     * {@code void *dlsym(void *handle, const char *symbol)} {@index dlsym}
     *
     * <p>The address of a function or variable of the C library, as the calls here reach it: what was preloaded comes
     * before what it hides. 0 where there is none of that name.
     *
     * <p>It is a number, good for as long as the process lives: to be compared, printed, handed to native code. Asking takes
     * some microseconds, and nothing is kept: an answer of 0 would be wrong as soon as a library is loaded that has the name.
     *
     * <p>A function's name in C means the symbol that C programs get on this processor: on an Intel Mac {@code "stat"} is
     * {@code stat$INODE64}, where the plain symbol fills a structure of old, shorter than the one everybody else uses. Any
     * other name is looked up as it is, {@code "stat$INODE64"} too.
     *
     * <p><b>In a JVM:</b> of {@code setuid} and its kin this is libc's function, which changes all threads. The kernel's own
     * call, by {@code syscall}, changes one, and after that the next {@code setuid} of libc ends the process.
     */
    @Call("dlsym(3)")
    long address(String name);

    /**
     * {@code void *dlsym(void *handle, const char *symbol)}
     *
     * <p>A function of the C library to {@link #call}: its address, and what the tables know of it. To be asked for once and
     * kept. Where this release of the system has no such function, its address is 0 and calling it fails.
     *
     * @throws IllegalArgumentException no table has its prototype: without that, a call would be a guess
     */
    @Call("dlsym(3)")
    CFunction function(String name);

    /**
     * {@code void ffi_call(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue)} {@index ffi_call}
     *
     * <p>Calls a function through its address, and returns what it returned: sign and width are those of its prototype, and
     * nothing is 0.
     *
     * <p>−1 is thrown with its errno, of signed results and of pointers. Where −1 may also be a value, as of {@code sysconf} or
     * {@code getpriority}, errno is then whatever it was before. What says otherwise that it failed is not understood: not the
     * null of {@code getcwd}, not the error number of {@code posix_spawn}. Nothing is started again after EINTR.
     *
     * <p>An argument narrower than a {@code long} is cut to its width. Those of a variadic function travel as C has them on
     * this system, each as wide as a {@code long}; floating point does not.
     *
     * <p><b>In a JVM:</b> this is the one call that can end the JVM, or quietly spoil its memory: what an argument points to is
     * not looked at, and {@code fork} is a function like any other here, after which the child has one thread and no garbage
     * collector. Whatever has a method of its own should be called by that.
     *
     * @param arguments as many as the prototype has, at most six; addresses as numbers, say {@code Region.address()}
     * @throws IllegalArgumentException they are fewer or more; the function is not of {@link #function}
     * @throws ErrnoException as the function says; ENOSYS: this release of the system has none of that name
     */
    @Call("ffi_call(3)")
    long call(CFunction function, long... arguments) throws ErrnoException;

    /**
     * {@link #call}, returning −errno instead of throwing. Of an unsigned result and of one that is an error number nothing
     * is made.
     */
    @Call("ffi_call(3)")
    long callOrErrno(CFunction function, long... arguments);
}
