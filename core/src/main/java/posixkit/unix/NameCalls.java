package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/**
 * Declares the libc functions that create, rename and remove names of files. Also declares those that change the current
 * directory, the root directory and the umask of this process. <b>Internal.</b> {@link LibC} explains the rules that all such
 * interfaces follow.
 */
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

    /**
     * Sets the umask and returns the previous one. On Darwin only the lower 16 bits of the result are valid, because mode_t has
     * 16 bits.
     */
    @IgnoreError
    int umask(int mask);
}
