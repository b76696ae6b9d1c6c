package posixkit.unix;

/**
 * The variadic functions, with the arguments we give them. <b>Internal.</b> Bound as it stands this is right wherever
 * variadic arguments travel in registers like others: on all targets but Apple's arm64.
 */
public interface VariadicCalls {
    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    /** {@code argument} is an int or an address, as {@code command} wants. */
    int fcntl(int fd, int command, long argument);
}
