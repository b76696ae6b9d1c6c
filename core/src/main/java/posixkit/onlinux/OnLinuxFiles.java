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
     * <p>This method does the same as {@link posixkit.file.FileTree#unlinkat} with the name of the entry. But the kernel reads
     * the name where it is in the buffer, and no string is created.
     *
     * @throws ErrnoException the errnos of {@code unlinkat} with a path, for example EISDIR: the entry is a directory, and {@code
     *     flags} does not contain {@code AT_REMOVEDIR}
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
     * <p>{@code mode} holds the kind of file and its permissions. Only devices use the device number {@code dev}. {@link
     * posixkit.file.FileTree#mknod} describes the kinds.
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
     * {@code to} must exist, and the two files exchange their names. The two files may be of different kinds. See also {@link
     * posixkit.file.FileTree#renameat}.
     *
     * @throws ErrnoException the errnos of {@code renameat}; EEXIST: {@code flags} contains {@code RENAME_NOREPLACE}, and {@code
     *     to} exists; ENOENT: {@code flags} contains {@code RENAME_EXCHANGE}, and {@code to} does not exist; EINVAL: {@code
     *     flags} contains both {@code RENAME_NOREPLACE} and {@code RENAME_EXCHANGE}, or an unknown flag, or a flag that the file
     *     system does not support; ENOSYS: glibc is older than 2.28 and does not have this function, or the kernel does not have
     *     the call, for which glibc may say EINVAL
     */
    @Call(value = "renameat2(2)", since = "3.15")
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
     * <p>{@code POSIX_FADV_DONTNEED} removes pages from memory that have been written to the disk. Call {@link
     * posixkit.file.Io#fdatasync} first. Pages that are only partly in the part stay in memory.
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
     * Fills {@code into} with information about a file, also with its time of creation, if the file system has it.
     *
     * <p>{@code int statx(int dirfd, const char *path, int flags, unsigned int mask, struct statx *buf)} {@index statx} (Linux
     * 4.11, glibc 2.28)
     *
     * <p>On an older kernel, glibc fills in what {@code fstatat} tells, without a time of creation, and {@link Statx#mask} says so.
     *
     * @param flags {@code AT_SYMLINK_NOFOLLOW}: the link itself; {@code AT_EMPTY_PATH}: the file {@code dirfd}, if {@code path}
     *     is empty; {@code AT_STATX_DONT_SYNC}: what a network file system remembers; or 0
     * @param mask which values are wanted, for example {@code STATX_BASIC_STATS | STATX_BTIME}. The kernel may fill in others too
     * @throws ErrnoException EINVAL: {@code flags} or {@code mask} is wrong; ENOENT, ENOTDIR, EACCES, ELOOP, EBADF as for {@link
     *     posixkit.file.FileTree#fstatat}; ENOSYS: glibc is older
     */
    @Call(value = "statx(2)", since = "4.11", restarts = Call.Restart.ALWAYS)
    default void statx(int dirfd, String path, int flags, int mask, Statx into) throws ErrnoException {
        int result;
        do {
            result = statxOrErrno(dirfd, path, flags, mask, into);
        } while (result == -EINTR);
        Outcome.ofPathAt("statx", dirfd, path, result);
    }

    /** Same as {@link #statx}, but returns 0 or −errno. */
    int statxOrErrno(int dirfd, String path, int flags, int mask, Statx into);

    /** Creates an empty object, for {@link #statx}. */
    Statx newStatx();

    /**
     * Opens a file, and says how its path may lead there. With {@code RESOLVE_BENEATH}, a path that somebody else has chosen
     * cannot leave the directory {@code dirfd}, neither by {@code ..} nor by a symbolic link. The descriptor is close-on-exec.
     *
     * <p>{@code long openat2(int dirfd, const char *path, struct open_how *how, size_t size)} {@index openat2} (Linux 5.6)
     *
     * @param flags as for {@code open}. Unlike there, an unknown flag fails with EINVAL
     * @param mode the permissions of a new file; must be 0 if {@code flags} creates none
     * @param resolve the constants {@code RESOLVE_…}, for example {@code RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS}
     * @throws ErrnoException EXDEV: the path leads out of {@code dirfd}, or to another mount; ELOOP: the path contains a symbolic
     *     link that is not permitted; EAGAIN: somebody renamed a part of the path meanwhile, so try again, or {@code
     *     RESOLVE_CACHED} was not possible; EINVAL: an argument is wrong; ENOSYS: the kernel is older; or with the errnos of
     *     {@code open}
     */
    @Call(value = "openat2(2)", since = "5.6")
    default int openat2(int dirfd, String path, long flags, int mode, long resolve) throws ErrnoException {
        return Outcome.ofPathAt("openat2", dirfd, path, openat2OrErrno(dirfd, path, flags, mode, resolve));
    }

    /** Same as {@link #openat2}, but returns the descriptor or −errno. */
    int openat2OrErrno(int dirfd, String path, long flags, int mode, long resolve);

    /**
     * Creates a file that is only in memory and has no path, and returns its descriptor, which is close-on-exec. The file exists
     * as long as a descriptor or a mapping of it does. With {@code MFD_ALLOW_SEALING}, {@code fcntl} with {@code F_ADD_SEALS} can
     * forbid changes of the file, before the program passes it to another process.
     *
     * <p>{@code int memfd_create(const char *name, unsigned int flags)} {@index memfd_create} (Linux 3.17, glibc 2.27)
     *
     * @param name at most 249 bytes. Only {@code /proc} shows it, and several files may have the same name
     * @param flags {@code MFD_ALLOW_SEALING}, {@code MFD_HUGETLB}, or 0
     * @throws ErrnoException EINVAL: {@code flags} is wrong, or {@code name} is too long; EMFILE, ENFILE: too many files are
     *     open; ENOSYS: glibc is older
     */
    @Call(value = "memfd_create(2)", since = "3.17")
    default int memfdCreate(String name, int flags) throws ErrnoException {
        return Outcome.of("memfd_create", memfdCreateOrErrno(name, flags));
    }

    /** Same as {@link #memfdCreate}, but returns the descriptor or −errno. */
    int memfdCreateOrErrno(String name, int flags);

    /**
     * Makes all descriptors from {@code first} to {@code last} close-on-exec. This method always passes the flag {@code
     * CLOSE_RANGE_CLOEXEC}. Without it, the call would close descriptors of the JVM itself.
     *
     * <p>{@code int close_range(unsigned int first, unsigned int last, int flags)} {@index close_range} (Linux 5.11 with this
     * flag)
     *
     * @param last the last descriptor. {@link Integer#MAX_VALUE} means all from {@code first} on
     * @throws ErrnoException EINVAL: the kernel does not know the flag; ENOSYS: the kernel is older
     */
    @Call(value = "close_range(2)", since = "5.11")
    default void closeRangeOnExec(int first, int last) throws ErrnoException {
        Outcome.ofFd("close_range", first, closeRangeOnExecOrErrno(first, last));
    }

    /** Same as {@link #closeRangeOnExec}, but returns 0 or −errno. */
    int closeRangeOnExecOrErrno(int first, int last);

    /**
     * Allocates, frees, zeroes, inserts or removes a part of the file {@code fd}.
     *
     * <p>{@code int fallocate(int fd, int mode, off_t offset, off_t len)} {@index fallocate}
     *
     * @param mode 0: allocates blocks, and makes the file longer if the part reaches beyond its end; {@code FALLOC_FL_KEEP_SIZE}:
     *     does not; {@code FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE}: frees the blocks of the part, which then reads as zeros;
     *     and others
     * @throws ErrnoException EBADF: {@code fd} is not open for writing; EINVAL: {@code offset} is negative, {@code len} is not
     *     positive, or {@code mode} is wrong; EOPNOTSUPP: the file system cannot do it; ENOSPC, EFBIG, EPERM, ETXTBSY; ENODEV,
     *     ESPIPE: {@code fd} is not a regular file; EINTR: a signal arrived
     */
    @Call(value = "fallocate(2)", waits = true)
    default void fallocate(int fd, int mode, long offset, long len) throws ErrnoException {
        Outcome.ofFd("fallocate", fd, fallocateOrErrno(fd, mode, offset, len));
    }

    /** Same as {@link #fallocate}, but returns 0 or −errno. */
    int fallocateOrErrno(int fd, int mode, long offset, long len);

    /**
     * Writes everything that the file system of {@code fd} has in memory to its device, and waits for it.
     *
     * <p>{@code int syncfs(int fd)} {@index syncfs}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EIO, ENOSPC, EDQUOT: the file system could not write
     */
    @Call(value = "syncfs(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void syncfs(int fd) throws ErrnoException {
        int result;
        do {
            result = syncfsOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("syncfs", fd, result);
    }

    /** Same as {@link #syncfs}, but returns 0 or −errno. */
    int syncfsOrErrno(int fd);

    /**
     * Sets two times of a file: the time of the last access, and the time of the last write. If {@code path} is relative, it
     * starts at the directory {@code dirfd}. The precision is one microsecond.
     *
     * <p>{@code int futimesat(int dirfd, const char *path, const struct timeval times[2])} {@index futimesat}
     *
     * <p>This call is obsolete and takes no flags. Use {@link posixkit.file.FileAttributes#utimensat(int, String,
     * posixkit.time.Timespec, posixkit.time.Timespec, int) utimensat} instead. {@link posixkit.file.FileAttributes#utimes(String,
     * Timeval, Timeval) utimes} also sets the two times, but has no parameter {@code dirfd}.
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
