package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Creates and opens handles, which name files without their paths.
 *
 * <pre>{@code
 * FileHandles handles = posix.onLinux().fileHandles();
 * FileHandle handle = handles.nameToHandleAt(AT_FDCWD, "/srv/data/file", 0);
 * // later, perhaps after the file has got another name
 * try (Fd mount = Fd.own(posix.files().open("/srv/data", O_RDONLY | O_DIRECTORY));
 *         Fd file = Fd.own(handles.openByHandleAt(mount.num(), handle, O_RDONLY))) {
 *     …
 * }
 * }</pre>
 */
public interface FileHandles {
    /**
     * Returns a handle of the file at {@code path}. If {@code path} is relative, it starts at the directory {@code dirfd}. This
     * method does not follow a symbolic link.
     *
     * <p>{@code int name_to_handle_at(int dirfd, const char *path, struct file_handle *handle, int *mountId, int flags)} {@index
     * name_to_handle_at}
     *
     * @param flags {@code AT_SYMLINK_FOLLOW}: follow a symbolic link; {@code AT_EMPTY_PATH}: the file {@code dirfd}, if {@code
     *     path} is empty; or 0
     * @throws ErrnoException EOPNOTSUPP: the file system has no handles; EINVAL: {@code flags} is wrong; ENOENT, ENOTDIR, EACCES,
     *     ELOOP, EBADF as for {@link posixkit.file.FileTree#fstatat}
     */
    @Call("name_to_handle_at(2)")
    FileHandle nameToHandleAt(int dirfd, String path, int flags) throws ErrnoException;

    /**
     * Opens the file that {@code handle} names, and returns its descriptor, which is close-on-exec.
     *
     * <p>{@code int open_by_handle_at(int mountfd, struct file_handle *handle, int flags)} {@index open_by_handle_at}
     *
     * <p>The process needs the capability {@code CAP_DAC_READ_SEARCH}, because no permission of a directory protects the file.
     *
     * @param mountfd any open file or directory in the file system of the handle, or {@code AT_FDCWD}
     * @param flags as for {@code open}, without {@code O_CREAT}
     * @throws ErrnoException ESTALE: the file is gone, or the handle is not of this file system; EPERM: the process has not the
     *     capability; EBADF: {@code mountfd} is not open; ELOOP: the file is a symbolic link, and {@code flags} does not contain
     *     {@code O_PATH}; EINVAL: the handle has no bytes; EOPNOTSUPP: the file system has no handles; or with the errnos of
     *     {@code open}
     */
    @Call(value = "open_by_handle_at(2)", restarts = Call.Restart.ALWAYS)
    default int openByHandleAt(int mountfd, FileHandle handle, int flags) throws ErrnoException {
        int result;
        do {
            result = openByHandleAtOrErrno(mountfd, handle, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("open_by_handle_at", mountfd, result);
    }

    /** Same as {@link #openByHandleAt}, but returns the descriptor or −errno. */
    int openByHandleAtOrErrno(int mountfd, FileHandle handle, int flags);
}
