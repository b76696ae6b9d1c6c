package posixkit.file;

/**
 * A reusable buffer for directory entries, in memory outside the Java heap. The method {@code newDirents} of
 * {@link posixkit.onlinux.OnLinuxFiles} creates a buffer. The method {@code getdents64} fills the buffer with as many entries of
 * a directory as fit. In the buffer, each entry is one record (a native {@code struct linux_dirent64}). {@link #next} moves to
 * the next record. Methods such as {@link #name} return the data of this record.
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
 * <p>A {@code Dirents} object is not thread-safe.
 */
public interface Dirents {
    /**
     * Moves to the next record. Returns true if there is a next record, and false after the last record of the buffer. To read
     * further entries, fill the buffer again with {@code getdents64}.
     *
     * @throws IllegalStateException if the next bytes are not a valid record. For example, the record length is 0, is not a
     *     multiple of 8, or extends beyond the bytes that were read.
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
     * Returns the inode number of the current record ({@code d_ino}), as an unsigned number. A mount point is a directory that a
     * mounted file system hides. For a mount point, this method returns the inode number of this hidden directory. It does not
     * return the inode number of the root directory of the mounted file system.
     *
     * @throws IllegalStateException if there is no current record: {@link #next} was not called since the buffer was last filled,
     *     or {@link #next} returned false. The methods {@link #off}, {@link #reclen}, {@link #namlen}, {@link #type},
     *     {@link #name} and {@link #isDots} throw the same exception in this case.
     */
    long ino();

    /**
     * Returns the position of the next record in the directory ({@code d_off}). Only the file system knows the meaning of this
     * number. Use it only to continue reading at this position later: pass it as {@code offset} to {@link Io#lseek}, with
     * {@code SEEK_SET} and a descriptor of the same directory.
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
     * Returns the name of the current record. The string keeps every byte of the name, even bytes that are not valid UTF-8. The
     * class {@link posixkit.Names} explains how. Every method of posixkit that takes a file name accepts the string.
     */
    String name();

    /** Returns true if the name of the current record is {@code .} or {@code ..}. */
    boolean isDots();

    /** Returns the size of this buffer in bytes. */
    int capacity();
}
