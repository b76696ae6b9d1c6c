package posixkit.file;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.onlinux.constants.LinuxOpen.O_TMPFILE;

import java.util.Objects;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.constants.At;

/**
 * Opens, creates, links, renames and removes files by their names. {@link Metadata} reads what the system knows about a file, and
 * {@link FileAttributes} changes it. More calls, on one system each, are in {@link posixkit.onlinux.OnLinuxFiles} and
 * {@link posixkit.ondarwin.OnDarwinFiles}.
 *
 * <p>A path is a string that stands for bytes without loss ({@link posixkit.Names}). A name that one call returns can be passed to
 * another. Where a call takes a directory descriptor, a relative path starts in that directory; {@code AT_FDCWD} stands for the
 * current directory. An absolute path ignores the descriptor.
 *
 * <p>New descriptors are close-on-exec: a program that this process starts does not inherit them unless told to.
 *
 * <p><b>In a JVM:</b> the JDK keeps the current directory in which it started. After {@link #chdir}, {@link java.io.File} and the
 * calls here disagree about relative paths.
 */
public interface FileTree extends Metadata, FileAttributes {
    // open

    /**
     * Opens a file, and creates it if the flags say so. Returns the lowest free descriptor.
     *
     * <p>{@code int open(const char *path, int flags, mode_t mode)} {@index open}
     *
     * <p>{@code mode} counts only if the call creates the file; the umask clears bits of it. {@code O_TMPFILE} contains the bit of
     * {@code O_DIRECTORY}, so test for it with a mask. Opening a FIFO waits until its other end is open. With {@code O_EXCL} an
     * interrupted call is not repeated: the first attempt may have created the file.
     *
     * @throws ErrnoException ENOENT, EACCES, ENOTDIR, EISDIR; EEXIST: the file exists, with {@code O_EXCL}; ELOOP: a symbolic link,
     *     with {@code O_NOFOLLOW}; EMFILE, ENFILE: too many open files
     */
    @Call(value = "open(2)", waits = true, restarts = Call.Restart.UNLESS_EXCLUSIVE)
    default int open(String path, int flags, int mode) throws ErrnoException {
        return Outcome.ofPath(
                "open", path, Outcome.restartingUnless((flags & O_EXCL) != 0, () -> openOrErrno(path, flags, mode)));
    }

    /** Same as {@link #open(String, int, int)}, but returns the descriptor or −errno. */
    int openOrErrno(String path, int flags, int mode);

    /**
     * Opens a file that exists.
     *
     * @throws IllegalArgumentException if the flags contain {@code O_CREAT} or {@code O_TMPFILE}, which need a mode
     */
    default int open(String path, int flags) throws ErrnoException {
        Objects.requireNonNull(path, "path");
        requireNoMode(flags);
        return open(path, flags, 0);
    }

    /**
     * Opens a file by a path that starts in a directory, and creates it if the flags say so.
     *
     * <p>{@code int openat(int dirfd, const char *path, int flags, mode_t mode)} {@index openat}
     *
     * <p>{@code ..} and symbolic links can lead out of the directory.
     *
     * @throws ErrnoException as {@link #open(String, int, int)}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call(value = "openat(2)", waits = true, restarts = Call.Restart.UNLESS_EXCLUSIVE)
    default int openat(int dirfd, String path, int flags, int mode) throws ErrnoException {
        return Outcome.ofPathAt(
                "openat",
                dirfd,
                path,
                Outcome.restartingUnless((flags & O_EXCL) != 0, () -> openatOrErrno(dirfd, path, flags, mode)));
    }

    /** Same as {@link #openat(int, String, int, int)}, but returns the descriptor or −errno. */
    int openatOrErrno(int dirfd, String path, int flags, int mode);

    /**
     * Opens a file that exists, by a path that starts in a directory.
     *
     * @throws IllegalArgumentException if the flags contain {@code O_CREAT} or {@code O_TMPFILE}, which need a mode
     */
    default int openat(int dirfd, String path, int flags) throws ErrnoException {
        Objects.requireNonNull(path, "path");
        requireNoMode(flags);
        return openat(dirfd, path, flags, 0);
    }

    private static void requireNoMode(int flags) {
        if ((flags & O_CREAT) != 0) {
            throw new IllegalArgumentException("flags: O_CREAT needs a mode");
        }
        if ((flags & O_TMPFILE) == O_TMPFILE) {
            throw new IllegalArgumentException("flags: O_TMPFILE needs a mode");
        }
    }

