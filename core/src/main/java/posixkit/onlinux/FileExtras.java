package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.time.Timeval;

/** Files and descriptors as only Linux has them. */
public interface FileExtras {
    /**
     * {@code int futimesat(int dirfd, const char *path, const struct timeval times[2])} {@index futimesat}
     *
     * <p>{@link posixkit.file.Attributes#utimes(String, Timeval, Timeval) utimes} from a directory. It is obsolete, and takes
     * no flags: {@link posixkit.file.Attributes#utimensat(int, String, posixkit.time.Timespec, posixkit.time.Timespec, int)
     * utimensat} does all it does.
     *
     * @throws ErrnoException EPERM: not ours; EINVAL: microseconds outside 0 to 999,999; EBADF, ENOTDIR: {@code dirfd} is no
     *     open directory; ENOENT, EACCES, ELOOP, EROFS
     */
    @Call("futimesat(2)")
    void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@link #futimesat(int, String, Timeval, Timeval)} by a name that is not text.
     */
    @Call("futimesat(2)")
    void futimesat(int dirfd, byte[] path, Timeval atime, Timeval mtime) throws ErrnoException;
}
