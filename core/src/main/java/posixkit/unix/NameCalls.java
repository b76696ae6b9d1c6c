package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** The functions for names of files and directories. <b>Internal</b>; see {@link LibC} for the rules. */
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

    /** The result has 16 bits on Darwin. The upper bits of the register are undefined there. */
    @IgnoreError
    int umask(int mask);
}
