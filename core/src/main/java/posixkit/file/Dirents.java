package posixkit.file;

/**
 * A reusable buffer for directory entries, in memory outside the Java heap. Two methods of
 * {@link posixkit.onlinux.OnLinuxFiles} use it: {@code newDirents} creates a buffer, and {@code getdents64} fills it with as many
 * entries of a directory as fit. In the buffer, each entry is one record (a native {@code struct linux_dirent64}).
 * {@link #next} moves to the next record. Methods such as {@link #name} return the data of this record.
 *
 * <p>The following example prints the names in a directory. {@code extras} is an {@code OnLinuxFiles}, and {@code fd} is the
 * descriptor of the open directory. {@link #nextNamed} works like {@link #next}, but skips the entries {@code .} and {@code ..}:
 *
 * <pre>{@code
 * Dirents entries = extras.newDirents(32 * 1024);
 * while (extras.getdents64(fd, entries) > 0) {
 *     while (entries.nextNamed()) {
 *         System.out.println(entries.name());
 *     }
 * }
 * }</pre>
 *
 * <p>This class is not thread-safe.
 */
public interface Dirents {
    /**
     * Moves to the next record. Returns true if there is a next record, and false after the last record of the buffer. To read
     * further entries, fill the buffer again with {@code getdents64}.
     *
     * @throws IllegalStateException if the next bytes are not a valid record: the record length is 0, is not a multiple of 8, or
     *     extends beyond the bytes that were read
     */
    boolean next();

    /**
     * Moves to the next record whose name is neither {@code .} nor {@code ..}. Returns false if the buffer holds no more such
     * records.
     */
    default boolean nextNamed() {
        while (next()) {
            if (!isDots()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the inode number of the current record ({@code d_ino}), as an unsigned number. If the record is a mount point, two
     * directories have its name: the original directory, and the root directory of the mounted file system, which hides it. This
     * method then returns the inode number of the original directory.
     *
     * @throws IllegalStateException if there is no current record: {@link #next} was not called since the buffer was last filled,
     *     or {@link #next} returned false. {@link #off}, {@link #reclen}, {@link #namlen}, {@link #type}, {@link #name} and
     *     {@link #isDots} also throw this exception if there is no current record.
     */
    long ino();

    /**
     * Returns the position of the next record in the directory ({@code d_off}). The file system chooses this number, and only the
     * file system knows its meaning. Use the number only to return to this position later: pass it to {@link Io#lseek} as
     * {@code offset}, with {@code SEEK_SET}, on the same directory.
     */
    long off();

    /**
     * Returns the length of the current record in bytes ({@code d_reclen}). The next record starts this number of bytes after the
     * start of the current record.
     */
    int reclen();

    /** Returns the length of the name of the current record in bytes, without the NUL byte at its end. */
    int namlen();

    /**
     * Returns the file type of the current record, for example {@code DT_REG} for a regular file or {@code DT_DIR} for a
     * directory. Returns {@code DT_UNKNOWN} if the file system does not report the type.
     */
    int type();

    /**
     * Returns the name of the current record. The string keeps every byte of the name, even bytes that are not valid UTF-8.
     * {@link posixkit.Names} explains how. The string can therefore be passed to every method that takes a file name.
     */
    String name();

    /** Returns true if the name of the current record is {@code .} or {@code ..}. */
    boolean isDots();

    /** Returns the size of this buffer in bytes. */
    int capacity();
}
