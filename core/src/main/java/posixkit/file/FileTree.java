package posixkit.file;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.onlinux.constants.LinuxOpen.O_TMPFILE;

import java.util.Objects;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.constants.At;

/**
 * Opens, creates, links, renames and removes files that are named by a path. The methods of {@link Metadata} read information
 * about a file, for example its owner and size. The methods of {@link FileAttributes} change this information. Methods that exist
 * only on Linux are in {@link posixkit.onlinux.OnLinuxFiles}. Methods that exist only on macOS are in
 * {@link posixkit.ondarwin.OnDarwinFiles}.
 *
 * <p>Paths are strings. A path that a method returns keeps every byte, even bytes that are not valid UTF-8. The class
 * {@link posixkit.Names} explains how. Every other method that takes a path accepts this path.
 *
 * <p>Some methods have a parameter for a directory descriptor, for example {@code dirfd}. These methods resolve a relative path
 * against this directory. The value {@code AT_FDCWD} means the current directory. If the path is absolute, these methods ignore
 * the descriptor.
 *
 * <p>New descriptors are close-on-exec: a program that this process starts does not inherit them, unless the caller passes them
 * to the program explicitly.
 *
 * <p><b>In a JVM:</b> the JDK resolves relative paths against the directory in which the JVM started. After {@link #chdir},
 * {@link java.io.File} still uses the directory in which the JVM started, but the methods of this interface use the new current
 * directory.
 */
public interface FileTree extends Metadata, FileAttributes {
    // Methods that open files

    /**
     * Opens the file at {@code path} and returns its descriptor, which is the lowest free number. If {@code flags} contains
     * {@code O_CREAT} and the file does not exist, this method creates the file.
     *
     * <p>{@code int open(const char *path, int flags, mode_t mode)} {@index open}
     *
     * <p>{@code mode} holds the permissions of a new file. The kernel removes the permission bits that are set in the umask. If
     * this method creates no file, {@code mode} is ignored.
     *
     * <p>The flag {@code O_TMPFILE} consists of several bits, and one of these bits is the flag {@code O_DIRECTORY}. To test
     * whether {@code flags} contains {@code O_TMPFILE}, use {@code (flags & O_TMPFILE) == O_TMPFILE}.
     *
     * <p>If {@code path} is a FIFO, this method blocks until the other end of the FIFO is open. If a signal interrupts the
     * system call, this method repeats the system call. But if {@code flags} contains {@code O_EXCL}, this method does not
     * repeat the interrupted system call, and throws an {@link ErrnoException} with EINTR. The interrupted system call may
     * already have created the file. A repeated system call would then fail with EEXIST.
     *
     * @throws ErrnoException ENOENT: the file or a directory of the path does not exist; EACCES: the file does not permit this
     *     access, or a directory of the path has no search permission; ENOTDIR: a part of the path is not a directory; EISDIR:
     *     {@code path} is a directory and cannot be opened for writing; EEXIST: {@code flags} contains {@code O_EXCL}, and the
     *     file exists; ELOOP: {@code flags} contains {@code O_NOFOLLOW}, and {@code path} is a symbolic link; EMFILE, ENFILE: too
     *     many files are open
     */
    @Call(value = "open(2)", waits = true, restarts = Call.Restart.UNLESS_EXCLUSIVE)
    default int open(String path, int flags, int mode) throws ErrnoException {
        int result;
        do {
            result = openOrErrno(path, flags, mode);
        } while (result == -EINTR && (flags & O_EXCL) == 0);
        return Outcome.ofPath("open", path, result);
    }

    /** Same as {@link #open(String, int, int)}, but returns the descriptor or −errno. */
    int openOrErrno(String path, int flags, int mode);

    /**
     * Opens the existing file at {@code path} and returns its descriptor.
     *
     * @throws IllegalArgumentException if {@code flags} contains {@code O_CREAT} or {@code O_TMPFILE}. To create a file, use
     *     {@link #open(String, int, int)}, which takes the permissions of the file
     */
    default int open(String path, int flags) throws ErrnoException {
        Objects.requireNonNull(path, "path");
        requireNoMode(flags);
        return open(path, flags, 0);
    }

