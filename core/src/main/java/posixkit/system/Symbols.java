package posixkit.system;

import posixkit.Call;

/** Where the functions of the C library lie in this process. */
public interface Symbols {
    /**
     * {@code void *dlsym(void *handle, const char *symbol)} {@index dlsym}
     *
     * <p>The address of a function or variable of the C library, as the calls here reach it: what was preloaded comes
     * before what it hides. 0 where there is none of that name.
     *
     * <p>It is a number, good for as long as the process lives: to be compared, printed, handed to native code.
     *
     * <p><b>In a JVM:</b> of {@code setuid} and its kin this is libc's function, which changes all threads. The kernel's own
     * call, by {@code syscall}, changes one, and after that the next {@code setuid} of libc ends the process.
     */
    @Call("dlsym(3)")
    long address(String name);
}
