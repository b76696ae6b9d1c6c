package posixkit.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Outcome;
import posixkit.constants.Fcntl;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Reads, writes and controls open files, pipes and sockets by descriptor.
 *
 * <p>A buffer is a {@link ByteBuffer} or a piece of a {@code byte[]}. A ByteBuffer is used from its position to its limit; its
 * position moves by the number of bytes transferred. Only bytes that were read are written to a buffer.
 *
 * <p>The kernel uses direct buffers in place. Heap buffers are copied, at most 1 MiB in one call; what is left takes another call.
 * Buffers of a confined or shared {@code Arena} (JDK 22) are direct, but the arena can be closed. Those of a confined arena are
 * used in place, for only the calling thread can close it. Those of a shared arena are copied like heap buffers. If another
 * thread closes the arena during a read, the call throws {@link IllegalStateException}, and the bytes it read are lost. On JDKs
 * before 22, where arenas are a preview, keep the arena open until the call returns.
 *
 * <p>A {@link java.nio.MappedByteBuffer} may lie beyond the end of its file, because somebody shortened the file. The kernel cannot
 * use that memory: calls fail with EFAULT, or transfer only the bytes before it. Where the JVM itself touches such memory, the
 * JVM throws {@link InternalError}: in a buffer of a confined or shared arena, and in code that gets or puts bytes.
 *
 * <p>Plain forms repeat a call that a signal interrupted, as each {@code @Call} declares; the {@code …OrErrno} forms return −EINTR.
 *
 * <p><b>In a JVM:</b> {@link Thread#interrupt} does not wake a thread that blocks in these calls. A virtual thread does not keep its
 * carrier: a platform thread makes calls that may block in its place
 * ({@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY}).
 */
public interface Io {
    /**
     * Reads some bytes into a buffer and returns their number, or 0 at the end of the file.
     *
     * <p>{@code ssize_t read(int fd, void *buf, size_t count)} {@index read}
     *
     * <p>The call may read fewer bytes than the buffer has room for.
     *
     * @throws ErrnoException EAGAIN: no bytes are there, and the descriptor is non-blocking; EBADF: not open for reading; EISDIR: a
     *     directory; ECONNRESET: the peer has closed the connection; EIO: the device failed
     */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int read(int fd, ByteBuffer into) throws ErrnoException {
        return Outcome.ofFd("read", fd, Outcome.restarting(() -> readOrErrno(fd, into)));
    }

    /** Same as {@link #read(int, ByteBuffer)}, but returns the count or −errno. */
    int readOrErrno(int fd, ByteBuffer into);

    /** Same as {@link #read(int, ByteBuffer)}, but reads into {@code length} bytes of an array from {@code offset} on. */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        return Outcome.ofFd("read", fd, Outcome.restarting(() -> readOrErrno(fd, into, offset, length)));
    }

    /** Same as {@link #read(int, byte[], int, int)}, but returns the count or −errno. */
    int readOrErrno(int fd, byte[] into, int offset, int length);

    /** Same as {@link #read(int, byte[], int, int)}, but reads into a whole array. */
    default int read(int fd, byte[] into) throws ErrnoException {
        return read(fd, into, 0, Objects.requireNonNull(into, "into").length);
    }

    /**
     * Writes some bytes of a buffer and returns their number.
     *
     * <p>{@code ssize_t write(int fd, const void *buf, size_t count)} {@index write}
     *
     * <p>The call may write fewer bytes than the buffer holds.
     *
     * <p><b>In a JVM:</b> a write to a pipe that nobody reads fails with EPIPE. The JVM ignores the signal SIGPIPE, which would
     * end other programs.
     *
     * @throws ErrnoException EAGAIN: there is no room, and the descriptor is non-blocking; EBADF: not open for writing; EPIPE: nobody
     *     reads; ENOSPC, EDQUOT, EFBIG: the disk, the user's quota or the file is full; EIO: the device failed
     */
    @Call(value = "write(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int write(int fd, ByteBuffer from) throws ErrnoException {
        return Outcome.ofFd("write", fd, Outcome.restarting(() -> writeOrErrno(fd, from)));
    }

    /** Same as {@link #write(int, ByteBuffer)}, but returns the count or −errno. */
    int writeOrErrno(int fd, ByteBuffer from);

    /** Same as {@link #write(int, ByteBuffer)}, but writes {@code length} bytes of an array from {@code offset} on. */
    @Call(value = "write(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int write(int fd, byte[] from, int offset, int length) throws ErrnoException {
        return Outcome.ofFd("write", fd, Outcome.restarting(() -> writeOrErrno(fd, from, offset, length)));
    }

    /** Same as {@link #write(int, byte[], int, int)}, but returns the count or −errno. */
    int writeOrErrno(int fd, byte[] from, int offset, int length);

    /** Same as {@link #write(int, byte[], int, int)}, but writes a whole array. */
    default int write(int fd, byte[] from) throws ErrnoException {
        return write(fd, from, 0, Objects.requireNonNull(from, "from").length);
    }

    /**
     * Reads at a place in the file without moving the descriptor's own place.
     *
     * <p>{@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)} {@index pread}
     *
     * @param at the place, in bytes from the beginning of the file
     * @throws ErrnoException as {@link #read(int, ByteBuffer)}; ESPIPE: a pipe or a socket has no places; EINVAL: {@code at} is
     *     negative
     */
    @Call(value = "pread(2)", restarts = Call.Restart.ALWAYS)
    default int pread(int fd, ByteBuffer into, long at) throws ErrnoException {
        return Outcome.ofFd("pread", fd, Outcome.restarting(() -> preadOrErrno(fd, into, at)));
    }

    /** Same as {@link #pread(int, ByteBuffer, long)}, but returns the count or −errno. */
    int preadOrErrno(int fd, ByteBuffer into, long at);

    /** Same as {@link #pread(int, ByteBuffer, long)}, but reads into {@code length} bytes of an array from {@code offset} on. */
    @Call(value = "pread(2)", restarts = Call.Restart.ALWAYS)
    default int pread(int fd, byte[] into, int offset, int length, long at) throws ErrnoException {
        return Outcome.ofFd("pread", fd, Outcome.restarting(() -> preadOrErrno(fd, into, offset, length, at)));
    }

    /** Same as {@link #pread(int, byte[], int, int, long)}, but returns the count or −errno. */
    int preadOrErrno(int fd, byte[] into, int offset, int length, long at);

    /**
     * Writes at a place in the file without moving the descriptor's own place.
     *
     * <p>{@code ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)} {@index pwrite}
     *
     * <p>On Linux, a descriptor opened with {@code O_APPEND} writes at the end of the file all the same.
     *
     * @param at the place, in bytes from the beginning of the file
     * @throws ErrnoException as {@link #write(int, ByteBuffer)}; ESPIPE: a pipe or a socket has no places; EINVAL: {@code at} is
     *     negative
     */
    @Call(value = "pwrite(2)", restarts = Call.Restart.ALWAYS)
    default int pwrite(int fd, ByteBuffer from, long at) throws ErrnoException {
        return Outcome.ofFd("pwrite", fd, Outcome.restarting(() -> pwriteOrErrno(fd, from, at)));
    }

    /** Same as {@link #pwrite(int, ByteBuffer, long)}, but returns the count or −errno. */
    int pwriteOrErrno(int fd, ByteBuffer from, long at);

    /** Same as {@link #pwrite(int, ByteBuffer, long)}, but writes {@code length} bytes of an array from {@code offset} on. */
    @Call(value = "pwrite(2)", restarts = Call.Restart.ALWAYS)
    default int pwrite(int fd, byte[] from, int offset, int length, long at) throws ErrnoException {
        return Outcome.ofFd("pwrite", fd, Outcome.restarting(() -> pwriteOrErrno(fd, from, offset, length, at)));
    }

    /** Same as {@link #pwrite(int, byte[], int, int, long)}, but returns the count or −errno. */
    int pwriteOrErrno(int fd, byte[] from, int offset, int length, long at);

    /**
     * Reads into several buffers, filling one after the other, and returns the number of bytes.
     *
     * <p>{@code ssize_t readv(int fd, const struct iovec *iov, int iovcnt)} {@index readv}
     *
     * @throws ErrnoException as {@link #read(int, ByteBuffer)}; EINVAL: more than 1024 buffers; on macOS, more than 2 GiB
     */
    @Call(value = "readv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long readv(int fd, ByteBuffer... into) throws ErrnoException {
        return Outcome.ofFd("readv", fd, Outcome.restarting(() -> readvOrErrno(fd, into)));
    }

    /** Same as {@link #readv}, but returns the count or −errno. */
    long readvOrErrno(int fd, ByteBuffer... into);

    /**
     * Writes the bytes of several buffers, one buffer after the other, and returns the number of bytes.
     *
     * <p>{@code ssize_t writev(int fd, const struct iovec *iov, int iovcnt)} {@index writev}
     *
     * <p>The call may stop in the middle of a buffer. The positions of the buffers tell where.
     *
     * @throws ErrnoException as {@link #write(int, ByteBuffer)}; EINVAL: more than 1024 buffers; on macOS, more than 2 GiB
     */
    @Call(value = "writev(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long writev(int fd, ByteBuffer... from) throws ErrnoException {
        return Outcome.ofFd("writev", fd, Outcome.restarting(() -> writevOrErrno(fd, from)));
    }

    /** Same as {@link #writev}, but returns the count or −errno. */
    long writevOrErrno(int fd, ByteBuffer... from);

    /**
     * Closes a descriptor.
     *
     * <p>{@code int close(int fd)} {@index close}
     *
     * <p>The number is free afterwards, even if the call fails, and may at once belong to another thread: never close it again.
     * Closing any descriptor of a file also gives up all {@code fcntl} locks that this process holds on the file.
     *
     * <p><b>In a JVM:</b> 0, 1 and 2 are {@code System.in}, {@code System.out} and {@code System.err}. Do not close a number that
     * the JVM opened.
     *
     * @throws ErrnoException EBADF: not open; EIO, ENOSPC, EDQUOT: an earlier write was lost; EINTR: a signal came, and the
     *     descriptor is closed
     */
    @Call("close(2)")
    default void close(int fd) throws ErrnoException {
        Outcome.ofFd("close", fd, closeOrErrno(fd));
    }

    /** Same as {@link #close}, but returns 0 or −errno. */
    int closeOrErrno(int fd);

    /**
     * Moves the descriptor's place in the file and returns the new place.
     *
     * <p>{@code off_t lseek(int fd, off_t offset, int whence)} {@index lseek}
     *
     * <p>Duplicates of the descriptor share the place, also in other processes.
     *
     * @throws ErrnoException ESPIPE: a pipe or a socket has no places; EINVAL: a place before the beginning, or an unknown
     *     {@code whence}; ENXIO: no data, or no hole, from {@code offset} on; EBADF: not open
     */
    @Call("lseek(2)")
    default long lseek(int fd, long offset, int whence) throws ErrnoException {
        return Outcome.ofFd("lseek", fd, lseekOrErrno(fd, offset, whence));
    }

    /** Same as {@link #lseek}, but returns the place or −errno. */
    long lseekOrErrno(int fd, long offset, int whence);

    /**
     * Fills a structure with what the system knows about an open file.
     *
     * <p>{@code int fstat(int fd, struct stat *buf)} {@index fstat}
     *
     * @throws ErrnoException EBADF: not open
     */
    @Call(value = "fstat(2)", restarts = Call.Restart.ALWAYS)
    default void fstat(int fd, Stat into) throws ErrnoException {
        Outcome.ofFd("fstat", fd, Outcome.restarting(() -> fstatOrErrno(fd, into)));
    }

    /** Same as {@link #fstat(int, Stat)}, but returns 0 or −errno. */
    int fstatOrErrno(int fd, Stat into);

    /** Same as {@link #fstat(int, Stat)}, but returns a new structure. */
    default Stat fstat(int fd) throws ErrnoException {
        Stat stat = newStat();
        fstat(fd, stat);
        return stat;
    }

    /** Returns an empty {@code struct stat}. */
    Stat newStat();

    /**
     * Reads or changes a property of a descriptor: {@code F_GETFL}, {@code F_SETFL}, {@code F_GETFD}, {@code F_SETFD},
     * {@code F_DUPFD_CLOEXEC} and other commands whose argument is a number.
     *
     * <p>{@code int fcntl(int fd, int cmd, int arg)} {@index fcntl}
     *
     * <p>{@code F_GETOWN} returns minus the number of a process group if a group owns the descriptor.
     *
     * <p><b>In a JVM:</b> {@code F_NOTIFY}, {@code F_SETLEASE}, {@code F_SETOWN} and {@code F_SETSIG} make the kernel send signals,
     * usually SIGIO. SIGIO ends a JVM that has no handler for it.
     *
     * @throws ErrnoException EBADF: not open; EINVAL: the command does not take this argument; EMFILE: too many descriptors are open
     * @throws IllegalArgumentException if the command is not known to take a number; the kernel could take the number for an
     *     address and write there
     */
    @Call("fcntl(2)")
    default int fcntl(int fd, int command, int argument) throws ErrnoException {
        int result = fcntlOrErrno(fd, command, argument);
        // F_GETOWN fails only if the descriptor is not open. Any other negative result is a group.
        boolean isGroup = result < 0 && command == Fcntl.F_GETOWN && fcntlOrErrno(fd, Fcntl.F_GETFD, 0) >= 0;
        return isGroup ? result : Outcome.ofFd("fcntl", fd, result);
    }

    /**
     * Same as {@link #fcntl(int, int, int)}, but returns the value or −errno. A process group that {@code F_GETOWN} returns cannot
     * be told from −errno here.
     */
    int fcntlOrErrno(int fd, int command, int argument);

    /**
     * Locks or unlocks a range of a file against other processes, or looks for a lock in the way.
     *
     * <p>{@code int fcntl(int fd, int cmd, struct flock *lock)}
     *
     * <p>{@code F_SETLK} locks at once or fails; {@code F_SETLKW} waits until the range is free. {@code F_GETLK} fills {@code lock}
     * with a lock that is in the way, or sets its type to {@code F_UNLCK}.
     *
     * <p>The process owns such a lock, whichever descriptor was used. A process is never in its own way. When it closes <em>any</em>
     * descriptor of the file, all its locks on the file are gone. {@code F_OFD_GETLK}, {@code F_OFD_SETLK} and
     * {@code F_OFD_SETLKW} lock for the open file instead: such locks last as long as the open file does, and work between threads.
     * They require a {@link Flock#pid} of 0. Reset it after an {@code F_OFD_GETLK} that found a lock, which has overwritten it.
     *
     * <p><b>In a JVM:</b> {@link java.nio.channels.FileChannel#lock} takes locks that the process owns. A library that opens and
     * closes the same file gives them up.
     *
     * @throws ErrnoException EAGAIN, EACCES: {@code F_SETLK}, and another process holds a lock; EDEADLK: the other process waits for
     *     this one; EBADF: not open, or not open for what the lock is for; EINVAL: the range, type or {@code pid} is not valid;
     *     ENOLCK: too many locks
     * @throws IllegalArgumentException if the command is not about locks
     */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void fcntl(int fd, int command, Flock lock) throws ErrnoException {
        Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> fcntlOrErrno(fd, command, lock)));
    }

    /** Same as {@link #fcntl(int, int, Flock)}, but returns 0 or −errno. */
    int fcntlOrErrno(int fd, int command, Flock lock);

    /** Returns an empty {@code struct flock}. */
    Flock newFlock();

    /**
     * Reads or changes a property of a descriptor with a command whose argument is a structure. {@code argument} holds the
     * structure; the call writes back what the system changed in it.
     *
     * <p>{@code int fcntl(int fd, int cmd, void *arg)} {@index fcntlPtr}
     *
     * @throws ErrnoException as {@link #fcntl(int, int, int)}
     * @throws IllegalArgumentException if the command is not known to take a structure, or the array is shorter than the structure
     */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int fcntlPtr(int fd, int command, byte[] argument) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> fcntlPtrOrErrno(fd, command, argument)));
    }

    /** Same as {@link #fcntlPtr(int, int, byte[])}, but returns the value or −errno. */
    int fcntlPtrOrErrno(int fd, int command, byte[] argument);

    /** Same as {@link #fcntlPtr(int, int, byte[])}, with the structure at a buffer's position. The position does not move. */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int fcntlPtr(int fd, int command, ByteBuffer argument) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, Outcome.restarting(() -> fcntlPtrOrErrno(fd, command, argument)));
    }

    /** Same as {@link #fcntlPtr(int, int, ByteBuffer)}, but returns the value or −errno. */
    int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument);

    /**
     * Same as {@link #fcntlPtr(int, int, byte[])}, for a command that posixkit does not know. The caller vouches that the kernel reads
     * and writes at most {@code size} bytes. If that is wrong, the kernel overwrites memory of this JVM.
     *
     * @throws IllegalArgumentException if the array is shorter than {@code size}; if the command is known to take a number, or a
     *     longer structure
     */
    @Call(value = "fcntl(2)", waits = true)
    default int fcntlPtr(int fd, int command, byte[] argument, int size) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, fcntlPtrOrErrno(fd, command, argument, size));
    }

    /** Same as {@link #fcntlPtr(int, int, byte[], int)}, but returns the value or −errno. */
    int fcntlPtrOrErrno(int fd, int command, byte[] argument, int size);

    /** Same as {@link #fcntlPtr(int, int, byte[], int)}, with the structure at a buffer's position. The position does not move. */
    @Call(value = "fcntl(2)", waits = true)
    default int fcntlPtr(int fd, int command, ByteBuffer argument, int size) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, fcntlPtrOrErrno(fd, command, argument, size));
    }

    /** Same as {@link #fcntlPtr(int, int, ByteBuffer, int)}, but returns the value or −errno. */
    int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument, int size);

    /**
     * Locks or unlocks a whole file.
     *
     * <p>{@code int flock(int fd, int operation)} {@index flock}
     *
     * <p>{@code LOCK_SH} shares the lock with others, {@code LOCK_EX} excludes them, {@code LOCK_UN} unlocks. The call waits for the
     * lock unless {@code LOCK_NB} is set. All descriptors of one open file hold the lock together: duplicates, and those that child
     * processes inherited. Closing the last of them unlocks.
     *
     * <p>A change from shared to exclusive is not one step: the shared lock is given up first. If the exclusive lock cannot be had,
     * both are gone. Linux keeps these locks and those of {@code fcntl} apart. On macOS they exclude each other, within one process
     * too.
     *
     * @throws ErrnoException EWOULDBLOCK: {@code LOCK_NB}, and another open file holds a lock; EBADF: not open; EINVAL, on macOS
     *     EBADF: an unknown operation; ENOLCK: too many locks; ENOTSUP on macOS: not a file
     */
    @Call(value = "flock(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void flock(int fd, int operation) throws ErrnoException {
        Outcome.ofFd("flock", fd, Outcome.restarting(() -> flockOrErrno(fd, operation)));
    }

    /** Same as {@link #flock}, but returns 0 or −errno. */
    int flockOrErrno(int fd, int operation);

    /**
     * Sends a device, a terminal or a socket a request whose argument is a number, or nothing: then {@code argument} is 0.
     *
     * <p>{@code int ioctl(int fd, unsigned long request, long argument)} {@index ioctl}
     *
     * <p>Only the lower 32 bits of {@code request} count. The call is not repeated after EINTR, because only the driver knows what
     * it has done until then.
     *
     * <p><b>In a JVM:</b> the terminal belongs to the JVM: {@code TIOCSCTTY} and {@code TIOCNOTTY} may send it SIGHUP.
     *
     * @throws ErrnoException ENOTTY: {@code fd} does not take this request; EBADF: not open; EINVAL: the argument is not valid;
     *     EPERM: a privilege is missing
     * @throws IllegalArgumentException if the request is not known to take a number; the driver could take the number for an
     *     address and write there
     */
    @Call("ioctl(2)")
    default int ioctl(int fd, long request, long argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctl}, but returns the value or −errno. */
    int ioctlOrErrno(int fd, long request, long argument);

    /**
     * Sends a device, a terminal or a socket a request whose argument is a structure. {@code argument} holds the structure; the call
     * writes back what the driver changed in it.
     *
     * <p>{@code int ioctl(int fd, unsigned long request, void *argument)} {@index ioctlPtr}
     *
     * <p>posixkit takes only requests whose size it knows. Many requests have a size in their number, but some drivers write more than
     * that, or write through an address in the structure. So the number alone is not trusted. For any other request, state the size:
     * {@link #ioctlPtr(int, long, byte[], int)}.
     *
     * @throws ErrnoException as {@link #ioctl}
     * @throws IllegalArgumentException if posixkit does not know the request, or the array is shorter than the structure
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, byte[] argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctlPtr(int, long, byte[])}, but returns the value or −errno. */
    int ioctlPtrOrErrno(int fd, long request, byte[] argument);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[])}, with the structure at a buffer's position. The position does not move.
     *
     * @throws IllegalArgumentException also if the buffer is read-only, unless the request's number says that the driver only reads
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, ByteBuffer argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctlPtr(int, long, ByteBuffer)}, but returns the value or −errno. */
    int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[])}, for a request that posixkit does not know. The caller vouches that the driver reads
     * and writes at most {@code size} bytes, and that every address in the structure is valid. If that is wrong, the driver
     * overwrites memory of this JVM.
     *
     * @throws IllegalArgumentException if the array is shorter than {@code size}; if the request is known to take a number, or a
     *     longer structure
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, byte[] argument, int size) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument, size));
    }

    /** Same as {@link #ioctlPtr(int, long, byte[], int)}, but returns the value or −errno. */
    int ioctlPtrOrErrno(int fd, long request, byte[] argument, int size);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[], int)}, with the structure at a buffer's position. The position does not move.
     *
     * @throws IllegalArgumentException also if the buffer is read-only, unless the request's number says that the driver only reads
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, ByteBuffer argument, int size) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument, size));
    }

    /** Same as {@link #ioctlPtr(int, long, ByteBuffer, int)}, but returns the value or −errno. */
    int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument, int size);

    /**
     * Returns a second descriptor for the same open file, with the lowest number that is free.
     *
     * <p>{@code int dup(int fd)} {@index dup}
     *
     * <p>Both descriptors share the place in the file and its status flags. Unlike C's, the new one is close-on-exec.
     *
     * @throws ErrnoException EBADF: not open; EMFILE: too many descriptors are open
     */
    @Call("dup(2)")
    default int dup(int fd) throws ErrnoException {
        return Outcome.ofFd("dup", fd, dupOrErrno(fd));
    }

    /** Same as {@link #dup}, but returns the descriptor or −errno. */
    int dupOrErrno(int fd);

    /**
     * Makes {@code to} a second descriptor for the open file of {@code from}, and returns {@code to}.
     *
     * <p>{@code int dup2(int from, int to)} {@index dup2}
     *
     * <p>If {@code to} was open, the same step closes it. As in C, {@code to} is <em>not</em> close-on-exec. To give a descriptor to a
     * program, use {@link posixkit.process.Spawn}.
     *
     * <p><b>In a JVM:</b> a {@code to} of 0, 1 or 2 redirects {@code System.in}, {@code System.out} or {@code System.err}.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is out of range
     */
    @Call(value = "dup2(2)", restarts = Call.Restart.ALWAYS)
    default int dup2(int from, int to) throws ErrnoException {
        return Outcome.ofFd("dup2", from, Outcome.restarting(() -> dup2OrErrno(from, to)));
    }

    /** Same as {@link #dup2}, but returns the descriptor or −errno. */
    int dup2OrErrno(int from, int to);

    /**
     * Makes {@code to} a second descriptor for the open file of {@code from}, close-on-exec, and returns {@code to}.
     *
     * <p>{@code int dup3(int from, int to, int flags)} {@index dup3}
     *
     * <p>{@code O_CLOEXEC} is the only flag, and is set whether {@code flags} contains it or not. On macOS it is set in a second step:
     * a program that another thread starts in between inherits the descriptor.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is out of range; EINVAL: both are the same, or
     *     {@code flags} contains another flag
     */
    @Call(value = "dup3(2)", restarts = Call.Restart.ALWAYS)
    default int dup3(int from, int to, int flags) throws ErrnoException {
        return Outcome.ofFd("dup3", from, Outcome.restarting(() -> dup3OrErrno(from, to, flags)));
    }

    /** Same as {@link #dup3}, but returns the descriptor or −errno. */
    int dup3OrErrno(int from, int to, int flags);

    /**
     * Returns the two descriptors of a new pipe: bytes written to the one at index 1 are read from the one at index 0.
     *
     * <p>{@code int pipe(int fds[2])} {@index pipe}
     *
     * <p>Both are close-on-exec. On macOS that is set in a second step: a program that another thread starts in between inherits the
     * descriptors.
     *
     * @throws ErrnoException EMFILE, ENFILE: too many descriptors are open
     */
    @Call("pipe(2)")
    int[] pipe() throws ErrnoException;

    /**
     * Returns the two descriptors of a new pipe that has flags.
     *
     * <p>{@code int pipe2(int fds[2], int flags)} {@index pipe2}
     *
     * <p>{@code O_NONBLOCK} makes both ends non-blocking. {@code O_DIRECT}, on Linux only, keeps writes of at most {@code PIPE_BUF}
     * bytes apart: each is one read. {@code O_CLOEXEC} is always set, as with {@link #pipe}.
     *
     * @throws ErrnoException EINVAL: any other flag; EMFILE, ENFILE: too many descriptors are open
     */
    @Call("pipe2(2)")
    int[] pipe2(int flags) throws ErrnoException;

    /**
     * Sets the length of a file: cuts the file, or extends it with zeros.
     *
     * <p>{@code int ftruncate(int fd, off_t length)} {@index ftruncate}
     *
     * <p><b>In a JVM:</b> reading a mapped buffer beyond the new end throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: not a file, not open for writing, or a negative length; EFBIG: too long; EBADF: not open
     */
    @Call(value = "ftruncate(2)", restarts = Call.Restart.ALWAYS)
    default void ftruncate(int fd, long length) throws ErrnoException {
        Outcome.ofFd("ftruncate", fd, Outcome.restarting(() -> ftruncateOrErrno(fd, length)));
    }

    /** Same as {@link #ftruncate}, but returns 0 or −errno. */
    int ftruncateOrErrno(int fd, long length);

    /**
     * Writes the file's changed bytes and its metadata to the disk.
     *
     * <p>{@code int fsync(int fd)} {@index fsync}
     *
     * <p>On macOS the disk may still hold the bytes in its own memory afterwards. {@code fcntl} with {@code F_FULLFSYNC} makes the
     * disk write them.
     *
     * @throws ErrnoException EIO, ENOSPC, EDQUOT: some bytes could not be written; EINVAL, on macOS ENOTSUP: a pipe or a socket
     */
    @Call(value = "fsync(2)", restarts = Call.Restart.ALWAYS)
    default void fsync(int fd) throws ErrnoException {
        Outcome.ofFd("fsync", fd, Outcome.restarting(() -> fsyncOrErrno(fd)));
    }

    /** Same as {@link #fsync}, but returns 0 or −errno. */
    int fsyncOrErrno(int fd);

    /**
     * Writes the file's changed bytes to the disk, and of its metadata only what reading them back takes: not the times, for example.
     *
     * <p>{@code int fdatasync(int fd)} {@index fdatasync}
     *
     * @throws ErrnoException as {@link #fsync}
     */
    @Call(value = "fdatasync(2)", restarts = Call.Restart.ALWAYS)
    default void fdatasync(int fd) throws ErrnoException {
        Outcome.ofFd("fdatasync", fd, Outcome.restarting(() -> fdatasyncOrErrno(fd)));
    }

    /** Same as {@link #fdatasync}, but returns 0 or −errno. */
    int fdatasyncOrErrno(int fd);

    /**
     * Changes the permissions of an open file.
     *
     * <p>{@code int fchmod(int fd, mode_t mode)} {@index fchmod}
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EROFS: the file system is read-only; EINVAL on macOS: a pipe or a
     *     socket; EBADF: not open, or opened with {@code O_PATH}
     */
    @Call(value = "fchmod(2)", restarts = Call.Restart.ALWAYS)
    default void fchmod(int fd, int mode) throws ErrnoException {
        Outcome.ofFd("fchmod", fd, Outcome.restarting(() -> fchmodOrErrno(fd, mode)));
    }

    /** Same as {@link #fchmod}, but returns 0 or −errno. */
    int fchmodOrErrno(int fd, int mode);

    /**
     * Changes the owner and the group of an open file. −1 leaves one as it is.
     *
     * <p>{@code int fchown(int fd, uid_t owner, gid_t group)} {@index fchown}
     *
     * @throws ErrnoException EPERM: this process may not give the file away, or not to that owner or group; EROFS: the file system is
     *     read-only; EINVAL on macOS: a pipe or a socket; EBADF: not open, or opened with {@code O_PATH}
     */
    @Call(value = "fchown(2)", restarts = Call.Restart.ALWAYS)
    default void fchown(int fd, int owner, int group) throws ErrnoException {
        Outcome.ofFd("fchown", fd, Outcome.restarting(() -> fchownOrErrno(fd, owner, group)));
    }

    /** Same as {@link #fchown}, but returns 0 or −errno. */
    int fchownOrErrno(int fd, int owner, int group);

    /**
     * Sets the times when an open file was last read and last written.
     *
     * <p>{@code int futimes(int fd, const struct timeval times[2])} {@index futimes}
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EINVAL: microseconds outside 0 to 999,999; EROFS: the file system
     *     is read-only; EBADF: not open, or opened with {@code O_PATH}
     */
    @Call(value = "futimes(3)", restarts = Call.Restart.ALWAYS)
    default void futimes(int fd, Timeval atime, Timeval mtime) throws ErrnoException {
        Outcome.ofFd("futimes", fd, Outcome.restarting(() -> futimesOrErrno(fd, atime, mtime)));
    }

    /** Same as {@link #futimes(int, Timeval, Timeval)}, but returns 0 or −errno. */
    int futimesOrErrno(int fd, Timeval atime, Timeval mtime);

    /**
     * Sets the times when an open file was last read and last written to now.
     *
     * <p>{@code int futimes(int fd, NULL)} {@index futimes}
     *
     * <p>The right to write to the file is enough, however the descriptor was opened.
     *
     * @throws ErrnoException EACCES: the file belongs to another user, and this process may not write to it; as
     *     {@link #futimes(int, Timeval, Timeval)}
     */
    @Call(value = "futimes(3)", restarts = Call.Restart.ALWAYS)
    default void futimes(int fd) throws ErrnoException {
        Outcome.ofFd("futimes", fd, Outcome.restarting(() -> futimesOrErrno(fd)));
    }

    /** Same as {@link #futimes(int)}, but returns 0 or −errno. */
    int futimesOrErrno(int fd);

    /**
     * Sets the times when an open file was last read and last written, in nanoseconds.
     *
     * <p>{@code int futimens(int fd, const struct timespec times[2])} {@index futimens}
     *
     * <p>Nanoseconds of {@code UTIME_NOW} stand for now; {@code UTIME_OMIT} leaves a time as it is.
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EACCES: both times are now, and this process may not write to the
     *     file; EINVAL: nanoseconds out of range; EROFS: the file system is read-only; EBADF: not open, or opened with {@code O_PATH}
     */
    @Call(value = "futimens(3)", restarts = Call.Restart.ALWAYS)
    default void futimens(int fd, Timespec atime, Timespec mtime) throws ErrnoException {
        Outcome.ofFd("futimens", fd, Outcome.restarting(() -> futimensOrErrno(fd, atime, mtime)));
    }

    /** Same as {@link #futimens(int, Timespec, Timespec)}, but returns 0 or −errno. */
    int futimensOrErrno(int fd, Timespec atime, Timespec mtime);

    /** Same as {@link #futimens(int, Timespec, Timespec)}, but takes the times from instants. */
    @Call(value = "futimens(3)", restarts = Call.Restart.ALWAYS)
    default void futimens(int fd, Instant atime, Instant mtime) throws ErrnoException {
        Outcome.ofFd("futimens", fd, Outcome.restarting(() -> futimensOrErrno(fd, atime, mtime)));
    }

    /** Same as {@link #futimens(int, Instant, Instant)}, but returns 0 or −errno. */
    int futimensOrErrno(int fd, Instant atime, Instant mtime);

    /**
     * Fills a structure with what the system knows about the file system of an open file.
     *
     * <p>{@code int fstatfs(int fd, struct statfs *buf)} {@index fstatfs}
     *
     * @throws ErrnoException EBADF: not open; EINVAL on macOS: a pipe or a socket; ENOSYS: the file system cannot tell
     */
    @Call(value = "fstatfs(2)", restarts = Call.Restart.ALWAYS)
    default void fstatfs(int fd, Statfs into) throws ErrnoException {
        Outcome.ofFd("fstatfs", fd, Outcome.restarting(() -> fstatfsOrErrno(fd, into)));
    }

    /** Same as {@link #fstatfs(int, Statfs)}, but returns 0 or −errno. */
    int fstatfsOrErrno(int fd, Statfs into);

    /** Same as {@link #fstatfs(int, Statfs)}, but returns a new structure. */
    default Statfs fstatfs(int fd) throws ErrnoException {
        Statfs statfs = newStatfs();
        fstatfs(fd, statfs);
        return statfs;
    }

    /** Returns an empty {@code struct statfs}. */
    Statfs newStatfs();

    /**
     * Returns a limit or an option of an open file. The result is empty if there is no limit, or the option is not supported.
     *
     * <p>{@code long fpathconf(int fd, int name)} {@index fpathconf}
     *
     * @throws ErrnoException EBADF: not open; EINVAL: an unknown {@code name}
     */
    @Call("fpathconf(3)")
    OptionalLong fpathconf(int fd, int name) throws ErrnoException;

    /**
     * Takes ownership of {@code fd} for a {@code try}; the descriptor is closed through this role.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    default Fd own(int fd) {
        return Fd.own(this, fd);
    }
}
