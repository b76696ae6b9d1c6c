package posixkit.ondarwin;

import static posixkit.constants.Errno.EINTR;

import java.util.List;
import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Contains the calls on files that only macOS has. {@link posixkit.file.FileTree} explains the rules for the parameters that are
 * paths. If the comment of a method lists an errno without an explanation, the errno has its usual meaning for a call with a
 * path. For example, ENOENT means that the file does not exist.
 *
 * <p>Some of these calls do not work on current file systems. The comment of such a call says so.
 */
public interface OnDarwinFiles {
    // The calls that change the flags of files follow:

    /**
     * Sets the flags of the file {@code path}. If {@code path} is a symbolic link, this method sets the flags of the file to
     * which the link points. The flags are the constants {@code UF_…} and {@code SF_…} of
     * {@link posixkit.ondarwin.constants.DarwinChflags}.
     *
     * <p>{@code int chflags(const char *path, uint32_t flags)} {@index chflags}
     *
     * <p>The call replaces all flags of the file. To change one flag, first read the current flags with
     * {@link OnDarwinStat#flags}. A file with {@code UF_IMMUTABLE} cannot be changed, renamed or removed, not even by root, until
     * its owner clears the flag. {@code UF_APPEND} permits only appending to the file. Only root can set the {@code SF_…} flags.
     * The flags {@code UF_COMPRESSED}, {@code UF_DATAVAULT}, {@code SF_RESTRICTED} and {@code SF_DATALESS} belong to macOS, and
     * no user can set them.
     *
     * @throws ErrnoException EPERM: the user does not own the file, or is not permitted to set these flags; ENOTSUP: the file
     *     system has no flags; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call(value = "chflags(2)", restarts = Call.Restart.ALWAYS)
    default void chflags(String path, int flags) throws ErrnoException {
        int result;
        do {
            result = chflagsOrErrno(path, flags);
        } while (result == -EINTR);
        Outcome.ofPath("chflags", path, result);
    }

    /** Same as {@link #chflags}, but returns 0 or −errno. */
    int chflagsOrErrno(String path, int flags);

    /**
     * Sets the flags of the file {@code path}. If {@code path} is a symbolic link, this method sets the flags of the link itself.
     *
     * <p>{@code int lchflags(const char *path, uint32_t flags)} {@index lchflags}
     *
     * @throws ErrnoException the errnos of {@link #chflags}
     */
    @Call(value = "lchflags(2)", restarts = Call.Restart.ALWAYS)
    default void lchflags(String path, int flags) throws ErrnoException {
        int result;
        do {
            result = lchflagsOrErrno(path, flags);
        } while (result == -EINTR);
        Outcome.ofPath("lchflags", path, result);
    }

    /** Same as {@link #lchflags}, but returns 0 or −errno. */
    int lchflagsOrErrno(String path, int flags);

    /**
     * Sets the flags of the open file {@code fd}. It is enough to open the file for reading. This method can therefore clear the
     * flag {@code UF_IMMUTABLE}, although a file with this flag cannot be opened for writing.
     *
     * <p>{@code int fchflags(int fd, uint32_t flags)} {@index fchflags}
     *
     * @throws ErrnoException EPERM: the user does not own the file, or is not permitted to set these flags; EINVAL: {@code fd} is
     *     a socket or a pipe; ENOTSUP: the file system has no flags; EROFS: the file system is read-only; EBADF: {@code fd} is
     *     not open
     */
    @Call(value = "fchflags(2)", restarts = Call.Restart.ALWAYS)
    default void fchflags(int fd, int flags) throws ErrnoException {
        int result;
        do {
            result = fchflagsOrErrno(fd, flags);
        } while (result == -EINTR);
        Outcome.ofFd("fchflags", fd, result);
    }

    /** Same as {@link #fchflags}, but returns 0 or −errno. */
    int fchflagsOrErrno(int fd, int flags);

