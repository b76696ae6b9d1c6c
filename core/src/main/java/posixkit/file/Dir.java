package posixkit.file;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * A directory being read, made by {@link FileTree#opendir}: {@link #next} moves from entry to entry, the rest tells what the
 * one at hand is. Close it: nobody else does.
 *
 * <pre>{@code
 * try (Dir dir = files.opendir("/etc")) {
 *     while (dir.next()) {
 *         System.out.println(dir.name());
 *     }
 * }
 * }</pre>
 *
 * <p>Whether an entry that comes or goes meanwhile is among them is chance. Several threads may share it, one call at a time;
 * who of them gets which entry is chance too.
 */
public abstract class Dir implements AutoCloseable {
    /** Bodies extend it; nobody else need. */
    protected Dir() {}

    /**
     * {@code int readdir_r(DIR *dir, struct dirent *entry, struct dirent **result)} {@index readdir_r}
     *
     * <p>Moves to the next entry; false at the end. {@code .} and {@code ..} are entries, the order is the file system's.
     *
     * <p>A directory that has been removed is at its end.
     *
     * @throws ErrnoException EIO; ENAMETOOLONG: on Linux, a name of more than 255 bytes has been left out
     * @throws IllegalStateException it is closed
     */
    @Call("readdir_r(3)")
    public abstract boolean next() throws ErrnoException;

    /**
     * The entry's inode number, unsigned.
     *
     * @throws IllegalStateException here and below: {@link #next} has not been called, or has said false
     */
    public abstract long ino();

    /** What kind of file it is, as {@code DT_REG}; {@code DT_UNKNOWN} where the file system does not say. */
    public abstract int type();

    /** Its name, read as UTF-8. */
    public abstract String name();

    /** Its name's bytes, which need not be text. */
    public abstract byte[] nameBytes();

    /**
     * {@code int closedir(DIR *dir)} {@index closedir}
     *
     * <p>Gives the directory back the first time it is called; later calls do nothing.
     *
     * @throws ErrnoException EIO: it is closed all the same
     */
    @Override
    @Call("closedir(3)")
    public abstract void close() throws ErrnoException;
}
