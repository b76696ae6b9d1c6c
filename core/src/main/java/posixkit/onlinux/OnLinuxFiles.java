package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.file.Dirents;
import posixkit.time.Timeval;

/** Files and descriptors as only Linux has them. Paths are what they are in {@link posixkit.file.FileTree}. */
public interface OnLinuxFiles {
    /**
     * {@code ssize_t getdents64(int fd, struct linux_dirent64 *dirp, size_t count)} {@index getdents64} {@index ReadDirent}
     *
     * <p>Reads the next entries of a directory, as many whole records as fit, and returns how many <em>bytes</em> they take;
     * 0 at the end. {@link Dirents#next} walks them.
     *
     * <p>Whether an entry that comes or goes meanwhile is among them is chance. {@code lseek} to 0 starts over. A read that
     * fails leaves {@code into} empty.
     *
     * @throws ErrnoException EINVAL: not even the next record fits; ENOTDIR; ENOENT: the directory has been removed; EBADF
     */
    @Call("getdents64(2)")
    int getdents64(int fd, Dirents into) throws ErrnoException;

    /** Room for {@code bytes} of records, to be kept and filled again. The longest name there is takes 280. */
    Dirents newDirents(int bytes);

    /**
     * {@code int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev)} {@index mknodat}
     *
     * <p>{@link posixkit.file.FileTree#mknod} in a directory.
     *
     * @throws ErrnoException as {@code mknod}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("mknodat(2)")
    void mknodat(int dirfd, String path, int mode, long dev) throws ErrnoException;

    /**
     * {@link #mknodat(int, String, int, long)} by a name that is not text.
     */
    @Call("mknodat(2)")
    void mknodat(int dirfd, byte[] path, int mode, long dev) throws ErrnoException;

    /**
     * {@code int mkfifoat(int dirfd, const char *path, mode_t mode)} {@index mkfifoat}
     *
     * <p>{@link posixkit.file.FileTree#mkfifo} in a directory.
     *
     * @throws ErrnoException as {@code mkfifo}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("mkfifoat(3)")
    void mkfifoat(int dirfd, String path, int mode) throws ErrnoException;

    /**
     * {@link #mkfifoat(int, String, int)} by a name that is not text.
     */
    @Call("mkfifoat(3)")
    void mkfifoat(int dirfd, byte[] path, int mode) throws ErrnoException;

    /**
     * {@code int renameat2(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)} {@index renameat2}
     *
     * <p>{@link posixkit.file.FileTree#renameat} with a say in what becomes of {@code to}: with {@code RENAME_NOREPLACE} it must
     * not be there, with {@code RENAME_EXCHANGE} it must be, whatever it is, and takes the other's name.
     *
     * @throws ErrnoException as {@code renameat}; EEXIST: {@code RENAME_NOREPLACE}, and it is there; ENOENT:
     *     {@code RENAME_EXCHANGE}, and it is not; EINVAL: both, no such flag, or the file system cannot; ENOSYS: glibc before
     *     2.28 has no such function
     */
    @Call("renameat2(2)")
    void renameat2(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException;

    /**
     * {@link #renameat2(int, String, int, String, int)} by a name that is not text.
     */
    @Call("renameat2(2)")
    void renameat2(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int futimesat(int dirfd, const char *path, const struct timeval times[2])} {@index futimesat}
     *
     * <p>{@link posixkit.file.FileAttributes#utimes(String, Timeval, Timeval) utimes} from a directory. It is obsolete, and takes
     * no flags: {@link posixkit.file.FileAttributes#utimensat(int, String, posixkit.time.Timespec, posixkit.time.Timespec, int)
     * utimensat} does all it does.
     *
     * @throws ErrnoException EPERM: not ours; EINVAL: microseconds outside 0 to 999,999; EBADF, ENOTDIR: {@code dirfd} is no
     *     open directory; ENOENT, EACCES, ELOOP, EROFS
     */
    @Call("futimesat(2)")
    void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@link #futimesat(int, String, Timeval, Timeval)} by a name that is not text.
     */
    @Call("futimesat(2)")
    void futimesat(int dirfd, byte[] path, Timeval atime, Timeval mtime) throws ErrnoException;
}
