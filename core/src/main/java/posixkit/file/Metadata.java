package posixkit.file;

import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Reads what the system knows about files, by path. This is the part of {@link FileTree} that changes nothing. */
public interface Metadata {
    /**
     * Reads what the system knows about a file into {@code into}. The call follows a symbolic link.
     *
     * <p>{@code int stat(const char *path, struct stat *buf)} {@index stat}
     *
     * <p>On macOS the structure is also a {@link posixkit.ondarwin.OnDarwinStat}, with the time of creation and the flags. By
     * descriptor: {@link Io#fstat(int, Stat)}. About the file system: {@link #statfs(String, Statfs)}.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP; EACCES: a directory on the way cannot be searched
     */
    @Call(value = "stat(2)", restarts = Call.Restart.ALWAYS)
    default void stat(String path, Stat into) throws ErrnoException {
        Outcome.ofPath("stat", path, Outcome.restarting(() -> statOrErrno(path, into)));
    }

    /** Same as {@link #stat(String, Stat)}, but returns 0 or −errno. */
    int statOrErrno(String path, Stat into);

    /** Reads what the system knows about a file into a new structure. */
    default Stat stat(String path) throws ErrnoException {
        Stat stat = newStat();
        stat(path, stat);
        return stat;
    }

    /**
     * Reads what the system knows about a file into {@code into}. The call does not follow a symbolic link.
     *
     * <p>{@code int lstat(const char *path, struct stat *buf)} {@index lstat}
     *
     * @throws ErrnoException as {@link #stat(String, Stat)}
     */
    @Call(value = "lstat(2)", restarts = Call.Restart.ALWAYS)
    default void lstat(String path, Stat into) throws ErrnoException {
        Outcome.ofPath("lstat", path, Outcome.restarting(() -> lstatOrErrno(path, into)));
    }

    /** Same as {@link #lstat(String, Stat)}, but returns 0 or −errno. */
    int lstatOrErrno(String path, Stat into);

    /** Reads what the system knows about a file into a new structure, without following a symbolic link. */
    default Stat lstat(String path) throws ErrnoException {
        Stat stat = newStat();
        lstat(path, stat);
        return stat;
    }

    /**
     * Reads what the system knows about a file into {@code into}, by a path that starts in a directory.
     *
     * <p>{@code int fstatat(int dirfd, const char *path, struct stat *buf, int flags)} {@index fstatat}
     *
     * <p>With {@code AT_SYMLINK_NOFOLLOW} the call does not follow a symbolic link.
     *
     * @throws ErrnoException as {@link #stat(String, Stat)}; EBADF, ENOTDIR: {@code dirfd} is not an open directory; EINVAL: an
     *     unknown flag
     */
    @Call(value = "fstatat(2)", restarts = Call.Restart.ALWAYS)
    default void fstatat(int dirfd, String path, Stat into, int flags) throws ErrnoException {
        Outcome.ofPathAt("fstatat", dirfd, path, Outcome.restarting(() -> fstatatOrErrno(dirfd, path, into, flags)));
    }

    /** Same as {@link #fstatat(int, String, Stat, int)}, but returns 0 or −errno. */
    int fstatatOrErrno(int dirfd, String path, Stat into, int flags);

    /** Reads what the system knows about a file into a new structure, by a path that starts in a directory. */
    default Stat fstatat(int dirfd, String path, int flags) throws ErrnoException {
        Stat stat = newStat();
        fstatat(dirfd, path, stat, flags);
        return stat;
    }

    /** Returns a new structure for the calls that fill one. It can be filled many times. */
    Stat newStat();

    /**
     * Checks whether the <em>real</em> user may read ({@code R_OK}), write ({@code W_OK}) or execute ({@code X_OK}) a file, or
     * whether the file exists ({@code F_OK}).
     *
     * <p>{@code int access(const char *path, int mode)} {@index access}
     *
     * <p>The result may be out of date when the call returns. To open a file, open it and handle the failure.
     *
     * @throws ErrnoException EACCES: not allowed; ENOENT, ENOTDIR, ELOOP; EROFS: writing, on a read-only file system; EINVAL: an
     *     unknown mode
     */
    @Call(value = "access(2)", restarts = Call.Restart.ALWAYS)
    default void access(String path, int mode) throws ErrnoException {
        Outcome.ofPath("access", path, Outcome.restarting(() -> accessOrErrno(path, mode)));
    }