    /**
     * Opens the file at {@code path} and returns its descriptor. A relative {@code path} is resolved against the directory
     * {@code dirfd}. If {@code flags} contains {@code O_CREAT} and the file does not exist, this method creates the file.
     *
     * <p>{@code int openat(int dirfd, const char *path, int flags, mode_t mode)} {@index openat}
     *
     * <p>A {@code path} with {@code ..} or with symbolic links can name a file outside the directory {@code dirfd}.
     *
     * @throws ErrnoException with the errnos of {@link #open(String, int, int)}; EBADF, ENOTDIR: {@code path} is relative, and
     *     {@code dirfd} is not an open directory
     */
    @Call(value = "openat(2)", waits = true, restarts = Call.Restart.UNLESS_EXCLUSIVE)
    default int openat(int dirfd, String path, int flags, int mode) throws ErrnoException {
        int result;
        do {
            result = openatOrErrno(dirfd, path, flags, mode);
        } while (result == -EINTR && (flags & O_EXCL) == 0);
        return Outcome.ofPathAt("openat", dirfd, path, result);
    }

    /** Same as {@link #openat(int, String, int, int)}, but returns the descriptor or −errno. */
    int openatOrErrno(int dirfd, String path, int flags, int mode);

    /**
     * Opens the existing file at {@code path} and returns its descriptor. A relative {@code path} is resolved against the
     * directory {@code dirfd}.
     *
     * @throws IllegalArgumentException if {@code flags} contains {@code O_CREAT} or {@code O_TMPFILE}. To create a file, use
     *     {@link #openat(int, String, int, int)}, which takes the permissions of the file
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
     * Opens the file at {@code path} for writing and returns its descriptor. If the file does not exist, this method creates it
     * with the permissions {@code mode}. If the file exists, this method sets its length to 0.
     *
     * <p>{@code int creat(const char *path, mode_t mode)} {@index creat}
     *
     * <p>An existing file keeps its permissions.
     *
     * @throws ErrnoException with the errnos of {@link #open(String, int, int)}
     */
    @Call(value = "creat(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int creat(String path, int mode) throws ErrnoException {
        int result;
        do {
            result = creatOrErrno(path, mode);
        } while (result == -EINTR);
        return Outcome.ofPath("creat", path, result);
    }

    /** Same as {@link #creat}, but returns the descriptor or −errno. */
    int creatOrErrno(String path, int mode);

    /**
     * Opens the directory at {@code path} and returns an object that reads its entries.
     *
     * <p>{@code DIR *opendir(const char *path)} {@index opendir}
     *
     * <p>On Linux, {@link posixkit.onlinux.OnLinuxFiles#getdents64} is an alternative: it takes the descriptor of an open
     * directory, and reads many entries with one call.
     *
     * @throws ErrnoException ENOENT: {@code path} does not exist; EACCES: the directory has no read permission, or a directory of
     *     the path has no search permission; ENOTDIR: {@code path} or a part of the path is not a directory; ELOOP: the path
     *     contains too many symbolic links; EMFILE, ENFILE: too many files are open
     */
    @Call(value = "opendir(3)", restarts = Call.Restart.ALWAYS)
    Dir opendir(String path) throws ErrnoException;

    // Methods for hard links and symbolic links

    /**
     * Returns the target of the symbolic link at {@code path}. The target can have any length.
     *
     * <p>{@code ssize_t readlink(const char *path, char *buf, size_t size)} {@index readlink}
     *
     * @throws ErrnoException EINVAL: {@code path} is not a symbolic link; ENOENT: {@code path} does not exist; EACCES: a
     *     directory of the path has no search permission; ENOTDIR: a part of the path is not a directory; ELOOP: the path
     *     contains too many symbolic links
     */
    @Call(value = "readlink(2)", restarts = Call.Restart.ALWAYS)
    String readlink(String path) throws ErrnoException;

