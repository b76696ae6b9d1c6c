package posixkit.ondarwin;

import posixkit.file.Statfs;

/** What only macOS knows about a file system. On macOS every {@link Statfs} is one of these. */
public interface OnDarwinStatfs extends Statfs {
    /** Returns the preferred size for reading and writing, in bytes. The counts are in units of {@link #bsize}. */
    int iosize();

    /** Returns the user who mounted the file system; an unsigned id. */
    int owner();

    /** Returns the name of the kind of file system: {@code apfs}, {@code hfs}, {@code nfs}. Use this instead of {@link #type}. */
    String fstypename();

    /** Returns the mount point. */
    String mntonname();

    /** Returns the mounted device or source: {@code /dev/disk3s1}. */
    String mntfromname();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnDarwinStatfs copy();
}
