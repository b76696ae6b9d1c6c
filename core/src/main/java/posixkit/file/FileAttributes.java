package posixkit.file;

import java.time.Instant;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Changes the permissions, owner, times and length of files, by path. This is a part of {@link FileTree}. {@link Io} has the same
 * calls by descriptor; macOS has file flags too ({@link posixkit.ondarwin.OnDarwinFiles#chflags}).
 */
public interface FileAttributes {
    /**
     * Sets the twelve permission bits of a file: permissions, set-id and sticky. The umask has no effect. The call follows a
     * symbolic link.
     *
     * <p>{@code int chmod(const char *path, mode_t mode)} {@index chmod}
     *
     * <p>The system silently clears the set-gid bit if the user is not in the group of the file. macOS does the same with both
     * set-id bits where the user may not set them. Read them back with {@link Metadata#stat(String, Stat)} to be sure.
     *
     * @throws ErrnoException EPERM: another user's file; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call(value = "chmod(2)", restarts = Call.Restart.ALWAYS)
    default void chmod(String path, int mode) throws ErrnoException {
        Outcome.ofPath("chmod", path, Outcome.restarting(() -> chmodOrErrno(path, mode)));
    }

    /** Same as {@link #chmod}, but returns 0 or −errno. */
    int chmodOrErrno(String path, int mode);

    /**
     * Sets the permission bits of a file and does not follow a symbolic link.
     *
     * <p>{@code int lchmod(const char *path, mode_t mode)} {@index lchmod}
     *
     * <p>Links have permissions on macOS. On Linux they have none, and the call fails with EOPNOTSUPP.
     *
     * @throws ErrnoException as {@link #chmod}; EOPNOTSUPP: a symbolic link, on Linux
     */
    @Call(value = "lchmod(2)", restarts = Call.Restart.ALWAYS)
    default void lchmod(String path, int mode) throws ErrnoException {
        Outcome.ofPath("lchmod", path, Outcome.restarting(() -> lchmodOrErrno(path, mode)));
    }

    /** Same as {@link #lchmod}, but returns 0 or −errno. */
    int lchmodOrErrno(String path, int mode);

    /**
     * Sets the permission bits of a file by a path that starts in a directory.
     *
     * <p>{@code int fchmodat(int dirfd, const char *path, mode_t mode, int flags)} {@index fchmodat}
     *
     * <p>With {@code AT_SYMLINK_NOFOLLOW} the call does not follow a symbolic link, as {@link #lchmod}. This flag is never ignored:
     * the target of a link does not change.
     *
     * @throws ErrnoException as {@link #chmod}; EBADF, ENOTDIR: {@code dirfd} is not an open directory; EOPNOTSUPP: a symbolic
     *     link on Linux, or a Linux that cannot tell; EINVAL: an unknown flag
     */
    @Call(value = "fchmodat(2)", restarts = Call.Restart.ALWAYS)
    default void fchmodat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        Outcome.ofPathAt("fchmodat", dirfd, path, Outcome.restarting(() -> fchmodatOrErrno(dirfd, path, mode, flags)));
    }

    /** Same as {@link #fchmodat}, but returns 0 or −errno. */
    int fchmodatOrErrno(int dirfd, String path, int mode, int flags);

    /**
     * Sets the owner and the group of a file; −1 leaves one unchanged. The call follows a symbolic link.
     *
     * <p>{@code int chown(const char *path, uid_t owner, gid_t group)} {@index chown}
     *
     * <p>Ids are unsigned. The system clears set-id bits and file capabilities, even for root. Without privilege, an owner may give
     * a file to one of its own groups, but not to another owner.
     *
     * @throws ErrnoException EPERM: not allowed; EINVAL: this user namespace has no such id; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call(value = "chown(2)", restarts = Call.Restart.ALWAYS)
    default void chown(String path, int owner, int group) throws ErrnoException {
        Outcome.ofPath("chown", path, Outcome.restarting(() -> chownOrErrno(path, owner, group)));
    }

    /** Same as {@link #chown}, but returns 0 or −errno. */
    int chownOrErrno(String path, int owner, int group);

    /**
     * Sets the owner and the group of a file and does not follow a symbolic link; −1 leaves one unchanged.
     *
     * <p>{@code int lchown(const char *path, uid_t owner, gid_t group)} {@index lchown}
     *
     * @throws ErrnoException as {@link #chown}
     */
    @Call(value = "lchown(2)", restarts = Call.Restart.ALWAYS)
    default void lchown(String path, int owner, int group) throws ErrnoException {
        Outcome.ofPath("lchown", path, Outcome.restarting(() -> lchownOrErrno(path, owner, group)));
    }

    /** Same as {@link #lchown}, but returns 0 or −errno. */
    int lchownOrErrno(String path, int owner, int group);

    /**
     * Sets the owner and the group of a file by a path that starts in a directory; −1 leaves one unchanged.
     *
     * <p>{@code int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)} {@index fchownat}
     *
     * <p>With {@code AT_SYMLINK_NOFOLLOW} the call does not follow a symbolic link.
     *
     * @throws ErrnoException as {@link #chown}; EBADF, ENOTDIR: {@code dirfd} is not an open directory; EINVAL: an unknown flag
     */
    @Call(value = "fchownat(2)", restarts = Call.Restart.ALWAYS)
    default void fchownat(int dirfd, String path, int owner, int group, int flags) throws ErrnoException {
        Outcome.ofPathAt(
                "fchownat", dirfd, path, Outcome.restarting(() -> fchownatOrErrno(dirfd, path, owner, group, flags)));
    }

    /** Same as {@link #fchownat}, but returns 0 or −errno. */
    int fchownatOrErrno(int dirfd, String path, int owner, int group, int flags);

    /**
     * Sets the times of the last access and the last write of a file, to the microsecond. The call follows a symbolic link.
     *
     * <p>{@code int utimes(const char *path, const struct timeval times[2])} {@index utimes}
     *
     * <p>For nanoseconds see {@link #utimensat(int, String, Timespec, Timespec, int) utimensat}; for symbolic links
     * {@link #lutimes}; by descriptor {@link Io#futimes(int, Timeval, Timeval)}. On Linux,
     * {@link posixkit.onlinux.OnLinuxFiles#futimesat} does this by a path that starts in a directory.
     *
     * @throws ErrnoException EPERM: another user's file; EINVAL: microseconds outside 0 to 999,999; ENOENT, EACCES, ENOTDIR, ELOOP,
     *     EROFS
     */
    @Call(value = "utimes(2)", restarts = Call.Restart.ALWAYS)
    default void utimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        Outcome.ofPath("utimes", path, Outcome.restarting(() -> utimesOrErrno(path, atime, mtime)));
    }

    /** Same as {@link #utimes(String, Timeval, Timeval)}, but returns 0 or −errno. */
    int utimesOrErrno(String path, Timeval atime, Timeval mtime);

    /**
     * Sets both times of a file to the current time. Write permission is enough.
     *
     * <p>{@code int utimes(const char *path, NULL)} {@index utimes}
     *
     * @throws ErrnoException EACCES: neither the owner nor allowed to write; otherwise as {@link #utimes(String, Timeval, Timeval)}
     */
    @Call(value = "utimes(2)", restarts = Call.Restart.ALWAYS)
    default void utimes(String path) throws ErrnoException {
        Outcome.ofPath("utimes", path, Outcome.restarting(() -> utimesOrErrno(path)));
    }

    /** Same as {@link #utimes(String)}, but returns 0 or −errno. */
    int utimesOrErrno(String path);

    /**
     * Sets the times of a file, to the microsecond, and does not follow a symbolic link.
     *
     * <p>{@code int lutimes(const char *path, const struct timeval times[2])} {@index lutimes}
     *
     * @throws ErrnoException as {@link #utimes(String, Timeval, Timeval)}
     */
    @Call(value = "lutimes(3)", restarts = Call.Restart.ALWAYS)
    default void lutimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        Outcome.ofPath("lutimes", path, Outcome.restarting(() -> lutimesOrErrno(path, atime, mtime)));
    }

    /** Same as {@link #lutimes}, but returns 0 or −errno. */
    int lutimesOrErrno(String path, Timeval atime, Timeval mtime);

    /**
     * Sets the times of the last access and the last write of a file, to the nanosecond, by a path that starts in a directory.
     *
     * <p>{@code int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags)} {@index utimensat}
     *
     * <p>With {@code AT_SYMLINK_NOFOLLOW} the call does not follow a symbolic link.
     *
     * <p>Nanoseconds of {@link posixkit.constants.Utime#UTIME_NOW} stand for the current time, those of
     * {@link posixkit.constants.Utime#UTIME_OMIT} leave a time unchanged. The call then ignores the seconds. If both times are
     * {@code UTIME_NOW}, write permission is enough. Older releases of macOS need the owner even then;
     * {@link #utimes(String)} does not. File systems round times and clip those out of their range. macOS takes the current time to
     * the microsecond.
     *
     * @throws ErrnoException EPERM, on macOS EACCES: another user's file; EACCES: {@code UTIME_NOW}, and neither the owner nor
     *     allowed to write; EINVAL: nanoseconds out of range, or an unknown flag, which macOS ignores; EBADF, ENOTDIR:
     *     {@code dirfd} is not an open directory; ENOENT, ELOOP, EROFS
     */
    @Call(value = "utimensat(2)", restarts = Call.Restart.ALWAYS)
    default void utimensat(int dirfd, String path, Timespec atime, Timespec mtime, int flags) throws ErrnoException {
        Outcome.ofPathAt(
                "utimensat", dirfd, path, Outcome.restarting(() -> utimensatOrErrno(dirfd, path, atime, mtime, flags)));
    }

    /** Same as {@link #utimensat(int, String, Timespec, Timespec, int)}, but returns 0 or −errno. */
    int utimensatOrErrno(int dirfd, String path, Timespec atime, Timespec mtime, int flags);

    /** Same as {@link #utimensat(int, String, Timespec, Timespec, int)}, with points in time. */
    @Call(value = "utimensat(2)", restarts = Call.Restart.ALWAYS)
    default void utimensat(int dirfd, String path, Instant atime, Instant mtime, int flags) throws ErrnoException {
        Outcome.ofPathAt(
                "utimensat", dirfd, path, Outcome.restarting(() -> utimensatOrErrno(dirfd, path, atime, mtime, flags)));
    }

    /** Same as {@link #utimensat(int, String, Instant, Instant, int)}, but returns 0 or −errno. */
    int utimensatOrErrno(int dirfd, String path, Instant atime, Instant mtime, int flags);

    /**
     * Cuts a file, or extends it with zeros that use no blocks. The call follows a symbolic link, and creates no file.
     *
     * <p>{@code int truncate(const char *path, off_t length)} {@index truncate}
     *
     * <p><b>In a JVM:</b> reading a mapped buffer beyond the new end throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: a negative length, or not a regular file; EISDIR; EFBIG: more than the file system supports;
     *     ENOENT, EACCES, ENOTDIR, ELOOP, EROFS; ETXTBSY: a running program
     */
    @Call(value = "truncate(2)", restarts = Call.Restart.ALWAYS)
    default void truncate(String path, long length) throws ErrnoException {
        Outcome.ofPath("truncate", path, Outcome.restarting(() -> truncateOrErrno(path, length)));
    }

    /** Same as {@link #truncate}, but returns 0 or −errno. */
    int truncateOrErrno(String path, long length);
}