    /**
     * Returns the target of the symbolic link at {@code path}. A relative {@code path} is resolved against the directory
     * {@code dirfd}.
     *
     * <p>{@code ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t size)} {@index readlinkat}
     *
     * <p>On Linux, {@code dirfd} can also be the descriptor of a symbolic link that was opened with {@code O_PATH | O_NOFOLLOW}.
     * If {@code path} is empty, this method returns the target of this symbolic link.
     *
     * @throws ErrnoException with the errnos of {@link #readlink}; EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is
     *     not an open directory
     */
    @Call(value = "readlinkat(2)", restarts = Call.Restart.ALWAYS)
    String readlinkat(int dirfd, String path) throws ErrnoException;

    /**
     * Gives the file at the path {@code from} another name, the path {@code to} (a hard link). Afterwards, the kernel makes no
     * difference between the old name and the new name. The file exists until both names are removed.
     *
     * <p>{@code int link(const char *from, const char *to)} {@index link}
     *
     * <p>If the file at {@code from} is a symbolic link, Linux and macOS differ. On Linux, the symbolic link itself gets the new
     * name. On macOS, the target of the symbolic link gets the new name. {@link #linkat} has a flag that selects the
     * symbolic link or its target.
     *
     * <p>On macOS, you can also copy the file with {@link posixkit.ondarwin.OnDarwinFiles#clonefile}. The copy is a new file
     * that shares the disk blocks of the original file.
     *
     * @throws ErrnoException EEXIST: {@code to} exists; EXDEV: {@code from} and {@code to} are on different mounts, even if both
     *     mounts show the same file system; EPERM: {@code from} is a directory; EPERM on Linux with the setting
     *     protected_hardlinks: the user neither owns the file nor can write to it; EMLINK: the file has too many names; ENOENT:
     *     {@code from} or a directory of a path does not exist; EACCES: the directory of {@code to} is not writable, or a
     *     directory of a path has no search permission; EROFS: the file system is read-only
     */
    @Call("link(2)")
    default void link(String from, String to) throws ErrnoException {
        Outcome.ofPaths("link", from, to, linkOrErrno(from, to));
    }

    /** Same as {@link #link}, but returns 0 or −errno. */
    int linkOrErrno(String from, String to);

