package posixkit.file;

import java.time.Instant;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** What can be set of what is known of a file, by path: permissions, owner, times, length. A part of {@link FileTree}. */
public interface FileAttributes {
    /**
     * {@code int chmod(const char *path, mode_t mode)} {@index chmod}
     *
     * <p>Sets the twelve bits of permissions, set-id and sticky, whatever the umask; a symbolic link is followed.
     *
     * <p>The set-gid bit is dropped without a word when the file is of a group that is not ours. macOS does so with
     * both set-id bits where it may not set them. To know, {@link Metadata#stat} it.
     *
     * @throws ErrnoException EPERM: not ours; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call("chmod(2)")
    void chmod(String path, int mode) throws ErrnoException;

    /**
     * {@link #chmod(String, int)} by a name that is not text.
     */
    @Call("chmod(2)")
    void chmod(byte[] path, int mode) throws ErrnoException;

    /**
     * {@code int fchmodat(int dirfd, const char *path, mode_t mode, int flags)} {@index fchmodat}
     *
     * <p>{@link #chmod} from a directory; with {@code AT_SYMLINK_NOFOLLOW} of a symbolic link itself.
     *
     * <p>Linux has no permissions on links: there it is EOPNOTSUPP if it is one, and {@link #chmod} if it is none. The
     * flag is never dropped: what a link points to stays as it is.
     *
     * @throws ErrnoException as {@link #chmod}; EBADF, ENOTDIR: {@code dirfd} is no open directory; EOPNOTSUPP: a link,
     *     or a system that cannot tell; EINVAL: a flag it does not know
     */
    @Call("fchmodat(2)")
    void fchmodat(int dirfd, String path, int mode, int flags) throws ErrnoException;

    /**
     * {@link #fchmodat(int, String, int, int)} by a name that is not text.
     */
    @Call("fchmodat(2)")
    void fchmodat(int dirfd, byte[] path, int mode, int flags) throws ErrnoException;

    /**
     * {@code int chown(const char *path, uid_t owner, gid_t group)} {@index chown}
     *
     * <p>Sets owner and group; −1 leaves one as it is. A symbolic link is followed.
     *
     * <p>Ids are unsigned. Set-id bits and file capabilities are dropped, by root too. An owner without privilege may
     * give a file to a group of its own, to another owner never.
     *
     * @throws ErrnoException EPERM: not ours to give, or not to those; EINVAL: an id that this user namespace does not
     *     know; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call("chown(2)")
    void chown(String path, int owner, int group) throws ErrnoException;

    /**
     * {@link #chown(String, int, int)} by a name that is not text.
     */
    @Call("chown(2)")
    void chown(byte[] path, int owner, int group) throws ErrnoException;

    /**
     * {@code int lchown(const char *path, uid_t owner, gid_t group)} {@index lchown}
     *
     * <p>{@link #chown}, but of a symbolic link itself.
     *
     * @throws ErrnoException as {@link #chown}
     */
    @Call("lchown(2)")
    void lchown(String path, int owner, int group) throws ErrnoException;

    /**
     * {@link #lchown(String, int, int)} by a name that is not text.
     */
    @Call("lchown(2)")
    void lchown(byte[] path, int owner, int group) throws ErrnoException;

    /**
     * {@code int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)} {@index fchownat}
     *
     * <p>{@link #chown} from a directory; with {@code AT_SYMLINK_NOFOLLOW}, {@link #lchown}.
     *
     * @throws ErrnoException as {@link #chown}; EBADF, ENOTDIR: {@code dirfd} is no open directory; EINVAL: a flag it
     *     does not know
     */
    @Call("fchownat(2)")
    void fchownat(int dirfd, String path, int owner, int group, int flags) throws ErrnoException;

    /**
     * {@link #fchownat(int, String, int, int, int)} by a name that is not text.
     */
    @Call("fchownat(2)")
    void fchownat(int dirfd, byte[] path, int owner, int group, int flags) throws ErrnoException;

