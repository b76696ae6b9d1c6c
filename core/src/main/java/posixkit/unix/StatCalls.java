package posixkit.unix;

/** Declares the {@code stat} functions, with symbols that have no suffix such as {@code $INODE64}. <b>Internal.</b> */
public interface StatCalls {
    int stat(long path, long buffer);

    int lstat(long path, long buffer);

    int fstat(int fd, long buffer);

    int fstatat(int dirfd, long path, long buffer, int flags);
}
