package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** Functions on names of files, and on the directories where relative names start. <b>Internal</b>; see {@link LibC} for the rules. */
public interface NameCalls {
    int link(long from, long to);

    int linkat(int fromfd, long from, int tofd, long to, int flags);

    int symlink(long target, long linkpath);

    int symlinkat(long target, int dirfd, long linkpath);

    long readlinkat(int dirfd, long path, long buffer, long size);

    int unlinkat(int dirfd, long path, int flags);

    int renameat(int fromfd, long from, int tofd, long to);

    int mkdirat(int dirfd, long path, int mode);

    int mkfifo(long path, int mode);

    int chdir(long path);

    int fchdir(int fd);

    int chroot(long path);

    /** On Darwin only the lower 16 bits of the result are valid, as mode_t has 16 bits. */
    @IgnoreError
    int umask(int mask);
}
