package posixkit.file;

import static posixkit.constants.Errno.EINTR;

import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads information about files that are named by a path, for example their size, owner and permissions. The methods of this
 * interface change no file. {@link FileTree} extends this interface.
 */
public interface Metadata {
    /**
     * Fills {@code into} with information about the file at {@code path}, for example its size, owner and permissions. If
     * {@code path} is a symbolic link, this method reads the information about the target of the link.
     *
     * <p>{@code int stat(const char *path, struct stat *buf)} {@index stat}
     *
     * <p>On macOS, {@code into} also implements {@link posixkit.ondarwin.OnDarwinStat}, which has the time of creation and the
     * flags of the file. To read the information about an open file, use {@link Io#fstat(int, Stat)}. To read information about
     * the file system that contains the file, use {@link #statfs(String, Statfs)}.
     *
     * @throws ErrnoException ENOENT: {@code path} does not exist; ENOTDIR: a part of the path is not a directory; ELOOP: the path
     *     contains too many symbolic links; EACCES: a directory of the path has no search permission
     */
    @Call(value = "stat(2)", restarts = Call.Restart.ALWAYS)
    default void stat(String path, Stat into) throws ErrnoException {
        int result;
        do {
            result = statOrErrno(path, into);
        } while (result == -EINTR);
        Outcome.ofPath("stat", path, result);
    }

    /** Same as {@link #stat(String, Stat)}, but returns 0 or −errno. */
    int statOrErrno(String path, Stat into);

    /**
     * Returns a new structure with information about the file at {@code path}. If {@code path} is a symbolic link, this method
     * reads the information about the target of the link.
     */
    default Stat stat(String path) throws ErrnoException {
        Stat stat = newStat();
        stat(path, stat);
        return stat;
    }

    /**
     * Fills {@code into} with information about the file at {@code path}. If {@code path} is a symbolic link, this method reads
     * the information about the link itself.
     *
     * <p>{@code int lstat(const char *path, struct stat *buf)} {@index lstat}
     *
     * @throws ErrnoException with the errnos of {@link #stat(String, Stat)}
     */
    @Call(value = "lstat(2)", restarts = Call.Restart.ALWAYS)
    default void lstat(String path, Stat into) throws ErrnoException {
        int result;
        do {
            result = lstatOrErrno(path, into);
        } while (result == -EINTR);
        Outcome.ofPath("lstat", path, result);
    }

    /** Same as {@link #lstat(String, Stat)}, but returns 0 or −errno. */
    int lstatOrErrno(String path, Stat into);

    /**
     * Returns a new structure with information about the file at {@code path}. If {@code path} is a symbolic link, this method
     * reads the information about the link itself.
     */
    default Stat lstat(String path) throws ErrnoException {
        Stat stat = newStat();
        lstat(path, stat);
        return stat;
    }

