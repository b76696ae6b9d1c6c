package posixkit.file;

/**
 * What the system knows about the file system a file lives on ({@code struct statfs}). Made by
 * {@link Metadata#newStatfs}, to be kept and filled again. What only Linux tells is in
 * {@link posixkit.onlinux.OnLinuxStatfs}, what only macOS tells in {@link posixkit.ondarwin.OnDarwinStatfs}.
 *
 * <p>Counts are unsigned. A file system that does not count, as those of {@code /proc} and {@code /sys}, says 0.
 */
public interface Statfs {
    /**
     * Its kind. On Linux one of the numbers in {@link posixkit.onlinux.constants.LinuxMagic}; on macOS a number given out at
     * boot, which tells nothing.
     */
    long type();

    /** The size of the blocks that are counted here. */
    long bsize();

    /** All blocks. */
    long blocks();

    /** Blocks that are free. */
    long bfree();

    /** Blocks that are free to anybody; the others are root's reserve. */
    long bavail();

    /** All inodes. */
    long files();

    /** Inodes that are free. */
    long ffree();

    /**
     * How it is mounted: {@code ST_RDONLY} and others on Linux, {@code MNT_RDONLY} and others on macOS. Linux adds a bit
     * that has no name; it only says that the others count.
     */
    long flags();

    /** Tells it from other file systems, as {@link Stat#dev} does with more certainty; zeros where it has no such mark. */
    byte[] fsid();

    /** Returns a copy, which later calls on this one do not change. */
    Statfs copy();
}
