package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/** What the system knows about a file, by path: the half of {@link Files} that leaves names alone. */
public interface Metadata {
    /**
     * {@code int stat(const char *path, struct stat *buf)} {@index stat}
     *
     * <p>What the system knows about a file; a symbolic link is followed.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP; EACCES: a directory on the way cannot be searched
     */
    @Call("stat(2)")
    void stat(String path, Stat into) throws ErrnoException;

    /**
     * {@link #stat(String, Stat)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("stat(2)")
    int statOrErrno(String path, Stat into);

    /**
     * {@link #stat(String, Stat)} by a name that is not text.
     */
    @Call("stat(2)")
    void stat(byte[] path, Stat into) throws ErrnoException;

    /**
     * {@link #stat(byte[], Stat)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("stat(2)")
    int statOrErrno(byte[] path, Stat into);

    /**
     * {@code int lstat(const char *path, struct stat *buf)} {@index lstat}
     *
     * <p>{@link #stat}, but of a symbolic link itself.
     *
     * @throws ErrnoException as {@link #stat}
     */
    @Call("lstat(2)")
    void lstat(String path, Stat into) throws ErrnoException;

    /**
     * {@link #lstat(String, Stat)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("lstat(2)")
    int lstatOrErrno(String path, Stat into);

    /**
     * {@link #lstat(String, Stat)} by a name that is not text.
     */
    @Call("lstat(2)")
    void lstat(byte[] path, Stat into) throws ErrnoException;

    /**
     * {@link #lstat(byte[], Stat)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("lstat(2)")
    int lstatOrErrno(byte[] path, Stat into);

    /**
     * {@code int fstatat(int dirfd, const char *path, struct stat *buf, int flags)} {@index fstatat}
     *
     * <p>{@link #stat} from a directory; with {@code AT_SYMLINK_NOFOLLOW}, {@link #lstat}.
     *
     * @throws ErrnoException as {@link #stat}; EBADF, ENOTDIR: {@code dirfd} is no open directory; EINVAL: a flag it does not
     *     know
     */
    @Call("fstatat(2)")
    void fstatat(int dirfd, String path, Stat into, int flags) throws ErrnoException;

    /**
     * {@link #fstatat(int, String, Stat, int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("fstatat(2)")
    int fstatatOrErrno(int dirfd, String path, Stat into, int flags);

    /**
     * {@link #fstatat(int, String, Stat, int)} by a name that is not text.
     */
    @Call("fstatat(2)")
    void fstatat(int dirfd, byte[] path, Stat into, int flags) throws ErrnoException;

    /**
     * {@link #fstatat(int, byte[], Stat, int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("fstatat(2)")
    int fstatatOrErrno(int dirfd, byte[] path, Stat into, int flags);

    /**
     * {@code int access(const char *path, int mode)} {@index access}
     *
     * <p>Whether the <em>real</em> user could read ({@code R_OK}), write ({@code W_OK}), execute ({@code X_OK}) the file, or
     * whether it is there ({@code F_OK}).
     *
     * <p>The answer is old as soon as it is given. To open a file, open it.
     *
     * @throws ErrnoException EACCES: no; ENOENT, ENOTDIR, ELOOP; EROFS: writing, on a read-only file system; EINVAL: no such
     *     mode
     */
    @Call("access(2)")
    void access(String path, int mode) throws ErrnoException;

    /**
     * {@link #access(String, int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("access(2)")
    int accessOrErrno(String path, int mode);

    /**
     * {@link #access(String, int)} by a name that is not text.
     */
    @Call("access(2)")
    void access(byte[] path, int mode) throws ErrnoException;

    /**
     * {@link #access(byte[], int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("access(2)")
    int accessOrErrno(byte[] path, int mode);

    /** An empty structure for the calls that fill one, to be kept and filled again. */
    Stat newStat();

    /** {@link #stat(String, Stat)} into a structure of its own. */
    default Stat stat(String path) throws ErrnoException {
        Stat stat = newStat();
        stat(path, stat);
        return stat;
    }

    /** {@link #lstat(String, Stat)} into a structure of its own. */
    default Stat lstat(String path) throws ErrnoException {
        Stat stat = newStat();
        lstat(path, stat);
        return stat;
    }
}
