package posixkit.unix;

/**
 * The variadic functions, with a fixed list of arguments. <b>Internal.</b> This binding is right on every target that passes variadic
 * arguments in registers like others: all but Apple's arm64.
 */
public interface VariadicCalls {
    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    /** {@code argument} is an int or an address, depending on {@code command}. */
    int fcntl(int fd, int command, long argument);
}
