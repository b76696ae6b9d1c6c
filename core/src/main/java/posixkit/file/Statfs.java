package posixkit.file;

/**
 * Information about a file system, for example its size and its free space (the native {@code struct statfs}).
 * {@link Metadata#newStatfs} creates an empty structure. The same structure can be filled many times.
 * {@link posixkit.onlinux.OnLinuxStatfs} has the members that exist only on Linux. {@link posixkit.ondarwin.OnDarwinStatfs} has
 * the members that exist only on macOS.
 *
 * <p>The numbers of blocks and inodes are unsigned. They are 0 if the file system does not count blocks or inodes, for example in
 * {@code /proc} and {@code /sys}.
 */
public interface Statfs {
    /**
     * Returns the type of the file system as a number. On Linux, the constants for this number are in
     * {@link posixkit.onlinux.constants.LinuxMagic}. On macOS, the number of a type can change when the computer restarts; use
     * {@link posixkit.ondarwin.OnDarwinStatfs#fstypename} instead.
     */
    long type();

    /** Returns the size of a block in bytes. {@link #blocks}, {@link #bfree} and {@link #bavail} count blocks of this size. */
    long bsize();

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

    /**
     * Returns the mount flags, for example {@code ST_RDONLY} on Linux and {@code MNT_RDONLY} on macOS. On Linux, the result also
     * contains one bit that is not a mount flag and has no constant. This bit means that the mount flags in the result are valid.
     */
    long flags();

    /**
     * Returns the bytes of the id of the file system. If the file system has no id, all these bytes are zero. The device number
     * of any file in the file system ({@link Stat#dev}) identifies the file system more reliably.
     */
    byte[] fsid();

    /** Returns a copy of this structure. If this structure is filled again later, the copy does not change. */
    Statfs copy();
}
