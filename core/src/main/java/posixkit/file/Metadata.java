package posixkit.file;

import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;

/** What the system knows about a file, by path: the part of {@link FileTree} that only asks. */
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

    /**
     * {@code int faccessat(int dirfd, const char *path, int mode, int flags)} {@index faccessat}
     *
     * <p>{@link #access} from a directory; with {@code AT_EACCESS} of the <em>effective</em> user, with
     * {@code AT_SYMLINK_NOFOLLOW} of a symbolic link itself.
     *
     * <p>A Linux kernel before 5.8, or one behind a filter that does not know the newer call, cannot be asked with flags:
     * there the answer is worked out from owner, group and permissions, and access lists, security modules and read-only
     * mounts go unseen. Without flags it is always the kernel's.
     *
     * @throws ErrnoException as {@link #access}; EBADF, ENOTDIR: {@code dirfd} is no open directory; EINVAL: a flag it does
     *     not know
     */
    @Call("faccessat(2)")
    void faccessat(int dirfd, String path, int mode, int flags) throws ErrnoException;

    /**
     * {@link #faccessat(int, String, int, int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("faccessat(2)")
    int faccessatOrErrno(int dirfd, String path, int mode, int flags);

    /**
     * {@link #faccessat(int, String, int, int)} by a name that is not text.
     */
    @Call("faccessat(2)")
    void faccessat(int dirfd, byte[] path, int mode, int flags) throws ErrnoException;

    /**
     * {@link #faccessat(int, byte[], int, int)} that returns −errno instead of throwing, 0 if it went well.
     */
    @Call("faccessat(2)")
    int faccessatOrErrno(int dirfd, byte[] path, int mode, int flags);

    /**
     * {@code int statfs(const char *path, struct statfs *buf)} {@index statfs}
     *
     * <p>What the system knows about the file system a file lives on; a symbolic link is followed.
     *
     * @throws ErrnoException as {@link #stat}; ENOSYS: a file system that does not say
     */
    @Call("statfs(2)")
    void statfs(String path, Statfs into) throws ErrnoException;

    /**
     * {@link #statfs(String, Statfs)} by a name that is not text.
     */
    @Call("statfs(2)")
    void statfs(byte[] path, Statfs into) throws ErrnoException;

    /**
     * {@code long pathconf(const char *path, int name)} {@index pathconf}
     *
     * <p>A limit that goes for this very file: {@code _PC_NAME_MAX} for names in a directory, {@code _PC_PIPE_BUF},
     * {@code _PC_LINK_MAX} and so on. Empty where there is no limit, or no such option.
     *
     * <p>C says −1 for that as well as for a failure, and only errno tells them apart; errno, though, is left alone when
     * there is nothing to fail, and a JVM has its own calls in between. So after −1 the path is looked up again, and what
     * is said then is what failed. Where a limit depends on nothing, the path is not looked at in the first place.
     *
     * @throws ErrnoException as {@link #stat}; EINVAL: no such {@code name}
     */
    @Call("pathconf(3)")
    OptionalLong pathconf(String path, int name) throws ErrnoException;

    /**
     * {@link #pathconf(String, int)} by a name that is not text.
     */
    @Call("pathconf(3)")
    OptionalLong pathconf(byte[] path, int name) throws ErrnoException;

    /**
     * {@code dev_t makedev(unsigned int major, unsigned int minor)} {@index makedev}
     *
     * <p>The number of a device, made of the number of its kind and its own among them. Each system packs them its own way;
     * macOS has room for eight bits and twenty-four.
     */
    @Call("makedev(3)")
    long makedev(int major, int minor);

    /**
     * {@code unsigned int major(dev_t dev)} {@index major}
     *
     * <p>The kind of a device, of {@link Stat#rdev} or {@link Stat#dev}; unsigned.
     */
    @Call("major(3)")
    int major(long dev);

    /**
     * {@code unsigned int minor(dev_t dev)} {@index minor}
     *
     * <p>Which one of its kind a device is; unsigned.
     */
    @Call("minor(3)")
    int minor(long dev);

    /** An empty structure for the calls that fill one, to be kept and filled again. */
    Stat newStat();

    /** An empty structure for {@link #statfs(String, Statfs)}, to be kept and filled again. */
    Statfs newStatfs();

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

    /** {@link #statfs(String, Statfs)} into a structure of its own. */
    default Statfs statfs(String path) throws ErrnoException {
        Statfs statfs = newStatfs();
        statfs(path, statfs);
        return statfs;
    }
}
