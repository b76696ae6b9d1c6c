package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * An open directory, returned by {@link FileTree#opendir}. {@link #next} moves to the next entry of the directory. {@link #name},
 * {@link #type} and {@link #ino} return the data of this entry. Close the directory after use, for example with a {@code try}
 * block. The garbage collector does not close it. In this example, {@code files} is a {@link FileTree}:
 *
 * <pre>{@code
 * try (Dir dir = files.opendir("/etc")) {
 *     while (dir.next()) {
 *         System.out.println(dir.name());
 *     }
 * }
 * }</pre>
 *
 * <p>If a file is created or removed while the directory is read, {@link #next} may move to the entry of this file or skip it.
 * Several threads can share a {@code Dir}: the {@code Dir} executes their calls one after the other. But all threads share one
 * current entry. Between two calls of one thread, another thread can move to the next entry. It is not defined which thread gets
 * which entry.
 */
public abstract class Dir implements AutoCloseable {
    /** Does nothing. The classes that implement this abstract class call this constructor. */
    protected Dir() {}

    /**
     * Moves to the next entry of the directory. Returns true if there is a next entry, and false at the end of the directory.
     *
     * <p>{@code int readdir_r(DIR *dir, struct dirent *entry, struct dirent **result)} {@index readdir_r}
     *
     * <p>The entries include {@code .} and {@code ..}. The file system determines their order. On Linux, this
     * method calls {@code getdents64}, which reads many entries at once. If the directory itself was
     * removed, this method returns false.
     *
     * @throws ErrnoException EIO: the device failed
     * @throws IllegalStateException if this directory is closed
     */
    @Call(value = "readdir_r(3)", restarts = Call.Restart.ALWAYS)
    public abstract boolean next() throws ErrnoException;

    /**
     * Returns the inode number of the current entry, as an unsigned number.
     *
     * @throws IllegalStateException if there is no current entry: {@link #next} was not called yet, or returned false
     */
    public abstract long ino();

    /**
     * Returns the file type of the current entry, for example {@code DT_REG} for a regular file or {@code DT_DIR} for a
     * directory. Returns {@code DT_UNKNOWN} if the file system does not report the type.
     *
     * @throws IllegalStateException if there is no current entry: {@link #next} was not called yet, or returned false
     */
    public abstract int type();

    /**
     * Returns the name of the current entry. The string keeps every byte of the name, even bytes that are not valid UTF-8. The
     * class {@link posixkit.Names} explains how. Every method of posixkit that takes a file name accepts the string.
     *
     * @throws IllegalStateException if there is no current entry: {@link #next} was not called yet, or returned false
     */
    public abstract String name();

    /**
     * Closes the directory. If the directory is already closed, this method does nothing.
     *
     * <p>{@code int closedir(DIR *dir)} {@index closedir}
     *
     * @throws ErrnoException EIO: the device failed; the directory is closed nevertheless
     */
    @Override
    @Call("closedir(3)")
    public abstract void close() throws ErrnoException;
}
