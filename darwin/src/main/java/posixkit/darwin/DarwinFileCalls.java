package posixkit.darwin;

/**
 * Binds the functions on files that only Darwin has. <b>Internal.</b> Methods have the names of their C functions, and pointers
 * are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface DarwinFileCalls {
    int lchmod(long path, int mode);

    int chflags(long path, int flags);

    int lchflags(long path, int flags);

    int fchflags(int fd, int flags);

    int exchangedata(long first, long second, int options);

    int renamex_np(long from, long to, int flags);

    int renameatx_np(int fromfd, long from, int tofd, long to, int flags);

    int clonefile(long from, long to, int flags);

    int clonefileat(int fromfd, long from, int tofd, long to, int flags);

    int fclonefileat(int fd, int tofd, long to, int flags);

    int undelete(long path);

    int revoke(long path);

    int unmount(long dir, int flags);
}