    /**
     * Creates a file, or empties the one that exists, and opens it for writing.
     *
     * <p>{@code int creat(const char *path, mode_t mode)} {@index creat}
     *
     * <p>A file that exists keeps its mode.
     *
     * @throws ErrnoException as {@link #open(String, int, int)}
     */
    @Call(value = "creat(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int creat(String path, int mode) throws ErrnoException {
        return Outcome.ofPath("creat", path, Outcome.restarting(() -> creatOrErrno(path, mode)));
    }

    /** Same as {@link #creat}, but returns the descriptor or −errno. */
    int creatOrErrno(String path, int mode);

    /**
     * Opens a directory to read its entries.
     *
     * <p>{@code DIR *opendir(const char *path)} {@index opendir}
     *
     * <p>On Linux, {@link posixkit.onlinux.OnLinuxFiles#getdents64} reads many entries per call, from a descriptor.
     *
     * @throws ErrnoException ENOENT, EACCES, ENOTDIR, ELOOP; EMFILE, ENFILE: too many open files
     */
    @Call(value = "opendir(3)", restarts = Call.Restart.ALWAYS)
    Dir opendir(String path) throws ErrnoException;

    // links

    /**
     * Returns the target of a symbolic link, whatever its length.
     *
     * <p>{@code ssize_t readlink(const char *path, char *buf, size_t size)} {@index readlink}
     *
     * @throws ErrnoException EINVAL: not a symbolic link; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call(value = "readlink(2)", restarts = Call.Restart.ALWAYS)
    String readlink(String path) throws ErrnoException;

    /**
     * Returns the target of a symbolic link, by a path that starts in a directory.
     *
     * <p>{@code ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t size)} {@index readlinkat}
     *
     * <p>On Linux an empty path stands for the link that {@code dirfd} itself is, opened with {@code O_PATH | O_NOFOLLOW}.
     *
     * @throws ErrnoException as {@link #readlink}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call(value = "readlinkat(2)", restarts = Call.Restart.ALWAYS)
    String readlinkat(int dirfd, String path) throws ErrnoException;

    /**
     * Gives a file a second name. The file then has two equal names.
     *
     * <p>{@code int link(const char *from, const char *to)} {@index link}
     *
     * <p>If {@code from} ends in a symbolic link, Linux links the symbolic link and macOS links its target. {@link #linkat} has a
     * flag to choose. On macOS, {@link posixkit.ondarwin.OnDarwinFiles#clonefile} makes a copy that shares the blocks.
     *
     * @throws ErrnoException EEXIST: {@code to} exists; EXDEV: {@code to} is on another mount, even one of the same file system;
     *     EPERM: {@code from} is a directory, or on Linux a file that the user neither owns nor may write (protected_hardlinks);
     *     EMLINK, ENOENT, EACCES, EROFS
     */
    @Call("link(2)")
    default void link(String from, String to) throws ErrnoException {
        Outcome.ofPaths("link", from, to, linkOrErrno(from, to));
    }

    /** Same as {@link #link}, but returns 0 or −errno. */
    int linkOrErrno(String from, String to);

