package posixkit.unix;

/**
 * Declares {@code mknod}. <b>Internal.</b> jnr-ffi can load this interface only if libc exports the symbol {@code mknod}; glibc
 * before version 2.33 does not. {@link LibC} explains the rules that all such interfaces follow.
 */
public interface NodeCalls {
    /**
     * Creates the file {@code path} of the type in {@code mode}: a device file, a FIFO or a regular file. In C, {@code dev} has
     * 64 bits on Linux and 32 bits on Darwin.
     */
    int mknod(long path, int mode, long dev);
}
