package posixkit.file;

/**
 * What the system knows about a file system ({@code struct statfs}). {@link Metadata#newStatfs} makes one; it can be filled many
 * times. {@link posixkit.onlinux.OnLinuxStatfs} and {@link posixkit.ondarwin.OnDarwinStatfs} have the members that only one system
 * has.
 *
 * <p>Counts are unsigned. They are 0 if the file system does not count, as in {@code /proc} and {@code /sys}.
 */
public interface Statfs {
    /**
     * Returns the kind of file system. On Linux it is a number in {@link posixkit.onlinux.constants.LinuxMagic}. On macOS it is a
     * number that changes from boot to boot; use {@link posixkit.ondarwin.OnDarwinStatfs#fstypename} there.
     */
    long type();

    /** Returns the size of the blocks that the other methods count. */
    long bsize();

    /** Returns the number of blocks. */
    long blocks();

    /** Returns the number of free blocks. */
    long bfree();

    /** Returns the number of free blocks for users other than root. */
    long bavail();

    /** Returns the number of inodes. */
    long files();

    /** Returns the number of free inodes. */
    long ffree();

    /**
     * Returns the mount flags: {@code ST_RDONLY} and others on Linux, {@code MNT_RDONLY} and others on macOS. Linux adds a bit
     * without a name, which says that the other bits are valid.
     */
    long flags();

    /** Returns the id of the file system; zeros if it has none. {@link Stat#dev} identifies a file system more reliably. */
    byte[] fsid();

    /** Returns a copy, which later calls on this one do not change. */
    Statfs copy();
}
