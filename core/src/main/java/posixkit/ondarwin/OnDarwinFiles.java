package posixkit.ondarwin;

import java.util.List;
import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Files and descriptors as only macOS has them. Paths are what they are in {@link posixkit.file.FileTree}.
 *
 * <p>Some of these are refused by every file system that macOS uses by now. They are here because they are there; each says
 * what to expect.
 */
public interface OnDarwinFiles {
    /**
     * {@code int chflags(const char *path, uint32_t flags)} {@index chflags}
     *
     * <p>Sets a file's flags, {@code UF_…} and {@code SF_…} of {@link posixkit.ondarwin.constants.DarwinChflags}; a symbolic link is
     * followed.
     *
     * <p>It sets all of them: who wants to change one takes the others from {@link OnDarwinStat#flags}. A file that is
     * {@code UF_IMMUTABLE} can be changed, renamed and removed by nobody, not by root either, until its owner takes the flag
     * off; {@code UF_APPEND} leaves adding at the end. What is {@code SF_…} is root's to set. Some are the system's alone:
     * {@code UF_COMPRESSED}, {@code UF_DATAVAULT}, {@code SF_RESTRICTED}, {@code SF_DATALESS}.
     *
     * @throws ErrnoException EPERM: not ours, or not ours to set; ENOTSUP: a file system without flags; ENOENT, EACCES,
     *     ENOTDIR, ELOOP, EROFS
     */
    @Call("chflags(2)")
    void chflags(String path, int flags) throws ErrnoException;

    /**
     * {@link #chflags(String, int)} by a name that is not text.
     */
    @Call("chflags(2)")
    void chflags(byte[] path, int flags) throws ErrnoException;

    /**
     * {@code int lchflags(const char *path, uint32_t flags)} {@index lchflags}
     *
     * <p>{@link #chflags}, but of a symbolic link itself.
     *
     * @throws ErrnoException as {@link #chflags}
     */
    @Call("lchflags(2)")
    void lchflags(String path, int flags) throws ErrnoException;

    /**
     * {@link #lchflags(String, int)} by a name that is not text.
     */
    @Call("lchflags(2)")
    void lchflags(byte[] path, int flags) throws ErrnoException;

    /**
     * {@code int fchflags(int fd, uint32_t flags)} {@index fchflags}
     *
     * <p>{@link #chflags} of an open file. It need not be open for writing, which an immutable one cannot be.
     *
     * @throws ErrnoException EPERM: not ours, or not ours to set; EINVAL: a socket or a pipe; ENOTSUP, EROFS; EBADF: not open
     */
    @Call("fchflags(2)")
    void fchflags(int fd, int flags) throws ErrnoException;

    /**
     * {@code int exchangedata(const char *path1, const char *path2, unsigned int options)} {@index exchangedata}
     *
     * <p>Exchanges what is in two files, and when they were last written, in one step that nobody sees the middle of. Their
     * owners, permissions and numbers stay with the names. With {@code FSOPT_NOFOLLOW} a link is not followed, which makes it
     * no file to exchange.
     *
     * <p>HFS+ can do it. APFS, which is under every Mac's system, says ENOTSUP: there, {@link #renamexNp} with
     * {@code RENAME_SWAP} exchanges the names.
     *
     * @throws ErrnoException ENOTSUP: the file system does not do it; EXDEV: two file systems; EINVAL: one file under two
     *     names, or not two files; EACCES: not readable and writable both; ENOENT, ENOTDIR, ELOOP, EROFS
     */
    @Call("exchangedata(2)")
    void exchangedata(String first, String second, int options) throws ErrnoException;

    /**
     * {@link #exchangedata(String, String, int)} by names that are not text.
     */
    @Call("exchangedata(2)")
    void exchangedata(byte[] first, byte[] second, int options) throws ErrnoException;

    /**
     * {@code int renamex_np(const char *from, const char *to, unsigned int flags)} {@index renamex_np}
     *
     * <p>{@link posixkit.file.FileTree#rename} with a say in what becomes of {@code to}: with {@code RENAME_EXCL} it must not be
     * there, with {@code RENAME_SWAP} it must be, whatever it is, and takes the other's name.
     *
     * @throws ErrnoException as {@code rename}; EEXIST: {@code RENAME_EXCL}, and it is there; ENOENT: {@code RENAME_SWAP}, and
     *     it is not; EINVAL: both, or no such flag; ENOTSUP: the file system cannot; APFS can
     */
    @Call("renamex_np(2)")
    void renamexNp(String from, String to, int flags) throws ErrnoException;