    /**
     * {@code int utimes(const char *path, const struct timeval times[2])} {@index utimes}
     *
     * <p>Sets when a file was last read and last written, to the microsecond; a symbolic link is followed.
     *
     * <p>For nanoseconds, {@link #utimensat}.
     *
     * @throws ErrnoException EPERM: not ours; EINVAL: microseconds outside 0 to 999,999; ENOENT, EACCES, ENOTDIR,
     *     ELOOP, EROFS
     */
    @Call("utimes(2)")
    void utimes(String path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@link #utimes(String, Timeval, Timeval)} by a name that is not text.
     */
    @Call("utimes(2)")
    void utimes(byte[] path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@code int utimes(const char *path, NULL)} {@index utimes}
     *
     * <p>Sets both times to now. The right to write is enough.
     *
     * @throws ErrnoException EACCES: neither ours nor writable; as {@link #utimes(String, Timeval, Timeval)}
     */
    @Call("utimes(2)")
    void utimes(String path) throws ErrnoException;

    /**
     * {@link #utimes(String)} by a name that is not text.
     */
    @Call("utimes(2)")
    void utimes(byte[] path) throws ErrnoException;

    /**
     * {@code int lutimes(const char *path, const struct timeval times[2])} {@index lutimes}
     *
     * <p>{@link #utimes(String, Timeval, Timeval)}, but of a symbolic link itself.
     *
     * @throws ErrnoException as {@link #utimes(String, Timeval, Timeval)}
     */
    @Call("lutimes(3)")
    void lutimes(String path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@link #lutimes(String, Timeval, Timeval)} by a name that is not text.
     */
    @Call("lutimes(3)")
    void lutimes(byte[] path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@code int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags)} {@index utimensat}
     *
     * <p>Sets when a file was last read and last written, to the nanosecond, from a directory; with
     * {@code AT_SYMLINK_NOFOLLOW} of a symbolic link itself.
     *
     * <p>Nanoseconds of {@code UTIME_NOW} stand for the present time, of {@code UTIME_OMIT} for leaving that one as it
     * is; the seconds then mean nothing. If both are now, the right to write is enough; older releases of macOS want the
     * owner all the same, and have a {@link #utimes(String)} that does not. File systems round, and cut what is out of
     * their range. macOS knows the present time to the microsecond.
     *
     * @throws ErrnoException EPERM, on macOS EACCES: not ours; EACCES: now, and neither ours nor writable; EINVAL:
     *     nanoseconds out of range, a flag it does not know, which macOS ignores; EBADF, ENOTDIR: {@code dirfd} is no open
     *     directory; ENOENT, ELOOP, EROFS
     */
    @Call("utimensat(2)")
    void utimensat(int dirfd, String path, Timespec atime, Timespec mtime, int flags) throws ErrnoException;

    /**
     * {@link #utimensat(int, String, Timespec, Timespec, int)} by a name that is not text.
     */
    @Call("utimensat(2)")
    void utimensat(int dirfd, byte[] path, Timespec atime, Timespec mtime, int flags) throws ErrnoException;

    /**
     * {@link #utimensat(int, String, Timespec, Timespec, int)} to two points in time.
     */
    @Call("utimensat(2)")
    void utimensat(int dirfd, String path, Instant atime, Instant mtime, int flags) throws ErrnoException;

    /**
     * {@link #utimensat(int, String, Instant, Instant, int)} by a name that is not text.
     */
    @Call("utimensat(2)")
    void utimensat(int dirfd, byte[] path, Instant atime, Instant mtime, int flags) throws ErrnoException;

    /**
     * {@code int truncate(const char *path, off_t length)} {@index truncate}
     *
     * <p>Cuts a file, or lengthens it with zeros that take no room; a symbolic link is followed.
     *
     * <p>It makes no file.
     *
     * <p><b>In a JVM:</b> reading a mapped buffer beyond the new end throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: a negative length, or not a file; EISDIR; EFBIG: more than the file system can
     *     hold; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS; ETXTBSY: a program that runs
     */
    @Call("truncate(2)")
    void truncate(String path, long length) throws ErrnoException;

    /**
     * {@link #truncate(String, long)} by a name that is not text.
     */
    @Call("truncate(2)")
    void truncate(byte[] path, long length) throws ErrnoException;
}
