package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** Names of files, and where they start. <b>Internal</b>; the rules are {@link LibC}'s. */
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

    /** Darwin's mode_t has 16 bits; what is above them in the register is anything. */
    @IgnoreError
    int umask(int mask);
}
