package posixkit.file;

import static posixkit.constants.Errno.EINTR;

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
 * Reads, writes and controls open files, pipes and sockets. Most methods take the descriptor of an open file.
 *
 * <p>A buffer is a {@link ByteBuffer} or a part of a {@code byte[]}. If the buffer is a {@code ByteBuffer}, a method uses the
 * bytes between the position and the limit of the buffer. Then the method moves the position by the number of bytes transferred.
 * If a method returns n as the number of bytes read, the method changes only n bytes of the buffer.
 *
 * <p>The kernel accesses the memory of a direct buffer without a copy. The bytes of a {@code byte[]} or of a heap buffer are
 * copied through native memory. One call copies at most 1 MiB. To transfer more bytes, call the method again.
 *
 * <p>Since JDK 22, the memory of a direct buffer can belong to an {@code Arena}. When a confined or shared arena is closed, the
 * JDK frees this memory. A confined arena belongs to one thread. Only this thread can use the buffers of the arena and close the
 * arena. While this thread waits for a system call, it cannot close the arena. Therefore the kernel uses the memory of the
 * buffers without a copy. A shared arena can be closed by any thread. The bytes of its buffers are therefore copied, like the
 * bytes of a heap buffer. If another thread closes the shared arena during a read, the method throws
 * {@link IllegalStateException}, and the bytes that were read are lost. In JDKs before 22, arenas are only a preview feature, and
 * posixkit does not recognise buffers of arenas. In these JDKs, keep the arena open until the method returns.
 *
 * <p>A {@link java.nio.MappedByteBuffer} can extend beyond the end of its file, for example if another program has shortened the
 * file. The kernel cannot access the memory beyond the end of the file. Methods that pass this memory to the kernel fail with
 * EFAULT, or transfer only the bytes before the end of the file. Java code that gets or puts bytes in this memory throws
 * {@link InternalError}. If the buffer belongs to a confined or shared arena, the methods of this interface also contain Java
 * code that accesses the buffer. Before the system call, this Java code reads one byte of the buffer, to check that the arena is
 * still open. If the arena is shared, this Java code also copies the bytes of the buffer. Therefore the methods can throw
 * {@link InternalError} for a buffer of such an arena.
 *
 * <p>For most methods, there is a second method whose name ends in {@code OrErrno}, for example
 * {@link #readOrErrno(int, ByteBuffer)}. When a system call fails, the second method returns −errno and throws no
 * {@link ErrnoException}.
 *
 * <p>A signal can interrupt a system call. A method with {@code OrErrno} then returns −EINTR. A method without {@code OrErrno}
 * repeats the system call if its {@link Call} annotation says so, for example with {@code restarts = Call.Restart.ALWAYS}.
 * Otherwise the method throws an {@link ErrnoException} with EINTR.
 *
 * <p><b>In a JVM:</b> {@link Thread#interrupt} does not wake a thread that blocks in these calls. If a virtual thread has
 * to wait, its carrier thread can meanwhile run other virtual threads. For pipes, sockets and terminals on Linux, the wait needs no
 * platform thread. For regular files and for locks, a platform thread makes the call. The property
 * {@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY} changes this behaviour.
 */
public interface Io {
    /**
     * Reads bytes from {@code fd} into the buffer {@code into}. Returns the number of bytes read, or 0 at the end of the file.
     *
     * <p>{@code ssize_t read(int fd, void *buf, size_t count)} {@index read}
     *
     * <p>This method can read fewer bytes than the buffer has room for.
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and no bytes are available; EBADF: {@code fd} is not open
     *     for reading; EISDIR: {@code fd} is a directory; ECONNRESET: the peer has reset the connection; EIO: the device failed
     */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int read(int fd, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("read", fd, result);
    }

    /** Same as {@link #read(int, ByteBuffer)}, but returns the number of bytes read, or −errno. */
    int readOrErrno(int fd, ByteBuffer into);

    /**
     * Same as {@link #read(int, ByteBuffer)}, but reads at most {@code length} bytes into an array. The first byte is stored at
     * the index {@code offset}.
     */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into, offset, length);
        } while (result == -EINTR);
        return Outcome.ofFd("read", fd, result);
    }

    /** Same as {@link #read(int, byte[], int, int)}, but returns the number of bytes read, or −errno. */
    int readOrErrno(int fd, byte[] into, int offset, int length);

    /**
     * Same as {@link #read(int, byte[], int, int)}, but reads at most as many bytes as the array {@code into} holds. The first
     * byte is stored at the index 0.
     */
    default int read(int fd, byte[] into) throws ErrnoException {
        return read(fd, into, 0, Objects.requireNonNull(into, "into").length);
    }

    /**
     * Writes the bytes of the buffer {@code from} to {@code fd}. Returns the number of bytes written.
     *
     * <p>{@code ssize_t write(int fd, const void *buf, size_t count)} {@index write}
     *
     * <p>This method can write fewer bytes than the buffer holds.
     *
     * <p><b>In a JVM:</b> a write to a pipe without a reader fails with EPIPE. The kernel also sends the signal SIGPIPE to this
     * process. By default, SIGPIPE ends the process that receives it. But the JVM ignores SIGPIPE.
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and there is no room for more bytes; EBADF: {@code fd} is
     *     not open for writing; EPIPE: the pipe or socket has no reader; ENOSPC: the disk is full; EDQUOT: the user's disk quota
     *     is used up; EFBIG: the file has reached its maximum size; EIO: the device failed
     */
    @Call(value = "write(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int write(int fd, ByteBuffer from) throws ErrnoException {
        int result;
        do {
            result = writeOrErrno(fd, from);
        } while (result == -EINTR);
        return Outcome.ofFd("write", fd, result);
    }

    /** Same as {@link #write(int, ByteBuffer)}, but returns the number of bytes written, or −errno. */
    int writeOrErrno(int fd, ByteBuffer from);

    /**
     * Same as {@link #write(int, ByteBuffer)}, but writes {@code length} bytes of an array, starting at the index {@code offset}.
     */
    @Call(value = "write(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int write(int fd, byte[] from, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = writeOrErrno(fd, from, offset, length);
        } while (result == -EINTR);
        return Outcome.ofFd("write", fd, result);
    }

    /** Same as {@link #write(int, byte[], int, int)}, but returns the number of bytes written, or −errno. */
    int writeOrErrno(int fd, byte[] from, int offset, int length);

    /** Same as {@link #write(int, byte[], int, int)}, but writes all bytes of the array {@code from}. */
    default int write(int fd, byte[] from) throws ErrnoException {
        return write(fd, from, 0, Objects.requireNonNull(from, "from").length);
    }

    /**
     * Reads bytes of the open file {@code fd} into the buffer {@code into}. The parameter {@code at} is the position in the file
     * where reading starts. Returns the number of bytes read, or 0 at the end of the file. The current position of the descriptor
     * (see {@link #lseek}) does not change.
     *
     * <p>{@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)} {@index pread}
     *
     * @param at the position in the file, in bytes from the beginning
     * @throws ErrnoException with the errnos of {@link #read(int, ByteBuffer)}; ESPIPE: {@code fd} is a pipe or a socket, which
     *     has no positions; EINVAL: {@code at} is negative
     */
    @Call(value = "pread(2)", restarts = Call.Restart.ALWAYS)
    default int pread(int fd, ByteBuffer into, long at) throws ErrnoException {
        int result;
        do {
            result = preadOrErrno(fd, into, at);
        } while (result == -EINTR);
        return Outcome.ofFd("pread", fd, result);
    }

    /** Same as {@link #pread(int, ByteBuffer, long)}, but returns the number of bytes read, or −errno. */
    int preadOrErrno(int fd, ByteBuffer into, long at);

    /**
     * Same as {@link #pread(int, ByteBuffer, long)}, but reads at most {@code length} bytes into an array. The first byte is
     * stored at the index {@code offset}.
     */
    @Call(value = "pread(2)", restarts = Call.Restart.ALWAYS)
    default int pread(int fd, byte[] into, int offset, int length, long at) throws ErrnoException {
        int result;
        do {
            result = preadOrErrno(fd, into, offset, length, at);
        } while (result == -EINTR);
        return Outcome.ofFd("pread", fd, result);
    }

    /** Same as {@link #pread(int, byte[], int, int, long)}, but returns the number of bytes read, or −errno. */
    int preadOrErrno(int fd, byte[] into, int offset, int length, long at);

    /**
     * Writes the bytes of the buffer {@code from} to the open file {@code fd}. The parameter {@code at} is the position in the
     * file where writing starts. Returns the number of bytes written. The current position of the descriptor (see {@link #lseek})
     * does not change.
     *
     * <p>{@code ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)} {@index pwrite}
     *
     * <p>On Linux, if the descriptor was opened with {@code O_APPEND}, this method ignores {@code at} and writes at the end of
     * the file.
     *
     * @param at the position in the file, in bytes from the beginning
     * @throws ErrnoException with the errnos of {@link #write(int, ByteBuffer)}; ESPIPE: {@code fd} is a pipe or a socket, which
     *     has no positions; EINVAL: {@code at} is negative
     */
    @Call(value = "pwrite(2)", restarts = Call.Restart.ALWAYS)
    default int pwrite(int fd, ByteBuffer from, long at) throws ErrnoException {
        int result;
        do {
            result = pwriteOrErrno(fd, from, at);
        } while (result == -EINTR);
        return Outcome.ofFd("pwrite", fd, result);
    }

    /** Same as {@link #pwrite(int, ByteBuffer, long)}, but returns the number of bytes written, or −errno. */
    int pwriteOrErrno(int fd, ByteBuffer from, long at);

    /**
     * Same as {@link #pwrite(int, ByteBuffer, long)}, but writes {@code length} bytes of an array, starting at the index
     * {@code offset}.
     */
    @Call(value = "pwrite(2)", restarts = Call.Restart.ALWAYS)
    default int pwrite(int fd, byte[] from, int offset, int length, long at) throws ErrnoException {
        int result;
        do {
            result = pwriteOrErrno(fd, from, offset, length, at);
        } while (result == -EINTR);
        return Outcome.ofFd("pwrite", fd, result);
    }

    /** Same as {@link #pwrite(int, byte[], int, int, long)}, but returns the number of bytes written, or −errno. */
    int pwriteOrErrno(int fd, byte[] from, int offset, int length, long at);

    /**
     * Reads bytes from {@code fd} into several buffers. Fills each buffer completely before the next buffer. Returns the total
     * number of bytes read, or 0 at the end of the file.
     *
     * <p>{@code ssize_t readv(int fd, const struct iovec *iov, int iovcnt)} {@index readv}
     *
     * @throws ErrnoException with the errnos of {@link #read(int, ByteBuffer)}; EINVAL: there are more than 1024 buffers; EINVAL
     *     on macOS: the buffers hold more than 2 GiB in total
     */
    @Call(value = "readv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long readv(int fd, ByteBuffer... into) throws ErrnoException {
        long result;
        do {
            result = readvOrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("readv", fd, result);
    }

    /** Same as {@link #readv}, but returns the number of bytes read, or −errno. */
    long readvOrErrno(int fd, ByteBuffer... into);

    /**
     * Writes the bytes of several buffers to {@code fd}, one buffer after the other. Returns the total number of bytes written.
     *
     * <p>{@code ssize_t writev(int fd, const struct iovec *iov, int iovcnt)} {@index writev}
     *
     * <p>This method can write only a part of the bytes and stop in the middle of a buffer. Afterwards the position of each
     * buffer shows which bytes were written.
     *
     * @throws ErrnoException with the errnos of {@link #write(int, ByteBuffer)}; EINVAL: there are more than 1024 buffers; EINVAL
     *     on macOS: the buffers hold more than 2 GiB in total
     */
    @Call(value = "writev(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long writev(int fd, ByteBuffer... from) throws ErrnoException {
        long result;
        do {
            result = writevOrErrno(fd, from);
        } while (result == -EINTR);
        return Outcome.ofFd("writev", fd, result);
    }

    /** Same as {@link #writev}, but returns the number of bytes written, or −errno. */
    long writevOrErrno(int fd, ByteBuffer... from);

    /**
     * Reads bytes of the open file {@code fd} into several buffers, like {@link #readv}, but starts at the position {@code at} of
     * the file, like {@link #pread(int, ByteBuffer, long)}. The current position of the descriptor does not change. Returns the
     * total number of bytes read, or 0 at the end of the file.
     *
     * <p>{@code ssize_t preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset)} {@index preadv} (macOS 11)
     *
     * @param at the position in the file, in bytes from the beginning
     * @throws ErrnoException with the errnos of {@link #readv}; ESPIPE: {@code fd} is a pipe or a socket, which has no positions;
     *     EINVAL: {@code at} is negative; ENOSYS: macOS is older than 11
     */
    @Call(value = "preadv(2)", restarts = Call.Restart.ALWAYS)
    default long preadv(int fd, ByteBuffer[] into, long at) throws ErrnoException {
        long result;
        do {
            result = preadvOrErrno(fd, into, at);
        } while (result == -EINTR);
        return Outcome.ofFd("preadv", fd, result);
    }

    /** Same as {@link #preadv}, but returns the number of bytes read, or −errno. */
    long preadvOrErrno(int fd, ByteBuffer[] into, long at);

    /**
     * Writes the bytes of several buffers to the open file {@code fd}, like {@link #writev}, but starts at the position {@code at}
     * of the file, like {@link #pwrite(int, ByteBuffer, long)}. The current position of the descriptor does not change. Returns
     * the total number of bytes written.
     *
     * <p>{@code ssize_t pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset)} {@index pwritev} (macOS 11)
     *
     * <p>On Linux, if the descriptor was opened with {@code O_APPEND}, this method ignores {@code at} and writes at the end of
     * the file.
     *
     * @param at the position in the file, in bytes from the beginning
     * @throws ErrnoException with the errnos of {@link #writev}; ESPIPE: {@code fd} is a pipe or a socket, which has no positions;
     *     EINVAL: {@code at} is negative; ENOSYS: macOS is older than 11
     */
    @Call(value = "pwritev(2)", restarts = Call.Restart.ALWAYS)
    default long pwritev(int fd, ByteBuffer[] from, long at) throws ErrnoException {
        long result;
        do {
            result = pwritevOrErrno(fd, from, at);
        } while (result == -EINTR);
        return Outcome.ofFd("pwritev", fd, result);
    }

    /** Same as {@link #pwritev}, but returns the number of bytes written, or −errno. */
    long pwritevOrErrno(int fd, ByteBuffer[] from, long at);

    /**
     * Closes the descriptor {@code fd}.
     *
     * <p>{@code int close(int fd)} {@index close}
     *
     * <p>Afterwards the number {@code fd} is free, even if this method fails. The kernel can immediately give the same number to
     * a file that another thread opens. Therefore never close a descriptor a second time, not even after a failure. Closing any
     * descriptor of a file also releases all {@code fcntl} locks that this process holds on the file.
     *
     * <p><b>In a JVM:</b> the descriptors 0, 1 and 2 belong to {@code System.in}, {@code System.out} and {@code System.err}. Do
     * not close a descriptor that the JVM opened. A platform thread that waits for the descriptor goes on waiting on Linux. A
     * virtual thread that waits parked for the descriptor ({@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY}) stops waiting, and its
     * call fails with EBADF.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EIO, ENOSPC, EDQUOT: the bytes of an earlier write were lost; EINTR:
     *     a signal interrupted this method, but the descriptor is closed
     */
    @Call("close(2)")
    default void close(int fd) throws ErrnoException {
        Outcome.ofFd("close", fd, closeOrErrno(fd));
    }

    /** Same as {@link #close}, but returns 0 or −errno. */
    int closeOrErrno(int fd);

    /**
     * Changes the position of the descriptor in its file. Returns the new position, in bytes from the beginning of the file.
     * {@code whence} says what {@code offset} means. With {@code SEEK_SET}, {@code offset} counts from the beginning of the file.
     * With {@code SEEK_CUR}, it counts from the current position, and with {@code SEEK_END} from the end of the file.
     *
     * <p>A file can have holes: ranges for which the file system stores no bytes. All other ranges are data. With
     * {@code SEEK_DATA}, the new position is {@code offset} if this position lies in data. Otherwise the new position is the
     * start of the next data. With {@code SEEK_HOLE}, the new position is {@code offset} if this position lies in a hole.
     * Otherwise the new position is the start of the next hole.
     *
     * <p>{@code off_t lseek(int fd, off_t offset, int whence)} {@index lseek}
     *
     * <p>All duplicates of the descriptor share one position, even duplicates in other processes.
     *
     * @throws ErrnoException ESPIPE: {@code fd} is a pipe or a socket, which has no positions; EINVAL: the new position is before
     *     the beginning of the file, or {@code whence} is unknown; ENXIO: {@code SEEK_DATA} finds no data, or {@code SEEK_HOLE}
     *     finds no hole, at or after {@code offset}; EBADF: {@code fd} is not open
     */
    @Call("lseek(2)")
    default long lseek(int fd, long offset, int whence) throws ErrnoException {
        return Outcome.ofFd("lseek", fd, lseekOrErrno(fd, offset, whence));
    }

    /** Same as {@link #lseek}, but returns the position or −errno. */
    long lseekOrErrno(int fd, long offset, int whence);

    /**
     * Fills {@code into} with information about the open file {@code fd}, for example its size, owner and permissions.
     *
     * <p>{@code int fstat(int fd, struct stat *buf)} {@index fstat}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open
     */
    @Call(value = "fstat(2)", restarts = Call.Restart.ALWAYS)
    default void fstat(int fd, Stat into) throws ErrnoException {
        int result;
        do {
            result = fstatOrErrno(fd, into);
        } while (result == -EINTR);
        Outcome.ofFd("fstat", fd, result);
    }

    /** Same as {@link #fstat(int, Stat)}, but returns 0 or −errno. */
    int fstatOrErrno(int fd, Stat into);

    /** Same as {@link #fstat(int, Stat)}, but returns the information in a new structure. */
    default Stat fstat(int fd) throws ErrnoException {
        Stat stat = newStat();
        fstat(fd, stat);
        return stat;
    }

    /** Returns a new, empty structure for {@link #fstat(int, Stat)} (the native {@code struct stat}). */
    Stat newStat();

    /**
     * Reads or changes a property of the descriptor {@code fd}. {@code command} selects the property. This method is for commands
     * that take a number as {@code argument}, for example {@code F_GETFL}, {@code F_SETFL}, {@code F_GETFD}, {@code F_SETFD} and
     * {@code F_DUPFD_CLOEXEC}. The command determines the meaning of the result.
     *
     * <p>{@code int fcntl(int fd, int cmd, int arg)} {@index fcntl}
     *
     * <p>The command {@code F_GETOWN} returns the owner of the descriptor: the process or the process group to which the kernel
     * sends the signals of the descriptor, for example SIGIO. If the owner is a process group, the result is the number of the
     * group with a minus sign.
     *
     * <p><b>In a JVM:</b> {@code F_NOTIFY}, {@code F_SETLEASE}, {@code F_SETOWN} and {@code F_SETSIG} make the kernel send
     * signals, usually SIGIO. SIGIO ends a JVM that has no handler for it.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: {@code command} does not accept {@code argument}; EMFILE:
     *     this process has too many open descriptors
     * @throws IllegalArgumentException if {@code command} does not take a number, or if posixkit does not know {@code command}.
     *     The kernel could use the argument of such a command as an address, and write to this address.
     */
    @Call("fcntl(2)")
    default int fcntl(int fd, int command, int argument) throws ErrnoException {
        int result = fcntlOrErrno(fd, command, argument);
        // A negative result of F_GETOWN is either −errno or the number of a process group with a minus sign. F_GETOWN
        // fails only if the descriptor is not open. If F_GETFD succeeds, the descriptor is open. The negative result of
        // F_GETOWN is then a process group.
        boolean isGroup = result < 0 && command == Fcntl.F_GETOWN && fcntlOrErrno(fd, Fcntl.F_GETFD, 0) >= 0;
        return isGroup ? result : Outcome.ofFd("fcntl", fd, result);
    }

    /**
     * Same as {@link #fcntl(int, int, int)}, but returns the result of the command or −errno. With {@code F_GETOWN}, a negative
     * result is either −errno or the number of a process group with a minus sign. The caller cannot tell which.
     */
    int fcntlOrErrno(int fd, int command, int argument);

    /**
     * Locks or unlocks a range of a file, or asks whether the range can be locked.
     *
     * <p>{@code int fcntl(int fd, int cmd, struct flock *lock)}
     *
     * <p>{@code lock} describes the wanted lock: its range and its type. {@code command} selects what to do. {@code F_SETLK} sets
     * the lock, and fails if another process has locked the range. {@code F_SETLKW} waits until the range is free, and then sets
     * the lock. To unlock the range, pass {@code F_SETLK} and a {@code lock} of the type {@code F_UNLCK}.
     *
     * <p>{@code F_GETLK} only asks whether the wanted lock is possible. If the wanted lock is possible, {@code F_GETLK} sets the
     * type of {@code lock} to {@code F_UNLCK}. If an existing lock prevents the wanted lock, {@code F_GETLK} overwrites
     * {@code lock} with a description of the existing lock.
     *
     * <p>The locks of the commands {@code F_SETLK} and {@code F_SETLKW} belong to the process, not to the descriptor {@code fd}.
     * These locks exclude only other processes: a process never waits for its own locks. When the process closes <em>any</em>
     * descriptor of the file, the kernel releases all these locks of the process on the file.
     *
     * <p>The commands {@code F_OFD_GETLK}, {@code F_OFD_SETLK} and {@code F_OFD_SETLKW} work in the same way, but their locks
     * belong to the open file, not to the process. A lock of an open file lasts until the open file is closed. If two threads of
     * one process each open the file, each thread has its own open file. A lock of one open file excludes the other open file.
     * These three commands require that {@link Flock#pid} is 0. If {@code F_OFD_GETLK} finds an existing lock, this command
     * overwrites the pid. Set the pid to 0 before you use {@code lock} again.
     *
     * <p><b>In a JVM:</b> {@link java.nio.channels.FileChannel#lock} sets locks that the process owns. If any library in the JVM
     * opens and closes the same file, the kernel releases these locks.
     *
     * @throws ErrnoException EAGAIN, EACCES: {@code command} is {@code F_SETLK} or {@code F_OFD_SETLK}, and a lock of another
     *     process or of another open file prevents the wanted lock; EDEADLK: another process holds a lock that prevents the
     *     wanted lock, and this other process itself waits for a lock of the calling process; EBADF: {@code fd} is not open;
     *     EBADF for a shared lock: {@code fd} is not open for reading; EBADF for an exclusive lock: {@code fd} is not open for
     *     writing; EINVAL: the range, type or {@code pid} of {@code lock} is not valid; ENOLCK: there are too many locks
     * @throws IllegalArgumentException if {@code command} is not a command for locks
     */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void fcntl(int fd, int command, Flock lock) throws ErrnoException {
        int result;
        do {
            result = fcntlOrErrno(fd, command, lock);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #fcntl(int, int, Flock)}, but returns 0 or −errno. */
    int fcntlOrErrno(int fd, int command, Flock lock);

    /** Returns a new, empty description of a lock (the native {@code struct flock}). */
    Flock newFlock();

    /**
     * Reads or changes a property of the descriptor {@code fd}. {@code command} selects the property. This method is for commands
     * that take a structure. {@code argument} holds the bytes of the structure. If the kernel changes the structure, this method
     * copies the changes back to {@code argument}.
     *
     * <p>{@code int fcntl(int fd, int cmd, void *arg)} {@index fcntlPtr}
     *
     * @throws ErrnoException with the errnos of {@link #fcntl(int, int, int)}
     * @throws IllegalArgumentException if {@code command} does not take a structure, if posixkit does not know {@code command},
     *     or if {@code argument} is shorter than the structure
     */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int fcntlPtr(int fd, int command, byte[] argument) throws ErrnoException {
        int result;
        do {
            result = fcntlPtrOrErrno(fd, command, argument);
        } while (result == -EINTR);
        return Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #fcntlPtr(int, int, byte[])}, but returns the result of the command or −errno. */
    int fcntlPtrOrErrno(int fd, int command, byte[] argument);

    /**
     * Same as {@link #fcntlPtr(int, int, byte[])}, but the structure starts at the position of the buffer {@code argument}. The
     * position does not change.
     */
    @Call(value = "fcntl(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int fcntlPtr(int fd, int command, ByteBuffer argument) throws ErrnoException {
        int result;
        do {
            result = fcntlPtrOrErrno(fd, command, argument);
        } while (result == -EINTR);
        return Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #fcntlPtr(int, int, ByteBuffer)}, but returns the result of the command or −errno. */
    int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument);

    /**
     * Same as {@link #fcntlPtr(int, int, byte[])}, but also accepts a command that posixkit does not know. {@code size} is the
     * length of the structure in bytes. The caller must ensure that the kernel reads and writes at most {@code size} bytes of the
     * structure. If the kernel writes more bytes, it can overwrite other memory of this JVM.
     *
     * @throws IllegalArgumentException if {@code argument} is shorter than {@code size}; if posixkit knows that {@code command}
     *     takes a number; or if posixkit knows that the structure of {@code command} is longer than {@code size}
     */
    @Call(value = "fcntl(2)", waits = true)
    default int fcntlPtr(int fd, int command, byte[] argument, int size) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, fcntlPtrOrErrno(fd, command, argument, size));
    }

    /** Same as {@link #fcntlPtr(int, int, byte[], int)}, but returns the result of the command or −errno. */
    int fcntlPtrOrErrno(int fd, int command, byte[] argument, int size);

    /**
     * Same as {@link #fcntlPtr(int, int, byte[], int)}, but the structure starts at the position of the buffer {@code argument}.
     * The position does not change.
     */
    @Call(value = "fcntl(2)", waits = true)
    default int fcntlPtr(int fd, int command, ByteBuffer argument, int size) throws ErrnoException {
        return Outcome.ofFd("fcntl", fd, fcntlPtrOrErrno(fd, command, argument, size));
    }

    /** Same as {@link #fcntlPtr(int, int, ByteBuffer, int)}, but returns the result of the command or −errno. */
    int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument, int size);

    /**
     * Locks or unlocks the whole file that is open as {@code fd}.
     *
     * <p>{@code int flock(int fd, int operation)} {@index flock}
     *
     * <p>{@code operation} is {@code LOCK_SH} for a shared lock, {@code LOCK_EX} for an exclusive lock, or {@code LOCK_UN} to
     * unlock. This method waits until the lock is free, unless {@code operation} also contains {@code LOCK_NB}. The lock belongs
     * to the open file. All descriptors of the open file share the lock, including duplicates and descriptors that child
     * processes inherited. When the last of these descriptors is closed, the kernel releases the lock.
     *
     * <p>Changing a shared lock into an exclusive lock is not atomic: the kernel releases the shared lock first. If this method
     * then fails to get the exclusive lock, the open file holds no lock. On Linux, the locks of {@code flock} and the locks of
     * {@code fcntl} are independent of each other. On macOS, these two kinds of locks exclude each other, even within one
     * process.
     *
     * @throws ErrnoException EWOULDBLOCK: {@code operation} contains {@code LOCK_NB}, and a lock of another open file prevents
     *     the wanted lock; EBADF: {@code fd} is not open; EINVAL (on macOS, EBADF): {@code operation} is unknown; ENOLCK: there
     *     are too many locks; ENOTSUP: on macOS, {@code fd} is not a file
     */
    @Call(value = "flock(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void flock(int fd, int operation) throws ErrnoException {
        int result;
        do {
            result = flockOrErrno(fd, operation);
        } while (result == -EINTR);
        Outcome.ofFd("flock", fd, result);
    }

    /** Same as {@link #flock}, but returns 0 or −errno. */
    int flockOrErrno(int fd, int operation);

    /**
     * Sends a request to a device, a terminal or a socket. This method is for requests that take a number or no argument. For a
     * request without an argument, {@code argument} must be 0. The request determines the meaning of the result.
     *
     * <p>{@code int ioctl(int fd, unsigned long request, long argument)} {@index ioctl}
     *
     * <p>Only the lower 32 bits of {@code request} are used. If a signal interrupts the system call, this method throws an
     * {@link ErrnoException} with EINTR. This method does not repeat the call, because the driver may already have executed a
     * part of the request.
     *
     * <p><b>In a JVM:</b> the controlling terminal belongs to the whole JVM process. The requests {@code TIOCSCTTY} and
     * {@code TIOCNOTTY} can send the signal SIGHUP to the JVM.
     *
     * @throws ErrnoException ENOTTY: {@code fd} does not support this request; EBADF: {@code fd} is not open; EINVAL:
     *     {@code argument} is not valid for this request; EPERM: this process lacks a privilege that the request needs
     * @throws IllegalArgumentException if {@code request} takes a structure, or if posixkit does not know {@code request}. The
     *     driver could use the argument of such a request as an address, and write to this address.
     */
    @Call("ioctl(2)")
    default int ioctl(int fd, long request, long argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctl}, but returns the result of the request or −errno. */
    int ioctlOrErrno(int fd, long request, long argument);

    /**
     * Sends a request to a device, a terminal or a socket. The argument of the request is a structure. {@code argument} holds the
     * bytes of the structure. If the driver changes the structure, this method copies the changes back to {@code argument}.
     *
     * <p>{@code int ioctl(int fd, unsigned long request, void *argument)} {@index ioctlPtr}
     *
     * <p>This method accepts a request only if posixkit knows the size of its structure. Many request numbers (values of
     * {@code request}) contain a size. But some drivers write more bytes than the request number says, or write to an address
     * that the structure contains. Therefore posixkit uses the size in a request number only if it knows that this size is right.
     * For a request that posixkit does not know, use {@link #ioctlPtr(int, long, byte[], int)} and pass the size of the
     * structure.
     *
     * @throws ErrnoException with the errnos of {@link #ioctl}
     * @throws IllegalArgumentException if posixkit does not know the size of the structure for {@code request}, or
     *     {@code argument} is shorter than the structure
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, byte[] argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctlPtr(int, long, byte[])}, but returns the result of the request or −errno. */
    int ioctlPtrOrErrno(int fd, long request, byte[] argument);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[])}, but the structure starts at the position of the buffer {@code argument}. The
     * position does not change. A read-only buffer is allowed only if the request number says that the driver reads the structure
     * and does not write to it.
     *
     * @throws IllegalArgumentException if {@link #ioctlPtr(int, long, byte[])} would throw this exception, or if the buffer is
     *     read-only and the request number does not allow a read-only buffer
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, ByteBuffer argument) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument));
    }

    /** Same as {@link #ioctlPtr(int, long, ByteBuffer)}, but returns the result of the request or −errno. */
    int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[])}, but also accepts a request that posixkit does not know. {@code size} is the
     * length of the structure in bytes. The caller must ensure that the driver reads and writes at most {@code size} bytes of the
     * structure, and that every address in the structure is valid. Otherwise the driver can overwrite other memory of this JVM.
     *
     * @throws IllegalArgumentException if {@code argument} is shorter than {@code size}; if posixkit knows that {@code request}
     *     takes a number; or if posixkit knows that the structure of {@code request} is longer than {@code size}
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, byte[] argument, int size) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument, size));
    }

    /** Same as {@link #ioctlPtr(int, long, byte[], int)}, but returns the result of the request or −errno. */
    int ioctlPtrOrErrno(int fd, long request, byte[] argument, int size);

    /**
     * Same as {@link #ioctlPtr(int, long, byte[], int)}, but the structure starts at the position of the buffer {@code argument}.
     * The position does not change. A read-only buffer is allowed only if the request number says that the driver reads the
     * structure and does not write to it.
     *
     * @throws IllegalArgumentException if {@link #ioctlPtr(int, long, byte[], int)} would throw this exception, or if the buffer
     *     is read-only and the request number does not allow a read-only buffer
     */
    @Call("ioctl(2)")
    default int ioctlPtr(int fd, long request, ByteBuffer argument, int size) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ioctlPtrOrErrno(fd, request, argument, size));
    }

    /** Same as {@link #ioctlPtr(int, long, ByteBuffer, int)}, but returns the result of the request or −errno. */
    int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument, int size);

    /**
     * Returns a new descriptor for the open file of {@code fd}. The new descriptor has the lowest free number.
     *
     * <p>{@code int dup(int fd)} {@index dup}
     *
     * <p>The two descriptors share the position in the file and the status flags, for example {@code O_NONBLOCK}. In contrast to
     * the C function {@code dup}, this method makes the new descriptor close-on-exec.
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EMFILE: this process has too many open descriptors
     */
    @Call("dup(2)")
    default int dup(int fd) throws ErrnoException {
        return Outcome.ofFd("dup", fd, dupOrErrno(fd));
    }

    /** Same as {@link #dup}, but returns the descriptor or −errno. */
    int dupOrErrno(int fd);

    /**
     * Creates a second descriptor for the open file of the descriptor {@code from}. The second descriptor has the number
     * {@code to}. Returns this number.
     *
     * <p>{@code int dup2(int from, int to)} {@index dup2}
     *
     * <p>If {@code to} is already open, this method closes {@code to}. Closing and duplicating are one atomic step: no other
     * thread can get the number {@code to} in between. As in C, the new descriptor is <em>not</em> close-on-exec. In contrast,
     * the descriptor that {@link #dup} returns is close-on-exec. To pass a descriptor to a new program, use
     * {@link posixkit.process.Spawn}.
     *
     * <p><b>In a JVM:</b> if {@code to} is 0, 1 or 2, this method redirects {@code System.in}, {@code System.out} or
     * {@code System.err} to the file of {@code from}.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is out of range
     */
    @Call(value = "dup2(2)", restarts = Call.Restart.ALWAYS)
    default int dup2(int from, int to) throws ErrnoException {
        int result;
        do {
            result = dup2OrErrno(from, to);
        } while (result == -EINTR);
        return Outcome.ofFd("dup2", from, result);
    }

    /** Same as {@link #dup2}, but returns the descriptor or −errno. */
    int dup2OrErrno(int from, int to);

    /**
     * Creates a second descriptor for the open file of the descriptor {@code from}. The second descriptor has the number
     * {@code to} and is close-on-exec. Returns this number.
     *
     * <p>{@code int dup3(int from, int to, int flags)} {@index dup3}
     *
     * <p>{@code flags} is 0 or {@code O_CLOEXEC}; both values have the same effect. On macOS, this method first duplicates
     * {@code from} and sets close-on-exec in a second step: if another thread starts a program between the two steps, the program
     * inherits the descriptor {@code to}.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is out of range; EINVAL: {@code from} and {@code to}
     *     are equal, or {@code flags} contains a flag other than {@code O_CLOEXEC}
     */
    @Call(value = "dup3(2)", restarts = Call.Restart.ALWAYS)
    default int dup3(int from, int to, int flags) throws ErrnoException {
        int result;
        do {
            result = dup3OrErrno(from, to, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("dup3", from, result);
    }

    /** Same as {@link #dup3}, but returns the descriptor or −errno. */
    int dup3OrErrno(int from, int to, int flags);

    /**
     * Creates a pipe and returns its two descriptors. The descriptor at index 0 is the read end, and the descriptor at index 1 is
     * the write end.
     *
     * <p>{@code int pipe(int fds[2])} {@index pipe}
     *
     * <p>Both descriptors are close-on-exec. On macOS, this method creates the pipe first and sets close-on-exec in a second
     * step: if another thread starts a program between the two steps, the program inherits the descriptors.
     *
     * @throws ErrnoException EMFILE, ENFILE: this process or the whole operating system has too many open descriptors
     */
    @Call("pipe(2)")
    int[] pipe() throws ErrnoException;

    /**
     * Creates a pipe with flags and returns its two descriptors. The descriptor at index 0 is the read end, and the descriptor at
     * index 1 is the write end.
     *
     * <p>{@code int pipe2(int fds[2], int flags)} {@index pipe2}
     *
     * <p>{@code O_NONBLOCK} makes both ends non-blocking. {@code O_DIRECT}, which exists only on Linux, keeps each write of at
     * most {@code PIPE_BUF} bytes separate: one read returns the bytes of one write. Both descriptors are always close-on-exec,
     * even if {@code flags} does not contain {@code O_CLOEXEC}.
     *
     * @throws ErrnoException EINVAL: {@code flags} contains a flag other than {@code O_NONBLOCK}, {@code O_DIRECT} and
     *     {@code O_CLOEXEC}; EMFILE, ENFILE: this process or the whole operating system has too many open descriptors
     */
    @Call("pipe2(2)")
    int[] pipe2(int flags) throws ErrnoException;

    /**
     * Sets the length of the open file {@code fd} to {@code length} bytes. If the file is longer than {@code length}, the bytes
     * after the new end are lost. If the file is shorter, the kernel adds zero bytes at the end.
     *
     * <p>{@code int ftruncate(int fd, off_t length)} {@index ftruncate}
     *
     * <p><b>In a JVM:</b> a {@link java.nio.MappedByteBuffer} can map pages that lie beyond the new end of the file. Reading a
     * byte of such a page throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: {@code fd} is not a regular file or is not open for writing, or {@code length} is negative;
     *     EFBIG: {@code length} is too large; EBADF: {@code fd} is not open
     */
    @Call(value = "ftruncate(2)", restarts = Call.Restart.ALWAYS)
    default void ftruncate(int fd, long length) throws ErrnoException {
        int result;
        do {
            result = ftruncateOrErrno(fd, length);
        } while (result == -EINTR);
        Outcome.ofFd("ftruncate", fd, result);
    }

    /** Same as {@link #ftruncate}, but returns 0 or −errno. */
    int ftruncateOrErrno(int fd, long length);

    /**
     * Writes the changed bytes and the metadata of the open file {@code fd} to the disk, and waits until the disk has received
     * them.
     *
     * <p>{@code int fsync(int fd)} {@index fsync}
     *
     * <p>On macOS, the bytes can afterwards still be in the internal memory of the disk. To make the disk store them permanently,
     * call {@code fcntl} with the command {@code F_FULLFSYNC}.
     *
     * @throws ErrnoException EIO, ENOSPC, EDQUOT: some bytes could not be written; EINVAL (on macOS, ENOTSUP): {@code fd} is a
     *     pipe or a socket
     */
    @Call(value = "fsync(2)", restarts = Call.Restart.ALWAYS)
    default void fsync(int fd) throws ErrnoException {
        int result;
        do {
            result = fsyncOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("fsync", fd, result);
    }

    /** Same as {@link #fsync}, but returns 0 or −errno. */
    int fsyncOrErrno(int fd);

    /**
     * Writes the changed bytes of the open file {@code fd} to the disk. This method also writes the metadata that is needed to
     * read the bytes later. This method does not write other metadata, for example the time of the last access.
     *
     * <p>{@code int fdatasync(int fd)} {@index fdatasync}
     *
     * @throws ErrnoException with the errnos of {@link #fsync}
     */
    @Call(value = "fdatasync(2)", restarts = Call.Restart.ALWAYS)
    default void fdatasync(int fd) throws ErrnoException {
        int result;
        do {
            result = fdatasyncOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("fdatasync", fd, result);
    }

    /** Same as {@link #fdatasync}, but returns 0 or −errno. */
    int fdatasyncOrErrno(int fd);

    /**
     * Sets the permission bits of the open file {@code fd} to {@code mode}.
     *
     * <p>{@code int fchmod(int fd, mode_t mode)} {@index fchmod}
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EROFS: the file system is read-only; EINVAL: on macOS,
     *     {@code fd} is a pipe or a socket; EBADF: {@code fd} is not open, or was opened with {@code O_PATH}
     */
    @Call(value = "fchmod(2)", restarts = Call.Restart.ALWAYS)
    default void fchmod(int fd, int mode) throws ErrnoException {
        int result;
        do {
            result = fchmodOrErrno(fd, mode);
        } while (result == -EINTR);
        Outcome.ofFd("fchmod", fd, result);
    }

    /** Same as {@link #fchmod}, but returns 0 or −errno. */
    int fchmodOrErrno(int fd, int mode);

    /**
     * Sets the owner and the group of the open file {@code fd}. If {@code owner} is −1, the owner does not change. If
     * {@code group} is −1, the group does not change.
     *
     * <p>{@code int fchown(int fd, uid_t owner, gid_t group)} {@index fchown}
     *
     * @throws ErrnoException EPERM: this process has no right to make this change; EROFS: the file system is read-only; EINVAL:
     *     on macOS, {@code fd} is a pipe or a socket; EBADF: {@code fd} is not open, or was opened with {@code O_PATH}
     */
    @Call(value = "fchown(2)", restarts = Call.Restart.ALWAYS)
    default void fchown(int fd, int owner, int group) throws ErrnoException {
        int result;
        do {
            result = fchownOrErrno(fd, owner, group);
        } while (result == -EINTR);
        Outcome.ofFd("fchown", fd, result);
    }

    /** Same as {@link #fchown}, but returns 0 or −errno. */
    int fchownOrErrno(int fd, int owner, int group);

    /**
     * Sets the times of the last access ({@code atime}) and the last write ({@code mtime}) of the open file {@code fd}. Each time
     * consists of seconds and microseconds.
     *
     * <p>{@code int futimes(int fd, const struct timeval times[2])} {@index futimes}
     *
     * @throws ErrnoException EPERM: the file belongs to another user; EINVAL: the microseconds of a time are not in the range 0
     *     to 999,999; EROFS: the file system is read-only; EBADF: {@code fd} is not open, or was opened with {@code O_PATH}
     */
    @Call(value = "futimes(3)", restarts = Call.Restart.ALWAYS)
    default void futimes(int fd, Timeval atime, Timeval mtime) throws ErrnoException {
        int result;
        do {
            result = futimesOrErrno(fd, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofFd("futimes", fd, result);
    }

    /** Same as {@link #futimes(int, Timeval, Timeval)}, but returns 0 or −errno. */
    int futimesOrErrno(int fd, Timeval atime, Timeval mtime);

    /**
     * Sets the times of the last access and the last write of the open file {@code fd} to the current time.
     *
     * <p>{@code int futimes(int fd, NULL)} {@index futimes}
     *
     * <p>The effective user of this process must own the file or have write permission for the file. The descriptor {@code fd}
     * does not need to be open for writing.
     *
     * @throws ErrnoException with the errnos of {@link #futimes(int, Timeval, Timeval)}; EACCES: the file belongs to another
     *     user, and this process has no write permission for the file
     */
    @Call(value = "futimes(3)", restarts = Call.Restart.ALWAYS)
    default void futimes(int fd) throws ErrnoException {
        int result;
        do {
            result = futimesOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("futimes", fd, result);
    }

    /** Same as {@link #futimes(int)}, but returns 0 or −errno. */
    int futimesOrErrno(int fd);

    /**
     * Sets the times of the last access ({@code atime}) and the last write ({@code mtime}) of the open file {@code fd}. Each time
     * consists of seconds and nanoseconds.
     *
     * <p>{@code int futimens(int fd, const struct timespec times[2])} {@index futimens}
     *
     * <p>The nanoseconds of a time can have one of two special values. With {@code UTIME_NOW}, this method sets the time to the
     * current time. With {@code UTIME_OMIT}, it leaves the time unchanged.
     *
     * @throws ErrnoException EPERM: the file belongs to another user, and the nanoseconds of the two times are neither both
     *     {@code UTIME_NOW} nor both {@code UTIME_OMIT}; EACCES: the file belongs to another user, the nanoseconds of both times
     *     are {@code UTIME_NOW}, and this process has no write permission for the file; EINVAL: the nanoseconds of a time are not
     *     in the range 0 to 999,999,999 and are not a special value; EROFS: the file system is read-only; EBADF: {@code fd} is
     *     not open, or was opened with {@code O_PATH}
     */
    @Call(value = "futimens(3)", restarts = Call.Restart.ALWAYS)
    default void futimens(int fd, Timespec atime, Timespec mtime) throws ErrnoException {
        int result;
        do {
            result = futimensOrErrno(fd, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofFd("futimens", fd, result);
    }

    /** Same as {@link #futimens(int, Timespec, Timespec)}, but returns 0 or −errno. */
    int futimensOrErrno(int fd, Timespec atime, Timespec mtime);

    /** Same as {@link #futimens(int, Timespec, Timespec)}, but takes the times as {@code Instant} objects. */
    @Call(value = "futimens(3)", restarts = Call.Restart.ALWAYS)
    default void futimens(int fd, Instant atime, Instant mtime) throws ErrnoException {
        int result;
        do {
            result = futimensOrErrno(fd, atime, mtime);
        } while (result == -EINTR);
        Outcome.ofFd("futimens", fd, result);
    }

    /** Same as {@link #futimens(int, Instant, Instant)}, but returns 0 or −errno. */
    int futimensOrErrno(int fd, Instant atime, Instant mtime);

    /**
     * Fills {@code into} with information about the file system of the open file {@code fd}, for example the size and the free
     * space of the file system.
     *
     * <p>{@code int fstatfs(int fd, struct statfs *buf)} {@index fstatfs}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: on macOS, {@code fd} is a pipe or a socket; ENOSYS: the file
     *     system does not support this method
     */
    @Call(value = "fstatfs(2)", restarts = Call.Restart.ALWAYS)
    default void fstatfs(int fd, Statfs into) throws ErrnoException {
        int result;
        do {
            result = fstatfsOrErrno(fd, into);
        } while (result == -EINTR);
        Outcome.ofFd("fstatfs", fd, result);
    }

    /** Same as {@link #fstatfs(int, Statfs)}, but returns 0 or −errno. */
    int fstatfsOrErrno(int fd, Statfs into);

    /** Same as {@link #fstatfs(int, Statfs)}, but returns the information in a new structure. */
    default Statfs fstatfs(int fd) throws ErrnoException {
        Statfs statfs = newStatfs();
        fstatfs(fd, statfs);
        return statfs;
    }

    /** Returns a new, empty structure for {@link #fstatfs(int, Statfs)} (the native {@code struct statfs}). */
    Statfs newStatfs();

    /**
     * Fills {@code into} with information about the file system of the open file {@code fd}. This is the same information as that
     * of {@link #fstatfs(int, Statfs)}, in the form that POSIX describes.
     *
     * <p>{@code int fstatvfs(int fd, struct statvfs *buf)} {@index fstatvfs}
     *
     * @throws ErrnoException with the errnos of {@link #fstatfs(int, Statfs)}
     */
    @Call(value = "fstatvfs(3)", restarts = Call.Restart.ALWAYS)
    default void fstatvfs(int fd, Statvfs into) throws ErrnoException {
        int result;
        do {
            result = fstatvfsOrErrno(fd, into);
        } while (result == -EINTR);
        Outcome.ofFd("fstatvfs", fd, result);
    }

    /** Same as {@link #fstatvfs(int, Statvfs)}, but returns 0 or −errno. */
    int fstatvfsOrErrno(int fd, Statvfs into);

    /** Same as {@link #fstatvfs(int, Statvfs)}, but returns the information in a new structure. */
    default Statvfs fstatvfs(int fd) throws ErrnoException {
        Statvfs statvfs = newStatvfs();
        fstatvfs(fd, statvfs);
        return statvfs;
    }

    /** Returns a new, empty structure for {@link #fstatvfs(int, Statvfs)} (the native {@code struct statvfs}). */
    Statvfs newStatvfs();

    /**
     * Returns a limit or an option of the open file {@code fd}, for example {@code _PC_PIPE_BUF}. {@code name} selects the limit
     * or option. Returns an empty result if there is no limit, or if the option is not supported.
     *
     * <p>{@code long fpathconf(int fd, int name)} {@index fpathconf}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL: {@code name} is unknown
     */
    @Call("fpathconf(3)")
    OptionalLong fpathconf(int fd, int name) throws ErrnoException;

    /**
     * Returns an object that owns the descriptor {@code fd}. Use the object in a try-with-resources statement. At the end of the
     * statement, the object closes the descriptor: it calls the method {@link #close} of this {@code Io} object.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    default Fd own(int fd) {
        return Fd.own(this, fd);
    }
}