    /** Same as {@link #access}, but returns 0 or −errno. */
    int accessOrErrno(String path, int mode);

    /**
     * Checks what the real user may do with a file, by a path that starts in a directory.
     *
     * <p>{@code int faccessat(int dirfd, const char *path, int mode, int flags)} {@index faccessat}
     *
     * <p>With {@code AT_EACCESS} the check is for the <em>effective</em> user; with {@code AT_SYMLINK_NOFOLLOW} it is about a
     * symbolic link itself.
     *
     * <p>Linux before 5.8 has no such call with flags, and some sandboxes block it. This method then works out the result from
     * owner, group and permissions. It does not see access lists, security modules and read-only mounts. Without flags the result
     * always comes from the kernel.
     *
     * @throws ErrnoException as {@link #access}; EBADF, ENOTDIR: {@code dirfd} is not an open directory; EINVAL: an unknown flag
     */
    @Call(value = "faccessat(2)", restarts = Call.Restart.ALWAYS)
    default void faccessat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        Outcome.ofPathAt(
                "faccessat", dirfd, path, Outcome.restarting(() -> faccessatOrErrno(dirfd, path, mode, flags)));
    }

    /** Same as {@link #faccessat}, but returns 0 or −errno. */
    int faccessatOrErrno(int dirfd, String path, int mode, int flags);

    /**
     * Reads what the system knows about the file system of a file into {@code into}. The call follows a symbolic link.
     *
     * <p>{@code int statfs(const char *path, struct statfs *buf)} {@index statfs}
     *
     * <p>The structure is also a {@link posixkit.onlinux.OnLinuxStatfs} or a {@link posixkit.ondarwin.OnDarwinStatfs}. On macOS,
     * {@link posixkit.ondarwin.OnDarwinFiles#getfsstat} lists all file systems.
     *
     * @throws ErrnoException as {@link #stat(String, Stat)}; ENOSYS: the file system does not support it
     */
    @Call(value = "statfs(2)", restarts = Call.Restart.ALWAYS)
    default void statfs(String path, Statfs into) throws ErrnoException {
        Outcome.ofPath("statfs", path, Outcome.restarting(() -> statfsOrErrno(path, into)));
    }

    /** Same as {@link #statfs(String, Statfs)}, but returns 0 or −errno. */
    int statfsOrErrno(String path, Statfs into);

    /** Reads what the system knows about the file system of a file into a new structure. */
    default Statfs statfs(String path) throws ErrnoException {
        Statfs statfs = newStatfs();
        statfs(path, statfs);
        return statfs;
    }

    /** Returns a new structure for {@link #statfs(String, Statfs)}. It can be filled many times. */
    Statfs newStatfs();

    /**
     * Returns a limit for a file, such as {@code _PC_NAME_MAX} for names in a directory, {@code _PC_PIPE_BUF} or
     * {@code _PC_LINK_MAX}. Empty if there is no limit, or no such option.
     *
     * <p>{@code long pathconf(const char *path, int name)} {@index pathconf}
     *
     * <p>C returns −1 both for "no limit" and for a failure, and only errno tells them apart. A JVM makes system calls of its own
     * in between, so errno cannot be trusted here. After −1 this method therefore looks up the path again and reports that failure.
     * If a limit does not depend on the path, the system does not look at the path at all.
     *
     * @throws ErrnoException as {@link #stat(String, Stat)}; EINVAL: an unknown {@code name}
     */
    @Call(value = "pathconf(3)", restarts = Call.Restart.ALWAYS)
    OptionalLong pathconf(String path, int name) throws ErrnoException;

    /**
     * Returns a device number, made of the number of its kind and its number within the kind.
     *
     * <p>{@code dev_t makedev(unsigned int major, unsigned int minor)} {@index makedev}
     *
     * <p>Each system packs the two in its own way. macOS has 8 bits for {@code major} and 24 for {@code minor}.
     */
    @Call("makedev(3)")
    long makedev(int major, int minor);

    /**
     * Returns the kind of a device from its number, such as {@link Stat#rdev} or {@link Stat#dev}; unsigned.
     *
     * <p>{@code unsigned int major(dev_t dev)} {@index major}
     */
    @Call("major(3)")
    int major(long dev);

    /**
     * Returns the number of a device within its kind; unsigned.
     *
     * <p>{@code unsigned int minor(dev_t dev)} {@index minor}
     */
    @Call("minor(3)")
    int minor(long dev);
}