    // The calls that rename, exchange, copy and restore files, and revoke access to them, follow:

    /**
     * Exchanges the contents of two files, and the times of their last writes. The exchange is atomic: no process sees a state in
     * between.
     *
     * <p>{@code int exchangedata(const char *path1, const char *path2, unsigned int options)} {@index exchangedata}
     *
     * <p>Owners, permissions and inode numbers are not exchanged: each path keeps its owner, its permissions and its inode
     * number. If a path is a symbolic link, the call uses the file to which the link points. With {@code FSOPT_NOFOLLOW}, the
     * call fails for a symbolic link, because the link itself has no contents to exchange.
     *
     * <p>HFS+ supports this call. On APFS, the file system of every current Mac, this call fails with ENOTSUP. On APFS, use
     * {@link #renamexNp} with {@code RENAME_SWAP}, which exchanges the names of the files instead.
     *
     * @throws ErrnoException ENOTSUP: not supported by the file system; EXDEV: the files are on different file systems; EINVAL:
     *     both paths name the same file, or a file is not a regular file; EACCES: the user lacks the permission to read or to
     *     write one of the files; ENOENT, ENOTDIR, ELOOP, EROFS
     */
    @Call("exchangedata(2)")
    default void exchangedata(String first, String second, int options) throws ErrnoException {
        Outcome.ofPaths("exchangedata", first, second, exchangedataOrErrno(first, second, options));
    }

    /** Same as {@link #exchangedata}, but returns 0 or −errno. */
    int exchangedataOrErrno(String first, String second, int options);

    /**
     * Renames a file. {@code from} is the old path, and {@code to} is the new path. {@code flags} control what happens if
     * {@code to} exists.
     *
     * <p>{@code int renamex_np(const char *from, const char *to, unsigned int flags)} {@index renamex_np}
     *
     * <p>With {@code RENAME_EXCL}, {@code to} must not exist. With {@code RENAME_SWAP}, {@code to} must exist, and the call
     * exchanges the names of the two files. The two files may be of different kinds, for example a regular file and a directory.
     * Without flags, the call works like {@link posixkit.file.FileTree#rename}.
     *
     * @throws ErrnoException the errnos of {@code rename}; EEXIST: {@code to} exists, and the flags contain {@code RENAME_EXCL};
     *     ENOENT: {@code to} does not exist, and the flags contain {@code RENAME_SWAP}; EINVAL: the flags contain both
     *     {@code RENAME_EXCL} and {@code RENAME_SWAP}, or an unknown flag; ENOTSUP: the file system does not support this call
     *     (APFS supports it)
     */
    @Call("renamex_np(2)")
    default void renamexNp(String from, String to, int flags) throws ErrnoException {
        Outcome.ofPaths("renamex_np", from, to, renamexNpOrErrno(from, to, flags));
    }

    /** Same as {@link #renamexNp}, but returns 0 or −errno. */
    int renamexNpOrErrno(String from, String to, int flags);

