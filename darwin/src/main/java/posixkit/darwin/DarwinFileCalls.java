package posixkit.darwin;

/** Files as only Darwin has them. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface DarwinFileCalls {
    int chflags(long path, int flags);

    int lchflags(long path, int flags);

    int fchflags(int fd, int flags);

    int exchangedata(long first, long second, int options);

    int undelete(long path);

    int revoke(long path);

    int unmount(long dir, int flags);
}
