package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.file.Dirents;
import posixkit.time.Timeval;

/** Calls on files that only Linux has. For paths the rules of {@link posixkit.file.FileTree} hold. */
public interface OnLinuxFiles {
    /**
     * Reads the next entries of a directory, as many whole records as fit. Returns their length in <em>bytes</em>; 0 at the end.
     *
     * <p>{@code ssize_t getdents64(int fd, struct linux_dirent64 *dirp, size_t count)} {@index getdents64} {@index ReadDirent}
     *
     * <p>{@link Dirents#next} moves through the records. Entries that are created or removed meanwhile may be missing or present.
     * {@code lseek} to 0 starts from the beginning. After a failure, {@code into} is empty. On every system, and one entry at a
     * time: {@link posixkit.file.FileTree#opendir}.
     *
     * @throws ErrnoException EINVAL: {@code into} is too small for the next record; ENOTDIR; ENOENT: the directory was removed;
     *     EBADF
     */
    @Call(value = "getdents64(2)", restarts = Call.Restart.ALWAYS)
    default int getdents64(int fd, Dirents into) throws ErrnoException {
        return Outcome.ofFd("getdents64", fd, Outcome.restarting(() -> getdents64OrErrno(fd, into)));
    }

    /** Same as {@link #getdents64}, but returns the length or −errno. */
    int getdents64OrErrno(int fd, Dirents into);

    /** Returns a new buffer of {@code bytes} bytes. It can be filled many times. The longest name takes a record of 280 bytes. */
    Dirents newDirents(int bytes);

    /**
     * Creates a file of any kind but a directory or a symbolic link, by a path that starts in a directory.
     *
     * <p>{@code int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev)} {@index mknodat}
     *
     * <p>See {@link posixkit.file.FileTree#mknod}.
     *
     * @throws ErrnoException as {@code mknod}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call("mknodat(2)")
    default void mknodat(int dirfd, String path, int mode, long dev) throws ErrnoException {
        Outcome.ofPathAt("mknodat", dirfd, path, mknodatOrErrno(dirfd, path, mode, dev));
    }

    /** Same as {@link #mknodat}, but returns 0 or −errno. */
    int mknodatOrErrno(int dirfd, String path, int mode, long dev);

    /**
     * Creates a FIFO by a path that starts in a directory.
     *
     * <p>{@code int mkfifoat(int dirfd, const char *path, mode_t mode)} {@index mkfifoat}
     *
     * <p>See {@link posixkit.file.FileTree#mkfifo}.
     *
     * @throws ErrnoException as {@code mkfifo}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call("mkfifoat(3)")
    default void mkfifoat(int dirfd, String path, int mode) throws ErrnoException {
        Outcome.ofPathAt("mkfifoat", dirfd, path, mkfifoatOrErrno(dirfd, path, mode));
    }

    /** Same as {@link #mkfifoat}, but returns 0 or −errno. */
    int mkfifoatOrErrno(int dirfd, String path, int mode);

    /**
     * Renames a file, with flags for the case that {@code to} exists.
     *
     * <p>{@code int renameat2(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)} {@index renameat2}
     *
     * <p>With {@code RENAME_NOREPLACE}, {@code to} must not exist. With {@code RENAME_EXCHANGE}, {@code to} must exist, and the two
     * exchange their names, whatever kinds of files they are. See {@link posixkit.file.FileTree#renameat}.
     *
     * @throws ErrnoException as {@code renameat}; EEXIST: {@code to} exists, with {@code RENAME_NOREPLACE}; ENOENT: {@code to} does
     *     not exist, with {@code RENAME_EXCHANGE}; EINVAL: both flags, an unknown flag, or not supported by the file system;
     *     ENOSYS: glibc before 2.28
     */
    @Call("renameat2(2)")
    default void renameat2(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("renameat2", fromfd, from, tofd, to, renameat2OrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #renameat2}, but returns 0 or −errno. */
    int renameat2OrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Sets the times of a file to the microsecond, by a path that starts in a directory.
     *
     * <p>{@code int futimesat(int dirfd, const char *path, const struct timeval times[2])} {@index futimesat}
     *
     * <p>This call is obsolete and takes no flags. See {@link posixkit.file.FileAttributes#utimes(String, Timeval, Timeval) utimes},
     * and use {@link posixkit.file.FileAttributes#utimensat(int, String, posixkit.time.Timespec, posixkit.time.Timespec, int)
     * utimensat} instead.
     *
     * @throws ErrnoException EPERM: another user's file; EINVAL: microseconds outside 0 to 999,999; EBADF, ENOTDIR: {@code dirfd} is
     *     not an open directory; ENOENT, EACCES, ELOOP, EROFS
     */
    @Call(value = "futimesat(2)", restarts = Call.Restart.ALWAYS)
    default void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException {
        Outcome.ofPathAt(
                "futimesat", dirfd, path, Outcome.restarting(() -> futimesatOrErrno(dirfd, path, atime, mtime)));
    }

    /** Same as {@link #futimesat}, but returns 0 or −errno. */
    int futimesatOrErrno(int dirfd, String path, Timeval atime, Timeval mtime);
}
