package posixkit.onlinux;

import posixkit.file.Statfs;

/**
 * Describes a file system with all members of {@link Statfs} and with further members, which only Linux has. On Linux, every
 * {@link Statfs} is an {@code OnLinuxStatfs}.
 */
public interface OnLinuxStatfs extends Statfs {
    /** Returns the greatest length that a file name can have, in bytes. */
    long namelen();

    /** Returns the size of a fragment in bytes. On most file systems it equals {@link #bsize}. */
    long frsize();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    @Override
    OnLinuxStatfs copy();
}