    /**
     * Gives a file a second name; each path starts in a directory.
     *
     * <p>{@code int linkat(int fromfd, const char *from, int tofd, const char *to, int flags)} {@index linkat}
     *
     * <p>The call follows a symbolic link at the end of {@code from} only with {@code AT_SYMLINK_FOLLOW}, on every system.
     *
     * <p>On Linux, {@code AT_EMPTY_PATH} and an empty {@code from} stand for the open file {@code fromfd}. This gives a name to a
     * file that was opened with {@code O_TMPFILE}. It needs CAP_DAC_READ_SEARCH; without that, pass {@code /proc/self/fd/N} and
     * {@code AT_SYMLINK_FOLLOW}.
     *
     * @throws ErrnoException as {@link #link}; EBADF, ENOTDIR: a descriptor is not an open directory; EINVAL: an unknown flag
     */
    @Call("linkat(2)")
    default void linkat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("linkat", fromfd, from, tofd, to, linkatOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #linkat}, but returns 0 or −errno. */
    int linkatOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Creates a symbolic link {@code linkpath} with the content {@code target}.
     *
     * <p>{@code int symlink(const char *target, const char *linkpath)} {@index symlink}
     *
     * <p>The target need not exist. A relative target starts in the directory of the link, each time the link is used.
     *
     * @throws ErrnoException EEXIST: {@code linkpath} exists; ENOENT: {@code target} is empty, or a directory is missing;
     *     ENAMETOOLONG, EACCES, ENOTDIR, EROFS, ENOSPC; EPERM: the file system has no symbolic links
     */
    @Call("symlink(2)")
    default void symlink(String target, String linkpath) throws ErrnoException {
        Outcome.ofPaths("symlink", linkpath, target, symlinkOrErrno(target, linkpath));
    }

    /** Same as {@link #symlink}, but returns 0 or −errno. */
    int symlinkOrErrno(String target, String linkpath);

    /**
     * Creates a symbolic link by a path that starts in a directory.
     *
     * <p>{@code int symlinkat(const char *target, int dirfd, const char *linkpath)} {@index symlinkat}
     *
     * <p>{@code linkpath} starts in {@code dirfd}. {@code target} is only text.
     *
     * @throws ErrnoException as {@link #symlink}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call("symlinkat(2)")
    default void symlinkat(String target, int dirfd, String linkpath) throws ErrnoException {
        int result = symlinkatOrErrno(target, dirfd, linkpath);
        Outcome.ofPathsAt("symlinkat", dirfd, linkpath, At.AT_FDCWD, target, result);
    }

    /** Same as {@link #symlinkat}, but returns 0 or −errno. */
    int symlinkatOrErrno(String target, int dirfd, String linkpath);

    // names

    /**
     * Removes a name of a file. The file itself goes when it has neither a name nor an open descriptor.
     *
     * <p>{@code int unlink(const char *path)} {@index unlink}
     *
     * @throws ErrnoException ENOENT, EACCES, EROFS; EISDIR on Linux, EPERM on macOS: a directory; EPERM: another user's file in a
     *     sticky directory
     */
    @Call("unlink(2)")
    default void unlink(String path) throws ErrnoException {
        Outcome.ofPath("unlink", path, unlinkOrErrno(path));
    }

    /** Same as {@link #unlink}, but returns 0 or −errno. */
    int unlinkOrErrno(String path);

    /**
     * Removes a name of a file, or with {@code AT_REMOVEDIR} an empty directory, by a path that starts in a directory.
     *
     * <p>{@code int unlinkat(int dirfd, const char *path, int flags)} {@index unlinkat}
     *
     * <p>Other calls give the number of {@code AT_REMOVEDIR} another meaning.
     *
     * @throws ErrnoException as {@link #unlink} and {@link #rmdir}; EBADF, ENOTDIR: {@code dirfd} is not an open directory; EINVAL:
     *     an unknown flag
     */
    @Call("unlinkat(2)")
    default void unlinkat(int dirfd, String path, int flags) throws ErrnoException {
        Outcome.ofPathAt("unlinkat", dirfd, path, unlinkatOrErrno(dirfd, path, flags));
    }

    /** Same as {@link #unlinkat}, but returns 0 or −errno. */
    int unlinkatOrErrno(int dirfd, String path, int flags);

    /**
     * Removes an empty directory.
     *
     * <p>{@code int rmdir(const char *path)} {@index rmdir}
     *
     * @throws ErrnoException ENOTEMPTY; ENOTDIR; ENOENT; EBUSY: a mount point; EINVAL: the path ends in a dot
     */
    @Call("rmdir(2)")
    default void rmdir(String path) throws ErrnoException {
        Outcome.ofPath("rmdir", path, rmdirOrErrno(path));
    }

    /** Same as {@link #rmdir}, but returns 0 or −errno. */
    int rmdirOrErrno(String path);

    /**
     * Renames a file, and replaces what {@code to} names. No process sees a state in between, and open files stay open.
     *
     * <p>{@code int rename(const char *from, const char *to)} {@index rename}
     *
     * <p>The new name survives a crash only after {@link Io#fsync} of the directory. If {@code from} and {@code to} are names of
     * one file, the call succeeds and changes nothing. To fail if {@code to} exists, or to exchange two files, see
     * {@link posixkit.onlinux.OnLinuxFiles#renameat2} and {@link posixkit.ondarwin.OnDarwinFiles#renamexNp}.
     *
     * @throws ErrnoException EXDEV: another file system; ENOTEMPTY, EISDIR, ENOTDIR: {@code to} cannot be replaced; EINVAL: moves a
     *     directory into itself; ENOENT, EACCES, EROFS
     */
    @Call("rename(2)")
    default void rename(String from, String to) throws ErrnoException {
        Outcome.ofPaths("rename", from, to, renameOrErrno(from, to));
    }

    /** Same as {@link #rename}, but returns 0 or −errno. */
    int renameOrErrno(String from, String to);

    /**
     * Renames a file; each path starts in a directory.
     *
     * <p>{@code int renameat(int fromfd, const char *from, int tofd, const char *to)} {@index renameat}
     *
     * <p>With flags: {@link posixkit.onlinux.OnLinuxFiles#renameat2}, {@link posixkit.ondarwin.OnDarwinFiles#renameatxNp}.
     *
     * @throws ErrnoException as {@link #rename}; EBADF, ENOTDIR: a descriptor is not an open directory
     */
    @Call("renameat(2)")
    default void renameat(int fromfd, String from, int tofd, String to) throws ErrnoException {
        Outcome.ofPathsAt("renameat", fromfd, from, tofd, to, renameatOrErrno(fromfd, from, tofd, to));
    }

    /** Same as {@link #renameat}, but returns 0 or −errno. */
    int renameatOrErrno(int fromfd, String from, int tofd, String to);

    // directories and nodes

    /**
     * Creates a directory. The umask clears bits of {@code mode}.
     *
     * <p>{@code int mkdir(const char *path, mode_t mode)} {@index mkdir}
     *
     * @throws ErrnoException EEXIST: the name exists, even as a symbolic link without a target; ENOENT, EACCES, ENOTDIR, EROFS
     */
    @Call("mkdir(2)")
    default void mkdir(String path, int mode) throws ErrnoException {
        Outcome.ofPath("mkdir", path, mkdirOrErrno(path, mode));
    }

    /** Same as {@link #mkdir}, but returns 0 or −errno. */
    int mkdirOrErrno(String path, int mode);

    /**
     * Creates a directory by a path that starts in a directory.
     *
     * <p>{@code int mkdirat(int dirfd, const char *path, mode_t mode)} {@index mkdirat}
     *
     * @throws ErrnoException as {@link #mkdir}; EBADF, ENOTDIR: {@code dirfd} is not an open directory
     */
    @Call("mkdirat(2)")
    default void mkdirat(int dirfd, String path, int mode) throws ErrnoException {
        Outcome.ofPathAt("mkdirat", dirfd, path, mkdiratOrErrno(dirfd, path, mode));
    }

    /** Same as {@link #mkdirat}, but returns 0 or −errno. */
    int mkdiratOrErrno(int dirfd, String path, int mode);

    /**
     * Creates a FIFO: a pipe that has a name. The umask clears bits of {@code mode}.
     *
     * <p>{@code int mkfifo(const char *path, mode_t mode)} {@index mkfifo}
     *
     * <p>Opening one end waits for the other. In a directory by its descriptor: {@link posixkit.onlinux.OnLinuxFiles#mkfifoat}, on
     * Linux only.
     *
     * @throws ErrnoException EEXIST: the name exists; ENOENT, EACCES, ENOTDIR, EROFS, ENOSPC
     */
    @Call("mkfifo(3)")
    default void mkfifo(String path, int mode) throws ErrnoException {
        Outcome.ofPath("mkfifo", path, mkfifoOrErrno(path, mode));
    }

    /** Same as {@link #mkfifo}, but returns 0 or −errno. */
    int mkfifoOrErrno(String path, int mode);

    /**
     * Creates a file of any kind but a directory or a symbolic link. The umask clears bits of {@code mode}.
     *
     * <p>{@code int mknod(const char *path, mode_t mode, dev_t dev)} {@index mknod}
     *
     * <p>{@code mode} holds the kind and the permissions. The kind is {@code S_IFIFO}, {@code S_IFSOCK}, {@code S_IFREG} or 0 for a
     * regular file, or a device: {@code S_IFCHR}, {@code S_IFBLK}. Only devices use {@code dev}; {@link #makedev} makes that number.
     * macOS creates FIFOs for every user, devices for root, and nothing else. In a directory by its descriptor:
     * {@link posixkit.onlinux.OnLinuxFiles#mknodat}, on Linux only.
     *
     * <p>On a file system mounted with {@code nodev}, devices can be created but not opened.
     *
     * @throws ErrnoException EPERM: a device without privilege, or a directory; EINVAL: an unknown kind, or a device number that
     *     does not fit into 32 bits; EEXIST: the name exists; ENOENT, EACCES, ENOTDIR, EROFS, ENOSPC
     */
    @Call("mknod(2)")
    default void mknod(String path, int mode, long dev) throws ErrnoException {
        Outcome.ofPath("mknod", path, mknodOrErrno(path, mode, dev));
    }

    /** Same as {@link #mknod}, but returns 0 or −errno. */
    int mknodOrErrno(String path, int mode, long dev);

    // the process

    /**
     * Changes the current directory of this process, where relative paths start.
     *
     * <p>{@code int chdir(const char *path)} {@index chdir}
     *
     * <p><b>In a JVM:</b> the change affects all threads. {@code user.dir} does not change, and {@link java.io.File} and
     * {@link java.nio.file.Path} still start in the old directory. The JDK and the calls here then disagree about every relative
     * path. The {@code …at} calls need no current directory, and {@code Spawn} can give a child its own.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP; EACCES: no {@code x} permission on the directory or on the way to it
     */
    @Call(value = "chdir(2)", restarts = Call.Restart.ALWAYS)
    default void chdir(String path) throws ErrnoException {
        Outcome.ofPath("chdir", path, Outcome.restarting(() -> chdirOrErrno(path)));
    }

    /** Same as {@link #chdir}, but returns 0 or −errno. */
    int chdirOrErrno(String path);

    /**
     * Changes the current directory of this process to an open directory, even one that was renamed since.
     *
     * <p>{@code int fchdir(int fd)} {@index fchdir}
     *
     * <p><b>In a JVM:</b> as {@link #chdir}.
     *
     * @throws ErrnoException EBADF: not open; ENOTDIR; EACCES: no {@code x} permission on the directory
     */
    @Call(value = "fchdir(2)", restarts = Call.Restart.ALWAYS)
    default void fchdir(int fd) throws ErrnoException {
        Outcome.ofFd("fchdir", fd, Outcome.restarting(() -> fchdirOrErrno(fd)));
    }

    /** Same as {@link #fchdir}, but returns 0 or −errno. */
    int fchdirOrErrno(int fd);

    /**
     * Returns the path of the current directory, whatever its length.
     *
     * <p>{@code char *getcwd(char *buf, size_t size)} {@index getcwd}
     *
     * <p><b>In a JVM:</b> {@code user.dir} holds the directory in which the JVM started.
     *
     * @throws ErrnoException ENOENT: the directory was removed, or lies outside the root directory of this process
     */
    @Call("getcwd(3)")
    String getcwd() throws ErrnoException;

    /**
     * Changes the root directory of this process and its future children: absolute paths start there.
     *
     * <p>{@code int chroot(const char *path)} {@index chroot}
     *
     * <p>The current directory does not change. It may lie outside the new root, and {@code ..} then leads further up, so call
     * {@link #chdir} first. Open descriptors stay open. A process that may call {@code chroot} can leave the new root again.
     *
     * <p><b>In a JVM:</b> the change affects all threads. The JVM then looks for classes, libraries and {@code /proc} below the new
     * root. It does not find what it has not loaded by then, not even classes of the JDK.
     *
     * @throws ErrnoException EPERM: no privilege (CAP_SYS_CHROOT on Linux); ENOENT, ENOTDIR, EACCES, ELOOP
     */
    @Call("chroot(2)")
    default void chroot(String path) throws ErrnoException {
        Outcome.ofPath("chroot", path, chrootOrErrno(path));
    }

    /** Same as {@link #chroot}, but returns 0 or −errno. */
    int chrootOrErrno(String path);

    /**
     * Sets the permissions that new files do not get, and returns the previous ones. Reading the mask alone is not possible.
     *
     * <p>{@code mode_t umask(mode_t mask)} {@index umask}
     *
     * <p><b>In a JVM:</b> the mask is the same for all threads. A file that another thread creates meanwhile gets this mask too.
     */
    @Call("umask(2)")
    int umask(int mask);
}