    /**
     * Fills {@code into} with information about the file at {@code path}. A relative {@code path} is resolved against the
     * directory {@code dirfd}.
     *
     * <p>{@code int fstatat(int dirfd, const char *path, struct stat *buf, int flags)} {@index fstatat}
     *
     * <p>If {@code flags} contains {@code AT_SYMLINK_NOFOLLOW} and {@code path} is a symbolic link, this method reads the
     * information about the link itself.
     *
     * @throws ErrnoException with the errnos of {@link #stat(String, Stat)}; EBADF, ENOTDIR: {@code path} is relative, and
     *     {@code dirfd} is not an open directory; EINVAL: {@code flags} contains an unknown flag
     */
    @Call(value = "fstatat(2)", restarts = Call.Restart.ALWAYS)
    default void fstatat(int dirfd, String path, Stat into, int flags) throws ErrnoException {
        int result;
        do {
            result = fstatatOrErrno(dirfd, path, into, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("fstatat", dirfd, path, result);
    }

    /** Same as {@link #fstatat(int, String, Stat, int)}, but returns 0 or −errno. */
    int fstatatOrErrno(int dirfd, String path, Stat into, int flags);

    /**
     * Returns a new structure with information about the file at {@code path}. A relative {@code path} is resolved against the
     * directory {@code dirfd}.
     */
    default Stat fstatat(int dirfd, String path, int flags) throws ErrnoException {
        Stat stat = newStat();
        fstatat(dirfd, path, stat, flags);
        return stat;
    }

    /**
     * Returns a new, empty structure that {@link #stat(String, Stat)} and similar methods fill. The same structure can be filled
     * many times.
     */
    Stat newStat();

    /**
     * Checks whether the <em>real</em> user of this process (not the effective user) has permission to access the file at
     * {@code path}. {@code mode} names the access: {@code R_OK} for reading, {@code W_OK} for writing, {@code X_OK} for
     * executing. With {@code F_OK}, this method only checks whether the file exists. If the access is permitted, this method
     * returns normally. Otherwise it throws an {@link ErrnoException}.
     *
     * <p>{@code int access(const char *path, int mode)} {@index access}
     *
     * <p>The permissions can change after the check. Therefore do not call this method to decide whether to open a file: open the
     * file and handle the failure.
     *
     * @throws ErrnoException EACCES: the access is not permitted; ENOENT: {@code path} does not exist; ENOTDIR: a part of the
     *     path is not a directory; ELOOP: the path contains too many symbolic links; EROFS: {@code mode} contains {@code W_OK},
     *     and the file system is read-only; EINVAL: {@code mode} has an unknown bit (macOS ignores unknown bits)
     */
    @Call(value = "access(2)", restarts = Call.Restart.ALWAYS)
    default void access(String path, int mode) throws ErrnoException {
        int result;
        do {
            result = accessOrErrno(path, mode);
        } while (result == -EINTR);
        Outcome.ofPath("access", path, result);
    }

    /** Same as {@link #access}, but returns 0 or −errno. */
    int accessOrErrno(String path, int mode);

    /**
     * Checks whether the real user of this process has permission to access the file at {@code path}. A relative {@code path} is
     * resolved against the directory {@code dirfd}. {@code mode} has the same values as in {@link #access}.
     *
     * <p>{@code int faccessat(int dirfd, const char *path, int mode, int flags)} {@index faccessat}
     *
     * <p>With the flag {@code AT_EACCESS}, this method checks whether the <em>effective</em> user has permission. With the flag
     * {@code AT_SYMLINK_NOFOLLOW}, this method checks a symbolic link itself, not its target.
     *
     * <p>The system call that accepts these flags ({@code faccessat2}) is new in Linux 5.8, and some sandboxes block it. If
     * {@code flags} is not 0 and the system call is not available, this method computes the result from the owner, group and
     * permissions of the file. The computed result ignores access control lists, security modules and read-only mounts. If
     * {@code flags} is 0, the kernel always determines the result.
     *
     * @throws ErrnoException with the errnos of {@link #access}; EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is
     *     not an open directory; EINVAL: {@code flags} contains an unknown flag
     */
    @Call(value = "faccessat(2)", restarts = Call.Restart.ALWAYS)
    default void faccessat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        int result;
        do {
            result = faccessatOrErrno(dirfd, path, mode, flags);
        } while (result == -EINTR);
        Outcome.ofPathAt("faccessat", dirfd, path, result);
    }

    /** Same as {@link #faccessat}, but returns 0 or −errno. */
    int faccessatOrErrno(int dirfd, String path, int mode, int flags);

    /**
     * Fills {@code into} with information about the file system that contains the file at {@code path}. For example, {@code into}
     * then holds the size and the free space of the file system. If {@code path} is a symbolic link, this method uses the target
     * of the link.
     *
     * <p>{@code int statfs(const char *path, struct statfs *buf)} {@index statfs}
     *
     * <p>On Linux, {@code into} also implements {@link posixkit.onlinux.OnLinuxStatfs}. On macOS, it also implements
     * {@link posixkit.ondarwin.OnDarwinStatfs}. To list all file systems on macOS, use
     * {@link posixkit.ondarwin.OnDarwinFiles#getfsstat}.
     *
     * @throws ErrnoException with the errnos of {@link #stat(String, Stat)}; ENOSYS: the file system does not support this method
     */
    @Call(value = "statfs(2)", restarts = Call.Restart.ALWAYS)
    default void statfs(String path, Statfs into) throws ErrnoException {
        int result;
        do {
            result = statfsOrErrno(path, into);
        } while (result == -EINTR);
        Outcome.ofPath("statfs", path, result);
    }

    /** Same as {@link #statfs(String, Statfs)}, but returns 0 or −errno. */
    int statfsOrErrno(String path, Statfs into);

    /** Returns a new structure with information about the file system that contains the file at {@code path}. */
    default Statfs statfs(String path) throws ErrnoException {
        Statfs statfs = newStatfs();
        statfs(path, statfs);
        return statfs;
    }

    /** Returns a new, empty structure that {@link #statfs(String, Statfs)} fills. The same structure can be filled many times. */
    Statfs newStatfs();

    /**
     * Fills {@code into} with information about the file system that contains the file at {@code path}. This is the same
     * information as that of {@link #statfs(String, Statfs)}, in the form that POSIX describes. If {@code path} is a symbolic
     * link, this method uses the target of the link.
     *
     * <p>{@code int statvfs(const char *path, struct statvfs *buf)} {@index statvfs}
     *
     * @throws ErrnoException with the errnos of {@link #statfs(String, Statfs)}
     */
    @Call(value = "statvfs(3)", restarts = Call.Restart.ALWAYS)
    default void statvfs(String path, Statvfs into) throws ErrnoException {
        int result;
        do {
            result = statvfsOrErrno(path, into);
        } while (result == -EINTR);
        Outcome.ofPath("statvfs", path, result);
    }

    /** Same as {@link #statvfs(String, Statvfs)}, but returns 0 or −errno. */
    int statvfsOrErrno(String path, Statvfs into);

    /** Same as {@link #statvfs(String, Statvfs)}, but returns the information in a new structure. */
    default Statvfs statvfs(String path) throws ErrnoException {
        Statvfs statvfs = newStatvfs();
        statvfs(path, statvfs);
        return statvfs;
    }

    /** Returns a new, empty structure for {@link #statvfs(String, Statvfs)} (the native {@code struct statvfs}). */
    Statvfs newStatvfs();

    /**
     * Returns a limit or an option of the file at {@code path}. {@code name} is a constant that selects the limit or option. For
     * example, {@code _PC_NAME_MAX} selects the maximum length of a file name in the directory {@code path}. Other constants are,
     * for example, {@code _PC_PIPE_BUF} and {@code _PC_LINK_MAX}. Returns {@link OptionalLong#empty} if there is no limit, or if
     * the option is not supported.
     *
     * <p>{@code long pathconf(const char *path, int name)} {@index pathconf}
     *
     * <p>The C function returns −1 in three cases: there is no limit, the option is not supported, or the call fails. Only errno
     * tells whether the call failed. But this method cannot rely on errno, because the JVM itself can make other system calls
     * that change errno. Therefore, if the C function returns −1, this method calls {@code stat} with {@code path}. If
     * {@code stat} fails, this method throws an exception with the errno of {@code stat}. If {@code stat} succeeds and
     * {@code name} is unknown, this method throws an exception with EINVAL. If {@code stat} succeeds and {@code name} is known,
     * this method returns {@link OptionalLong#empty}.
     *
     * <p>This method can return a limit even if {@code path} does not exist: some limits are the same for all files, and the
     * operating system returns them without looking at the path.
     *
     * @throws ErrnoException with the errnos of {@link #stat(String, Stat)}; EINVAL: {@code name} is unknown
     */
    @Call(value = "pathconf(3)", restarts = Call.Restart.ALWAYS)
    OptionalLong pathconf(String path, int name) throws ErrnoException;

    /**
     * Returns the device number that consists of {@code major} and {@code minor}. {@code major} is the number of the device type
     * (the driver). {@code minor} is the number of the device within this type.
     *
     * <p>{@code dev_t makedev(unsigned int major, unsigned int minor)} {@index makedev}
     *
     * <p>Linux and macOS combine the two numbers in different ways. On macOS, {@code major} has 8 bits and {@code minor} has 24
     * bits.
     */
    @Call("makedev(3)")
    long makedev(int major, int minor);

    /**
     * Returns the major part of the device number {@code dev}. This part identifies the type of the device (its driver). The
     * result is unsigned. {@code dev} is, for example, a result of {@link Stat#rdev} or {@link Stat#dev}.
     *
     * <p>{@code unsigned int major(dev_t dev)} {@index major}
     */
    @Call("major(3)")
    int major(long dev);

    /**
     * Returns the minor part of the device number {@code dev}. This part identifies the device among all devices of the same
     * type. The result is unsigned.
     *
     * <p>{@code unsigned int minor(dev_t dev)} {@index minor}
     */
    @Call("minor(3)")
    int minor(long dev);
}
