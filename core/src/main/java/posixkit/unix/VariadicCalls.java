package posixkit.unix;

/**
 * Declares variadic libc functions, such as {@code fcntl}, as if their parameters were fixed. <b>Internal.</b> Such calls are
 * correct where variadic arguments are passed in registers, like other arguments. Only macOS on arm64 passes them on the stack,
 * so the module for macOS has an implementation of its own.
 */
public interface VariadicCalls {
    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    /** Calls {@code fcntl}. {@code argument} is an int or an address, depending on {@code command}. */
    int fcntl(int fd, int command, long argument);
}