    /**
     * Gives the file at the path {@code from} another name, the path {@code to} (a hard link). If the path {@code from} is
     * relative, it is resolved against the directory {@code fromfd}. If the path {@code to} is relative, it is resolved against
     * the directory {@code tofd}.
     *
     * <p>{@code int linkat(int fromfd, const char *from, int tofd, const char *to, int flags)} {@index linkat}
     *
     * <p>If the file at {@code from} is a symbolic link, the symbolic link itself gets the new name. With the flag
     * {@code AT_SYMLINK_FOLLOW}, the target of the symbolic link gets the new name. This is the same on Linux and macOS.
     *
     * <p>On Linux, this method can give a name to a file that was opened with {@code O_TMPFILE} and has no name yet. Pass the
     * descriptor of the file as {@code fromfd}, an empty string as {@code from}, and the flag {@code AT_EMPTY_PATH}. This flag
     * requires the capability CAP_DAC_READ_SEARCH. Without this capability, pass {@code /proc/self/fd/N} as {@code from} and the
     * flag {@code AT_SYMLINK_FOLLOW}. N is the number of the descriptor.
     *
     * @throws ErrnoException with the errnos of {@link #link}; EBADF, ENOTDIR: a path is relative, and its descriptor is not an
     *     open directory; EINVAL: {@code flags} contains an unknown flag
     */
    @Call("linkat(2)")
    default void linkat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("linkat", fromfd, from, tofd, to, linkatOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #linkat}, but returns 0 or −errno. */
    int linkatOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Creates a symbolic link at {@code linkpath} that points to {@code target}.
     *
     * <p>{@code int symlink(const char *target, const char *linkpath)} {@index symlink}
     *
     * <p>The target does not need to exist. A relative target is resolved against the directory of the link, each time the link
     * is used.
     *
     * @throws ErrnoException EEXIST: {@code linkpath} exists; ENOENT: {@code target} is empty, or a directory of {@code linkpath}
     *     does not exist; ENAMETOOLONG: a path is too long; EACCES: the directory of the link is not writable, or a directory of
     *     {@code linkpath} has no search permission; ENOTDIR: a part of {@code linkpath} is not a directory; EROFS: the file
     *     system is read-only; ENOSPC: the disk is full; EPERM: the file system does not support symbolic links
     */
    @Call("symlink(2)")
    default void symlink(String target, String linkpath) throws ErrnoException {
        Outcome.ofPaths("symlink", linkpath, target, symlinkOrErrno(target, linkpath));
    }

    /** Same as {@link #symlink}, but returns 0 or −errno. */
    int symlinkOrErrno(String target, String linkpath);

    /**
     * Creates a symbolic link at {@code linkpath} that points to {@code target}. A relative {@code linkpath} is resolved against
     * the directory {@code dirfd}.
     *
     * <p>{@code int symlinkat(const char *target, int dirfd, const char *linkpath)} {@index symlinkat}
     *
     * <p>The link stores {@code target} as text. This method does not resolve {@code target} and does not check whether it
     * exists.
     *
     * @throws ErrnoException with the errnos of {@link #symlink}; EBADF, ENOTDIR: {@code linkpath} is relative, and {@code dirfd}
     *     is not an open directory
     */
    @Call("symlinkat(2)")
    default void symlinkat(String target, int dirfd, String linkpath) throws ErrnoException {
        int result = symlinkatOrErrno(target, dirfd, linkpath);
        Outcome.ofPathsAt("symlinkat", dirfd, linkpath, At.AT_FDCWD, target, result);
    }

    /** Same as {@link #symlinkat}, but returns 0 or −errno. */
    int symlinkatOrErrno(String target, int dirfd, String linkpath);

    // Methods that remove and rename files

    /**
     * Removes the name {@code path} of a file. The kernel deletes the file itself when it has no other name and no open
     * descriptor.
     *
     * <p>{@code int unlink(const char *path)} {@index unlink}
     *
     * @throws ErrnoException ENOENT: {@code path} does not exist; EACCES: the directory of the file is not writable, or a
     *     directory of the path has no search permission; EROFS: the file system is read-only; EISDIR on Linux, EPERM on macOS:
     *     {@code path} is a directory; EPERM: the file belongs to another user, and its directory has the sticky bit
     */
    @Call("unlink(2)")
    default void unlink(String path) throws ErrnoException {
        Outcome.ofPath("unlink", path, unlinkOrErrno(path));
    }

    /** Same as {@link #unlink}, but returns 0 or −errno. */
    int unlinkOrErrno(String path);

    /**
     * Removes the name {@code path} of a file. If {@code flags} contains {@code AT_REMOVEDIR}, this method removes an empty
     * directory instead. A relative {@code path} is resolved against the directory {@code dirfd}.
     *
     * <p>{@code int unlinkat(int dirfd, const char *path, int flags)} {@index unlinkat}
     *
     * <p>Use {@code AT_REMOVEDIR} only with this method. In other methods, the same number can mean a different flag.
     *
     * @throws ErrnoException with the errnos of {@link #unlink} and {@link #rmdir}; EBADF, ENOTDIR: {@code path} is relative, and
     *     {@code dirfd} is not an open directory; EINVAL: {@code flags} contains an unknown flag
     */
    @Call("unlinkat(2)")
    default void unlinkat(int dirfd, String path, int flags) throws ErrnoException {
        Outcome.ofPathAt("unlinkat", dirfd, path, unlinkatOrErrno(dirfd, path, flags));
    }

    /** Same as {@link #unlinkat}, but returns 0 or −errno. */
    int unlinkatOrErrno(int dirfd, String path, int flags);

    /**
     * Removes the empty directory at {@code path}.
     *
     * <p>{@code int rmdir(const char *path)} {@index rmdir}
     *
     * @throws ErrnoException ENOTEMPTY: the directory is not empty; ENOTDIR: {@code path} is not a directory; ENOENT:
     *     {@code path} does not exist; EBUSY: {@code path} is a mount point; EINVAL: the last part of the path is {@code .}
     */
    @Call("rmdir(2)")
    default void rmdir(String path) throws ErrnoException {
        Outcome.ofPath("rmdir", path, rmdirOrErrno(path));
    }

    /** Same as {@link #rmdir}, but returns 0 or −errno. */
    int rmdirOrErrno(String path);

    /**
     * Renames the file at the path {@code from} to the path {@code to}. If a file already exists at the path {@code to}, it is
     * replaced. The change is atomic: no process sees an intermediate state. Open files stay open.
     *
     * <p>{@code int rename(const char *from, const char *to)} {@index rename}
     *
     * <p>If the machine crashes after this method, the old name can reappear. To prevent this, call {@link Io#fsync} with a
     * descriptor of the directory after this method. If {@code from} and {@code to} are two names of the same file, this method
     * succeeds and changes nothing. To rename a file with flags, use {@link posixkit.onlinux.OnLinuxFiles#renameat2} on Linux,
     * or {@link posixkit.ondarwin.OnDarwinFiles#renamexNp} on macOS. Both methods have a flag with which they fail if
     * the path {@code to} exists. Both methods also have a flag with which they exchange the names of the two files.
     *
     * @throws ErrnoException EXDEV: {@code from} and {@code to} are on different file systems; ENOTEMPTY, EISDIR, ENOTDIR:
     *     {@code to} exists and cannot be replaced by {@code from}; EINVAL: {@code to} is inside the directory {@code from};
     *     ENOENT: {@code from} or a directory of a path does not exist; EACCES: a directory of {@code from} or {@code to} is not
     *     writable or has no search permission; EROFS: the file system is read-only
     */
    @Call("rename(2)")
    default void rename(String from, String to) throws ErrnoException {
        Outcome.ofPaths("rename", from, to, renameOrErrno(from, to));
    }

    /** Same as {@link #rename}, but returns 0 or −errno. */
    int renameOrErrno(String from, String to);

    /**
     * Renames the file at the path {@code from} to the path {@code to}. If the path {@code from} is relative, it is resolved
     * against the directory {@code fromfd}. If the path {@code to} is relative, it is resolved against the directory
     * {@code tofd}.
     *
     * <p>{@code int renameat(int fromfd, const char *from, int tofd, const char *to)} {@index renameat}
     *
     * <p>To rename a file with flags, use {@link posixkit.onlinux.OnLinuxFiles#renameat2} on Linux, or
     * {@link posixkit.ondarwin.OnDarwinFiles#renameatxNp} on macOS.
     *
     * @throws ErrnoException with the errnos of {@link #rename}; EBADF, ENOTDIR: a path is relative, and its descriptor is not an
     *     open directory
     */
    @Call("renameat(2)")
    default void renameat(int fromfd, String from, int tofd, String to) throws ErrnoException {
        Outcome.ofPathsAt("renameat", fromfd, from, tofd, to, renameatOrErrno(fromfd, from, tofd, to));
    }

    /** Same as {@link #renameat}, but returns 0 or −errno. */
    int renameatOrErrno(int fromfd, String from, int tofd, String to);

    // Methods that create directories, FIFOs and device files

    /**
     * Creates a directory at {@code path} with the permissions {@code mode}. The permission bits that are set in the umask are
     * removed from {@code mode}.
     *
     * <p>{@code int mkdir(const char *path, mode_t mode)} {@index mkdir}
     *
     * @throws ErrnoException EEXIST: {@code path} exists, possibly as a symbolic link whose target does not exist; ENOENT: a
     *     directory of the path does not exist; EACCES: the parent directory is not writable, or a directory of the path has
     *     no search permission; ENOTDIR: a part of the path is not a directory; EROFS: the file system is read-only; EISDIR:
     *     {@code path} is the root directory (before macOS 13.3; elsewhere, this is EEXIST)
     */
    @Call("mkdir(2)")
    default void mkdir(String path, int mode) throws ErrnoException {
        Outcome.ofPath("mkdir", path, mkdirOrErrno(path, mode));
    }

    /** Same as {@link #mkdir}, but returns 0 or −errno. */
    int mkdirOrErrno(String path, int mode);

    /**
     * Creates a directory at {@code path} with the permissions {@code mode}. A relative {@code path} is resolved against the
     * directory {@code dirfd}.
     *
     * <p>{@code int mkdirat(int dirfd, const char *path, mode_t mode)} {@index mkdirat}
     *
     * @throws ErrnoException with the errnos of {@link #mkdir}; EBADF, ENOTDIR: {@code path} is relative, and {@code dirfd} is
     *     not an open directory
     */
    @Call("mkdirat(2)")
    default void mkdirat(int dirfd, String path, int mode) throws ErrnoException {
        Outcome.ofPathAt("mkdirat", dirfd, path, mkdiratOrErrno(dirfd, path, mode));
    }

    /** Same as {@link #mkdirat}, but returns 0 or −errno. */
    int mkdiratOrErrno(int dirfd, String path, int mode);

    /**
     * Creates a FIFO (a pipe with a name) at {@code path} with the permissions {@code mode}. The permission bits that are set in
     * the umask are removed from {@code mode}.
     *
     * <p>{@code int mkfifo(const char *path, mode_t mode)} {@index mkfifo}
     *
     * <p>Opening one end of a FIFO blocks until the other end is open. To resolve {@code path} against a directory descriptor,
     * use {@link posixkit.onlinux.OnLinuxFiles#mkfifoat}, which exists only on Linux.
     *
     * @throws ErrnoException EEXIST: {@code path} exists; ENOENT: a directory of the path does not exist; EACCES: the parent
     *     directory is not writable, or a directory of the path has no search permission; ENOTDIR: a part of the path is not a
     *     directory; EROFS: the file system is read-only; ENOSPC: the disk is full
     */
    @Call("mkfifo(3)")
    default void mkfifo(String path, int mode) throws ErrnoException {
        Outcome.ofPath("mkfifo", path, mkfifoOrErrno(path, mode));
    }

    /** Same as {@link #mkfifo}, but returns 0 or −errno. */
    int mkfifoOrErrno(String path, int mode);

    /**
     * Creates a file at {@code path}, for example a FIFO or a device file. The file can have any type except directory and
     * symbolic link. The permission bits that are set in the umask are removed from {@code mode}.
     *
     * <p>{@code int mknod(const char *path, mode_t mode, dev_t dev)} {@index mknod}
     *
     * <p>{@code mode} holds the type and the permissions of the file. The types are {@code S_IFIFO} for a FIFO, {@code S_IFSOCK}
     * for a socket, {@code S_IFREG} or 0 for a regular file, {@code S_IFCHR} for a character device, and {@code S_IFBLK} for a
     * block device. {@code dev} is the device number of a device file. For other types, {@code dev} is ignored. {@link #makedev}
     * computes a device number.
     *
     * <p>On macOS, every user can create FIFOs, only root can create device files, and no user can create other types. To resolve
     * {@code path} against a directory descriptor, use {@link posixkit.onlinux.OnLinuxFiles#mknodat}, which exists only on Linux.
     *
     * <p>On a file system that is mounted with the option {@code nodev}, device files can be created but not opened.
     *
     * @throws ErrnoException EPERM: {@code mode} names a device file, and this process lacks the privilege to create it; EPERM:
     *     {@code mode} names a directory; EINVAL: {@code mode} contains an unknown type, or {@code dev} does not fit into 32
     *     bits; EEXIST: {@code path} exists; ENOENT: a directory of the path does not exist; EACCES: the parent directory is not
     *     writable, or a directory of the path has no search permission; ENOTDIR: a part of the path is not a directory; EROFS:
     *     the file system is read-only; ENOSPC: the disk is full
     */
    @Call("mknod(2)")
    default void mknod(String path, int mode, long dev) throws ErrnoException {
        Outcome.ofPath("mknod", path, mknodOrErrno(path, mode, dev));
    }

    /** Same as {@link #mknod}, but returns 0 or −errno. */
    int mknodOrErrno(String path, int mode, long dev);

    // Methods for the current directory, the root directory and the umask of this process

    /**
     * Changes the current directory of this process to {@code path}. Relative paths are resolved against the current directory.
     *
     * <p>{@code int chdir(const char *path)} {@index chdir}
     *
     * <p><b>In a JVM:</b> the change affects all threads. The system property {@code user.dir} does not change.
     * {@link java.io.File} and {@link java.nio.file.Path} still resolve relative paths against the old directory. A relative path
     * then names one file in the JDK and another file in posixkit. To avoid this problem, use the methods whose names end in
     * {@code at}, for example {@code openat}: they resolve a path against a directory descriptor. To start a child process
     * in another current directory, use {@link posixkit.process.Spawn}.
     *
     * @throws ErrnoException ENOENT: {@code path} does not exist; ENOTDIR: {@code path} or a part of the path is not a directory;
     *     ELOOP: the path contains too many symbolic links; EACCES: {@code path} or a directory of the path has no search
     *     permission ({@code x})
     */
    @Call(value = "chdir(2)", restarts = Call.Restart.ALWAYS)
    default void chdir(String path) throws ErrnoException {
        int result;
        do {
            result = chdirOrErrno(path);
        } while (result == -EINTR);
        Outcome.ofPath("chdir", path, result);
    }

    /** Same as {@link #chdir}, but returns 0 or −errno. */
    int chdirOrErrno(String path);

    /**
     * Changes the current directory of this process to the open directory {@code fd}. This also works if the directory was
     * renamed after it was opened.
     *
     * <p>{@code int fchdir(int fd)} {@index fchdir}
     *
     * <p><b>In a JVM:</b> the change affects all threads. The JDK still resolves relative paths against the old directory, as
     * described for {@link #chdir}.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTDIR: {@code fd} is not a directory; EACCES: the directory has no
     *     search permission ({@code x})
     */
    @Call(value = "fchdir(2)", restarts = Call.Restart.ALWAYS)
    default void fchdir(int fd) throws ErrnoException {
        int result;
        do {
            result = fchdirOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("fchdir", fd, result);
    }

    /** Same as {@link #fchdir}, but returns 0 or −errno. */
    int fchdirOrErrno(int fd);

    /**
     * Returns the path of the current directory of this process. The path can have any length.
     *
     * <p>{@code char *getcwd(char *buf, size_t size)} {@index getcwd}
     *
     * <p><b>In a JVM:</b> the system property {@code user.dir} holds the directory in which the JVM started. It can differ from
     * the result of this method.
     *
     * @throws ErrnoException ENOENT: the current directory was removed, or is outside the root directory of this process
     */
    @Call("getcwd(3)")
    String getcwd() throws ErrnoException;

    /**
     * Changes the root directory of this process to {@code path}. Absolute paths are resolved against the root directory. Child
     * processes that this process starts later have the same root directory.
     *
     * <p>{@code int chroot(const char *path)} {@index chroot}
     *
     * <p>The current directory does not change. If the current directory is outside the new root directory, a path with
     * {@code ..} can still reach files outside the new root directory. Therefore change the current directory to the new root
     * directory with {@link #chdir} before you call this method. Open descriptors stay open. A process that has the privilege to
     * call {@code chroot} can also leave the new root directory again.
     *
     * <p><b>In a JVM:</b> the change affects all threads. Afterwards the JVM searches for classes, libraries and {@code /proc}
     * in the new root directory. The JVM can no longer load classes and libraries from outside the new root directory, not even
     * classes of the JDK. Classes that are already loaded still work.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege (the capability CAP_SYS_CHROOT on Linux); ENOENT:
     *     {@code path} does not exist; ENOTDIR: {@code path} or a part of the path is not a directory; EACCES: {@code path} or a
     *     directory of the path has no search permission; ELOOP: the path contains too many symbolic links
     */
    @Call("chroot(2)")
    default void chroot(String path) throws ErrnoException {
        Outcome.ofPath("chroot", path, chrootOrErrno(path));
    }

    /** Same as {@link #chroot}, but returns 0 or −errno. */
    int chrootOrErrno(String path);

    /**
     * Sets the umask of this process to {@code mask} and returns the previous umask. The umask holds the permission bits that are
     * removed from new files. It is not possible to read the umask without setting it.
     *
     * <p>{@code mode_t umask(mode_t mask)} {@index umask}
     *
     * <p><b>In a JVM:</b> the umask is the same for all threads. A changed umask therefore also applies to files that other
     * threads create.
     */
    @Call("umask(2)")
    int umask(int mask);
}
