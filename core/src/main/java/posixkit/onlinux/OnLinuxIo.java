package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import java.nio.ByteBuffer;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads, writes and prepares parts of open files, with calls that only Linux has. {@link posixkit.file.Io} has the calls that every
 * system has. Buffers follow the same rules as there.
 */
public interface OnLinuxIo {
    /**
     * Reads bytes of the open file {@code fd} into several buffers, like {@link posixkit.file.Io#preadv}, with flags for this
     * call. Returns the total number of bytes read, or 0 at the end of the file.
     *
     * <p>{@code ssize_t preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)} {@index preadv2} (Linux
     * 4.6, glibc 2.26)
     *
     * @param at the position in the file; or {@link Transfers#CURRENT}: the current position of the descriptor, which the call
     *     moves on. Pipes and sockets have only this one
     * @param flags {@code RWF_NOWAIT}: read only bytes that are in memory, and do not wait for the disk (Linux 4.14); {@code
     *     RWF_HIPRI}: wait by polling, for files with {@code O_DIRECT}; or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code RWF_NOWAIT}, and not even the first byte is in memory;
     *     EOPNOTSUPP: the kernel or the file does not know a flag, or the kernel does not have the call; without flags, glibc then
     *     makes another call; ENOSYS: glibc is older; or with the errnos of {@link posixkit.file.Io#preadv}
     */
    @Call(value = "preadv2(2)", since = "4.6", waits = true, restarts = Call.Restart.ALWAYS)
    default long preadv2(int fd, ByteBuffer[] into, long at, int flags) throws ErrnoException {
        long result;
        do {
            result = preadv2OrErrno(fd, into, at, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("preadv2", fd, result);
    }

    /** Same as {@link #preadv2}, but returns the number of bytes read, or −errno. */
    long preadv2OrErrno(int fd, ByteBuffer[] into, long at, int flags);

    /**
     * Writes the bytes of several buffers to the open file {@code fd}, like {@link posixkit.file.Io#pwritev}, with flags for this
     * call. Returns the total number of bytes written.
     *
     * <p>{@code ssize_t pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)} {@index pwritev2} (Linux
     * 4.6, glibc 2.26)
     *
     * @param at the position in the file; or {@link Transfers#CURRENT}: the current position of the descriptor, which the call
     *     moves on. Pipes and sockets have only this one
     * @param flags {@code RWF_APPEND}: write at the end of the file, and ignore {@code at} (Linux 4.16); {@code RWF_DSYNC}, {@code
     *     RWF_SYNC}: wait until the bytes are on the disk, as if the file were open with {@code O_DSYNC} or {@code O_SYNC} (Linux
     *     4.7); {@code RWF_NOWAIT}: do not wait (Linux 4.14); {@code RWF_HIPRI}; or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code RWF_NOWAIT}, and the call would have to wait; EOPNOTSUPP: the
     *     kernel or the file does not know a flag, or the kernel does not have the call; without flags, glibc then makes another
     *     call; ENOSYS: glibc is older; or with the errnos of {@link posixkit.file.Io#pwritev}
     */
    @Call(value = "pwritev2(2)", since = "4.6", waits = true, restarts = Call.Restart.ALWAYS)
    default long pwritev2(int fd, ByteBuffer[] from, long at, int flags) throws ErrnoException {
        long result;
        do {
            result = pwritev2OrErrno(fd, from, at, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("pwritev2", fd, result);
    }

    /** Same as {@link #pwritev2}, but returns the number of bytes written, or −errno. */
    long pwritev2OrErrno(int fd, ByteBuffer[] from, long at, int flags);

    /**
     * Puts the memory of direct buffers into a pipe without copying it. Returns how many bytes are in the pipe now. If {@code fd}
     * is the end of the pipe for reading, the call copies bytes from the pipe into the buffers instead.
     *
     * <p>{@code ssize_t vmsplice(int fd, const struct iovec *iov, size_t count, unsigned int flags)} {@index vmsplice}
     *
     * <p>After a call for the end for writing, the pipe and the buffers share memory. Until all bytes have left the pipe, do not
     * change the buffers, and keep them reachable: what is written to this memory is what the reader gets. If the reader passes
     * the bytes on with {@code splice} or {@code tee}, nobody tells when they are no longer in use. Never release this memory to
     * somebody whom the reader may not know.
     *
     * <p><b>In a JVM:</b> the garbage collector moves heap buffers, and any thread can close a shared arena. So this method
     * refuses their buffers. Read-only buffers are refused too, because the call would write to them if {@code fd} were the end
     * for reading. {@code SPLICE_F_GIFT} is refused: given memory belongs to the kernel for ever, and the JVM uses the memory of a
     * buffer again.
     *
     * @param flags {@code SPLICE_F_NONBLOCK} or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code SPLICE_F_NONBLOCK} or the pipe is non-blocking, and it is full;
     *     EBADF: {@code fd} is not open, or is not a pipe; EPIPE: the pipe has no reader; EINVAL: there are more than 1024 buffers
     */
    @Call(value = "vmsplice(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long vmsplice(int fd, ByteBuffer[] buffers, int flags) throws ErrnoException {
        long result;
        do {
            result = vmspliceOrErrno(fd, buffers, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("vmsplice", fd, result);
    }

    /** Same as {@link #vmsplice}, but returns the number of bytes or −errno. */
    long vmspliceOrErrno(int fd, ByteBuffer[] buffers, int flags);

    /**
     * Starts writing a part of the file {@code fd} from memory to the disk, or waits until it is written.
     *
     * <p>{@code int sync_file_range(int fd, off64_t offset, off64_t count, unsigned int flags)} {@index sync_file_range}
     *
     * <p>This call writes neither the length of the file nor where its blocks are, and does not empty the cache of the disk. After
     * a crash, the bytes may be lost. Use {@link posixkit.file.Io#fdatasync} to make them safe.
     *
     * @param count the number of bytes; 0 means all to the end of the file
     * @param flags {@code SYNC_FILE_RANGE_WAIT_BEFORE}, {@code SYNC_FILE_RANGE_WRITE}, {@code SYNC_FILE_RANGE_WAIT_AFTER}, or 0
     * @throws ErrnoException EINVAL: {@code flags} is wrong, or {@code offset} or {@code count} is negative; ESPIPE: {@code fd} is
     *     neither a file, a block device nor a directory; EBADF: {@code fd} is not open; EIO, ENOSPC: the bytes could not be
     *     written
     */
    @Call(value = "sync_file_range(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void syncFileRange(int fd, long offset, long count, int flags) throws ErrnoException {
        int result;
        do {
            result = syncFileRangeOrErrno(fd, offset, count, flags);
        } while (result == -EINTR);
        Outcome.ofFd("sync_file_range", fd, result);
    }

    /** Same as {@link #syncFileRange}, but returns 0 or −errno. */
    int syncFileRangeOrErrno(int fd, long offset, long count, int flags);

    /**
     * Makes sure that there is room on the disk for a part of the file {@code fd}, so that a later write there does not fail with
     * ENOSPC. Makes the file longer if the part reaches beyond its end.
     *
     * <p>{@code int posix_fallocate(int fd, off_t offset, off_t len)} {@index posix_fallocate}
     *
     * <p>If the file system has no call for that, libc writes a byte to each block. This is slow, and harmful if another program
     * writes to the file meanwhile. {@link OnLinuxFiles#fallocate} fails with EOPNOTSUPP then.
     *
     * <p>In C, the function returns the error number and does not set errno.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open for writing; EINVAL: {@code offset} is negative, or {@code len} is not
     *     positive; EFBIG: the file would be too long; ENOSPC: the disk is full; ENODEV, ESPIPE: {@code fd} is not a regular file;
     *     EINTR: a signal arrived
     */
    @Call(value = "posix_fallocate(3)", waits = true)
    default void posixFallocate(int fd, long offset, long len) throws ErrnoException {
        Outcome.ofFd("posix_fallocate", fd, posixFallocateOrErrno(fd, offset, len));
    }

    /** Same as {@link #posixFallocate}, but returns 0 or −errno. */
    int posixFallocateOrErrno(int fd, long offset, long len);

    /**
     * Returns how many pages of a part of the file {@code fd} are in memory.
     *
     * <p>{@code int cachestat(unsigned int fd, struct cachestat_range *range, struct cachestat *cstat, unsigned int flags)}
     * {@index cachestat} (Linux 6.5)
     *
     * @param len the number of bytes; 0 means all to the end of the file
     * @throws ErrnoException EBADF: {@code fd} is not open; EOPNOTSUPP: the file is on hugetlbfs; EPERM: the file belongs to
     *     another user, and this user may not write to it (Linux 6.15); ENOSYS: the kernel is older
     */
    @Call(value = "cachestat(2)", since = "6.5")
    Cachestat cachestat(int fd, long offset, long len) throws ErrnoException;

    /**
     * What the kernel's memory holds of a part of a file ({@code struct cachestat}), in pages.
     *
     * @param cached pages in memory
     * @param dirty pages that have changed and are not on the disk yet
     * @param writeback pages that are being written to the disk
     * @param evicted pages that were in memory and no longer are
     * @param recentlyEvicted evicted pages that would still be in memory if there were a little more of it
     */
    record Cachestat(long cached, long dirty, long writeback, long evicted, long recentlyEvicted) {}
}
