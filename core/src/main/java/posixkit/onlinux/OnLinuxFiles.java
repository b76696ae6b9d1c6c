package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Open.O_EXCL;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.file.Dirents;
import posixkit.file.Stat;
import posixkit.time.Timeval;

/** Works on files with calls that only Linux has. Paths follow the same rules as in {@link posixkit.file.FileTree}. */
public interface OnLinuxFiles {
    /**
     * Reads the next entries of the directory {@code fd}, as many as fit into the buffer {@code into}. Each entry is one record
     * in the buffer. Returns the total length of the records in <em>bytes</em>, or 0 at the end of the directory.
     *
     * <p>{@code ssize_t getdents64(int fd, struct linux_dirent64 *dirp, size_t count)} {@index getdents64} {@index ReadDirent}
     *
     * <p>{@link Dirents#next} moves to the next record in the buffer. If a file is created or removed while the program reads the
     * directory, this method may or may not return the entry of the file. To start again from the beginning of the directory,
     * call {@code lseek} on {@code fd} with offset 0. After a failure, the buffer is empty.
     *
     * <p>{@link posixkit.file.FileTree#opendir} also reads a directory. It works on every operating system and returns one entry
     * at a time.
     *
     * @throws ErrnoException EINVAL: {@code into} is too small for the next record; ENOTDIR: {@code fd} is not a directory;
     *     ENOENT: the directory was removed; EBADF: {@code fd} is not open
     */
    @Call(value = "getdents64(2)", restarts = Call.Restart.ALWAYS)
    default int getdents64(int fd, Dirents into) throws ErrnoException {
        int result;
        do {
            result = getdents64OrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("getdents64", fd, result);
    }

    /** Same as {@link #getdents64}, but returns the total length of the records in bytes, or −errno. */
    int getdents64OrErrno(int fd, Dirents into);

    /**
     * Returns a new buffer of {@code bytes} bytes for directory entries. {@link #getdents64} can fill the buffer many times. An
     * entry with the longest possible file name needs 280 bytes, so every entry fits into a buffer of 280 or more bytes.
     */
    Dirents newDirents(int bytes);

    /**
     * Fills {@code into} with information about the file that the current record of {@code entry} names. {@code dirfd} is the
     * directory that {@link #getdents64} has read.
     *
     * <p>{@code int fstatat(int dirfd, const char *path, struct stat *buf, int flags)}
     *
     * <p>This method does the same as {@link posixkit.file.FileTree#fstatat(int, String, Stat, int)} with the name of the entry.
     * But the kernel reads the name where it is in the buffer, and no string is created. The flags are the same too.
     *
     * @throws ErrnoException the errnos of {@code fstatat} with a path, for example ENOENT: the file was removed meanwhile
     * @throws IllegalStateException if there is no current record
     */
    @Call(value = "fstatat(2)", restarts = Call.Restart.ALWAYS)
    default void fstatat(int dirfd, Dirents entry, Stat into, int flags) throws ErrnoException {
        int result;
        do {
            result = fstatatOrErrno(dirfd, entry, into, flags);
        } while (result == -EINTR);
        Outcome.ofEntry("fstatat", dirfd, entry, result);
    }

    /** Same as {@link #fstatat}, but returns 0 or −errno. */
    int fstatatOrErrno(int dirfd, Dirents entry, Stat into, int flags);

    /**
     * Opens the file that the current record of {@code entry} names, and returns the new descriptor. {@code dirfd} is the
     * directory that {@link #getdents64} has read.
     *
     * <p>{@code int openat(int dirfd, const char *path, int flags, mode_t mode)}
     *
     * <p>This method does the same as {@link posixkit.file.FileTree#openat(int, String, int, int)} with the name of the entry.
     * But the kernel reads the name where it is in the buffer, and no string is created.
     *
     * @throws ErrnoException the errnos of {@code openat} with a path, for example ENOENT: the file was removed meanwhile
     * @throws IllegalStateException if there is no current record
     */
    @Call(value = "openat(2)", waits = true, restarts = Call.Restart.UNLESS_EXCLUSIVE)
    default int openat(int dirfd, Dirents entry, int flags, int mode) throws ErrnoException {
        int result;
        do {
            result = openatOrErrno(dirfd, entry, flags, mode);
        } while (result == -EINTR && (flags & O_EXCL) == 0);
        return Outcome.ofEntry("openat", dirfd, entry, result);
    }

    /** Same as {@link #openat}, but returns the descriptor or −errno. */
    int openatOrErrno(int dirfd, Dirents entry, int flags, int mode);

    /**
     * Removes the name that the current record of {@code entry} holds from the directory {@code dirfd}. {@code dirfd} is the
     * directory that {@link #getdents64} has read. With the flag {@code AT_REMOVEDIR}, removes an empty directory.
     *
     * <p>{@code int unlinkat(int dirfd, const char *path, int flags)}
     *
     * <p>This method does the same as {@link posixkit.file.FileTree#unlinkat} with the name of the entry. But the kernel reads the
     * name where it is in the buffer, and no string is created.
     *
     * @throws ErrnoException the errnos of {@code unlinkat} with a path, for example EISDIR: the entry is a directory, and
     *     {@code flags} does not contain {@code AT_REMOVEDIR}
     * @throws IllegalStateException if there is no current record
     */
    @Call("unlinkat(2)")
    default void unlinkat(int dirfd, Dirents entry, int flags) throws ErrnoException {
        Outcome.ofEntry("unlinkat", dirfd, entry, unlinkatOrErrno(dirfd, entry, flags));
    }

    /** Same as {@link #unlinkat}, but returns 0 or −errno. */
    int unlinkatOrErrno(int dirfd, Dirents entry, int flags);

    /**
     * Creates a file of any kind except a directory or a symbolic link. If {@code path} is relative, it starts at the directory
     * {@code dirfd}.
     *
     * <p>{@code int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev)} {@index mknodat}
     *
     * <p>{@code mode} holds the kind of file and its permissions. Only devices use the device number {@code dev}.
     * {@link posixkit.file.FileTree#mknod} describes the kinds.
     *
     * @throws ErrnoException the errnos of {@code mknod}, for example EEXIST: the name exists; EBADF, ENOTDIR: {@code dirfd} is
     *     not an open directory
     */
    @Call("mknodat(2)")
    default void mknodat(int dirfd, String path, int mode, long dev) throws ErrnoException {
        Outcome.ofPathAt("mknodat", dirfd, path, mknodatOrErrno(dirfd, path, mode, dev));
    }

    /** Same as {@link #mknodat}, but returns 0 or −errno. */
    int mknodatOrErrno(int dirfd, String path, int mode, long dev);

    /**
     * Creates a FIFO, which is a pipe that has a name. If {@code path} is relative, it starts at the directory {@code dirfd}.
     *
     * <p>{@code int mkfifoat(int dirfd, const char *path, mode_t mode)} {@index mkfifoat}
     *
     * <p>{@code mode} holds the permissions. See also {@link posixkit.file.FileTree#mkfifo}.
     *
     * @throws ErrnoException the errnos of {@code mkfifo}, for example EEXIST: the name exists; EBADF, ENOTDIR: {@code dirfd} is
     *     not an open directory
     */
    @Call("mkfifoat(3)")
    default void mkfifoat(int dirfd, String path, int mode) throws ErrnoException {
        Outcome.ofPathAt("mkfifoat", dirfd, path, mkfifoatOrErrno(dirfd, path, mode));
    }

    /** Same as {@link #mkfifoat}, but returns 0 or −errno. */
    int mkfifoatOrErrno(int dirfd, String path, int mode);

    /**
     * Renames the file {@code from} to {@code to}. {@code flags} say what happens if {@code to} exists.
     *
     * <p>{@code int renameat2(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)} {@index renameat2}
     *
     * <p>If {@code from} is relative, it starts at the directory {@code fromfd}. If {@code to} is relative, it starts at the
     * directory {@code tofd}. With {@code RENAME_NOREPLACE}, the call fails if {@code to} exists. With {@code RENAME_EXCHANGE},
     * {@code to} must exist, and the two files exchange their names. The two files may be of different kinds. See also
     * {@link posixkit.file.FileTree#renameat}.
     *
     * @throws ErrnoException the errnos of {@code renameat}; EEXIST: {@code flags} contains {@code RENAME_NOREPLACE}, and
     *     {@code to} exists; ENOENT: {@code flags} contains {@code RENAME_EXCHANGE}, and {@code to} does not exist; EINVAL:
     *     {@code flags} contains both {@code RENAME_NOREPLACE} and {@code RENAME_EXCHANGE}, or an unknown flag, or a flag that
     *     the file system does not support; ENOSYS: glibc is older than 2.28 and does not have this function
     */
    @Call("renameat2(2)")
    default void renameat2(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("renameat2", fromfd, from, tofd, to, renameat2OrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #renameat2}, but returns 0 or −errno. */
    int renameat2OrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Tells the kernel how the program is going to use a part of the file {@code fd}: {@code len} bytes from {@code offset}. If
     * {@code len} is 0, the part reaches to the end of the file. {@code advice} is a {@code POSIX_FADV_…} constant. The advice
     * changes the speed of later calls only, never their result.
     *
     * <p>{@code int posix_fadvise(int fd, off_t offset, off_t len, int advice)} {@index posix_fadvise}
     *
     * <p>{@code POSIX_FADV_DONTNEED} removes pages from memory that have been written to the disk. Call
     * {@link posixkit.file.Io#fdatasync} first. Pages that are only partly in the part stay in memory.
     *
     * <p>In C, the function returns the error number and does not set errno.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: there is no such advice, or {@code len} is negative; ESPIPE:
     *     {@code fd} is a pipe
     */
    @Call("posix_fadvise(2)")
    default void posixFadvise(int fd, long offset, long len, int advice) throws ErrnoException {
        Outcome.ofFd("posix_fadvise", fd, posixFadviseOrErrno(fd, offset, len, advice));
    }

    /** Same as {@link #posixFadvise}, but returns 0 or −errno. */
    int posixFadviseOrErrno(int fd, long offset, long len, int advice);

    /**
     * Sets two times of a file: the time of the last access, and the time of the last write. If {@code path} is relative, it
     * starts at the directory {@code dirfd}. The precision is one microsecond.
     *
     * <p>{@code int futimesat(int dirfd, const char *path, const struct timeval times[2])} {@index futimesat}
     *
     * <p>This call is obsolete and takes no flags. Use
     * {@link posixkit.file.FileAttributes#utimensat(int, String, posixkit.time.Timespec, posixkit.time.Timespec, int) utimensat}
     * instead. {@link posixkit.file.FileAttributes#utimes(String, Timeval, Timeval) utimes} also sets the two times, but has no
     * parameter {@code dirfd}.
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EINVAL: microseconds outside 0 to 999,999; EBADF, ENOTDIR:
     *     {@code dirfd} is not an open directory; ENOENT, EACCES, ELOOP, EROFS
     */
    @Call(value = "futimesat(2)", restarts = Call.Restart.ALWAYS)
    default void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException {
        int result;
        do {
            result = futimesatOrErrno(dirfd, path, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofPathAt("futimesat", dirfd, path, result);
    }

    /** Same as {@link #futimesat}, but returns 0 or −errno. */
    int futimesatOrErrno(int dirfd, String path, Timeval atime, Timeval mtime);
}
