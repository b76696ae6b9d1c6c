package posixkit.ondarwin;

import java.util.List;
import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Calls on files that only macOS has. For paths the rules of {@link posixkit.file.FileTree} hold.
 *
 * <p>Today's file systems refuse some of these calls. The comment of such a call says so.
 */
public interface OnDarwinFiles {
    // flags

    /**
     * Sets the flags of a file: {@code UF_…} and {@code SF_…} of {@link posixkit.ondarwin.constants.DarwinChflags}. The call follows
     * a symbolic link.
     *
     * <p>{@code int chflags(const char *path, uint32_t flags)} {@index chflags}
     *
     * <p>The call replaces all flags. To change one, read the others from {@link OnDarwinStat#flags} first. Nobody can change,
     * rename or remove a file with {@code UF_IMMUTABLE}, not even root, until its owner clears the flag. {@code UF_APPEND} permits
     * only appending. Only root can set {@code SF_…}. Nobody can set {@code UF_COMPRESSED}, {@code UF_DATAVAULT},
     * {@code SF_RESTRICTED} and {@code SF_DATALESS}, which belong to the system.
     *
     * @throws ErrnoException EPERM: another user's file, or flags that the user may not set; ENOTSUP: a file system without flags;
     *     ENOENT, EACCES, ENOTDIR, ELOOP, EROFS
     */
    @Call(value = "chflags(2)", restarts = Call.Restart.ALWAYS)
    default void chflags(String path, int flags) throws ErrnoException {
        Outcome.ofPath("chflags", path, Outcome.restarting(() -> chflagsOrErrno(path, flags)));
    }

    /** Same as {@link #chflags}, but returns 0 or −errno. */
    int chflagsOrErrno(String path, int flags);

    /**
     * Sets the flags of a file and does not follow a symbolic link.
     *
     * <p>{@code int lchflags(const char *path, uint32_t flags)} {@index lchflags}
     *
     * @throws ErrnoException as {@link #chflags}
     */
    @Call(value = "lchflags(2)", restarts = Call.Restart.ALWAYS)
    default void lchflags(String path, int flags) throws ErrnoException {
        Outcome.ofPath("lchflags", path, Outcome.restarting(() -> lchflagsOrErrno(path, flags)));
    }

    /** Same as {@link #lchflags}, but returns 0 or −errno. */
    int lchflagsOrErrno(String path, int flags);

    /**
     * Sets the flags of an open file. It need not be open for writing; an immutable file cannot be.
     *
     * <p>{@code int fchflags(int fd, uint32_t flags)} {@index fchflags}
     *
     * @throws ErrnoException EPERM: another user's file, or flags that the user may not set; EINVAL: a socket or a pipe; ENOTSUP,
     *     EROFS; EBADF: not open
     */
    @Call(value = "fchflags(2)", restarts = Call.Restart.ALWAYS)
    default void fchflags(int fd, int flags) throws ErrnoException {
        Outcome.ofFd("fchflags", fd, Outcome.restarting(() -> fchflagsOrErrno(fd, flags)));
    }

    /** Same as {@link #fchflags}, but returns 0 or −errno. */
    int fchflagsOrErrno(int fd, int flags);

    // names and contents

    /**
     * Exchanges the contents of two files and the times of their last writes. No process sees a state in between.
     *
     * <p>{@code int exchangedata(const char *path1, const char *path2, unsigned int options)} {@index exchangedata}
     *
     * <p>Owners, permissions and inode numbers stay with the names. With {@code FSOPT_NOFOLLOW} the call does not follow a symbolic
     * link, and then fails, because a link has no contents to exchange.
     *
     * <p>HFS+ supports this call. APFS, the file system of every current Mac, fails with ENOTSUP. There, {@link #renamexNp} with
     * {@code RENAME_SWAP} exchanges the names instead.
     *
     * @throws ErrnoException ENOTSUP: not supported by the file system; EXDEV: two file systems; EINVAL: two names of one file, or
     *     not two regular files; EACCES: not readable and writable; ENOENT, ENOTDIR, ELOOP, EROFS
     */
    @Call("exchangedata(2)")
    default void exchangedata(String first, String second, int options) throws ErrnoException {
        Outcome.ofPaths("exchangedata", first, second, exchangedataOrErrno(first, second, options));
    }

    /** Same as {@link #exchangedata}, but returns 0 or −errno. */
    int exchangedataOrErrno(String first, String second, int options);

