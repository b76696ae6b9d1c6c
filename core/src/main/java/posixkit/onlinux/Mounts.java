package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Mounts file systems step by step, with descriptors. {@link Kernel#mount} does it in one step, and works on older kernels.
 *
 * <pre>{@code
 * Mounts mounts = posix.onLinux().mounts();
 * try (Fd context = Fd.own(mounts.fsopen("tmpfs", 0))) {
 *     mounts.fsconfigSetString(context.num(), "size", "1m");
 *     mounts.fsconfigCmdCreate(context.num());
 *     try (Fd mount = Fd.own(mounts.fsmount(context.num(), 0, MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID))) {
 *         mounts.moveMount(mount.num(), "", AT_FDCWD, "/mnt", MOVE_MOUNT_F_EMPTY_PATH);
 *     }
 * }
 * }</pre>
 *
 * <p>After a failure, {@code read} of the descriptor of {@link #fsopen} or {@link #fspick} returns a message of the kernel that says
 * more than the errno, and fails with ENODATA if there is none.
 *
 * <p>Mounts need the capability CAP_SYS_ADMIN, and fail with EPERM without it. All these calls fail with ENOSYS on a kernel that is
 * older than the call. They change the mounts of all processes in the same mount namespace.
 */
public interface Mounts {
    /**
     * Begins to configure a new file system, and returns a descriptor for its parameters, which is close-on-exec.
     *
     * <p>{@code int fsopen(const char *fsname, unsigned int flags)} {@index fsopen} (Linux 5.2)
     *
     * @param fsname the kind of file system, for example {@code "ext4"}
     * @param flags 0
     * @throws ErrnoException ENODEV: there is no such kind; EINVAL: {@code flags} is wrong; EPERM, EMFILE, ENFILE, ENOSYS
     */
    @Call(value = "fsopen(2)", since = "5.2")
    default int fsopen(String fsname, int flags) throws ErrnoException {
        return Outcome.ofPath("fsopen", fsname, fsopenOrErrno(fsname, flags));
    }

    /** Same as {@link #fsopen}, but returns the descriptor or −errno. */
    int fsopenOrErrno(String fsname, int flags);

    /**
     * Begins to change the parameters of a mounted file system, and returns a descriptor for them, which is close-on-exec. If
     * {@code path} is relative, it starts at the directory {@code dirfd}.
     *
     * <p>{@code int fspick(int dirfd, const char *path, unsigned int flags)} {@index fspick} (Linux 5.2)
     *
     * @param path where the file system is mounted
     * @param flags {@code FSPICK_SYMLINK_NOFOLLOW}, {@code FSPICK_NO_AUTOMOUNT}, {@code FSPICK_EMPTY_PATH}, or 0
     * @throws ErrnoException EINVAL: nothing is mounted at {@code path}, or {@code flags} is wrong; ENOENT, ENOTDIR, EBADF, EPERM,
     *     EMFILE, ENFILE, ENOSYS
     */
    @Call(value = "fspick(2)", since = "5.2")
    default int fspick(int dirfd, String path, int flags) throws ErrnoException {
        return Outcome.ofPathAt("fspick", dirfd, path, fspickOrErrno(dirfd, path, flags));
    }

    /** Same as {@link #fspick}, but returns the descriptor or −errno. */
    int fspickOrErrno(int dirfd, String path, int flags);

    /**
     * Sets a parameter that has no value, for example {@code "ro"}.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_SET_FLAG, const char *key, NULL, 0)} {@index fsconfig} (Linux 5.2)
     *
     * @throws ErrnoException EINVAL: the file system has no such parameter, or {@code fd} is no descriptor for parameters; EBUSY:
     *     the file system has been created already; EBADF: {@code fd} is not open
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigSetFlag(int fd, String key) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigSetFlagOrErrno(fd, key));
    }

    /** Same as {@link #fsconfigSetFlag}, but returns 0 or −errno. */
    int fsconfigSetFlagOrErrno(int fd, String key);

    /**
     * Sets a parameter to a text, for example {@code "source"} to the path of a device.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_SET_STRING, const char *key, const char *value, 0)}
     *
     * @param value at most 255 bytes
     * @throws ErrnoException with the errnos of {@link #fsconfigSetFlag}; EINVAL: the value is not valid
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigSetString(int fd, String key, String value) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigSetStringOrErrno(fd, key, value));
    }

    /** Same as {@link #fsconfigSetString}, but returns 0 or −errno. */
    int fsconfigSetStringOrErrno(int fd, String key, String value);

    /**
     * Sets a parameter to bytes.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_SET_BINARY, const char *key, const void *value, int length)}
     *
     * @throws ErrnoException with the errnos of {@link #fsconfigSetFlag}; EINVAL: the value is empty or too long, or the parameter
     *     has no value of this kind
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigSetBinary(int fd, String key, byte[] value) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigSetBinaryOrErrno(fd, key, value));
    }

    /** Same as {@link #fsconfigSetBinary}, but returns 0 or −errno. */
    int fsconfigSetBinaryOrErrno(int fd, String key, byte[] value);

    /**
     * Sets a parameter to a file. If {@code path} is relative, it starts at the directory {@code dirfd}. If {@code path} is empty,
     * the file is {@code dirfd}: the command is {@code FSCONFIG_SET_PATH_EMPTY} then.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_SET_PATH, const char *key, const char *path, int dirfd)}
     *
     * @throws ErrnoException with the errnos of {@link #fsconfigSetFlag}; EINVAL: the parameter has no value of this kind; ENOENT,
     *     EBADF
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigSetPath(int fd, String key, int dirfd, String path) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigSetPathOrErrno(fd, key, dirfd, path));
    }

    /** Same as {@link #fsconfigSetPath}, but returns 0 or −errno. */
    int fsconfigSetPathOrErrno(int fd, String key, int dirfd, String path);

    /**
     * Sets a parameter to an open file.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_SET_FD, const char *key, NULL, int valueFd)}
     *
     * @throws ErrnoException with the errnos of {@link #fsconfigSetFlag}; EINVAL: the parameter has no value of this kind; EBADF
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigSetFd(int fd, String key, int valueFd) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigSetFdOrErrno(fd, key, valueFd));
    }

    /** Same as {@link #fsconfigSetFd}, but returns 0 or −errno. */
    int fsconfigSetFdOrErrno(int fd, String key, int valueFd);

    /**
     * Creates the file system with the parameters that have been set.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_CMD_CREATE, NULL, NULL, 0)}
     *
     * @throws ErrnoException EBUSY: it has been created already; or with the errnos of {@link Kernel#mount}
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigCmdCreate(int fd) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigCmdCreateOrErrno(fd));
    }

    /** Same as {@link #fsconfigCmdCreate}, but returns 0 or −errno. */
    int fsconfigCmdCreateOrErrno(int fd);

    /**
     * Changes the mounted file system that {@link #fspick} has found, with the parameters that have been set.
     *
     * <p>{@code int fsconfig(int fd, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0)}
     *
     * @throws ErrnoException EBUSY: {@code fd} is from {@link #fsopen}; or with the errnos of {@link Kernel#mount}
     */
    @Call(value = "fsconfig(2)", since = "5.2")
    default void fsconfigCmdReconfigure(int fd) throws ErrnoException {
        Outcome.ofFd("fsconfig", fd, fsconfigCmdReconfigureOrErrno(fd));
    }

    /** Same as {@link #fsconfigCmdReconfigure}, but returns 0 or −errno. */
    int fsconfigCmdReconfigureOrErrno(int fd);

    /**
     * Creates a mount of the file system that {@link #fsconfigCmdCreate} has created, and returns its descriptor, which is
     * close-on-exec. Nobody sees the mount until {@link #moveMount} gives it a place.
     *
     * <p>{@code int fsmount(int fsfd, unsigned int flags, unsigned int attr_flags)} {@index fsmount} (Linux 5.2)
     *
     * @param flags 0
     * @param attributes constants {@code MOUNT_ATTR_…}, or 0
     * @throws ErrnoException EINVAL: the file system has not been created, or {@code flags} or {@code attributes} is wrong; EBUSY,
     *     EPERM, EBADF, EMFILE, ENFILE, ENOSYS
     */
    @Call(value = "fsmount(2)", since = "5.2")
    default int fsmount(int fd, int flags, int attributes) throws ErrnoException {
        return Outcome.ofFd("fsmount", fd, fsmountOrErrno(fd, flags, attributes));
    }

    /** Same as {@link #fsmount}, but returns the descriptor or −errno. */
    int fsmountOrErrno(int fd, int flags, int attributes);

    /**
     * Opens a mount, or with {@code OPEN_TREE_CLONE} a copy of it that has no place yet, and returns its descriptor, which is
     * close-on-exec. If {@code path} is relative, it starts at the directory {@code dirfd}.
     *
     * <p>{@code int open_tree(int dirfd, const char *path, unsigned int flags)} {@index open_tree} (Linux 5.2)
     *
     * @param flags {@code OPEN_TREE_CLONE}, with {@code AT_RECURSIVE}: also the mounts below; {@code AT_EMPTY_PATH}, {@code
     *     AT_NO_AUTOMOUNT}, {@code AT_SYMLINK_NOFOLLOW}
     * @throws ErrnoException EINVAL: {@code flags} is wrong; EPERM: a copy without the capability; ENOENT, ENOTDIR, EACCES, EBADF,
     *     EMFILE, ENFILE, ENOSYS
     */
    @Call(value = "open_tree(2)", since = "5.2")
    default int openTree(int dirfd, String path, int flags) throws ErrnoException {
        return Outcome.ofPathAt("open_tree", dirfd, path, openTreeOrErrno(dirfd, path, flags));
    }

    /** Same as {@link #openTree}, but returns the descriptor or −errno. */
    int openTreeOrErrno(int dirfd, String path, int flags);

    /**
     * Moves a mount to another place, or gives a place to a mount that has none.
     *
     * <p>{@code int move_mount(int from_dirfd, const char *from_path, int to_dirfd, const char *to_path, unsigned int flags)}
     * {@index move_mount} (Linux 5.2)
     *
     * @param flags {@code MOVE_MOUNT_F_EMPTY_PATH}: the mount is {@code fromDirfd}, and {@code from} is empty; {@code
     *     MOVE_MOUNT_T_EMPTY_PATH}: the place is {@code toDirfd}; and others
     * @throws ErrnoException EINVAL: {@code from} is no mount, or is shared, or {@code flags} is wrong; ELOOP: the place is below the
     *     mount; ENOENT, ENOTDIR, EBADF, EPERM, ENOSYS
     */
    @Call(value = "move_mount(2)", since = "5.2")
    default void moveMount(int fromDirfd, String from, int toDirfd, String to, int flags) throws ErrnoException {
        Outcome.ofPathsAt(
                "move_mount", fromDirfd, from, toDirfd, to, moveMountOrErrno(fromDirfd, from, toDirfd, to, flags));
    }

    /** Same as {@link #moveMount}, but returns 0 or −errno. */
    int moveMountOrErrno(int fromDirfd, String from, int toDirfd, String to, int flags);

    /**
     * Changes the attributes of a mount.
     *
     * <p>{@code int mount_setattr(int dirfd, const char *path, unsigned int flags, struct mount_attr *attr, size_t size)} {@index
     * mount_setattr} (Linux 5.12)
     *
     * @param flags {@code AT_RECURSIVE}: also those below; {@code AT_EMPTY_PATH}: the mount {@code dirfd}; {@code
     *     AT_SYMLINK_NOFOLLOW}, {@code AT_NO_AUTOMOUNT}; or 0
     * @param set the attributes to set, constants {@code MOUNT_ATTR_…}
     * @param clear the attributes to clear. Before setting a time attribute, clear {@code MOUNT_ATTR__ATIME}
     * @param propagation {@code MS_SHARED}, {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_UNBINDABLE}; or 0: as it is
     * @param usernsFd the user namespace for {@code MOUNT_ATTR_IDMAP}, or 0
     * @throws ErrnoException EINVAL: {@code path} is no mount, or an argument is wrong; EPERM: the capability is missing, or an
     *     attribute is locked; EBUSY: to be read-only, while a file is open for writing; ENOENT, ENOTDIR, EBADF, ENOSYS
     */
    @Call(value = "mount_setattr(2)", since = "5.12")
    default void mountSetattr(int dirfd, String path, int flags, long set, long clear, long propagation, int usernsFd)
            throws ErrnoException {
        Outcome.ofPathAt(
                "mount_setattr",
                dirfd,
                path,
                mountSetattrOrErrno(dirfd, path, flags, set, clear, propagation, usernsFd));
    }

    /** Same as {@link #mountSetattr}, but returns 0 or −errno. */
    int mountSetattrOrErrno(int dirfd, String path, int flags, long set, long clear, long propagation, int usernsFd);

    /**
     * Makes {@code newRoot} the root of the mount namespace, and mounts the earlier root at {@code putOld}.
     *
     * <p>{@code int pivot_root(const char *new_root, const char *put_old)} {@index pivot_root}
     *
     * <p>The root directory and the current directory of every process in the namespace change if they were the earlier root.
     *
     * <p><b>In a JVM:</b> files that the JVM opens later, for example jars that no class was loaded from yet, must have the same
     * paths below the new root. Call {@code chdir("/")} afterwards.
     *
     * @param newRoot a place where something is mounted
     * @param putOld a directory at or below {@code newRoot}
     * @throws ErrnoException EINVAL: {@code newRoot} is no mount, {@code putOld} is not below it, or a mount is shared; EBUSY: one of
     *     them is on the present root; ENOENT, ENOTDIR, EPERM
     */
    @Call("pivot_root(2)")
    default void pivotRoot(String newRoot, String putOld) throws ErrnoException {
        Outcome.ofPaths("pivot_root", newRoot, putOld, pivotRootOrErrno(newRoot, putOld));
    }

    /** Same as {@link #pivotRoot}, but returns 0 or −errno. */
    int pivotRootOrErrno(String newRoot, String putOld);
}
