package posixkit.onlinux;

import posixkit.file.Statfs;

/** What only Linux knows about a file system. On Linux every {@link Statfs} is one of these. */
public interface OnLinuxStatfs extends Statfs {
    /** Returns the length of the longest name in bytes. */
    long namelen();

    /** Returns the size of a fragment, which is {@link #bsize} on most file systems. */
    long frsize();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnLinuxStatfs copy();
}