    /**
     * Renames a file, with flags for the case that {@code to} exists.
     *
     * <p>{@code int renamex_np(const char *from, const char *to, unsigned int flags)} {@index renamex_np}
     *
     * <p>With {@code RENAME_EXCL}, {@code to} must not exist. With {@code RENAME_SWAP}, {@code to} must exist, and the two exchange
     * their names, whatever kinds of files they are. See {@link posixkit.file.FileTree#rename}.
     *
     * @throws ErrnoException as {@code rename}; EEXIST: {@code to} exists, with {@code RENAME_EXCL}; ENOENT: {@code to} does not
     *     exist, with {@code RENAME_SWAP}; EINVAL: both flags, or an unknown flag; ENOTSUP: not supported by the file system (APFS
     *     supports it)
     */
    @Call("renamex_np(2)")
    default void renamexNp(String from, String to, int flags) throws ErrnoException {
        Outcome.ofPaths("renamex_np", from, to, renamexNpOrErrno(from, to, flags));
    }

    /** Same as {@link #renamexNp}, but returns 0 or −errno. */
    int renamexNpOrErrno(String from, String to, int flags);

    /**
     * Renames a file, with flags for the case that {@code to} exists; each path starts in a directory.
     *
     * <p>{@code int renameatx_np(int fromfd, const char *from, int tofd, const char *to, unsigned int flags)}
     * {@index renameatx_np}
     *
     * @throws ErrnoException as {@link #renamexNp}; EBADF, ENOTDIR: a descriptor is not an open directory
     */
    @Call("renameatx_np(2)")
    default void renameatxNp(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("renameatx_np", fromfd, from, tofd, to, renameatxNpOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #renameatxNp}, but returns 0 or −errno. */
    int renameatxNpOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Copies a file with its permissions, times and extended attributes, at once and whatever its length.
     *
     * <p>{@code int clonefile(const char *from, const char *to, uint32_t flags)} {@index clonefile}
     *
     * <p>Both files share their blocks until one of them is written. The call follows a symbolic link; with {@code CLONE_NOFOLLOW} it
     * copies the link. A copy made by root keeps the owner, unless the flags contain {@code CLONE_NOOWNERCOPY}. A copy made by
     * another user belongs to that user and has no set-id bits.
     *
     * <p>A directory is copied with everything in it. Apple advises against this: others can see it half done.
     *
     * @throws ErrnoException ENOTSUP: a file system other than APFS; EEXIST: {@code to} exists; EXDEV: another file system; EINVAL:
     *     an unknown flag, or neither a file nor a link nor a directory; ENOENT, EACCES, ENOTDIR, ELOOP, EROFS, ENOSPC
     */
    @Call("clonefile(2)")
    default void clonefile(String from, String to, int flags) throws ErrnoException {
        Outcome.ofPaths("clonefile", from, to, clonefileOrErrno(from, to, flags));
    }

    /** Same as {@link #clonefile}, but returns 0 or −errno. */
    int clonefileOrErrno(String from, String to, int flags);

    /**
     * Copies a file as {@link #clonefile} does; each path starts in a directory.
     *
     * <p>{@code int clonefileat(int fromfd, const char *from, int tofd, const char *to, uint32_t flags)} {@index clonefileat}
     *
     * @throws ErrnoException as {@link #clonefile}; EBADF, ENOTDIR: a descriptor is not an open directory
     */
    @Call("clonefileat(2)")
    default void clonefileat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt("clonefileat", fromfd, from, tofd, to, clonefileatOrErrno(fromfd, from, tofd, to, flags));
    }

    /** Same as {@link #clonefileat}, but returns 0 or −errno. */
    int clonefileatOrErrno(int fromfd, String from, int tofd, String to, int flags);

    /**
     * Copies an open file as {@link #clonefile} does. {@code fd} must be open for reading.
     *
     * <p>{@code int fclonefileat(int fd, int tofd, const char *to, uint32_t flags)} {@index fclonefileat}
     *
     * @throws ErrnoException as {@link #clonefile}; EBADF, ENOTDIR: {@code fd} is not open for reading, or {@code tofd} is not an
     *     open directory; EINVAL: {@code fd} is not a file
     */
    @Call("fclonefileat(2)")
    default void fclonefileat(int fd, int tofd, String to, int flags) throws ErrnoException {
        Outcome.ofPathAt("fclonefileat", tofd, to, fclonefileatOrErrno(fd, tofd, to, flags));
    }

    /** Same as {@link #fclonefileat}, but returns 0 or −errno. */
    int fclonefileatOrErrno(int fd, int tofd, String to, int flags);

    /**
     * Always fails. The call once uncovered files that a union mount hides.
     *
     * <p>{@code int undelete(const char *path)} {@index undelete}
     *
     * @throws ErrnoException ENOTSUP: always
     */
    @Call("undelete(2)")
    default void undelete(String path) throws ErrnoException {
        Outcome.ofPath("undelete", path, undeleteOrErrno(path));
    }

    /** Same as {@link #undelete}, but returns −errno. */
    int undeleteOrErrno(String path);

    /**
     * Takes a device away from every process that has it open. Reading then returns 0, and writing fails with EIO.
     *
     * <p>{@code int revoke(const char *path)} {@index revoke}
     *
     * <p>Login programs use this for a terminal before the next user logs in. It does not work on other kinds of files.
     *
     * @throws ErrnoException ENOTSUP: not a device; EPERM: neither the owner nor root; EBUSY: a mounted device; ENOENT, EACCES,
     *     ENOTDIR, ELOOP
     */
    @Call("revoke(2)")
    default void revoke(String path) throws ErrnoException {
        Outcome.ofPath("revoke", path, revokeOrErrno(path));
    }

    /** Same as {@link #revoke}, but returns 0 or −errno. */
    int revokeOrErrno(String path);

    // mounts

    /**
     * Unmounts the file system that is mounted at {@code dir}.
     *
     * <p>{@code int unmount(const char *dir, int flags)} {@index unmount}
     *
     * <p>{@code MNT_FORCE} unmounts even a file system in use. {@code MNT_NOBLOCK} does not wait for a server that does not respond.
     * The call ejects no medium and tells neither Finder nor Disk Arbitration; {@code diskutil} does what users expect.
     *
     * @throws ErrnoException EBUSY: in use, or a file system of the system; EINVAL: not a mount point; EPERM: neither root nor the
     *     user who mounted it; ENOENT, EACCES, ENOTDIR, ELOOP
     */
    @Call("unmount(2)")
    default void unmount(String dir, int flags) throws ErrnoException {
        Outcome.ofPath("unmount", dir, unmountOrErrno(dir, flags));
    }

    /** Same as {@link #unmount}, but returns 0 or −errno. */
    int unmountOrErrno(String dir, int flags);

    /**
     * Returns what the system knows about each mounted file system.
     *
     * <p>{@code int getfsstat(struct statfs *buf, int size, int flags)} {@index getfsstat}
     *
     * <p>{@code MNT_WAIT} queries every file system, and waits for servers that do not respond. {@code MNT_NOWAIT} returns what the
     * kernel remembers. For one file system: {@link posixkit.file.Metadata#statfs(String)}.
     *
     * @throws ErrnoException EIO: a file system could not be read
     */
    @Call("getfsstat(2)")
    List<OnDarwinStatfs> getfsstat(int flags) throws ErrnoException;

    // open files

    /**
     * Flushes a file to the medium, including the drive's own cache. This is what {@link posixkit.file.Io#fsync} does on other
     * systems. It takes as long as the drive needs.
     *
     * <p>{@code int fcntl(int fd, F_FULLFSYNC)} {@index F_FULLFSYNC}
     *
     * @throws ErrnoException ENOTSUP, ENOTTY: the file system cannot do this, for example on a server; use {@code fsync} there;
     *     EBADF: not open, or not a file; EIO
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void fullfsync(int fd) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> fullfsyncOrErrno(fd)));
    }

    /** Same as {@link #fullfsync}, but returns 0 or −errno. */
    int fullfsyncOrErrno(int fd);

    /**
     * Flushes a file as {@link posixkit.file.Io#fsync} does, and orders writes: earlier writes reach the medium before later ones.
     *
     * <p>{@code int fcntl(int fd, F_BARRIERFSYNC)} {@index F_BARRIERFSYNC}
     *
     * <p>The call does not wait until they are there. It costs far less than {@link #fullfsync}.
     *
     * @throws ErrnoException as {@link #fullfsync}
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void barrierfsync(int fd) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> barrierfsyncOrErrno(fd)));
    }

    /** Same as {@link #barrierfsync}, but returns 0 or −errno. */
    int barrierfsyncOrErrno(int fd);

    /**
     * Turns caching for an open file off or on. Off, reads and writes bypass the cache where possible, as with {@code O_DIRECT} on
     * Linux.
     *
     * <p>{@code int fcntl(int fd, F_NOCACHE, int on)} {@index F_NOCACHE}
     *
     * @param on true turns caching off
     * @throws ErrnoException EBADF: not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void nocache(int fd, boolean on) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> nocacheOrErrno(fd, on)));
    }

    /** Same as {@link #nocache}, but returns 0 or −errno. */
    int nocacheOrErrno(int fd, boolean on);

    /**
     * Turns read-ahead for an open file on or off. It is on by default.
     *
     * <p>{@code int fcntl(int fd, F_RDAHEAD, int on)} {@index F_RDAHEAD}
     *
     * @throws ErrnoException EBADF: not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void rdahead(int fd, boolean on) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> rdaheadOrErrno(fd, on)));
    }

    /** Same as {@link #rdahead}, but returns 0 or −errno. */
    int rdaheadOrErrno(int fd, boolean on);

    /**
     * Returns a path of an open file. The path is absolute and contains no symbolic links.
     *
     * <p>{@code int fcntl(int fd, F_GETPATH, char *path)} {@index F_GETPATH}
     *
     * <p>If the file has several names, this is one of them. A rename after the call makes the path wrong.
     *
     * @throws ErrnoException EBADF: not open, or not a file, such as a pipe; ENOENT: the file was removed; ENOSPC: longer than 1023
     *     bytes
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    String getPath(int fd) throws ErrnoException;

    /**
     * Reserves {@code length} bytes on the medium behind the end of a file. Returns how many bytes the system reserved.
     *
     * <p>{@code int fcntl(int fd, F_PREALLOCATE, fstore_t *store)} {@index F_PREALLOCATE}
     *
     * <p>The length of the file does not change; {@code ftruncate} changes it. {@code flags} are {@code F_ALLOCATEALL} (all or
     * nothing), {@code F_ALLOCATECONTIG} (in one piece) and {@code F_ALLOCATEPERSIST} (keep the blocks when the file is closed).
     * An interrupted call is not repeated, because it could reserve twice.
     *
     * @throws ErrnoException ENOSPC: not enough free blocks, or not in one piece; EBADF: not open for writing, or not a file;
     *     EINVAL: a negative length; ENOTSUP: not supported by the file system
     */
    @Call("fcntl(2)")
    default long preallocate(int fd, long length, int flags) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, preallocateOrErrno(fd, length, flags));
    }

    /** Same as {@link #preallocate}, but returns the number of bytes or −errno. */
    long preallocateOrErrno(int fd, long length, int flags);

    /**
     * Frees the blocks of a part of a file, which then reads as zeros. The length of the file does not change.
     *
     * <p>{@code int fcntl(int fd, F_PUNCHHOLE, fpunchhole_t *hole)} {@index F_PUNCHHOLE}
     *
     * @throws ErrnoException EINVAL: {@code offset} or {@code length} is negative, or not a multiple of the block size
     *     ({@link OnDarwinStatfs#bsize}); EPERM: not open for writing; EBADF: not open, or not a file; ENOTSUP: a file system
     *     without holes
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void punchhole(int fd, long offset, long length) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> punchholeOrErrno(fd, offset, length)));
    }

    /** Same as {@link #punchhole}, but returns 0 or −errno. */
    int punchholeOrErrno(int fd, long offset, long length);

    /**
     * Tells the system that a part of a file will be read soon. The system starts to read it and the call does not wait.
     *
     * <p>{@code int fcntl(int fd, F_RDADVISE, struct radvisory *part)} {@index F_RDADVISE}
     *
     * @throws ErrnoException EINVAL: a negative number; EBADF: not open, or not a file
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    default void rdadvise(int fd, long offset, int count) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> rdadviseOrErrno(fd, offset, count)));
    }

    /** Same as {@link #rdadvise}, but returns 0 or −errno. */
    int rdadviseOrErrno(int fd, long offset, int count);

    /**
     * Returns the position of a byte of a file on its device. Empty in a hole and beyond the end of the file.
     *
     * <p>{@code int fcntl(int fd, F_LOG2PHYS_EXT, struct log2phys *place)} {@index F_LOG2PHYS_EXT}
     *
     * <p>{@link posixkit.file.Io#fcntlPtr(int, int, byte[])} also returns the length of the contiguous piece.
     *
     * @throws ErrnoException EBADF: not open, or not a file; ENOTSUP: not supported by the file system; EINVAL
     */
    @Call(value = "fcntl(2)", restarts = Call.Restart.ALWAYS)
    OptionalLong log2phys(int fd, long offset) throws ErrnoException;
}
