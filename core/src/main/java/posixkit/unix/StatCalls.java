package posixkit.unix;

/**
 * Declares the {@code stat} functions. <b>Internal.</b> jnr-ffi can load this interface only where the symbols of these functions
 * have no suffix. On macOS on x86_64 the symbols have one, for example {@code stat$INODE64}, so the code for macOS implements
 * this interface itself there. {@link LibC} explains the rules that all such interfaces follow.
 */
public interface StatCalls {
    int stat(long path, long buffer);

    int lstat(long path, long buffer);

    int fstat(int fd, long buffer);

    int fstatat(int dirfd, long path, long buffer, int flags);
}