    /**
     * {@link #renamexNp(String, String, int)} by names that are not text.
     */
    @Call("renamex_np(2)")
    void renamexNp(byte[] from, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int renameatx_np(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)}
     * {@index renameatx_np}
     *
     * <p>{@link #renamexNp} from one directory to another.
     *
     * @throws ErrnoException as {@link #renamexNp}; EBADF, ENOTDIR: a descriptor is no open directory
     */
    @Call("renameatx_np(2)")
    void renameatxNp(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException;

    /**
     * {@link #renameatxNp(int, String, int, String, int)} by names that are not text.
     */
    @Call("renameatx_np(2)")
    void renameatxNp(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int clonefile(const char *from, const char *to, uint32_t flags)} {@index clonefile}
     *
     * <p>Copies a file, its permissions, times and extended attributes included, at once and whatever its length: both share
     * the blocks until one is written to. A link is followed, or with {@code CLONE_NOFOLLOW} copied itself. Root's copy has
     * the same owner, unless {@code CLONE_NOOWNERCOPY} says otherwise; others own what they copy, and then it has no set-id
     * bits.
     *
     * <p>A directory is cloned with all that is in it, which Apple advises against: it is not one step.
     *
     * @throws ErrnoException ENOTSUP: a file system other than APFS; EEXIST: {@code to} is taken; EXDEV: another file system;
     *     EINVAL: no such flag, or neither file nor link nor directory; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS, ENOSPC
     */
    @Call("clonefile(2)")
    void clonefile(String from, String to, int flags) throws ErrnoException;

    /**
     * {@link #clonefile(String, String, int)} by names that are not text.
     */
    @Call("clonefile(2)")
    void clonefile(byte[] from, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int clonefileat(int fromfd, const char *from, int tofd, const char *to, uint32_t flags)} {@index clonefileat}
     *
     * <p>{@link #clonefile} from one directory to another.
     *
     * @throws ErrnoException as {@link #clonefile}; EBADF, ENOTDIR: a descriptor is no open directory
     */
    @Call("clonefileat(2)")
    void clonefileat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException;

    /**
     * {@link #clonefileat(int, String, int, String, int)} by names that are not text.
     */
    @Call("clonefileat(2)")
    void clonefileat(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int fclonefileat(int fd, int tofd, const char *to, uint32_t flags)} {@index fclonefileat}
     *
     * <p>{@link #clonefile} of an open file, which has to be one that is open for reading.
     *
     * @throws ErrnoException as {@link #clonefile}; EBADF, ENOTDIR: {@code fd} is not open for reading, {@code tofd} is no
     *     open directory; EINVAL: {@code fd} is no file
     */
    @Call("fclonefileat(2)")
    void fclonefileat(int fd, int tofd, String to, int flags) throws ErrnoException;

    /**
     * {@link #fclonefileat(int, int, String, int)} by a name that is not text.
     */
    @Call("fclonefileat(2)")
    void fclonefileat(int fd, int tofd, byte[] to, int flags) throws ErrnoException;

    /**
     * {@code int undelete(const char *path)} {@index undelete}
     *
     * <p>Brings nothing back. It was once to uncover what a union mount hides; the kernel answers ENOTSUP, whatever the path.
     *
     * @throws ErrnoException ENOTSUP: always
     */
    @Call("undelete(2)")
    void undelete(String path) throws ErrnoException;

    /**
     * {@link #undelete(String)} by a name that is not text.
     */
    @Call("undelete(2)")
    void undelete(byte[] path) throws ErrnoException;

    /**
     * {@code int revoke(const char *path)} {@index revoke}
     *
     * <p>Takes a device away from every process that has it open: reading then finds the end, writing fails with EIO. It is
     * for terminals, before the next user logs in. Other files it is not for.
     *
     * @throws ErrnoException ENOTSUP: no device; EPERM: neither ours nor are we root; EBUSY: mounted; ENOENT, EACCES,
     *     ENOTDIR, ELOOP
     */
    @Call("revoke(2)")
    void revoke(String path) throws ErrnoException;

    /**
     * {@link #revoke(String)} by a name that is not text.
     */
    @Call("revoke(2)")
    void revoke(byte[] path) throws ErrnoException;

    /**
     * {@code int unmount(const char *dir, int flags)} {@index unmount}
     *
     * <p>Takes the file system off that is mounted at {@code dir}; with {@code MNT_FORCE} from under whoever uses it, with
     * {@code MNT_NOBLOCK} without waiting for a server that does not answer.
     *
     * <p>It ejects nothing, and neither Finder nor Disk Arbitration are asked: {@code diskutil} does what people expect.
     *
     * @throws ErrnoException EBUSY: in use, or the system's; EINVAL: nothing is mounted right there; EPERM: neither root nor
     *     who mounted it; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call("unmount(2)")
    void unmount(String dir, int flags) throws ErrnoException;

    /**
     * {@link #unmount(String, int)} of a path that is not text.
     */
    @Call("unmount(2)")
    void unmount(byte[] dir, int flags) throws ErrnoException;

    /**
     * {@code int getfsstat(struct statfs *buf, int size, int flags)} {@index getfsstat}
     *
     * <p>What the system knows about each file system that is mounted, however many there are. {@code MNT_WAIT} asks them all,
     * and waits for a server that does not answer; {@code MNT_NOWAIT} takes what is remembered of them.
     *
     * @throws ErrnoException EIO: one could not be read
     */
    @Call("getfsstat(2)")
    List<OnDarwinStatfs> getfsstat(int flags) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_FULLFSYNC)} {@index F_FULLFSYNC}
     *
     * <p>What {@link posixkit.file.Io#fsync} is elsewhere: what has been written is on the medium, not in the drive's own
     * memory. It takes as long as the drive does.
     *
     * @throws ErrnoException ENOTSUP, ENOTTY: the file system cannot tell the drive to, as on a server: then {@code fsync} is
     *     all there is; EBADF: not open, or no file; EIO
     */
    @Call("fcntl(2)")
    void fullfsync(int fd) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_BARRIERFSYNC)} {@index F_BARRIERFSYNC}
     *
     * <p>{@link posixkit.file.Io#fsync}, and what is written before it reaches the medium before what is written after it.
     * When, nobody says: it costs far less than {@link #fullfsync}.
     *
     * @throws ErrnoException as {@link #fullfsync}
     */
    @Call("fcntl(2)")
    void barrierfsync(int fd) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_NOCACHE, int on)} {@index F_NOCACHE}
     *
     * <p>Whether this open file is read and written past the cache, as far as it goes: what {@code O_DIRECT} is on Linux.
     *
     * @throws ErrnoException EBADF: not open, or no file
     */
    @Call("fcntl(2)")
    void nocache(int fd, boolean on) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_RDAHEAD, int on)} {@index F_RDAHEAD}
     *
     * <p>Whether more of this open file is read than is asked for. It is, until told otherwise.
     *
     * @throws ErrnoException EBADF: not open, or no file
     */
    @Call("fcntl(2)")
    void rdahead(int fd, boolean on) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_GETPATH, char *path)} {@index F_GETPATH}
     *
     * <p>A path that leads to an open file, read as UTF-8; {@link #getPathBytes} gives the bytes. It is absolute and without
     * links. Of several names it is one; who renames it a moment later makes it untrue.
     *
     * @throws ErrnoException EBADF: not open, or no file, as a pipe; ENOENT: it has been removed; ENOSPC: longer than 1023
     *     bytes
     */
    @Call("fcntl(2)")
    String getPath(int fd) throws ErrnoException;

    /** {@link #getPath} without reading it as text. */
    @Call("fcntl(2)")
    byte[] getPathBytes(int fd) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_PREALLOCATE, fstore_t *store)} {@index F_PREALLOCATE}
     *
     * <p>Reserves {@code length} bytes on the medium beyond the file's end, and returns how many were. The end stays where it
     * is: {@code ftruncate} moves it. {@code flags} are {@code F_ALLOCATEALL}, all or nothing, {@code F_ALLOCATECONTIG}, in
     * one piece, and {@code F_ALLOCATEPERSIST}, kept when the file is closed.
     *
     * @throws ErrnoException ENOSPC: not as many are free, or not in one piece; EBADF: not open for writing, or no file;
     *     EINVAL: a negative length; ENOTSUP: a file system that cannot
     */
    @Call("fcntl(2)")
    long preallocate(int fd, long length, int flags) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_PUNCHHOLE, fpunchhole_t *hole)} {@index F_PUNCHHOLE}
     *
     * <p>Gives back what a part of a file takes on the medium; from then on it reads as zeros. The length stays.
     *
     * @throws ErrnoException EINVAL: either number is no multiple of the file system's blocks ({@link OnDarwinStatfs#bsize}), or
     *     negative; EPERM: not open for writing; EBADF: not open, or no file; ENOTSUP: a file system without holes
     */
    @Call("fcntl(2)")
    void punchhole(int fd, long offset, long length) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_RDADVISE, struct radvisory *part)} {@index F_RDADVISE}
     *
     * <p>Says that a part of a file will be read, so that it be there by then. Nothing is waited for.
     *
     * @throws ErrnoException EINVAL: a negative number; EBADF: not open, or no file
     */
    @Call("fcntl(2)")
    void rdadvise(int fd, long offset, int count) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, F_LOG2PHYS_EXT, struct log2phys *place)} {@index F_LOG2PHYS_EXT}
     *
     * <p>Where on its device a byte of a file lies; empty where it lies nowhere, in a hole or beyond the end. How far the
     * piece goes on, {@link posixkit.file.Io#fcntlPtr(int, int, byte[])} tells.
     *
     * @throws ErrnoException EBADF: not open, or no file; ENOTSUP: a file system that does not say; EINVAL
     */
    @Call("fcntl(2)")
    OptionalLong log2phys(int fd, long offset) throws ErrnoException;
}
