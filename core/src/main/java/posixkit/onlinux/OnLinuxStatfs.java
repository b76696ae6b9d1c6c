package posixkit.onlinux;

import posixkit.file.Statfs;

/**
 * Describes a file system. This interface has all members of {@link Statfs}, and also the members that only Linux has. On Linux,
 * every {@link Statfs} is an {@code OnLinuxStatfs}.
 */
public interface OnLinuxStatfs extends Statfs {
    /** Returns the greatest length that a file name can have, in bytes. */
    long namelen();

    /** Returns the fragment size ({@code f_frsize}) in bytes. On most file systems, the fragment size equals {@link #bsize}. */
    long frsize();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    @Override
    OnLinuxStatfs copy();
}
