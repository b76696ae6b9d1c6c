package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * An open directory, returned by {@link FileTree#opendir}. {@link #next} moves to the next entry, and the other methods return what
 * that entry holds. Close it after use: nothing else does.
 *
 * <pre>{@code
 * try (Dir dir = files.opendir("/etc")) {
 *     while (dir.next()) {
 *         System.out.println(dir.name());
 *     }
 * }
 * }</pre>
 *
 * <p>Entries that are created or removed meanwhile may be missing or present. Several threads may share a {@code Dir}; it takes one
 * call at a time. Which thread gets which entry is not defined.
 */
public abstract class Dir implements AutoCloseable {
    /** For the bodies, which extend this class. */
    protected Dir() {}

    /**
     * Moves to the next entry. Returns false at the end.
     *
     * <p>{@code int readdir_r(DIR *dir, struct dirent *entry, struct dirent **result)} {@index readdir_r}
     *
     * <p>The entries include {@code .} and {@code ..}. Their order is the file system's. A directory that was removed is at its
     * end.
     *
     * @throws ErrnoException EIO; ENAMETOOLONG: on Linux, the call skipped a name longer than 255 bytes
     * @throws IllegalStateException if this directory is closed
     */
    @Call(value = "readdir_r(3)", restarts = Call.Restart.ALWAYS)
    public abstract boolean next() throws ErrnoException;

    /**
     * Returns the inode number of the entry, unsigned.
     *
     * @throws IllegalStateException if there is no entry: {@link #next} was not called yet, or returned false
     */
    public abstract long ino();

    /**
     * Returns the kind of file, such as {@code DT_REG}; {@code DT_UNKNOWN} if the file system does not know.
     *
     * @throws IllegalStateException if there is no entry
     */
    public abstract int type();

    /**
     * Returns the name of the entry, without loss ({@link posixkit.Names}): it can be passed to every call that takes a name.
     *
     * @throws IllegalStateException if there is no entry
     */
    public abstract String name();

    /**
     * Closes the directory. Further calls do nothing.
     *
     * <p>{@code int closedir(DIR *dir)} {@index closedir}
     *
     * @throws ErrnoException EIO: the directory is closed nevertheless
     */
    @Override
    @Call("closedir(3)")
    public abstract void close() throws ErrnoException;
}
