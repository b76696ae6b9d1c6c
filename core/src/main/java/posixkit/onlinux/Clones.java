package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Lets files share the same blocks on the disk, on file systems that can, for example Btrfs and XFS. A write to one of the files
 * does not change the other: the file system gives the changed part blocks of its own.
 *
 * <p>{@link Transfers#copyFileRange} shares blocks if it can, and copies bytes otherwise.
 */
public interface Clones {
    /**
     * Replaces the content of {@code destFd} by that of {@code srcFd}, and lets both share the same blocks.
     *
     * <p>{@code int ioctl(int destFd, FICLONE, int srcFd)} {@index FICLONE} (Linux 4.5)
     *
     * @throws ErrnoException EOPNOTSUPP: the file system cannot share blocks; EXDEV: the files are not in one mounted file system;
     *     EBADF: {@code srcFd} is not open for reading, or {@code destFd} not for writing, or it is open with {@code O_APPEND};
     *     EINVAL: a descriptor is not a regular file, or the file system cannot share these parts; EISDIR: a descriptor is a
     *     directory; EPERM: {@code destFd} is immutable; ETXTBSY: a file is in use for swapping
     */
    @Call(value = "ioctl_ficlone(2)", since = "4.5", restarts = Call.Restart.ALWAYS)
    default void ficlone(int destFd, int srcFd) throws ErrnoException {
        int result;
        do {
            result = ficloneOrErrno(destFd, srcFd);
        } while (result == -EINTR);
        Outcome.ofFd("ioctl_ficlone", destFd, result);
    }

    /** Same as {@link #ficlone}, but returns 0 or −errno. */
    int ficloneOrErrno(int destFd, int srcFd);

    /**
     * Replaces a part of {@code destFd} by a part of {@code srcFd}, and lets both share the same blocks.
     *
     * <p>{@code int ioctl(int destFd, FICLONERANGE, struct file_clone_range *arg)} {@index FICLONERANGE} (Linux 4.5)
     *
     * <p>The parts begin and end at the edges of blocks, or end at the end of {@code srcFd}.
     *
     * @param srcLength the number of bytes; 0 means all to the end of {@code srcFd}
     * @throws ErrnoException with the errnos of {@link #ficlone}; EINVAL: the parts are not whole blocks, {@code srcFd} ends within
     *     its part, or the parts overlap in one file
     */
    @Call(value = "ioctl_ficlonerange(2)", since = "4.5", restarts = Call.Restart.ALWAYS)
    default void ficlonerange(int destFd, int srcFd, long srcOffset, long srcLength, long destOffset)
            throws ErrnoException {
        int result;
        do {
            result = ficlonerangeOrErrno(destFd, srcFd, srcOffset, srcLength, destOffset);
        } while (result == -EINTR);
        Outcome.ofFd("ioctl_ficlonerange", destFd, result);
    }

    /** Same as {@link #ficlonerange}, but returns 0 or −errno. */
    int ficlonerangeOrErrno(int destFd, int srcFd, long srcOffset, long srcLength, long destOffset);

    /**
     * Compares a part of {@code srcFd} with a part of {@code destFd}, and lets both share the same blocks if they are equal.
     * Returns how many bytes are shared now, which may be fewer than {@code srcLength}, or 0 if the parts differ.
     *
     * <p>{@code int ioctl(int srcFd, FIDEDUPERANGE, struct file_dedupe_range *arg)} {@index FIDEDUPERANGE} (Linux 4.5)
     *
     * <p>The file system compares the parts while nobody can write to them. In C, one call can compare with several files; this
     * method does so with one.
     *
     * @throws ErrnoException with the errnos of {@link #ficlone}; EINVAL: the parts are not whole blocks, or {@code srcFd} ends
     *     within its part; EPERM, EBADF: this process may not write to {@code destFd}
     */
    @Call(value = "ioctl_fideduperange(2)", since = "4.5", restarts = Call.Restart.ALWAYS)
    default long fideduperange(int srcFd, long srcOffset, long srcLength, int destFd, long destOffset)
            throws ErrnoException {
        long result;
        do {
            result = fideduperangeOrErrno(srcFd, srcOffset, srcLength, destFd, destOffset);
        } while (result == -EINTR);
        return Outcome.ofFd("ioctl_fideduperange", srcFd, result);
    }

    /** Same as {@link #fideduperange}, but returns the number of bytes or −errno. */
    long fideduperangeOrErrno(int srcFd, long srcOffset, long srcLength, int destFd, long destOffset);
}
