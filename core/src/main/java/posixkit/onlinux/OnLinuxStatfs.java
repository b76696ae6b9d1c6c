package posixkit.onlinux;

import posixkit.file.Statfs;

/** What only Linux tells of a file system. Every {@link Statfs} made on Linux is one. */
public interface OnLinuxStatfs extends Statfs {
    /** The longest name it can hold, in bytes. */
    long namelen();

    /** The size of a fragment; {@link #bsize} for most. */
    long frsize();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnLinuxStatfs copy();
}
