package posixkit.file;

/**
 * A reusable buffer for directory entries, outside the heap. Linux's {@code getdents64} fills it with as many records as fit.
 * {@link #next} moves to the next record, and the other methods return what that record holds. {@code newDirents} of
 * {@link posixkit.onlinux.OnLinuxFiles} makes one.
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
 * <p>Not thread-safe.
 */
public interface Dirents {
    /**
     * Moves to the next record. Returns false if there is none; then read again.
     *
     * @throws IllegalStateException if the bytes are not a record: the length is 0, not a multiple of 8, or beyond the bytes read
     */
    boolean next();

    /** Moves to the next record other than {@code .} and {@code ..}. Returns false if there is none. */
    default boolean nextNamed() {
        while (next()) {
            if (!isDots()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the inode number ({@code d_ino}), unsigned. For a mount point this is the number of the directory underneath.
     *
     * @throws IllegalStateException if there is no record: {@link #next} was not called since the last read, or returned false.
     *     All methods below do the same.
     */
    long ino();

    /** Returns the position of the next record ({@code d_off}). Use it only for {@code lseek} on this directory. */
    long off();

    /** Returns the distance to the next record in bytes ({@code d_reclen}). */
    int reclen();

    /** Returns the length of the name in bytes, without its NUL. */
    int namlen();

    /** Returns the kind of file, such as {@code DT_REG}; {@code DT_UNKNOWN} if the file system does not know. */
    int type();

    /** Returns the name, without loss ({@link posixkit.Names}): it can be passed to every call that takes a name. */
    String name();

    /** Returns true if the name is {@code .} or {@code ..}. */
    boolean isDots();

    /** Returns the size of this buffer in bytes. */
    int capacity();
}
