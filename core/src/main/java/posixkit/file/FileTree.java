package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * FileTree by path: their names here, what is known of them in {@link Metadata}, what of that can be set in
 * {@link FileAttributes}. A path is a {@code String}, passed on as UTF-8, or a {@code byte[]} for a name that is not text.
 * Where a call takes a directory descriptor, a relative path starts there, or in the current directory with
 * {@code AT_FDCWD}.
 *
 * <p>Descriptors are born close-on-exec: a program started later does not get them unless it is told to.
 *
 * <p><b>In a JVM:</b> the JDK remembers the current directory it started in, so {@link java.io.File} and a call here
 * disagree about relative paths once somebody changes it.
 */
public interface FileTree extends Metadata, FileAttributes {
    /**
     * {@code int open(const char *path, int flags, mode_t mode)} {@index open}
     *
     * <p>Opens a file and returns the lowest free descriptor, close-on-exec. {@code mode}, less the umask, counts only when
     * the call creates the file.
     *
     * <p>{@code O_TMPFILE} contains {@code O_DIRECTORY}'s bit: test for it with a mask. A FIFO waits for its other end.
     *
     * @throws ErrnoException ENOENT, EACCES, ENOTDIR, EISDIR; EEXIST: with {@code O_EXCL}; ELOOP: a link, with
     *     {@code O_NOFOLLOW}; EMFILE, ENFILE: too many are open
     */
    @Call(value = "open(2)", waits = true)
    int open(String path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #open(String, int, int)} that returns −errno instead of throwing, the descriptor if it went well.
     */
    @Call(value = "open(2)", waits = true)
    int openOrErrno(String path, int flags, int mode);

    /**
     * {@link #open(String, int, int)} by a name that is not text.
     */
    @Call(value = "open(2)", waits = true)
    int open(byte[] path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #open(byte[], int, int)} that returns −errno instead of throwing, the descriptor if it went well.
     */
    @Call(value = "open(2)", waits = true)
    int openOrErrno(byte[] path, int flags, int mode);

    /**
     * {@code int openat(int dirfd, const char *path, int flags, mode_t mode)} {@index openat}
     *
     * <p>{@link #open} from a directory. {@code ..} and links still lead out of it.
     *
     * @throws ErrnoException as {@link #open}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call(value = "openat(2)", waits = true)
    int openat(int dirfd, String path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #openat(int, String, int, int)} by a name that is not text.
     */
    @Call(value = "openat(2)", waits = true)
    int openat(int dirfd, byte[] path, int flags, int mode) throws ErrnoException;

    /**
     * {@code int creat(const char *path, mode_t mode)} {@index creat}
     *
     * <p>Creates a file, or empties the one that is there, which keeps its mode; opens it for writing, close-on-exec.
     *
     * @throws ErrnoException as {@link #open}
     */
    @Call(value = "creat(2)", waits = true)
    int creat(String path, int mode) throws ErrnoException;

    /**
     * {@link #creat(String, int)} by a name that is not text.
     */
    @Call(value = "creat(2)", waits = true)
    int creat(byte[] path, int mode) throws ErrnoException;

    /**
     * {@code ssize_t readlink(const char *path, char *buf, size_t size)} {@index readlink}
     *
     * <p>What a symbolic link says, however long. Read as UTF-8; {@link #readlinkBytes} gives the bytes.
     *
     * @throws ErrnoException EINVAL: not a link; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call("readlink(2)")
    String readlink(String path) throws ErrnoException;

    /**
     * {@link #readlink(String)} by a name that is not text.
     */
    @Call("readlink(2)")
    String readlink(byte[] path) throws ErrnoException;

    /**
     * {@link #readlink} without reading it as text.
     */
    @Call("readlink(2)")
    byte[] readlinkBytes(String path) throws ErrnoException;

    /**
     * {@link #readlinkBytes(String)} by a name that is not text.
     */
    @Call("readlink(2)")
    byte[] readlinkBytes(byte[] path) throws ErrnoException;

    /**
     * {@code ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t size)} {@index readlinkat}
     *
     * <p>{@link #readlink} from a directory.
     *
     * <p>On Linux an empty path is the link that {@code dirfd} itself is, opened with {@code O_PATH | O_NOFOLLOW}.
     *
     * @throws ErrnoException as {@link #readlink}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("readlinkat(2)")
    String readlinkat(int dirfd, String path) throws ErrnoException;

    /**
     * {@link #readlinkat(int, String)} by a name that is not text.
     */
    @Call("readlinkat(2)")
    String readlinkat(int dirfd, byte[] path) throws ErrnoException;

    /**
     * {@link #readlinkat} without reading it as text.
     */
    @Call("readlinkat(2)")
    byte[] readlinkatBytes(int dirfd, String path) throws ErrnoException;

    /**
     * {@link #readlinkatBytes(int, String)} by a name that is not text.
     */
    @Call("readlinkat(2)")
    byte[] readlinkatBytes(int dirfd, byte[] path) throws ErrnoException;

    /**
     * {@code int link(const char *from, const char *to)} {@index link}
     *
     * <p>Gives a file a second name, {@code to}, as good as the first.
     *
     * <p>If {@code from} ends in a symbolic link, Linux gives that link the second name and macOS the file it leads to.
     * {@link #linkat} lets one choose.
     *
     * @throws ErrnoException EEXIST: {@code to} is taken; EXDEV: another mount, be it of the same file system; EPERM: a
     *     directory, or on Linux a file that is not ours and that we may not write (protected_hardlinks); EMLINK, ENOENT,
     *     EACCES, EROFS
     */
    @Call("link(2)")
    void link(String from, String to) throws ErrnoException;

    /**
     * {@link #link(String, String)} by a name that is not text.
     */
    @Call("link(2)")
    void link(byte[] from, byte[] to) throws ErrnoException;

    /**
     * {@code int linkat(int fromfd, const char *from, int tofd, const char *to, int flags)} {@index linkat}
     *
     * <p>{@link #link} from one directory to another. A symbolic link at the end of {@code from} is followed with
     * {@code AT_SYMLINK_FOLLOW} only, on every system.
     *
     * <p>On Linux {@code AT_EMPTY_PATH} and an empty {@code from} name the open file {@code fromfd} itself: that is how one
     * made with {@code O_TMPFILE} gets a name. It takes CAP_DAC_READ_SEARCH; without, {@code /proc/self/fd/N} with
     * {@code AT_SYMLINK_FOLLOW} does the same.
     *
     * @throws ErrnoException as {@link #link}; EBADF, ENOTDIR: a descriptor is no open directory; EINVAL: no such flag
     */
    @Call("linkat(2)")
    void linkat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException;

    /**
     * {@link #linkat(int, String, int, String, int)} by a name that is not text.
     */
    @Call("linkat(2)")
    void linkat(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int symlink(const char *target, const char *linkpath)} {@index symlink}
     *
     * <p>Makes a symbolic link named {@code linkpath} that says {@code target}, to the letter. What it says need not exist;
     * if it is relative it starts in the link's own directory, at each use anew.
     *
     * @throws ErrnoException EEXIST: {@code linkpath} is taken; ENOENT: {@code target} is empty, or a directory is missing;
     *     ENAMETOOLONG, EACCES, ENOTDIR, EROFS, ENOSPC; EPERM: the file system has no such links
     */
    @Call("symlink(2)")
    void symlink(String target, String linkpath) throws ErrnoException;

    /**
     * {@link #symlink(String, String)} by a name that is not text.
     */
    @Call("symlink(2)")
    void symlink(byte[] target, byte[] linkpath) throws ErrnoException;

    /**
     * {@code int symlinkat(const char *target, int dirfd, const char *linkpath)} {@index symlinkat}
     *
     * <p>{@link #symlink} in a directory. {@code dirfd} is where {@code linkpath} starts; {@code target} is just text.
     *
     * @throws ErrnoException as {@link #symlink}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("symlinkat(2)")
    void symlinkat(String target, int dirfd, String linkpath) throws ErrnoException;

    /**
     * {@link #symlinkat(String, int, String)} by a name that is not text.
     */
    @Call("symlinkat(2)")
    void symlinkat(byte[] target, int dirfd, byte[] linkpath) throws ErrnoException;

    /**
     * {@code int unlink(const char *path)} {@index unlink}
     *
     * <p>Removes a name. The file goes when its last name and its last descriptor are gone.
     *
     * @throws ErrnoException ENOENT, EACCES, EROFS; EISDIR on Linux, EPERM on macOS: a directory; EPERM: not ours, in a sticky
     *     directory
     */
    @Call("unlink(2)")
    void unlink(String path) throws ErrnoException;

    /**
     * {@link #unlink(String)} by a name that is not text.
     */
    @Call("unlink(2)")
    void unlink(byte[] path) throws ErrnoException;

    /**
     * {@code int unlinkat(int dirfd, const char *path, int flags)} {@index unlinkat}
     *
     * <p>{@link #unlink} in a directory; with {@code AT_REMOVEDIR}, {@link #rmdir}.
     *
     * <p>The number of {@code AT_REMOVEDIR} means something else to other calls.
     *
     * @throws ErrnoException as the two; EBADF, ENOTDIR: {@code dirfd} is no open directory; EINVAL: no such flag
     */
    @Call("unlinkat(2)")
    void unlinkat(int dirfd, String path, int flags) throws ErrnoException;

    /**
     * {@link #unlinkat(int, String, int)} by a name that is not text.
     */
    @Call("unlinkat(2)")
    void unlinkat(int dirfd, byte[] path, int flags) throws ErrnoException;

    /**
     * {@code int mkdir(const char *path, mode_t mode)} {@index mkdir}
     *
     * <p>Makes one directory, with {@code mode} less the umask.
     *
     * @throws ErrnoException EEXIST: the name is taken, be it by a link to nowhere; ENOENT, EACCES, ENOTDIR, EROFS
     */
    @Call("mkdir(2)")
    void mkdir(String path, int mode) throws ErrnoException;

    /**
     * {@link #mkdir(String, int)} by a name that is not text.
     */
    @Call("mkdir(2)")
    void mkdir(byte[] path, int mode) throws ErrnoException;

    /**
     * {@code int mkdirat(int dirfd, const char *path, mode_t mode)} {@index mkdirat}
     *
     * <p>{@link #mkdir} in a directory.
     *
     * @throws ErrnoException as {@link #mkdir}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("mkdirat(2)")
    void mkdirat(int dirfd, String path, int mode) throws ErrnoException;

    /**
     * {@link #mkdirat(int, String, int)} by a name that is not text.
     */
    @Call("mkdirat(2)")
    void mkdirat(int dirfd, byte[] path, int mode) throws ErrnoException;

    /**
     * {@code int mkfifo(const char *path, mode_t mode)} {@index mkfifo}
     *
     * <p>Makes a FIFO, a pipe that has a name, with {@code mode} less the umask. Opening one end waits for the other.
     *
     * @throws ErrnoException EEXIST: the name is taken; ENOENT, EACCES, ENOTDIR, EROFS, ENOSPC
     */
    @Call("mkfifo(3)")
    void mkfifo(String path, int mode) throws ErrnoException;

    /**
     * {@link #mkfifo(String, int)} by a name that is not text.
     */
    @Call("mkfifo(3)")
    void mkfifo(byte[] path, int mode) throws ErrnoException;

    /**
     * {@code int mknod(const char *path, mode_t mode, dev_t dev)} {@index mknod}
     *
     * <p>Makes a file of the kind that {@code mode} says, with its permissions less the umask: {@code S_IFIFO},
     * {@code S_IFREG} or none for a plain file, {@code S_IFSOCK}; or the devices {@code S_IFCHR} and {@code S_IFBLK}, whose
     * number is {@code dev}, as {@link #makedev} makes it, and means nothing otherwise. macOS makes FIFOs
     * for anybody, devices for root, and nothing else.
     *
     * <p>Where a file system is mounted {@code nodev}, devices can be made and not be opened.
     *
     * @throws ErrnoException EPERM: a device, and no privilege; or a directory; EINVAL: a kind there is not, or a number that
     *     has no room in 32 bits; EEXIST: the name is taken; ENOENT, EACCES, ENOTDIR, EROFS, ENOSPC
     */
    @Call("mknod(2)")
    void mknod(String path, int mode, long dev) throws ErrnoException;

    /**
     * {@link #mknod(String, int, long)} by a name that is not text.
     */
    @Call("mknod(2)")
    void mknod(byte[] path, int mode, long dev) throws ErrnoException;

    /**
     * {@code int rmdir(const char *path)} {@index rmdir}
     *
     * <p>Removes an empty directory.
     *
     * @throws ErrnoException ENOTEMPTY; ENOTDIR; ENOENT; EBUSY: something is mounted there; EINVAL: the path ends in a dot
     */
    @Call("rmdir(2)")
    void rmdir(String path) throws ErrnoException;

    /**
     * {@link #rmdir(String)} by a name that is not text.
     */
    @Call("rmdir(2)")
    void rmdir(byte[] path) throws ErrnoException;

    /**
     * {@code int rename(const char *from, const char *to)} {@index rename}
     *
     * <p>Moves a name, replacing what is there in one step that nobody sees the middle of. An open file stays open.
     *
     * <p>It survives a crash only once the directory is {@link Io#fsync}ed. Two names of one file are left as they are, and
     * that is success.
     *
     * @throws ErrnoException EXDEV: another file system; ENOTEMPTY, EISDIR, ENOTDIR: what is there cannot be replaced; EINVAL:
     *     a directory into itself; ENOENT, EACCES, EROFS
     */
    @Call("rename(2)")
    void rename(String from, String to) throws ErrnoException;

    /**
     * {@link #rename(String, String)} by a name that is not text.
     */
    @Call("rename(2)")
    void rename(byte[] from, byte[] to) throws ErrnoException;

    /**
     * {@code int renameat(int fromfd, const char *from, int tofd, const char *to)} {@index renameat}
     *
     * <p>{@link #rename} from one directory to another.
     *
     * @throws ErrnoException as {@link #rename}; EBADF, ENOTDIR: a descriptor is no open directory
     */
    @Call("renameat(2)")
    void renameat(int fromfd, String from, int tofd, String to) throws ErrnoException;

    /**
     * {@link #renameat(int, String, int, String)} by a name that is not text.
     */
    @Call("renameat(2)")
    void renameat(int fromfd, byte[] from, int tofd, byte[] to) throws ErrnoException;

    /**
     * {@code DIR *opendir(const char *path)} {@index opendir}
     *
     * <p>Opens a directory to read what is in it; its descriptor is close-on-exec.
     *
     * @throws ErrnoException ENOENT, EACCES, ENOTDIR, ELOOP; EMFILE, ENFILE: too many are open
     */
    @Call("opendir(3)")
    Dir opendir(String path) throws ErrnoException;

    /**
     * {@link #opendir(String)} by a name that is not text.
     */
    @Call("opendir(3)")
    Dir opendir(byte[] path) throws ErrnoException;

    /**
     * {@code int chdir(const char *path)} {@index chdir}
     *
     * <p>Makes a directory the current one, where relative paths start.
     *
     * <p><b>In a JVM:</b> it is one for all threads. {@code user.dir} keeps saying what it said, and {@link java.io.File} and
     * {@link java.nio.file.Path} go on starting there, so that the JDK and calls here disagree about every relative path from
     * now on. The {@code …at} calls need no current directory, and {@code Spawn} gives a child its own.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP; EACCES: no {@code x} permission on it or on the way
     */
    @Call("chdir(2)")
    void chdir(String path) throws ErrnoException;

    /**
     * {@link #chdir(String)} by a name that is not text.
     */
    @Call("chdir(2)")
    void chdir(byte[] path) throws ErrnoException;

    /**
     * {@code int fchdir(int fd)} {@index fchdir}
     *
     * <p>{@link #chdir} to an open directory, wherever it is by now: the way back.
     *
     * <p><b>In a JVM:</b> as {@link #chdir}.
     *
     * @throws ErrnoException EBADF: not open; ENOTDIR; EACCES: no {@code x} permission on it
     */
    @Call("fchdir(2)")
    void fchdir(int fd) throws ErrnoException;

    /**
     * {@code int chroot(const char *path)} {@index chroot}
     *
     * <p>Makes a directory the one where absolute paths start, for this process and the children it will have.
     *
     * <p>The current directory stays where it is, outside perhaps, and {@code ..} leads up from there: {@link #chdir} first.
     * Descriptors that are open stay open. It holds nobody who has the privilege to do it again.
     *
     * <p><b>In a JVM:</b> for all threads. Classes, libraries and {@code /proc} are then looked for in there: what has not
     * been loaded by now is not found, of the JDK neither.
     *
     * @throws ErrnoException EPERM: no privilege (CAP_SYS_CHROOT on Linux); ENOENT, ENOTDIR, EACCES, ELOOP
     */
    @Call("chroot(2)")
    void chroot(String path) throws ErrnoException;

    /**
     * {@link #chroot(String)} by a name that is not text.
     */
    @Call("chroot(2)")
    void chroot(byte[] path) throws ErrnoException;

    /**
     * {@code mode_t umask(mode_t mask)} {@index umask}
     *
     * <p>Sets which permissions new files do not get, and returns the ones before. It cannot be asked without being set.
     *
     * <p><b>In a JVM:</b> for all threads: a file that another makes between two calls gets the permissions of neither.
     */
    @Call("umask(2)")
    int umask(int mask);

    /**
     * {@code char *getcwd(char *buf, size_t size)} {@index getcwd}
     *
     * <p>The current directory, however long, read as UTF-8; {@link #getcwdBytes} gives the bytes.
     *
     * <p><b>In a JVM:</b> {@code user.dir} keeps saying what this said when the JVM started.
     *
     * @throws ErrnoException ENOENT: it has been removed, or lies outside our root
     */
    @Call("getcwd(3)")
    String getcwd() throws ErrnoException;

    /** {@link #getcwd} without reading it as text. */
    @Call("getcwd(3)")
    byte[] getcwdBytes() throws ErrnoException;

    /** {@link #open(String, int, int)} of a file that is there: no mode, so it must not create one. */
    default int open(String path, int flags) throws ErrnoException {
        return open(path, flags, 0);
    }
}
