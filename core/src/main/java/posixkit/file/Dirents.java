package posixkit.file;

/**
 * Room for directory entries, outside the heap and reusable: Linux's {@code getdents64} fills it with as many records as
 * fit, {@link #next} moves from one to the next, the rest tells what the one at hand says. Made by {@code newDirents} of
 * {@link posixkit.onlinux.OnLinuxFiles}.
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
     * Moves to the next record; false when there is none left and it is time to read again.
     *
     * @throws IllegalStateException what the file system wrote is no record: its length is 0, no multiple of 8, or beyond
     *     what was read
     */
    boolean next();

    /** {@link #next} that passes over {@code .} and {@code ..}. */
    default boolean nextNamed() {
        while (next()) {
            if (!isDots()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The inode number ({@code d_ino}), unsigned. That of a directory something is mounted on is of the directory underneath.
     *
     * @throws IllegalStateException here and below: {@link #next} has not been called since the last read, or has said false
     */
    long ino();

    /** Where the next record is ({@code d_off}): for {@code lseek} on this directory, and for nothing else. */
    long off();

    /** How far it is from this record to the next, in bytes ({@code d_reclen}). */
    int reclen();

    /** How many bytes the name has, up to its NUL. */
    int namlen();

    /** What kind of file it is, as {@code DT_REG}; {@code DT_UNKNOWN} where the file system does not say. */
    int type();

    /** The name, read as UTF-8. */
    String name();

    /** The name's bytes, which need not be text. */
    byte[] nameBytes();

    /** Whether it is {@code .} or {@code ..}. */
    boolean isDots();

    /** How many bytes of records fit. */
    int capacity();
}
