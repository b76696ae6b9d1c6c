package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Files by path: their names here, what is known of them in {@link Metadata}, what of that can be set in
 * {@link Attributes}. A path is a {@code String}, passed on as UTF-8, or a {@code byte[]} for a name that is not text.
 * Where a call takes a directory descriptor, a relative path starts there, or in the current directory with
 * {@code AT_FDCWD}.
 *
 * <p>Descriptors are born close-on-exec: a program started later does not get them unless it is told to.
 *
 * <p><b>In a JVM:</b> the JDK remembers the current directory it started in, so {@link java.io.File} and a call here
 * disagree about relative paths once somebody changes it.
 */
public interface Files extends Metadata, Attributes {
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
    @Call("open(2)")
    int open(String path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #open(String, int, int)} that returns −errno instead of throwing, the descriptor if it went well.
     */
    @Call("open(2)")
    int openOrErrno(String path, int flags, int mode);

    /**
     * {@link #open(String, int, int)} by a name that is not text.
     */
    @Call("open(2)")
    int open(byte[] path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #open(byte[], int, int)} that returns −errno instead of throwing, the descriptor if it went well.
     */
    @Call("open(2)")
    int openOrErrno(byte[] path, int flags, int mode);

    /**
     * {@code int openat(int dirfd, const char *path, int flags, mode_t mode)} {@index openat}
     *
     * <p>{@link #open} from a directory. {@code ..} and links still lead out of it.
     *
     * @throws ErrnoException as {@link #open}; EBADF, ENOTDIR: {@code dirfd} is no open directory
     */
    @Call("openat(2)")
    int openat(int dirfd, String path, int flags, int mode) throws ErrnoException;

    /**
     * {@link #openat(int, String, int, int)} by a name that is not text.
     */
    @Call("openat(2)")
    int openat(int dirfd, byte[] path, int flags, int mode) throws ErrnoException;

    /**
     * {@code int creat(const char *path, mode_t mode)} {@index creat}
     *
     * <p>Creates a file, or empties the one that is there, which keeps its mode; opens it for writing, close-on-exec.
     *
     * @throws ErrnoException as {@link #open}
     */
    @Call("creat(2)")
    int creat(String path, int mode) throws ErrnoException;

    /**
     * {@link #creat(String, int)} by a name that is not text.
     */
    @Call("creat(2)")
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
