package posixkit.unix;

/**
 * Declares the {@code stat} functions. <b>Internal.</b> Their symbols have no suffix: {@code stat}, not {@code stat$INODE64}.
 * {@link LibC} explains the rules that all such interfaces follow.
 */
public interface StatCalls {
    int stat(long path, long buffer);

    int lstat(long path, long buffer);

    int fstat(int fd, long buffer);

    int fstatat(int dirfd, long path, long buffer, int flags);
}
