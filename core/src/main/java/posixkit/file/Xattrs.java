package posixkit.file;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ERANGE;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes extended attributes: values with names that a file carries beside its content. {@link FileTree} explains the
 * rules for the parameters that are paths.
 *
 * <p>On Linux, a name begins with a namespace and a dot. Everybody who may read or write a file may do the same with its {@code
 * user.} attributes, but only regular files and directories can have such attributes. {@code trusted.} attributes need the
 * capability {@code CAP_SYS_ADMIN}. The kernel itself uses {@code security.} and {@code system.} attributes, for example for
 * access control lists. A value has at most 64 KiB, and many file systems allow less. On macOS, a name has no namespace, and has
 * at most 127 bytes. {@link posixkit.ondarwin.OnDarwinXattrs} has the options that only macOS has.
 *
 * <p>If a file does not have the attribute, the errno is ENODATA on Linux and ENOATTR on macOS. Portable code compares with the
 * constant {@link posixkit.constants.Xattr#XATTR_ABSENT}, which has the right value on each system.
 */
public interface Xattrs {
    // Methods that read an attribute

    /**
     * Reads the value of the attribute {@code name} of the file at {@code path} into {@code into}, and returns the number of
     * bytes. If {@code path} is a symbolic link, this method reads an attribute of the target of the link. If {@code into} has no
     * remaining bytes, this method only returns the size of the value.
     *
     * <p>{@code ssize_t getxattr(const char *path, const char *name, void *value, size_t size)} {@index getxattr}
     *
     * <p>The position of {@code into} moves forward by the number of bytes that were read.
     *
     * @throws ErrnoException {@link posixkit.constants.Xattr#XATTR_ABSENT}: the file has no such attribute; ERANGE: {@code into}
     *     is too small for the value; ENOTSUP: the file system has no extended attributes, or not in this namespace; ENOENT:
     *     {@code path} does not exist; EACCES: a directory of the path has no search permission, or the user may not read the
     *     file
     */
    @Call(value = "getxattr(2)", restarts = Call.Restart.ALWAYS)
    default int getxattr(String path, String name, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = getxattrOrErrno(path, name, into);
        } while (result == -EINTR);
        return Outcome.ofAttribute("getxattr", path, name, result);
    }

    /** Same as {@link #getxattr(String, String, ByteBuffer)}, but returns the number of bytes or −errno. */
    int getxattrOrErrno(String path, String name, ByteBuffer into);

    /**
     * Returns the value of the attribute {@code name} of the file at {@code path}, in a new array of its size. If {@code path} is
     * a symbolic link, this method reads an attribute of the target of the link.
     */
    default byte[] getxattr(String path, String name) throws ErrnoException {
        for (; ; ) {
            ByteBuffer value = ByteBuffer.allocate(getxattr(path, name, ByteBuffer.allocate(0)));
            int result = getxattrOrErrno(path, name, value);
            // Otherwise, the value has become longer.
            if (result != -ERANGE && result != -EINTR && result <= value.capacity()) {
                return Arrays.copyOf(value.array(), Outcome.ofAttribute("getxattr", path, name, result));
            }
        }
    }

    /**
     * Reads the value of the attribute {@code name} of the file at {@code path} into {@code into}, and returns the number of
     * bytes. If {@code path} is a symbolic link, this method reads an attribute of the link itself. If {@code into} has no
     * remaining bytes, this method only returns the size of the value.
     *
     * <p>{@code ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)} {@index lgetxattr}
     *
     * <p>The position of {@code into} moves forward by the number of bytes that were read.
     *
     * @throws ErrnoException with the errnos of {@link #getxattr(String, String, ByteBuffer)}
     */
    @Call(value = "lgetxattr(2)", restarts = Call.Restart.ALWAYS)
    default int lgetxattr(String path, String name, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = lgetxattrOrErrno(path, name, into);
        } while (result == -EINTR);
        return Outcome.ofAttribute("lgetxattr", path, name, result);
    }

    /** Same as {@link #lgetxattr(String, String, ByteBuffer)}, but returns the number of bytes or −errno. */
    int lgetxattrOrErrno(String path, String name, ByteBuffer into);

    /**
     * Returns the value of the attribute {@code name} of the file at {@code path}, in a new array of its size. If {@code path} is
     * a symbolic link, this method reads an attribute of the link itself.
     */
    default byte[] lgetxattr(String path, String name) throws ErrnoException {
        for (; ; ) {
            ByteBuffer value = ByteBuffer.allocate(lgetxattr(path, name, ByteBuffer.allocate(0)));
            int result = lgetxattrOrErrno(path, name, value);
            // Otherwise, the value has become longer.
            if (result != -ERANGE && result != -EINTR && result <= value.capacity()) {
                return Arrays.copyOf(value.array(), Outcome.ofAttribute("lgetxattr", path, name, result));
            }
        }
    }

    /**
     * Reads the value of the attribute {@code name} of the file with the descriptor {@code fd} into {@code into}, and returns the
     * number of bytes. If {@code into} has no remaining bytes, this method only returns the size of the value.
     *
     * <p>{@code ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)} {@index fgetxattr}
     *
     * <p>The position of {@code into} moves forward by the number of bytes that were read.
     *
     * @throws ErrnoException with the errnos of {@link #getxattr(String, String, ByteBuffer)}; EBADF: {@code fd} is not open
     */
    @Call(value = "fgetxattr(2)", restarts = Call.Restart.ALWAYS)
    default int fgetxattr(int fd, String name, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = fgetxattrOrErrno(fd, name, into);
        } while (result == -EINTR);
        return Outcome.ofAttribute("fgetxattr", fd, name, result);
    }

    /** Same as {@link #fgetxattr(int, String, ByteBuffer)}, but returns the number of bytes or −errno. */
    int fgetxattrOrErrno(int fd, String name, ByteBuffer into);

    /** Returns the value of the attribute {@code name} of the file with the descriptor {@code fd}, in a new array of its size. */
    default byte[] fgetxattr(int fd, String name) throws ErrnoException {
        for (; ; ) {
            ByteBuffer value = ByteBuffer.allocate(fgetxattr(fd, name, ByteBuffer.allocate(0)));
            int result = fgetxattrOrErrno(fd, name, value);
            // Otherwise, the value has become longer.
            if (result != -ERANGE && result != -EINTR && result <= value.capacity()) {
                return Arrays.copyOf(value.array(), Outcome.ofAttribute("fgetxattr", fd, name, result));
            }
        }
    }

    // Methods that set an attribute

    /**
     * Gives the attribute {@code name} of the file at {@code path} the remaining bytes of {@code from} as its value. If {@code
     * path} is a symbolic link, this method sets an attribute of the target of the link.
     *
     * <p>{@code int setxattr(const char *path, const char *name, const void *value, size_t size, int flags)} {@index setxattr}
     *
     * <p>The position of {@code from} does not move, because a value is set as a whole or not at all.
     *
     * @param flags 0 to create the attribute or replace its value; {@code XATTR_CREATE} to only create it; {@code XATTR_REPLACE}
     *     to only replace its value
     * @throws ErrnoException EEXIST: {@code flags} is {@code XATTR_CREATE}, and the file has the attribute; {@link
     *     posixkit.constants.Xattr#XATTR_ABSENT}: {@code flags} is {@code XATTR_REPLACE}, and the file does not have the
     *     attribute; ENOTSUP: the file system has no extended attributes, or not in this namespace; ERANGE, E2BIG: the name or
     *     the value is too long; ENOSPC, EDQUOT: there is no room for the value; EPERM, EACCES, EROFS: the user may not change
     *     the attribute; ENOENT: {@code path} does not exist
     */
    @Call("setxattr(2)")
    default void setxattr(String path, String name, ByteBuffer from, int flags) throws ErrnoException {
        Outcome.ofAttribute("setxattr", path, name, setxattrOrErrno(path, name, from, flags));
    }

    /** Same as {@link #setxattr(String, String, ByteBuffer, int)}, but returns 0 or −errno. */
    int setxattrOrErrno(String path, String name, ByteBuffer from, int flags);

    /**
     * Gives the attribute {@code name} of the file at {@code path} the value {@code value}. If {@code path} is a symbolic link,
     * this method sets an attribute of the target of the link.
     */
    default void setxattr(String path, String name, byte[] value) throws ErrnoException {
        setxattr(path, name, ByteBuffer.wrap(Objects.requireNonNull(value, "value")), 0);
    }

    /**
     * Gives the attribute {@code name} of the file at {@code path} the remaining bytes of {@code from} as its value. If {@code
     * path} is a symbolic link, this method sets an attribute of the link itself.
     *
     * <p>{@code int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags)} {@index lsetxattr}
     *
     * <p>The position of {@code from} does not move, because a value is set as a whole or not at all.
     *
     * @param flags 0 to create the attribute or replace its value; {@code XATTR_CREATE} to only create it; {@code XATTR_REPLACE}
     *     to only replace its value
     * @throws ErrnoException with the errnos of {@link #setxattr(String, String, ByteBuffer, int)}
     */
    @Call("lsetxattr(2)")
    default void lsetxattr(String path, String name, ByteBuffer from, int flags) throws ErrnoException {
        Outcome.ofAttribute("lsetxattr", path, name, lsetxattrOrErrno(path, name, from, flags));
    }

    /** Same as {@link #lsetxattr(String, String, ByteBuffer, int)}, but returns 0 or −errno. */
    int lsetxattrOrErrno(String path, String name, ByteBuffer from, int flags);

    /**
     * Gives the attribute {@code name} of the file at {@code path} the value {@code value}. If {@code path} is a symbolic link,
     * this method sets an attribute of the link itself.
     */
    default void lsetxattr(String path, String name, byte[] value) throws ErrnoException {
        lsetxattr(path, name, ByteBuffer.wrap(Objects.requireNonNull(value, "value")), 0);
    }

    /**
     * Gives the attribute {@code name} of the file with the descriptor {@code fd} the remaining bytes of {@code from} as its
     * value.
     *
     * <p>{@code int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)} {@index fsetxattr}
     *
     * <p>The position of {@code from} does not move, because a value is set as a whole or not at all.
     *
     * @param flags 0 to create the attribute or replace its value; {@code XATTR_CREATE} to only create it; {@code XATTR_REPLACE}
     *     to only replace its value
     * @throws ErrnoException with the errnos of {@link #setxattr(String, String, ByteBuffer, int)}; EBADF: {@code fd} is not open
     */
    @Call("fsetxattr(2)")
    default void fsetxattr(int fd, String name, ByteBuffer from, int flags) throws ErrnoException {
        Outcome.ofAttribute("fsetxattr", fd, name, fsetxattrOrErrno(fd, name, from, flags));
    }

    /** Same as {@link #fsetxattr(int, String, ByteBuffer, int)}, but returns 0 or −errno. */
    int fsetxattrOrErrno(int fd, String name, ByteBuffer from, int flags);

    /** Gives the attribute {@code name} of the file with the descriptor {@code fd} the value {@code value}. */
    default void fsetxattr(int fd, String name, byte[] value) throws ErrnoException {
        fsetxattr(fd, name, ByteBuffer.wrap(Objects.requireNonNull(value, "value")), 0);
    }

    // Methods that list the names of attributes

    /**
     * Returns the names of the attributes of the file at {@code path}, in no particular order. If {@code path} is a symbolic
     * link, this method lists the attributes of the target of the link.
     *
     * <p>{@code ssize_t listxattr(const char *path, char *list, size_t size)} {@index listxattr}
     *
     * <p>On Linux, the result leaves out the {@code trusted.} attributes if the user may not read them.
     *
     * @throws ErrnoException ENOTSUP: the file system has no extended attributes; E2BIG: on Linux, the names together have more
     *     than 64 KiB; ENOENT: {@code path} does not exist; EACCES: a directory of the path has no search permission
     */
    @Call(value = "listxattr(2)", restarts = Call.Restart.ALWAYS)
    List<String> listxattr(String path) throws ErrnoException;

    /**
     * Returns the names of the attributes of the file at {@code path}, in no particular order. If {@code path} is a symbolic
     * link, this method lists the attributes of the link itself.
     *
     * <p>{@code ssize_t llistxattr(const char *path, char *list, size_t size)} {@index llistxattr}
     *
     * <p>On Linux, the result leaves out the {@code trusted.} attributes if the user may not read them.
     *
     * @throws ErrnoException with the errnos of {@link #listxattr}
     */
    @Call(value = "llistxattr(2)", restarts = Call.Restart.ALWAYS)
    List<String> llistxattr(String path) throws ErrnoException;

    /**
     * Returns the names of the attributes of the file with the descriptor {@code fd}, in no particular order.
     *
     * <p>{@code ssize_t flistxattr(int fd, char *list, size_t size)} {@index flistxattr}
     *
     * <p>On Linux, the result leaves out the {@code trusted.} attributes if the user may not read them.
     *
     * @throws ErrnoException with the errnos of {@link #listxattr}; EBADF: {@code fd} is not open
     */
    @Call(value = "flistxattr(2)", restarts = Call.Restart.ALWAYS)
    List<String> flistxattr(int fd) throws ErrnoException;

    // Methods that remove an attribute

    /**
     * Removes the attribute {@code name} of the file at {@code path}. If {@code path} is a symbolic link, this method removes an
     * attribute of the target of the link.
     *
     * <p>{@code int removexattr(const char *path, const char *name)} {@index removexattr}
     *
     * @throws ErrnoException {@link posixkit.constants.Xattr#XATTR_ABSENT}: the file has no such attribute; ENOTSUP: the file
     *     system has no extended attributes, or not in this namespace; EPERM, EACCES, EROFS: the user may not change the
     *     attribute; ENOENT: {@code path} does not exist
     */
    @Call("removexattr(2)")
    default void removexattr(String path, String name) throws ErrnoException {
        Outcome.ofAttribute("removexattr", path, name, removexattrOrErrno(path, name));
    }

    /** Same as {@link #removexattr}, but returns 0 or −errno. */
    int removexattrOrErrno(String path, String name);

    /**
     * Removes the attribute {@code name} of the file at {@code path}. If {@code path} is a symbolic link, this method removes an
     * attribute of the link itself.
     *
     * <p>{@code int lremovexattr(const char *path, const char *name)} {@index lremovexattr}
     *
     * @throws ErrnoException with the errnos of {@link #removexattr}
     */
    @Call("lremovexattr(2)")
    default void lremovexattr(String path, String name) throws ErrnoException {
        Outcome.ofAttribute("lremovexattr", path, name, lremovexattrOrErrno(path, name));
    }

    /** Same as {@link #lremovexattr}, but returns 0 or −errno. */
    int lremovexattrOrErrno(String path, String name);

    /**
     * Removes the attribute {@code name} of the file with the descriptor {@code fd}.
     *
     * <p>{@code int fremovexattr(int fd, const char *name)} {@index fremovexattr}
     *
     * @throws ErrnoException with the errnos of {@link #removexattr}; EBADF: {@code fd} is not open
     */
    @Call("fremovexattr(2)")
    default void fremovexattr(int fd, String name) throws ErrnoException {
        Outcome.ofAttribute("fremovexattr", fd, name, fremovexattrOrErrno(fd, name));
    }

    /** Same as {@link #fremovexattr}, but returns 0 or −errno. */
    int fremovexattrOrErrno(int fd, String name);
}
