package posixkit.ondarwin;

import static posixkit.constants.Errno.EINTR;

import java.nio.ByteBuffer;
import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes extended attributes with the options and the position that only macOS has. {@link posixkit.file.Xattrs} has
 * the usual calls and explains extended attributes. The options are the constants {@code XATTR_…} of {@link
 * posixkit.ondarwin.constants.DarwinXattr}. For example, {@code XATTR_NOFOLLOW} means that a call works on a symbolic link
 * itself, and {@code XATTR_SHOWCOMPRESSION} shows the attributes in which macOS keeps a compressed file.
 *
 * <p>The position is where a value is read or written. It must be 0, except for the attribute {@code com.apple.ResourceFork}:
 * this attribute may be long, and can be read and written in parts.
 */
public interface OnDarwinXattrs {
    /**
     * Reads the value of the attribute {@code name} of the file at {@code path} into {@code into}, and returns the number of
     * bytes. If {@code into} has no remaining bytes, this method only returns the size of the value.
     *
     * <p>{@code ssize_t getxattr(const char *path, const char *name, void *value, size_t size, uint32_t position, int options)}
     * {@index getxattr}
     *
     * <p>The position of {@code into} moves forward by the number of bytes that were read.
     *
     * @throws ErrnoException EINVAL: {@code position} is not 0, and the attribute is not {@code com.apple.ResourceFork}, or
     *     {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#getxattr(String, String, ByteBuffer)}
     */
    @Call(value = "getxattr(2)", restarts = Call.Restart.ALWAYS)
    default int getxattr(String path, String name, ByteBuffer into, int position, int options) throws ErrnoException {
        int result;
        do {
            result = getxattrOrErrno(path, name, into, position, options);
        } while (result == -EINTR);
        return Outcome.ofAttribute("getxattr", path, name, result);
    }

    /** Same as {@link #getxattr}, but returns the number of bytes or −errno. */
    int getxattrOrErrno(String path, String name, ByteBuffer into, int position, int options);

    /**
     * Gives the attribute {@code name} of the file at {@code path} the remaining bytes of {@code from} as its value, or, in a
     * resource fork, as the part of its value that begins at {@code position}.
     *
     * <p>{@code int setxattr(const char *path, const char *name, const void *value, size_t size, uint32_t position, int options)}
     * {@index setxattr}
     *
     * @param options may also contain {@code XATTR_CREATE} or {@code XATTR_REPLACE}
     * @throws ErrnoException EINVAL: {@code position} is not 0, and the attribute is not {@code com.apple.ResourceFork}, or
     *     {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#setxattr(String, String, ByteBuffer, int)}
     */
    @Call("setxattr(2)")
    default void setxattr(String path, String name, ByteBuffer from, int position, int options) throws ErrnoException {
        Outcome.ofAttribute("setxattr", path, name, setxattrOrErrno(path, name, from, position, options));
    }

    /** Same as {@link #setxattr}, but returns 0 or −errno. */
    int setxattrOrErrno(String path, String name, ByteBuffer from, int position, int options);

    /**
     * Returns the names of the attributes of the file at {@code path}.
     *
     * <p>{@code ssize_t listxattr(const char *path, char *list, size_t size, int options)} {@index listxattr}
     *
     * @throws ErrnoException EINVAL: {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#listxattr}
     */
    @Call(value = "listxattr(2)", restarts = Call.Restart.ALWAYS)
    List<String> listxattr(String path, int options) throws ErrnoException;

    /**
     * Removes the attribute {@code name} of the file at {@code path}.
     *
     * <p>{@code int removexattr(const char *path, const char *name, int options)} {@index removexattr}
     *
     * @throws ErrnoException EINVAL: {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#removexattr}
     */
    @Call("removexattr(2)")
    default void removexattr(String path, String name, int options) throws ErrnoException {
        Outcome.ofAttribute("removexattr", path, name, removexattrOrErrno(path, name, options));
    }

    /** Same as {@link #removexattr}, but returns 0 or −errno. */
    int removexattrOrErrno(String path, String name, int options);

    /**
     * Reads the value of the attribute {@code name} of the file with the descriptor {@code fd} into {@code into}, and returns the
     * number of bytes. If {@code into} has no remaining bytes, this method only returns the size of the value.
     *
     * <p>{@code ssize_t fgetxattr(int fd, const char *name, void *value, size_t size, uint32_t position, int options)} {@index
     * fgetxattr}
     *
     * <p>The position of {@code into} moves forward by the number of bytes that were read.
     *
     * @throws ErrnoException EINVAL: {@code position} is not 0, and the attribute is not {@code com.apple.ResourceFork}, or
     *     {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#fgetxattr(int, String, ByteBuffer)}
     */
    @Call(value = "fgetxattr(2)", restarts = Call.Restart.ALWAYS)
    default int fgetxattr(int fd, String name, ByteBuffer into, int position, int options) throws ErrnoException {
        int result;
        do {
            result = fgetxattrOrErrno(fd, name, into, position, options);
        } while (result == -EINTR);
        return Outcome.ofAttribute("fgetxattr", fd, name, result);
    }

    /** Same as {@link #fgetxattr}, but returns the number of bytes or −errno. */
    int fgetxattrOrErrno(int fd, String name, ByteBuffer into, int position, int options);

    /**
     * Gives the attribute {@code name} of the file with the descriptor {@code fd} the remaining bytes of {@code from} as its
     * value, or, in a resource fork, as the part of its value that begins at {@code position}.
     *
     * <p>{@code int fsetxattr(int fd, const char *name, const void *value, size_t size, uint32_t position, int options)} {@index
     * fsetxattr}
     *
     * @param options may also contain {@code XATTR_CREATE} or {@code XATTR_REPLACE}
     * @throws ErrnoException EINVAL: {@code position} is not 0, and the attribute is not {@code com.apple.ResourceFork}, or
     *     {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#fsetxattr(int, String, ByteBuffer, int)}
     */
    @Call("fsetxattr(2)")
    default void fsetxattr(int fd, String name, ByteBuffer from, int position, int options) throws ErrnoException {
        Outcome.ofAttribute("fsetxattr", fd, name, fsetxattrOrErrno(fd, name, from, position, options));
    }

    /** Same as {@link #fsetxattr}, but returns 0 or −errno. */
    int fsetxattrOrErrno(int fd, String name, ByteBuffer from, int position, int options);

    /**
     * Returns the names of the attributes of the file with the descriptor {@code fd}.
     *
     * <p>{@code ssize_t flistxattr(int fd, char *list, size_t size, int options)} {@index flistxattr}
     *
     * @throws ErrnoException EINVAL: {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#flistxattr}
     */
    @Call(value = "flistxattr(2)", restarts = Call.Restart.ALWAYS)
    List<String> flistxattr(int fd, int options) throws ErrnoException;

    /**
     * Removes the attribute {@code name} of the file with the descriptor {@code fd}.
     *
     * <p>{@code int fremovexattr(int fd, const char *name, int options)} {@index fremovexattr}
     *
     * @throws ErrnoException EINVAL: {@code options} is wrong; or with the errnos of {@link posixkit.file.Xattrs#fremovexattr}
     */
    @Call("fremovexattr(2)")
    default void fremovexattr(int fd, String name, int options) throws ErrnoException {
        Outcome.ofAttribute("fremovexattr", fd, name, fremovexattrOrErrno(fd, name, options));
    }

    /** Same as {@link #fremovexattr}, but returns 0 or −errno. */
    int fremovexattrOrErrno(int fd, String name, int options);
}
