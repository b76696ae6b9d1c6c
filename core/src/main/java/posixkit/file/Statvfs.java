package posixkit.file;

/**
 * Information about a file system, in the form that POSIX describes (the native {@code struct statvfs}). It has the same members
 * on Linux and macOS. {@link Metadata#newStatvfs} creates an empty structure. The same structure can be filled many times.
 *
 * <p>The numbers of blocks and inodes are unsigned. They are 0 if the file system does not count blocks or inodes, for example in
 * {@code /proc} and {@code /sys}. On macOS they have only 32 bits. There, use {@link Statfs} for a file system with more blocks
 * or inodes than that.
 */
public interface Statvfs {
    /** Returns the size in bytes that is best for reading and writing. */
    long bsize();

    /** Returns the size of a block in bytes. {@link #blocks}, {@link #bfree} and {@link #bavail} count blocks of this size. */
    long frsize();

    /** Returns the total number of blocks of the file system. */
    long blocks();

    /** Returns the number of free blocks, including blocks that only root can use. */
    long bfree();

    /** Returns the number of free blocks that users other than root can use. */
    long bavail();

    /** Returns the total number of inodes of the file system, used and free. Each file uses one inode. */
    long files();

    /** Returns the number of free inodes. */
    long ffree();

    /** Returns the number of free inodes that users other than root can use. */
    long favail();

    /** Returns the id of the file system. If the file system has no id, the result is 0. On macOS, this is a part of the id. */
    long fsid();

    /**
     * Returns the mount flags, for example {@code ST_RDONLY} ({@link posixkit.constants.StatvfsFlag}). On macOS, only
     * {@code ST_RDONLY} and {@code ST_NOSUID} can be set.
     */
    long flag();

    /** Returns the maximum number of bytes in a file name. On macOS, this is 255 for every file system. */
    long namemax();

    /** Returns a copy of this structure. If this structure is filled again later, the copy does not change. */
    Statvfs copy();
}
