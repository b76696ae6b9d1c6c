package posixkit.ondarwin;

import posixkit.file.Statfs;

/**
 * Information about a file system, with the values that only macOS has. On macOS, every {@link Statfs} object implements this
 * interface.
 */
public interface OnDarwinStatfs extends Statfs {
    /**
     * Returns the preferred size of a single read or write, in bytes. This size is not the size of a block. To convert a number
     * of blocks to bytes, use {@link #bsize}.
     */
    int iosize();

    /** Returns the user id of the user who mounted the file system. The id is an unsigned 32-bit number. */
    int owner();

    /**
     * Returns the name of the type of the file system, for example {@code apfs}, {@code hfs} or {@code nfs}. Use this name
     * instead of the number {@link #type}.
     */
    String fstypename();

    /** Returns the mount point: the path of the directory where the file system is mounted. */
    String mntonname();

    /** Returns the name of the mounted source of files. The source can be a device, for example {@code /dev/disk3s1}. */
    String mntfromname();

    /** Returns a copy of this structure. Later changes of this structure do not change the copy. */
    @Override
    OnDarwinStatfs copy();
}