    /**
     * Renames a file, like {@link #renamexNp}. {@code from} is the old path, and {@code to} is the new path. A relative
     * {@code from} is resolved against the directory {@code fromfd}. A relative {@code to} is resolved against the directory
     * {@code tofd}.
     *
     * <p>{@code int renameatx_np(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)}
     * {@index renameatx_np}
     *
     * @throws ErrnoException the errnos of {@link #renamexNp}; EBADF, ENOTDIR: a descriptor is not an open directory
     */
    @Call("renameatx_np(2)")
    default void renameatxNp(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("renameatx_np", fromfd, from, tofd, to, renameatxNpOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #renameatxNp}, but returns 0 or −errno. */
    int renameatxNpOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Creates the file {@code to} as a copy of the file {@code from}, with the same permissions, times and extended attributes.
     * The call takes the same short time for files of any length, because the two files share their blocks on the medium. They
     * share the blocks until a program writes to one of the files.
     *
     * <p>{@code int clonefile(const char *from, const char *to, uint32_t flags)} {@index clonefile}
     *
     * <p>If {@code from} is a symbolic link, the call copies the file to which the link points. With {@code CLONE_NOFOLLOW}, the
     * call copies the link itself. If root makes the copy, the copy keeps the owner of the original, unless the flags contain
     * {@code CLONE_NOOWNERCOPY}. If another user makes the copy, the copy belongs to that user and has no set-id bits.
     *
     * <p>If {@code from} is a directory, the call copies the directory and everything in it. Apple advises against copying
     * directories, because other processes can see a copy that is not complete yet.
     *
     * @throws ErrnoException ENOTSUP: the file system is not APFS; EEXIST: {@code to} exists; EXDEV: {@code from} and {@code to}
     *     are on different file systems; EINVAL: an unknown flag, or {@code from} is not a file, link or directory; ENOENT,
     *     EACCES, ENOTDIR, ELOOP, EROFS, ENOSPC
     */
    @Call("clonefile(2)")
    default void clonefile(String from, String to, int flags) throws ErrnoException {
        Outcome.ofPaths("clonefile", from, to, clonefileOrErrno(from, to, flags));
    }

    /** Same as {@link #clonefile}, but returns 0 or −errno. */
    int clonefileOrErrno(String from, String to, int flags);

    /**
     * Copies a file, like {@link #clonefile}. {@code from} is the path of the original, and {@code to} is the path of the copy. A
     * relative {@code from} is resolved against the directory {@code fromfd}. A relative {@code to} is resolved against the
     * directory {@code tofd}.
     *
     * <p>{@code int clonefileat(int fromfd, const char *from, int tofd, const char *to, uint32_t flags)} {@index clonefileat}
     *
     * @throws ErrnoException the errnos of {@link #clonefile}; EBADF, ENOTDIR: a descriptor is not an open directory
     */
    @Call("clonefileat(2)")
    default void clonefileat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("clonefileat", fromfd, from, tofd, to, clonefileatOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #clonefileat}, but returns 0 or −errno. */
    int clonefileatOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Copies the open file {@code fd}, like {@link #clonefile}. {@code fd} must be open for reading. {@code to} is the path of
     * the copy. A relative {@code to} is resolved against the directory {@code tofd}.
     *
     * <p>{@code int fclonefileat(int fd, int tofd, const char *to, uint32_t flags)} {@index fclonefileat}
     *
     * @throws ErrnoException the errnos of {@link #clonefile}; EBADF, ENOTDIR: {@code fd} is not open for reading, or
     *     {@code tofd} is not an open directory; EINVAL: {@code fd} is not a file
     */
    @Call("fclonefileat(2)")
    default void fclonefileat(int fd, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathAt("fclonefileat", tofd, to, fclonefileatOrErrno(fd, tofd, to, flags));
    }

    /** Same as {@link #fclonefileat}, but returns 0 or −errno. */
    int fclonefileatOrErrno(int fd, int tofd, String to, int flags);

    /**
     * Copies a file. The flags tell what is copied: {@code COPYFILE_DATA} the content, {@code COPYFILE_STAT} the owner, the
     * permissions and the times, {@code COPYFILE_XATTR} the extended attributes, {@code COPYFILE_ACL} the access control list, and
     * {@code COPYFILE_ALL} all of these.
     *
     * <p>{@code int copyfile(const char *from, const char *to, copyfile_state_t state, copyfile_flags_t flags)} {@index copyfile}
     *
     * <p>The state of the C call is NULL, so there are no callbacks that report progress. If {@code to} exists, it is overwritten,
     * unless the flags contain {@code COPYFILE_EXCL} or {@code COPYFILE_UNLINK}. If the call fails, an incomplete copy may be left.
     * That an owner cannot be copied is no failure.
     *
     * @param flags constants {@code COPYFILE_…} of {@link posixkit.ondarwin.constants.DarwinCopyfile}
     * @return 0; with {@code COPYFILE_CHECK}, which copies nothing, the flags of what there is to copy
     * @throws ErrnoException EEXIST: {@code to} exists, and the flags contain {@code COPYFILE_EXCL}; ENOTSUP: {@code from} is not a
     *     regular file, a directory or a link; ENOENT, ENOTDIR, EACCES, ELOOP, EINVAL, ENOSPC, EIO
     */
    @Call(value = "copyfile(3)", waits = true)
    default int copyfile(String from, String to, int flags) throws ErrnoException {
        return Outcome.ofPaths("copyfile", from, to, copyfileOrErrno(from, to, flags));
    }

    /** Same as {@link #copyfile}, but returns the result or −errno. */
    int copyfileOrErrno(String from, String to, int flags);

    /**
     * Copies what the open file {@code from} holds, and what is known of it, to the open file {@code to}. See {@link #copyfile} for
     * the flags. Flags that concern paths, such as {@code COPYFILE_EXCL}, have no effect.
     *
     * <p>{@code int fcopyfile(int from, int to, copyfile_state_t state, copyfile_flags_t flags)} {@index fcopyfile}
     *
     * <p>The content is read and written from the offsets of the descriptors, and then {@code to} is cut off at the number of bytes
     * that were copied. So both offsets should be 0.
     *
     * @throws ErrnoException EBADF: {@code from} is not open for reading, or {@code to} not for writing; ENOTSUP: {@code from} is a
     *     socket or the like; EINVAL, ENOSPC, EIO
     */
    @Call(value = "fcopyfile(3)", waits = true)
    default int fcopyfile(int from, int to, int flags) throws ErrnoException {
        return Outcome.ofFd("fcopyfile", to, fcopyfileOrErrno(from, to, flags));
    }

    /** Same as {@link #fcopyfile}, but returns the result or −errno. */
    int fcopyfileOrErrno(int from, int to, int flags);

    /**
     * Always fails with ENOTSUP. In older versions of macOS, a union mount could hide a file, and this call made the hidden file
     * visible again.
     *
     * <p>{@code int undelete(const char *path)} {@index undelete}
     *
     * @throws ErrnoException ENOTSUP: always
     */
    @Call("undelete(2)")
    default void undelete(String path) throws ErrnoException {
        Outcome.ofPath("undelete", path, undeleteOrErrno(path));
    }

    /** Same as {@link #undelete}, but returns −errno instead of throwing an exception. */
    int undeleteOrErrno(String path);

    /**
     * Withdraws the access to the device {@code path} from every process that has the device open. In these processes, reading
     * from the device then returns 0, and writing fails with EIO.
     *
     * <p>{@code int revoke(const char *path)} {@index revoke}
     *
     * <p>Login programs call this function for a terminal before the next user logs in. The call works only on devices.
     *
     * @throws ErrnoException ENOTSUP: {@code path} is not a device; EPERM: the user is neither the owner of the device nor root;
     *     EBUSY: the device is mounted; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call("revoke(2)")
    default void revoke(String path) throws ErrnoException {
        Outcome.ofPath("revoke", path, revokeOrErrno(path));
    }

    /** Same as {@link #revoke}, but returns 0 or −errno. */
    int revokeOrErrno(String path);

    // The calls for mounted file systems follow:

    /**
     * Mounts a file system at the directory {@code dir}.
     *
     * <p>{@code int mount(const char *type, const char *dir, int flags, void *data)} {@index mount}
     *
     * <p>{@code data} is a structure that each type of file system defines for itself. Most of these structures are for the program
     * that mounts the type, for example {@code /sbin/mount_apfs}, and Apple may change them. To mount a volume, start such a program,
     * or {@code diskutil}.
     *
     * @param type the type of the file system, for example {@code devfs}
     * @param flags constants {@code MNT_…} of {@link posixkit.ondarwin.constants.DarwinMount}, for example {@code MNT_RDONLY}. With
     *     {@code MNT_UPDATE}, the flags of a mounted file system are changed
     * @param data the bytes of the structure; empty for a null pointer
     * @throws ErrnoException EPERM: this user may not mount there; ENODEV: there is no such type; ENOENT: {@code dir} does not exist;
     *     ENOTDIR: {@code dir} is not a directory; EBUSY: {@code dir} is in use, or something is mounted already; EFAULT: {@code data}
     *     has no address, or holds a bad one; EINVAL: {@code data} is wrong, or with {@code MNT_UPDATE}, {@code dir} is not a mount
     *     point; ENAMETOOLONG, EACCES, ELOOP
     */
    @Call("mount(2)")
    default void mount(String type, String dir, int flags, byte[] data) throws ErrnoException {
        Outcome.ofPath("mount", dir, mountOrErrno(type, dir, flags, data));
    }

    /** Same as {@link #mount}, but returns 0 or −errno. */
    int mountOrErrno(String type, String dir, int flags, byte[] data);

    /**
     * Unmounts the file system that is mounted at {@code dir}.
     *
     * <p>{@code int unmount(const char *dir, int flags)} {@index unmount}
     *
     * <p>With {@code MNT_FORCE}, the call unmounts a file system even if it is in use. With {@code MNT_NOBLOCK}, the call does
     * not wait if the server of a network file system does not respond. The call does not eject the medium, and does not notify
     * Finder or Disk Arbitration. To eject the medium, or to notify Finder and Disk Arbitration, use the program
     * {@code diskutil}.
     *
     * @throws ErrnoException EBUSY: the file system is in use, or belongs to macOS itself; EINVAL: {@code dir} is not a mount
     *     point; EPERM: the user is neither root nor the user who mounted the file system; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call("unmount(2)")
    default void unmount(String dir, int flags) throws ErrnoException {
        Outcome.ofPath("unmount", dir, unmountOrErrno(dir, flags));
    }

    /** Same as {@link #unmount}, but returns 0 or −errno. */
    int unmountOrErrno(String dir, int flags);

    /**
     * Returns information about each mounted file system.
     *
     * <p>{@code int getfsstat(struct statfs *buf, int size, int flags)} {@index getfsstat}
     *
     * <p>With {@code MNT_WAIT}, the call queries every file system, and waits even if the server of a network file system does
     * not respond. With {@code MNT_NOWAIT}, the call returns the information that the kernel has stored, which may be out of
     * date. To get information about one file system, use {@link posixkit.file.Metadata#statfs(String)}.
     *
     * @throws ErrnoException EIO: a file system could not be read
     */
    @Call("getfsstat(2)")
    List<OnDarwinStatfs> getfsstat(int flags) throws ErrnoException;

    // The calls for open files follow:

    /**
     * Writes all changes of the file {@code fd} to the medium, including changes in the cache of the drive. The call waits until
     * the drive has written the data, which can take long. On Linux, {@link posixkit.file.Io#fsync} does the same. On macOS,
     * {@code fsync} does not flush the cache of the drive.
     *
     * <p>{@code int fcntl(int fd, F_FULLFSYNC)} {@index F_FULLFSYNC}
     *
     * @throws ErrnoException ENOTSUP, ENOTTY: the file system does not support this call, for example because the file system is
     *     on a server (use {@code fsync} instead); EBADF: {@code fd} is not open, or not a file; EIO
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void fullfsync(int fd) throws ErrnoException {
        int result;
        do {
            result = fullfsyncOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #fullfsync}, but returns 0 or −errno. */
    int fullfsyncOrErrno(int fd);

    /**
     * Sends the changes of the file {@code fd} to the drive, like {@link posixkit.file.Io#fsync}. This call also determines the
     * order in which the drive writes. Data written before this call reaches the medium before data written after this call.
     *
     * <p>{@code int fcntl(int fd, F_BARRIERFSYNC)} {@index F_BARRIERFSYNC}
     *
     * <p>The call does not wait until the drive has written the data to the medium. It therefore takes far less time than
     * {@link #fullfsync}, which waits.
     *
     * @throws ErrnoException the errnos of {@link #fullfsync}
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void barrierfsync(int fd) throws ErrnoException {
        int result;
        do {
            result = barrierfsyncOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #barrierfsync}, but returns 0 or −errno. */
    int barrierfsyncOrErrno(int fd);

    /**
     * Sets or clears "no cache" for the open file {@code fd}. While "no cache" is set, reads and writes bypass the kernel's cache
     * where possible, like {@code O_DIRECT} on Linux.
     *
     * <p>{@code int fcntl(int fd, F_NOCACHE, int on)} {@index F_NOCACHE}
     *
     * @param on true to set "no cache", so that the file is not cached; false to clear it, so that the file is cached
     * @throws ErrnoException EBADF: {@code fd} is not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void nocache(int fd, boolean on) throws ErrnoException {
        int result;
        do {
            result = nocacheOrErrno(fd, on);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #nocache}, but returns 0 or −errno. */
    int nocacheOrErrno(int fd, boolean on);

    /**
     * Turns read-ahead for the open file {@code fd} on if {@code on} is true, and off if {@code on} is false. With read-ahead,
     * the kernel reads data before the program requests it. Read-ahead is on by default.
     *
     * <p>{@code int fcntl(int fd, F_RDAHEAD, int on)} {@index F_RDAHEAD}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void rdahead(int fd, boolean on) throws ErrnoException {
        int result;
        do {
            result = rdaheadOrErrno(fd, on);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #rdahead}, but returns 0 or −errno. */
    int rdaheadOrErrno(int fd, boolean on);

    /**
     * Returns a path of the open file {@code fd}. The path is absolute and contains no symbolic links.
     *
     * <p>{@code int fcntl(int fd, F_GETPATH, char *path)} {@index F_GETPATH}
     *
     * <p>If the file has several names, this method returns one of them. If the file is renamed later, the returned path is no
     * longer valid.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open, or is a pipe or something else that is not a file; ENOENT: the file
     *     was removed; ENOSPC: the path is longer than 1023 bytes
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    String getPath(int fd) throws ErrnoException;

    /**
     * Reserves {@code length} bytes on the medium after the end of the file {@code fd}. Returns how many bytes the kernel
     * reserved.
     *
     * <p>{@code int fcntl(int fd, F_PREALLOCATE, fstore_t *store)} {@index F_PREALLOCATE}
     *
     * <p>The call does not change the length of the file; {@code ftruncate} changes it. {@code flags} can contain
     * {@code F_ALLOCATEALL} (reserve all bytes or fail), {@code F_ALLOCATECONTIG} (reserve one contiguous piece) and
     * {@code F_ALLOCATEPERSIST} (keep the blocks when the file is closed). If a signal interrupts the call, this method does not
     * retry it, because a second call could reserve space twice.
     *
     * @throws ErrnoException ENOSPC: not enough free blocks, or no contiguous piece of this size; EBADF: {@code fd} is not open
     *     for writing, or not a file; EINVAL: {@code length} is negative; ENOTSUP: not supported by the file system
     */
    @Call("fcntl(2)")
    default long preallocate(int fd, long length, int flags) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, preallocateOrErrno(fd, length, flags));
    }

    /** Same as {@link #preallocate}, but returns the number of bytes or −errno. */
    long preallocateOrErrno(int fd, long length, int flags);

    /**
     * Frees the blocks of a part of the file {@code fd}: {@code length} bytes from {@code offset} on. Reading this part then
     * returns zeros. The length of the file does not change.
     *
     * <p>{@code int fcntl(int fd, F_PUNCHHOLE, fpunchhole_t *hole)} {@index F_PUNCHHOLE}
     *
     * @throws ErrnoException EINVAL: {@code offset} or {@code length} is negative, or not a multiple of the block size
     *     ({@link OnDarwinStatfs#bsize}); EPERM: {@code fd} is not open for writing; EBADF: {@code fd} is not open, or not a
     *     file; ENOTSUP: the file system does not support holes
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void punchhole(int fd, long offset, long length) throws ErrnoException {
        int result;
        do {
            result = punchholeOrErrno(fd, offset, length);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #punchhole}, but returns 0 or −errno. */
    int punchholeOrErrno(int fd, long offset, long length);

    /**
     * Announces that {@code count} bytes of the file {@code fd}, from {@code offset} on, will be read soon. The kernel starts to
     * read these bytes, and the call returns without waiting for them.
     *
     * <p>{@code int fcntl(int fd, F_RDADVISE, struct radvisory *part)} {@index F_RDADVISE}
     *
     * @throws ErrnoException EINVAL: {@code offset} or {@code count} is negative; EBADF: {@code fd} is not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void rdadvise(int fd, long offset, int count) throws ErrnoException {
        int result;
        do {
            result = rdadviseOrErrno(fd, offset, count);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #rdadvise}, but returns 0 or −errno. */
    int rdadviseOrErrno(int fd, long offset, int count);

    /**
     * Returns where the device stores the byte at {@code offset} of the file {@code fd}. The result is a position on the device
     * in bytes. Returns an empty result if {@code offset} is in a hole or beyond the end of the file.
     *
     * <p>{@code int fcntl(int fd, F_LOG2PHYS_EXT, struct log2phys *place)} {@index F_LOG2PHYS_EXT}
     *
     * <p>The C call also returns how many bytes of the file the device stores without a gap, starting at the returned position.
     * This method does not return this count. To get the count, pass {@code F_LOG2PHYS_EXT} to
     * {@link posixkit.file.Io#fcntlPtr(int, int, byte[])}.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open, or not a file; ENOTSUP: not supported by the file system; EINVAL
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    OptionalLong log2phys(int fd, long offset) throws ErrnoException;

    /**
     * Changes the working directory of the calling thread, and of no other thread. From then on, the thread resolves relative paths
     * from this directory, and {@code chdir} of other threads does not concern it.
     *
     * <p>{@code int pthread_chdir_np(const char *path)} {@index pthread_chdir_np}
     *
     * <p>The JDK makes relative paths absolute with the working directory that the process had at the start, so this call does not
     * concern its files.
     *
     * @throws ErrnoException ENOENT: no such directory; ENOTDIR: {@code path} is not a directory; EACCES, ELOOP, ENAMETOOLONG, EIO
     * @throws IllegalStateException on a virtual thread
     */
    @Call(value = "pthread_chdir_np(3)", isThreads = true)
    default void pthreadChdirNp(String path) throws ErrnoException {
        Outcome.ofPath("pthread_chdir_np", path, pthreadChdirNpOrErrno(path));
    }

    /** Same as {@link #pthreadChdirNp}, but returns 0 or −errno. */
    int pthreadChdirNpOrErrno(String path);

    /**
     * Changes the working directory of the calling thread to the open directory {@code fd}. With −1, the thread uses the working
     * directory of the process again.
     *
     * <p>{@code int pthread_fchdir_np(int fd)} {@index pthread_fchdir_np}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open, or it is −1 and the thread has no working directory of its own; ENOTDIR:
     *     {@code fd} is not a directory; EACCES, EIO
     * @throws IllegalStateException on a virtual thread
     */
    @Call(value = "pthread_fchdir_np(3)", isThreads = true)
    default void pthreadFchdirNp(int fd) throws ErrnoException {
        Outcome.ofFd("pthread_fchdir_np", fd, pthreadFchdirNpOrErrno(fd));
    }

    /** Same as {@link #pthreadFchdirNp}, but returns 0 or −errno. */
    int pthreadFchdirNpOrErrno(int fd);
}
