package posixkit.unix;

/**
 * Declares the libc functions that read and change attributes of files. <b>Internal.</b> {@link LibC} explains the rules that all
 * such interfaces follow.
 */
public interface AttributeCalls {
    // Functions that name the file by its path.
    int faccessat(int dirfd, long path, int mode, int flags);

    int chmod(long path, int mode);

    int fchmodat(int dirfd, long path, int mode, int flags);

    int chown(long path, int owner, int group);

    int lchown(long path, int owner, int group);

    int fchownat(int dirfd, long path, int owner, int group, int flags);

    int utimensat(int dirfd, long path, long times, int flags);

    int truncate(long path, long length);

    long pathconf(long path, int name);

    // Functions that name the file by a descriptor.
    int fchmod(int fd, int mode);

    int fchown(int fd, int owner, int group);

    int futimens(int fd, long times);

    long fpathconf(int fd, int name);

    int fdatasync(int fd);
}
