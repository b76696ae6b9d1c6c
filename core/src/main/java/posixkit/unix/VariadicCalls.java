package posixkit.unix;

/**
 * The variadic functions, with a fixed number of arguments. <b>Internal.</b> A plain binding is correct where variadic
 * arguments travel in registers: on all targets except Apple's arm64.
 */
public interface VariadicCalls {
    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    /** {@code argument} is an int or an address, depending on {@code command}. */
    int fcntl(int fd, int command, long argument);
}
