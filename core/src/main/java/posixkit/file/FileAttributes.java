package posixkit.file;

import static posixkit.constants.Errno.EINTR;

import java.time.Instant;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Changes the permissions, owner, times and length of a file that is named by a path. {@link FileTree} extends this interface.
 * To change an open file through its descriptor, use methods of {@link Io}, for example {@link Io#fchmod}. Files on macOS also
 * have flags, which {@link posixkit.ondarwin.OnDarwinFiles#chflags} changes.
 */
public interface FileAttributes {
    /**
     * Sets the twelve permission bits of the file at {@code path} to {@code mode}: the read, write and execute permissions, the
     * two set-id bits and the sticky bit. The umask of the process has no effect on this method. If {@code path} is a symbolic
     * link, this method changes the target of the link.
     *
     * <p>{@code int chmod(const char *path, mode_t mode)} {@index chmod}
     *
     * <p>If the user is not a member of the file's group, the kernel clears the set-gid bit, and this method still succeeds. On
     * macOS, the kernel also clears both set-id bits if the user has no right to set them. To find out which bits are set
     * afterwards, call {@link Metadata#stat(String, Stat)}.
     *
     * @throws ErrnoException EPERM: the file belongs to another user; ENOENT: {@code path} does not exist; EACCES: a directory of
     *     the path has no search permission; ENOTDIR: a part of the path is not a directory; ELOOP: the path contains too many
     *     symbolic links; EROFS: the file system is read-only
     */
    @Call(value = "chmod(2)", restarts = Call.Restart.ALWAYS)
    default void chmod(String path, int mode) throws ErrnoException {
        int result;
        do {
            result = chmodOrErrno(path, mode);
        } while (result == -EINTR);
        Outcome.ofPath("chmod", path, result);
    }

    /** Same as {@link #chmod}, but returns 0 or −errno. */
    int chmodOrErrno(String path, int mode);

    /**
     * Sets the permission bits of the file at {@code path} to {@code mode}. If {@code path} is a symbolic link, this method
     * changes the link itself.
     *
     * <p>{@code int lchmod(const char *path, mode_t mode)} {@index lchmod}
     *
     * <p>On macOS, symbolic links have permissions of their own. On Linux, symbolic links have no permissions, and this method
     * fails with EOPNOTSUPP for a symbolic link.
     *
     * @throws ErrnoException with the errnos of {@link #chmod}; EOPNOTSUPP: on Linux, {@code path} is a symbolic link
     */
    @Call(value = "lchmod(2)", restarts = Call.Restart.ALWAYS)
    default void lchmod(String path, int mode) throws ErrnoException {
        int result;
        do {
            result = lchmodOrErrno(path, mode);
        } while (result == -EINTR);
        Outcome.ofPath("lchmod", path, result);
    }

    /** Same as {@link #lchmod}, but returns 0 or −errno. */
    int lchmodOrErrno(String path, int mode);

    /**
     * Sets the permission bits of the file at {@code path} to {@code mode}. A relative {@code path} is resolved against the
     * directory {@code dirfd}.
     *
     * <p>{@code int fchmodat(int dirfd, const char *path, mode_t mode, int flags)} {@index fchmodat}
     *
     * <p>If {@code flags} contains {@code AT_SYMLINK_NOFOLLOW} and {@code path} is a symbolic link, this method changes the link
     * itself, like {@link #lchmod}. If the link cannot be changed, this method fails and does not change the target of the link.
     *
     * @throws ErrnoException with the errnos of {@link #chmod}; EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is
     *     not an open directory; EOPNOTSUPP (only on Linux with {@code AT_SYMLINK_NOFOLLOW}): {@code path} is a symbolic link, or
     *     this version of Linux cannot tell whether {@code path} is a symbolic link; EINVAL: {@code flags} contains an unknown
     *     flag
     */
    @Call(value = "fchmodat(2)", restarts = Call.Restart.ALWAYS)
    default void fchmodat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        int result;
        do {
            result = fchmodatOrErrno(dirfd, path, mode, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("fchmodat", dirfd, path, result);
    }

    /** Same as {@link #fchmodat}, but returns 0 or −errno. */
    int fchmodatOrErrno(int dirfd, String path, int mode, int flags);

    /**
     * Sets the owner and the group of the file at {@code path}. A value of −1 leaves the owner or the group unchanged. If
     * {@code path} is a symbolic link, this method changes the target of the link.
     *
     * <p>{@code int chown(const char *path, uid_t owner, gid_t group)} {@index chown}
     *
     * <p>Owner and group ids are unsigned 32-bit numbers in an {@code int}. The kernel clears the set-id bits and the file
     * capabilities of the file, even if root calls this method. A user without privilege cannot change the owner of a file. The
     * owner of a file can change its group without privilege, but only to a group in which the owner is a member.
     *
     * @throws ErrnoException EPERM: the user has no right to make this change; EINVAL: {@code owner} or {@code group} does not
     *     exist in the user namespace of this process; ENOENT: {@code path} does not exist; EACCES: a directory of the path has
     *     no search permission; ENOTDIR: a part of the path is not a directory; ELOOP: the path contains too many symbolic links;
     *     EROFS: the file system is read-only
     */
    @Call(value = "chown(2)", restarts = Call.Restart.ALWAYS)
    default void chown(String path, int owner, int group) throws ErrnoException {
        int result;
        do {
            result = chownOrErrno(path, owner, group);
        } while (result == -EINTR);
        Outcome.ofPath("chown", path, result);
    }

    /** Same as {@link #chown}, but returns 0 or −errno. */
    int chownOrErrno(String path, int owner, int group);

    /**
     * Sets the owner and the group of the file at {@code path}. A value of −1 leaves the owner or the group unchanged. If
     * {@code path} is a symbolic link, this method changes the link itself.
     *
     * <p>{@code int lchown(const char *path, uid_t owner, gid_t group)} {@index lchown}
     *
     * @throws ErrnoException with the errnos of {@link #chown}
     */
    @Call(value = "lchown(2)", restarts = Call.Restart.ALWAYS)
    default void lchown(String path, int owner, int group) throws ErrnoException {
        int result;
        do {
            result = lchownOrErrno(path, owner, group);
        } while (result == -EINTR);
        Outcome.ofPath("lchown", path, result);
    }

    /** Same as {@link #lchown}, but returns 0 or −errno. */
    int lchownOrErrno(String path, int owner, int group);

    /**
     * Sets the owner and the group of the file at {@code path}. A value of −1 leaves the owner or the group unchanged. A relative
     * {@code path} is resolved against the directory {@code dirfd}.
     *
     * <p>{@code int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)} {@index fchownat}
     *
     * <p>If {@code flags} contains {@code AT_SYMLINK_NOFOLLOW} and {@code path} is a symbolic link, this method changes the link
     * itself.
     *
     * @throws ErrnoException with the errnos of {@link #chown}; EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is
     *     not an open directory; EINVAL: {@code flags} contains an unknown flag
     */
    @Call(value = "fchownat(2)", restarts = Call.Restart.ALWAYS)
    default void fchownat(int dirfd, String path, int owner, int group, int flags) throws ErrnoException {
        int result;
        do {
            result = fchownatOrErrno(dirfd, path, owner, group, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("fchownat", dirfd, path, result);
    }

    /** Same as {@link #fchownat}, but returns 0 or −errno. */
    int fchownatOrErrno(int dirfd, String path, int owner, int group, int flags);

    /**
     * Sets the times of the last access ({@code atime}) and the last write ({@code mtime}) of the file at {@code path}, in
     * microseconds. If {@code path} is a symbolic link, this method changes the target of the link.
     *
     * <p>{@code int utimes(const char *path, const struct timeval times[2])} {@index utimes}
     *
     * <p>To set times in nanoseconds, use {@link #utimensat(int, String, Timespec, Timespec, int) utimensat}. To set the times of
     * a symbolic link, use {@link #lutimes}. To set the times of an open file, use {@link Io#futimes(int, Timeval, Timeval)}. On
     * Linux, {@link posixkit.onlinux.OnLinuxFiles#futimesat} takes a path relative to a directory descriptor.
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EINVAL: the microseconds are not in the range 0 to 999,999;
     *     ENOENT: {@code path} does not exist; EACCES: a directory of the path has no search permission; ENOTDIR: a part of the
     *     path is not a directory; ELOOP: the path contains too many symbolic links; EROFS: the file system is read-only
     */
    @Call(value = "utimes(2)", restarts = Call.Restart.ALWAYS)
    default void utimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        int result;
        do {
            result = utimesOrErrno(path, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofPath("utimes", path, result);
    }

    /** Same as {@link #utimes(String, Timeval, Timeval)}, but returns 0 or −errno. */
    int utimesOrErrno(String path, Timeval atime, Timeval mtime);

    /**
     * Sets the times of the last access and the last write of the file at {@code path} to the current time. The user must own the
     * file or have write permission for it.
     *
     * <p>{@code int utimes(const char *path, NULL)} {@index utimes}
     *
     * @throws ErrnoException with the errnos of {@link #utimes(String, Timeval, Timeval)}. EACCES can also mean that the user
     *     neither owns the file nor has write permission for it.
     */
    @Call(value = "utimes(2)", restarts = Call.Restart.ALWAYS)
    default void utimes(String path) throws ErrnoException {
        int result;
        do {
            result = utimesOrErrno(path);
        } while (result == -EINTR);
        Outcome.ofPath("utimes", path, result);
    }

    /** Same as {@link #utimes(String)}, but returns 0 or −errno. */
    int utimesOrErrno(String path);

    /**
     * Sets the times of the last access ({@code atime}) and the last write ({@code mtime}) of the file at {@code path}, in
     * microseconds. If {@code path} is a symbolic link, this method changes the link itself.
     *
     * <p>{@code int lutimes(const char *path, const struct timeval times[2])} {@index lutimes}
     *
     * @throws ErrnoException with the errnos of {@link #utimes(String, Timeval, Timeval)}
     */
    @Call(value = "lutimes(3)", restarts = Call.Restart.ALWAYS)
    default void lutimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        int result;
        do {
            result = lutimesOrErrno(path, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofPath("lutimes", path, result);
    }

    /** Same as {@link #lutimes}, but returns 0 or −errno. */
    int lutimesOrErrno(String path, Timeval atime, Timeval mtime);

    /**
     * Sets the times of the last access ({@code atime}) and the last write ({@code mtime}) of the file at {@code path}, in
     * nanoseconds. A relative {@code path} is resolved against the directory {@code dirfd}.
     *
     * <p>{@code int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags)} {@index utimensat}
     *
     * <p>If {@code flags} contains {@code AT_SYMLINK_NOFOLLOW} and {@code path} is a symbolic link, this method changes the link
     * itself.
     *
     * <p>The nanoseconds of {@code atime} or {@code mtime} can have one of two special values. With
     * {@link posixkit.constants.Utime#UTIME_NOW}, this method sets the time to the current time. With
     * {@link posixkit.constants.Utime#UTIME_OMIT}, this method leaves the time unchanged. If the nanoseconds of a time have a
     * special value, this method ignores the seconds of this time.
     *
     * <p>A user who does not own the file, but has write permission for it, can set both times to {@code UTIME_NOW}. On older
     * releases of macOS, this method fails for such a user. The user can call {@link #utimes(String)} instead.
     *
     * <p>A file system rounds times to its own precision. If a time is too early or too late for the file system, the file
     * system stores the nearest possible time. On macOS, the current time has a precision of one microsecond.
     *
     * @throws ErrnoException EPERM (on macOS, EACCES): the file belongs to another user; EACCES: both times are
     *     {@code UTIME_NOW}, and the user neither owns the file nor has write permission for it; EINVAL: the nanoseconds are
     *     out of range and are not a special value, or {@code flags} contains an unknown flag (macOS ignores unknown flags);
     *     EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is not an open directory; ENOENT: {@code path} does not
     *     exist; ELOOP: the path contains too many symbolic links; EROFS: the file system is read-only
     */
    @Call(value = "utimensat(2)", restarts = Call.Restart.ALWAYS)
    default void utimensat(int dirfd, String path, Timespec atime, Timespec mtime, int flags) throws ErrnoException {
        int result;
        do {
            result = utimensatOrErrno(dirfd, path, atime, mtime, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("utimensat", dirfd, path, result);
    }

    /** Same as {@link #utimensat(int, String, Timespec, Timespec, int)}, but returns 0 or −errno. */
    int utimensatOrErrno(int dirfd, String path, Timespec atime, Timespec mtime, int flags);

    /** Same as {@link #utimensat(int, String, Timespec, Timespec, int)}, but takes the times as {@code Instant} objects. */
    @Call(value = "utimensat(2)", restarts = Call.Restart.ALWAYS)
    default void utimensat(int dirfd, String path, Instant atime, Instant mtime, int flags) throws ErrnoException {
        int result;
        do {
            result = utimensatOrErrno(dirfd, path, atime, mtime, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("utimensat", dirfd, path, result);
    }

    /** Same as {@link #utimensat(int, String, Instant, Instant, int)}, but returns 0 or −errno. */
    int utimensatOrErrno(int dirfd, String path, Instant atime, Instant mtime, int flags);

    /**
     * Sets the length of the file at {@code path} to {@code length} bytes. If the file is longer than {@code length}, the bytes
     * after the new end are lost. If the file is shorter, the kernel adds zero bytes at the end. These zero bytes use no disk
     * blocks. If {@code path} is a symbolic link, this method changes the target of the link. This method never creates a file.
     *
     * <p>{@code int truncate(const char *path, off_t length)} {@index truncate}
     *
     * <p><b>In a JVM:</b> a {@link java.nio.MappedByteBuffer} can map pages that lie beyond the new end of the file. Reading a
     * byte of such a page throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: {@code length} is negative, or {@code path} is neither a regular file nor a directory;
     *     EISDIR: {@code path} is a directory; EFBIG: {@code length} is greater than the file system supports; ENOENT:
     *     {@code path} does not exist; EACCES: the file has no write permission, or a directory of the path has no search
     *     permission; ENOTDIR: a part of the path is not a directory; ELOOP: the path contains too many symbolic links; EROFS:
     *     the file system is read-only; ETXTBSY: the file is a program that is running
     */
    @Call(value = "truncate(2)", restarts = Call.Restart.ALWAYS)
    default void truncate(String path, long length) throws ErrnoException {
        int result;
        do {
            result = truncateOrErrno(path, length);
        } while (result == -EINTR);
        Outcome.ofPath("truncate", path, result);
    }

    /** Same as {@link #truncate}, but returns 0 or −errno. */
    int truncateOrErrno(String path, long length);
}
