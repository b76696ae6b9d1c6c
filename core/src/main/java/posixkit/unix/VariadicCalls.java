package posixkit.unix;

/**
 * Declares the variadic libc functions with a fixed list of parameters. <b>Internal.</b> This binding is correct on every target
 * that passes variadic arguments in registers, like other arguments. Only macOS on arm64 passes them in another way, so it has an
 * implementation of its own.
 */
public interface VariadicCalls {
    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    /** Calls {@code fcntl}. {@code argument} is an int or an address, depending on {@code command}. */
    int fcntl(int fd, int command, long argument);
}
