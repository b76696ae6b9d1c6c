package posixkit.ondarwin;

import static posixkit.constants.Errno.EINTR;

import java.time.Instant;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads attributes of files with {@code getattrlist}, among them the time of creation and the time of the last backup, and sets
 * times, also these two. {@link posixkit.file.FileAttributes} sets the other attributes.
 *
 * <p>The C calls read and write lists of many more attributes, also of volumes and directories. These methods offer those that files
 * of all kinds have.
 */
public interface OnDarwinAttributes {
    /**
     * Returns attributes of the file {@code path}.
     *
     * <p>{@code int getattrlist(const char *path, void *attrList, void *attrBuf, size_t attrBufSize, unsigned int options)}
     * {@index getattrlist}
     *
     * @param options {@code FSOPT_NOFOLLOW} of {@link posixkit.ondarwin.constants.DarwinAttr}: reads the attributes of a link itself;
     *     or 0
     * @throws ErrnoException EINVAL: {@code options} has a flag that does not exist; ENOTSUP: the volume does not support the call;
     *     ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, EIO
     */
    @Call(value = "getattrlist(2)", restarts = Call.Restart.ALWAYS)
    CommonAttributes getattrlist(String path, int options) throws ErrnoException;

    /**
     * Returns attributes of the open file {@code fd}.
     *
     * <p>{@code int fgetattrlist(int fd, void *attrList, void *attrBuf, size_t attrBufSize, unsigned int options)}
     * {@index fgetattrlist}
     *
     * @param options 0
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: it is not a file of a file system; ENOTSUP, EIO
     */
    @Call(value = "fgetattrlist(2)", restarts = Call.Restart.ALWAYS)
    CommonAttributes fgetattrlist(int fd, int options) throws ErrnoException;

    /**
     * Reads the attributes of the next files of the open directory {@code fd}, as many as have room, into {@code into}. Returns how
     * many, or 0 after the last file. It is faster than {@link #getattrlist} for each file. The entries {@code .} and {@code ..} are
     * left out, and a symbolic link is not followed.
     *
     * <p>{@code int getattrlistbulk(int dirfd, void *attrList, void *attrBuf, size_t attrBufSize, uint64_t options)}
     * {@index getattrlistbulk}
     *
     * <p>The descriptor remembers which files were read. To begin again, call {@code lseek} with the offset 0. A file that is created
     * or removed meanwhile may be read or not.
     *
     * @param options 0, or {@code FSOPT_NOINMEMUPDATE} of {@link posixkit.ondarwin.constants.DarwinAttr}
     * @throws ErrnoException EBADF: {@code fd} is not open for reading; ENOTDIR: {@code fd} is not a directory; ERANGE: {@code into}
     *     has no room for one entry; EINVAL: {@code options} has a flag that does not exist; EIO
     * @throws IllegalArgumentException if {@code into} is not from {@link #newBulkAttributes}, or {@code options} has
     *     {@code FSOPT_PACK_INVAL_ATTRS}, which would lay the entries out in another way
     */
    @Call(value = "getattrlistbulk(2)", restarts = Call.Restart.ALWAYS)
    default int getattrlistbulk(int fd, BulkAttributes into, long options) throws ErrnoException {
        int result;
        do {
            result = getattrlistbulkOrErrno(fd, into, options);
        } while (result == -EINTR);
        return Outcome.ofFd("getattrlistbulk", fd, result);
    }

    /** Same as {@link #getattrlistbulk}, but returns the number of entries or −errno. After −errno, there are no entries. */
    int getattrlistbulkOrErrno(int fd, BulkAttributes into, long options);

    /**
     * Returns a new buffer for {@link #getattrlistbulk}. An entry has 144 bytes and the name of the file, so 64 KiB hold a
     * few hundred.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    BulkAttributes newBulkAttributes(int bytes);

    /**
     * Sets a time of the file {@code path}.
     *
     * <p>{@code int setattrlist(const char *path, void *attrList, void *attrBuf, size_t attrBufSize, unsigned int options)}
     * {@index setattrlist}
     *
     * @param attribute which time: {@code ATTR_CMN_CRTIME}, {@code ATTR_CMN_MODTIME}, {@code ATTR_CMN_ACCTIME} or
     *     {@code ATTR_CMN_BKUPTIME} of {@link posixkit.ondarwin.constants.DarwinAttr}
     * @param options {@code FSOPT_NOFOLLOW}: sets the time of a link itself; or 0
     * @throws ErrnoException EPERM, EACCES: the user does not own the file; EROFS: the file system is read-only; EINVAL: {@code
     *     options} has a flag that does not exist, or the file system does not know this time; ENOTSUP, ENOENT, ENOTDIR, ELOOP, EIO
     * @throws IllegalArgumentException if {@code attribute} is not one of these times
     */
    @Call(value = "setattrlist(2)", restarts = Call.Restart.ALWAYS)
    default void setattrlistTime(String path, int attribute, Instant time, int options) throws ErrnoException {
        int result;
        do {
            result = setattrlistTimeOrErrno(path, attribute, time, options);
        } while (result == -EINTR);
        Outcome.ofPath("setattrlist", path, result);
    }

    /** Same as {@link #setattrlistTime}, but returns 0 or −errno. */
    int setattrlistTimeOrErrno(String path, int attribute, Instant time, int options);

    /**
     * Sets a time of the open file {@code fd}. See {@link #setattrlistTime}.
     *
     * <p>{@code int fsetattrlist(int fd, void *attrList, void *attrBuf, size_t attrBufSize, unsigned int options)}
     * {@index fsetattrlist}
     *
     * @param options 0
     * @throws ErrnoException EBADF: {@code fd} is not open; the other errnos of {@link #setattrlistTime}
     * @throws IllegalArgumentException if {@code attribute} is not one of these times
     */
    @Call(value = "fsetattrlist(2)", restarts = Call.Restart.ALWAYS)
    default void fsetattrlistTime(int fd, int attribute, Instant time, int options) throws ErrnoException {
        int result;
        do {
            result = fsetattrlistTimeOrErrno(fd, attribute, time, options);
        } while (result == -EINTR);
        Outcome.ofFd("fsetattrlist", fd, result);
    }

    /** Same as {@link #fsetattrlistTime}, but returns 0 or −errno. */
    int fsetattrlistTimeOrErrno(int fd, int attribute, Instant time, int options);
}
