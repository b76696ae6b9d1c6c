package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Moves bytes between two descriptors without copying them into this process. Each call may move fewer bytes than asked for, and
 * returns their number; 0 means that the input is at its end. A program repeats the call for the rest.
 *
 * <p>An offset of {@link #CURRENT} means that the call uses the offset of the descriptor and moves it on. With another offset,
 * the call leaves the offset of the descriptor as it is.
 */
public interface Transfers {
    /** Stands for the offset of the descriptor itself. In C, it is a null pointer. */
    long CURRENT = -1;

    /**
     * Copies bytes from one file to another. Some file systems do not copy at all, but let both files share the same blocks.
     *
     * <p>{@code ssize_t copy_file_range(int in, off64_t *inoff, int out, off64_t *outoff, size_t len, unsigned int flags)}
     * {@index copy_file_range} (Linux 4.5)
     *
     * <p>The call does not work for all pairs of files: the errnos EXDEV, EINVAL, ENOSYS and EOPNOTSUPP mean that the program has
     * to copy with {@link #sendfile}, or with {@code read} and {@code write}. Before Linux 5.3, both files must be in the same
     * mounted file system. Files of {@code /proc} may have no size, and then 0 bytes are copied.
     *
     * @param flags 0
     * @throws ErrnoException EBADF: {@code in} is not open for reading, or {@code out} not for writing, or it is open with {@code
     *     O_APPEND}; EISDIR: a descriptor is a directory; EXDEV: the files are in different file systems; EINVAL: a descriptor is
     *     not a regular file, or the two parts overlap in one file; EOPNOTSUPP: the file system cannot do it; ENOSPC, EFBIG, EIO
     */
    @Call(value = "copy_file_range(2)", since = "4.5", waits = true, restarts = Call.Restart.ALWAYS)
    default long copyFileRange(int in, long inOffset, int out, long outOffset, long length, int flags)
            throws ErrnoException {
        long result;
        do {
            result = copyFileRangeOrErrno(in, inOffset, out, outOffset, length, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("copy_file_range", out, result);
    }

    /** Same as {@link #copyFileRange}, but returns the number of bytes or −errno. */
    long copyFileRangeOrErrno(int in, long inOffset, int out, long outOffset, long length, int flags);

    /**
     * Sends bytes of a file to a socket, a pipe or another file.
     *
     * <p>{@code ssize_t sendfile(int out, int in, off_t *offset, size_t count)} {@index sendfile}
     *
     * @param in a file that can be mapped; not a socket. Since Linux 5.12, it may be a pipe
     * @param offset where to begin in {@code in}, or {@link #CURRENT}
     * @throws ErrnoException EAGAIN: {@code out} is non-blocking and not ready; EINVAL: {@code in} cannot be mapped, {@code out}
     *     is open with {@code O_APPEND}, or {@code length} is negative; EBADF: {@code in} is not open for reading, or {@code out}
     *     not for writing; EPIPE: the other end of {@code out} is closed; EIO
     */
    @Call(value = "sendfile(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long sendfile(int out, int in, long offset, long length) throws ErrnoException {
        long result;
        do {
            result = sendfileOrErrno(out, in, offset, length);
        } while (result == -EINTR);
        return Outcome.ofFd("sendfile", out, result);
    }

    /** Same as {@link #sendfile}, but returns the number of bytes or −errno. */
    long sendfileOrErrno(int out, int in, long offset, long length);

    /**
     * Moves bytes between a pipe and another descriptor. One of {@code in} and {@code out} must be a pipe, and its offset {@link
     * #CURRENT}.
     *
     * <p>{@code ssize_t splice(int in, off64_t *inoff, int out, off64_t *outoff, size_t len, unsigned int flags)} {@index splice}
     *
     * @param flags {@code SPLICE_F_MOVE}, {@code SPLICE_F_MORE}, {@code SPLICE_F_NONBLOCK}, or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code SPLICE_F_NONBLOCK} or a descriptor is non-blocking, and it is
     *     not ready; EINVAL: neither descriptor is a pipe, the file system cannot do it, or {@code out} is open with {@code
     *     O_APPEND}; ESPIPE: an offset for a pipe; EBADF: a descriptor is not open in the right way
     */
    @Call(value = "splice(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long splice(int in, long inOffset, int out, long outOffset, long length, int flags) throws ErrnoException {
        long result;
        do {
            result = spliceOrErrno(in, inOffset, out, outOffset, length, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("splice", in, result);
    }

    /** Same as {@link #splice}, but returns the number of bytes or −errno. */
    long spliceOrErrno(int in, long inOffset, int out, long outOffset, long length, int flags);

    /**
     * Copies bytes from one pipe to another. The bytes stay in the first pipe too.
     *
     * <p>{@code ssize_t tee(int in, int out, size_t len, unsigned int flags)} {@index tee}
     *
     * @param flags {@code SPLICE_F_NONBLOCK} or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code SPLICE_F_NONBLOCK} or a descriptor is non-blocking, and it is
     *     not ready; EINVAL: a descriptor is not a pipe, or both are the same pipe; EBADF: a descriptor is not open in the right
     *     way
     */
    @Call(value = "tee(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long tee(int in, int out, long length, int flags) throws ErrnoException {
        long result;
        do {
            result = teeOrErrno(in, out, length, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("tee", in, result);
    }

    /** Same as {@link #tee}, but returns the number of bytes or −errno. */
    long teeOrErrno(int in, int out, long length, int flags);
}
