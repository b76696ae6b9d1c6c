package posixkit.ondarwin;

import posixkit.file.Statfs;

/** What only macOS tells of a file system. Every {@link Statfs} made on macOS is one. */
public interface OnDarwinStatfs extends Statfs {
    /** How many bytes it likes to be read and written at once. The counts are of {@link #bsize}. */
    int iosize();

    /** Who mounted it; an unsigned id. */
    int owner();

    /** Its kind, by name: {@code apfs}, {@code hfs}, {@code nfs}. It is this that tells; {@link #type} is not. */
    String fstypename();

    /** Where it is mounted. */
    String mntonname();

    /** What is mounted there: {@code /dev/disk3s1}. */
    String mntfromname();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnDarwinStatfs copy();
}
