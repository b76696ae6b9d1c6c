package posixkit.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * FileTree, pipes, sockets by descriptor.
 *
 * <p>A buffer is a {@link ByteBuffer}, direct or not, used from its position to its limit, with the position moved by as
 * many bytes as the call took or gave; or a piece of a {@code byte[]}. Only bytes that were read are written to it.
 * Direct buffers are handed to the kernel as they are. Others are copied, 1 MiB of them at most in one call: as with any
 * read or write, what is left takes another.
 *
 * <p>Plain forms start again when a signal interrupts them before anything was done; the {@code …OrErrno} forms return
 * −EINTR.
 *
 * <p><b>In a JVM:</b> a thread waiting in here is not woken by {@link Thread#interrupt}, and a virtual one keeps its carrier:
 * as many that read as there are carriers leave none for the one that writes. The arena of a buffer (JDK 22) must stay
 * open until the call returns; unlike a channel, nothing here holds it.
 */
public interface Io {
    /**
     * {@code ssize_t read(int fd, void *buf, size_t count)} {@index read}
     *
     * <p>Reads some bytes, at most what the buffer has room for, and says how many; 0 at the end. Fewer than asked is no
     * error.
     *
     * @throws ErrnoException EAGAIN: nothing there, and the descriptor does not wait; EBADF: not open for reading; EISDIR;
     *     ECONNRESET; EIO
     */
    @Call(value = "read(2)", waits = true)
    int read(int fd, ByteBuffer into) throws ErrnoException;

    /** {@link #read(int, ByteBuffer)} into a piece of an array. */
    @Call(value = "read(2)", waits = true)
    int read(int fd, byte[] into, int offset, int length) throws ErrnoException;

    /** {@link #read(int, ByteBuffer)} that returns −errno instead of throwing. */
    @Call(value = "read(2)", waits = true)
    int readOrErrno(int fd, ByteBuffer into);

    /** {@link #read(int, byte[], int, int)} that returns −errno instead of throwing. */
    @Call(value = "read(2)", waits = true)
    int readOrErrno(int fd, byte[] into, int offset, int length);

    /**
     * {@code ssize_t write(int fd, const void *buf, size_t count)} {@index write}
     *
     * <p>Writes some of the bytes and says how many; it may be fewer than there are.
     *
     * <p><b>In a JVM:</b> writing to a pipe nobody reads is EPIPE; the JVM keeps SIGPIPE from killing it.
     *
     * @throws ErrnoException EAGAIN: no room, and the descriptor does not wait; EBADF: not open for writing; EPIPE; ENOSPC,
     *     EDQUOT, EFBIG; EIO
     */
    @Call(value = "write(2)", waits = true)
    int write(int fd, ByteBuffer from) throws ErrnoException;

    /** {@link #write(int, ByteBuffer)} of a piece of an array. */
    @Call(value = "write(2)", waits = true)
    int write(int fd, byte[] from, int offset, int length) throws ErrnoException;

    /** {@link #write(int, ByteBuffer)} that returns −errno instead of throwing. */
    @Call(value = "write(2)", waits = true)
    int writeOrErrno(int fd, ByteBuffer from);

    /** {@link #write(int, byte[], int, int)} that returns −errno instead of throwing. */
    @Call(value = "write(2)", waits = true)
    int writeOrErrno(int fd, byte[] from, int offset, int length);

    /**
     * {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)} {@index pread}
     *
     * <p>{@link #read} at a place in the file, without moving the descriptor's own.
     *
     * @throws ErrnoException as {@link #read}; ESPIPE: it has no places; EINVAL: before the beginning
     */
    @Call("pread(2)")
    int pread(int fd, ByteBuffer into, long offset) throws ErrnoException;

    /** {@link #pread(int, ByteBuffer, long)} that returns −errno instead of throwing. */
    @Call("pread(2)")
    int preadOrErrno(int fd, ByteBuffer into, long offset);

    /**
     * {@code ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)} {@index pwrite}
     *
     * <p>{@link #write} at a place in the file, without moving the descriptor's own. A file opened with
     * {@code O_APPEND} is written at its end all the same on Linux.
     *
     * @throws ErrnoException as {@link #write}; ESPIPE: it has no places; EINVAL: before the beginning
     */
    @Call("pwrite(2)")
    int pwrite(int fd, ByteBuffer from, long offset) throws ErrnoException;

    /** {@link #pwrite(int, ByteBuffer, long)} that returns −errno instead of throwing. */
    @Call("pwrite(2)")
    int pwriteOrErrno(int fd, ByteBuffer from, long offset);

    /**
     * {@code ssize_t readv(int fd, const struct iovec *iov, int iovcnt)} {@index readv}
     *
     * <p>One {@link #read} into several buffers, filled one after the other.
     *
     * @throws ErrnoException as {@link #read}; EINVAL: more than 1024 buffers; on macOS, more than 2 GiB
     */
    @Call(value = "readv(2)", waits = true)
    long readv(int fd, ByteBuffer... into) throws ErrnoException;

    /** {@link #readv} that returns −errno instead of throwing. */
    @Call(value = "readv(2)", waits = true)
    long readvOrErrno(int fd, ByteBuffer... into);

    /**
     * {@code ssize_t writev(int fd, const struct iovec *iov, int iovcnt)} {@index writev}
     *
     * <p>One {@link #write} from several buffers. It may stop in the middle of one; positions tell where.
     *
     * @throws ErrnoException as {@link #write}; EINVAL: more than 1024 buffers; on macOS, more than 2 GiB
     */
    @Call(value = "writev(2)", waits = true)
    long writev(int fd, ByteBuffer... from) throws ErrnoException;

    /** {@link #writev} that returns −errno instead of throwing. */
    @Call(value = "writev(2)", waits = true)
    long writevOrErrno(int fd, ByteBuffer... from);

    /**
     * {@code int close(int fd)} {@index close}
     *
     * <p>Gives the descriptor back. Whatever it says, the number is free afterwards and may at once be another thread's:
     * never close it again. Every lock this process holds on the file by {@code fcntl} goes with it, whichever
     * descriptor took it.
     *
     * <p><b>In a JVM:</b> 0, 1 and 2 are {@code System.in}, {@code out} and {@code err}; and a number that the JVM opened
     * is not ours to close.
     *
     * @throws ErrnoException EBADF: not open; EIO, ENOSPC, EDQUOT: an earlier write got lost; EINTR: closed all the same
     */
    @Call("close(2)")
    void close(int fd) throws ErrnoException;

    /**
     * {@code off_t lseek(int fd, off_t offset, int whence)} {@index lseek}
     *
     * <p>Moves the descriptor's place in the file and returns it. Copies of the descriptor, in other processes too, move
     * along.
     *
     * @throws ErrnoException ESPIPE: it has no places; EINVAL: before the beginning, or no such {@code whence}; ENXIO: no
     *     data, or no hole, from there on; EBADF
     */
    @Call("lseek(2)")
    long lseek(int fd, long offset, int whence) throws ErrnoException;

    /**
     * {@code int fstat(int fd, struct stat *buf)} {@index fstat}
     *
     * <p>What the system knows about an open file.
     *
     * @throws ErrnoException EBADF: not open
     */
    @Call("fstat(2)")
    void fstat(int fd, Stat into) throws ErrnoException;

    /** {@link #fstat(int, Stat)} that returns −errno instead of throwing, 0 if it went well. */
    @Call("fstat(2)")
    int fstatOrErrno(int fd, Stat into);

    /**
     * {@code int fcntl(int fd, int cmd, int arg)} {@index fcntl}
     *
     * <p>Asks or sets something about a descriptor: {@code F_GETFL}, {@code F_SETFL}, {@code F_GETFD}, {@code F_SETFD},
     * {@code F_DUPFD_CLOEXEC} and others whose argument is a number.
     *
     * <p><b>In a JVM:</b> {@code F_NOTIFY}, {@code F_SETLEASE}, {@code F_SETOWN} and {@code F_SETSIG} make the kernel send
     * signals, SIGIO as a rule, and a JVM that nobody taught to handle it ends there and then.
     *
     * @throws ErrnoException EBADF: not open; EINVAL: not with that argument; EMFILE: too many are open
     * @throws IllegalArgumentException a command not known to take a number: another would take it for an address, and
     *     write there
     */
    @Call("fcntl(2)")
    int fcntl(int fd, int command, int argument) throws ErrnoException;

    /**
     * {@code int fcntl(int fd, int cmd, struct flock *lock)}
     *
     * <p>Locks a piece of a file against other processes that ask: {@code F_SETLK} at once or not at all, {@code F_SETLKW}
     * when it is free. {@code F_GETLK} puts into {@code lock} what is in its way, or {@code F_UNLCK} as its type.
     *
     * <p>Such a lock is the process's, whichever descriptor took it: the same process never is in its own way, and when it
     * closes <em>any</em> descriptor of the file all its locks there are gone. {@code F_OFD_GETLK}, {@code F_OFD_SETLK} and
     * {@code F_OFD_SETLKW} lock for the open file instead, last as long as it does, and hold between threads; they want a
     * {@link Flock#pid} of 0, which an {@code F_OFD_GETLK} that found something has overwritten.
     *
     * <p><b>In a JVM:</b> {@link java.nio.channels.FileChannel#lock} takes locks of the first kind. A library that opens and
     * closes the same file gives them up for everybody.
     *
     * @throws ErrnoException EAGAIN, EACCES: {@code F_SETLK}, and somebody else has it; EDEADLK: the other waits for us;
     *     EBADF: not open, or not for what the lock is for; EINVAL: no such piece, type or {@code pid}; ENOLCK
     * @throws IllegalArgumentException a command that is not about locks
     */
    @Call(value = "fcntl(2)", waits = true)
    void fcntl(int fd, int command, Flock lock) throws ErrnoException;

    /** {@link #fcntl(int, int, Flock)} that returns −errno instead of throwing, 0 if it went well. */
    @Call(value = "fcntl(2)", waits = true)
    int fcntlOrErrno(int fd, int command, Flock lock);

    /**
     * {@code int fcntl(int fd, int cmd, void *arg)} {@index fcntlPtr}
     *
     * <p>{@link #fcntl(int, int, int)} for commands whose argument is a structure: {@code argument} holds it, and holds what
     * the system made of it afterwards.
     *
     * @throws ErrnoException as {@link #fcntl(int, int, int)}
     * @throws IllegalArgumentException a command whose structure is not known, or fewer bytes than it has
     */
    @Call(value = "fcntl(2)", waits = true)
    int fcntlPtr(int fd, int command, byte[] argument) throws ErrnoException;

    /**
     * {@link #fcntlPtr(int, int, byte[])} with the structure from a buffer's position on. The position stays.
     */
    @Call(value = "fcntl(2)", waits = true)
    int fcntlPtr(int fd, int command, ByteBuffer argument) throws ErrnoException;

    /**
     * {@code int flock(int fd, int operation)} {@index flock}
     *
     * <p>Locks a whole file, for all who have this open file, {@link #dup}s and children included: {@code LOCK_SH} with
     * others, {@code LOCK_EX} alone, {@code LOCK_UN} no more. It waits unless {@code LOCK_NB} is there too. Closing the last
     * descriptor of the open file unlocks.
     *
     * <p>From shared to alone is not one step: the first is given up, and if the second then is not to be had, both are
     * gone. Linux keeps these locks and those of
     * {@code fcntl} apart; on macOS they are in each other's way, within one process too.
     *
     * @throws ErrnoException EWOULDBLOCK: with {@code LOCK_NB}, and somebody else has it; EBADF: not open; EINVAL, on macOS
     *     EBADF: no such operation; ENOLCK; ENOTSUP on macOS: not a file
     */
    @Call(value = "flock(2)", waits = true)
    void flock(int fd, int operation) throws ErrnoException;

    /** {@link #flock} that returns −errno instead of throwing, 0 if it went well. */
    @Call(value = "flock(2)", waits = true)
    int flockOrErrno(int fd, int operation);

    /**
     * {@code int ioctl(int fd, unsigned long request, long argument)} {@index ioctl}
     *
     * <p>Asks a device, a terminal, a socket for something that takes a number, or nothing: then {@code argument} is 0. Only
     * the lower 32 bits of {@code request} count. It is not started again after EINTR: what was done by then, the driver knows.
     *
     * <p><b>In a JVM:</b> the terminal is the JVM's: {@code TIOCSCTTY} and {@code TIOCNOTTY} may cost it SIGHUP.
     *
     * @throws ErrnoException ENOTTY: not what {@code fd} is asked; EBADF: not open; EINVAL; EPERM
     * @throws IllegalArgumentException a request not known to take a number: another would take it for an address, and write
     *     there
     */
    @Call("ioctl(2)")
    int ioctl(int fd, long request, long argument) throws ErrnoException;

    /**
     * {@code int ioctl(int fd, unsigned long request, void *argument)} {@index ioctlPtr}
     *
     * <p>{@link #ioctl} for requests whose argument is a structure: {@code argument} holds it, and holds what came back
     * afterwards. How many bytes that is, most requests say in their number; of older ones, such as {@code TIOCGWINSZ}, the
     * usual are known.
     *
     * <p>What a structure points to, and what a driver does beyond what its request says, nobody can check: the address of
     * something that is not ours to write to, put into one, is written to.
     *
     * @throws ErrnoException as {@link #ioctl}
     * @throws IllegalArgumentException a request that does not say how long its structure is, or is known to write further;
     *     fewer bytes than that
     */
    @Call("ioctl(2)")
    int ioctlPtr(int fd, long request, byte[] argument) throws ErrnoException;

    /**
     * {@link #ioctlPtr(int, long, byte[])} with the structure from a buffer's position on. The position stays.
     *
     * @throws IllegalArgumentException also: a read-only buffer, and a request that writes to it
     */
    @Call("ioctl(2)")
    int ioctlPtr(int fd, long request, ByteBuffer argument) throws ErrnoException;

    /**
     * {@code int dup(int fd)} {@index dup}
     *
     * <p>A second descriptor, the lowest free one, for the same open file: they share the place in it and its flags. Born
     * close-on-exec, unlike C's.
     *
     * @throws ErrnoException EBADF: not open; EMFILE: too many are open
     */
    @Call("dup(2)")
    int dup(int fd) throws ErrnoException;

    /**
     * {@code int dup2(int from, int to)} {@index dup2}
     *
     * <p>Makes {@code to} a second descriptor for what {@code from} is; what it was before is closed in the same step.
     * As in C it is <em>not</em> close-on-exec. (To give a descriptor to a program, {@code Spawn} has a step of its own.)
     *
     * <p><b>In a JVM:</b> {@code to} 0, 1 or 2 redirects {@code System.in}, {@code out} or {@code err}.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is no possible number
     */
    @Call("dup2(2)")
    int dup2(int from, int to) throws ErrnoException;

    /**
     * {@code int dup3(int from, int to, int flags)} {@index dup3}
     *
     * <p>{@link #dup2} whose {@code to} is close-on-exec, whether or not {@code flags} says so: that is the only flag there is.
     * From birth on Linux, a moment later on macOS, where a program started in between gets it.
     *
     * @throws ErrnoException EBADF: {@code from} is not open, or {@code to} is no possible number; EINVAL: they are the same;
     *     any other flag
     */
    @Call("dup3(2)")
    int dup3(int from, int to, int flags) throws ErrnoException;

    /**
     * {@code int pipe(int fds[2])} {@index pipe}
     *
     * <p>Two new descriptors: what is written to the second, at index 1, is read from the first. Both are close-on-exec:
     * from birth on Linux, a moment later on macOS, where a program started in between keeps them.
     *
     * @throws ErrnoException EMFILE, ENFILE: too many are open
     */
    @Call("pipe(2)")
    int[] pipe() throws ErrnoException;

    /**
     * {@code int pipe2(int fds[2], int flags)} {@index pipe2}
     *
     * <p>{@link #pipe} with flags: {@code O_NONBLOCK}, and Linux's {@code O_DIRECT}, which makes each write of at most
     * {@code PIPE_BUF} bytes one read. {@code O_CLOEXEC} goes without saying.
     *
     * @throws ErrnoException EINVAL: any other flag; EMFILE, ENFILE: too many are open
     */
    @Call("pipe2(2)")
    int[] pipe2(int flags) throws ErrnoException;

    /**
     * {@code int ftruncate(int fd, off_t length)} {@index ftruncate}
     *
     * <p>Cuts the file, or lengthens it with zeros.
     *
     * <p><b>In a JVM:</b> reading a mapped buffer beyond the new end throws {@link InternalError}.
     *
     * @throws ErrnoException EINVAL: not a file, not open for writing, or a negative length; EFBIG; EBADF
     */
    @Call("ftruncate(2)")
    void ftruncate(int fd, long length) throws ErrnoException;

    /**
     * {@code int fsync(int fd)} {@index fsync}
     *
     * <p>Writes what is still in memory to the disk. On macOS the disk may then keep it in its own memory:
     * {@code fcntl} with {@code F_FULLFSYNC} is the real one there.
     *
     * @throws ErrnoException EIO, ENOSPC, EDQUOT: some of it could not be written; EINVAL, ENOTSUP: nothing to sync, as
     *     with a pipe
     */
    @Call("fsync(2)")
    void fsync(int fd) throws ErrnoException;

    /** {@link #fstat(int, Stat)} into a structure of its own. */
    @Call("fstat(2)")
    Stat fstat(int fd) throws ErrnoException;

    /** An empty {@code struct flock}. */
    Flock newFlock();

    /** {@link #read(int, byte[], int, int)} into a whole array. */
    default int read(int fd, byte[] into) throws ErrnoException {
        return read(fd, into, 0, into.length);
    }

    /** {@link #write(int, byte[], int, int)} of a whole array. */
    default int write(int fd, byte[] from) throws ErrnoException {
        return write(fd, from, 0, from.length);
    }

    /**
     * {@code int fchmod(int fd, mode_t mode)} {@index fchmod}
     *
     * <p>{@link FileAttributes#chmod} of an open file.
     *
     * @throws ErrnoException EPERM: not ours; EROFS; EINVAL on macOS: a pipe or a socket; EBADF: not open, or opened with
     *     {@code O_PATH}
     */
    @Call("fchmod(2)")
    void fchmod(int fd, int mode) throws ErrnoException;

    /**
     * {@code int fchown(int fd, uid_t owner, gid_t group)} {@index fchown}
     *
     * <p>{@link FileAttributes#chown} of an open file.
     *
     * @throws ErrnoException EPERM: not ours to give, or not to those; EROFS; EINVAL on macOS: a pipe or a socket; EBADF: not
     *     open, or opened with {@code O_PATH}
     */
    @Call("fchown(2)")
    void fchown(int fd, int owner, int group) throws ErrnoException;

    /**
     * {@code int futimes(int fd, const struct timeval times[2])} {@index futimes}
     *
     * <p>{@link FileAttributes#utimes(String, Timeval, Timeval)} of an open file.
     *
     * @throws ErrnoException EPERM: not ours; EINVAL: microseconds outside 0 to 999,999; EROFS; EBADF: not open, or opened
     *     with {@code O_PATH}
     */
    @Call("futimes(3)")
    void futimes(int fd, Timeval atime, Timeval mtime) throws ErrnoException;

    /**
     * {@code int futimes(int fd, NULL)} {@index futimes}
     *
     * <p>Sets both times to now. The right to write to the file is enough, whatever it was opened for.
     *
     * @throws ErrnoException EACCES: neither ours nor writable; as {@link #futimes(int, Timeval, Timeval)}
     */
    @Call("futimes(3)")
    void futimes(int fd) throws ErrnoException;

    /**
     * {@code int futimens(int fd, const struct timespec times[2])} {@index futimens}
     *
     * <p>{@link FileAttributes#utimensat(int, String, Timespec, Timespec, int)} of an open file, {@code UTIME_NOW} and
     * {@code UTIME_OMIT} included.
     *
     * @throws ErrnoException EPERM: not ours; EACCES: now, and neither ours nor writable; EINVAL: nanoseconds out of range;
     *     EROFS; EBADF: not open, or opened with {@code O_PATH}
     */
    @Call("futimens(3)")
    void futimens(int fd, Timespec atime, Timespec mtime) throws ErrnoException;

    /** {@link #futimens(int, Timespec, Timespec)} to two points in time. */
    @Call("futimens(3)")
    void futimens(int fd, Instant atime, Instant mtime) throws ErrnoException;

    /**
     * {@code int fstatfs(int fd, struct statfs *buf)} {@index fstatfs}
     *
     * <p>What the system knows about the file system an open file lives on. {@link Metadata#newStatfs} makes the structure.
     *
     * @throws ErrnoException EBADF: not open; EINVAL on macOS: a pipe or a socket; ENOSYS: a file system that does not say
     */
    @Call("fstatfs(2)")
    void fstatfs(int fd, Statfs into) throws ErrnoException;

    /** {@link #fstatfs(int, Statfs)} into a structure of its own. */
    @Call("fstatfs(2)")
    Statfs fstatfs(int fd) throws ErrnoException;

    /**
     * {@code long fpathconf(int fd, int name)} {@index fpathconf}
     *
     * <p>{@link Metadata#pathconf} of an open file. Empty where there is no limit, or no such option.
     *
     * @throws ErrnoException EBADF: not open; EINVAL: no such {@code name}
     */
    @Call("fpathconf(3)")
    OptionalLong fpathconf(int fd, int name) throws ErrnoException;

    /**
     * {@code int fdatasync(int fd)} {@index fdatasync}
     *
     * <p>{@link #fsync} without what reading the file back does not take, its times above all.
     *
     * @throws ErrnoException as {@link #fsync}
     */
    @Call("fdatasync(2)")
    void fdatasync(int fd) throws ErrnoException;

    /**
     * Takes ownership of {@code fd} for a {@code try}; the descriptor is closed through this role.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    default Fd own(int fd) {
        return Fd.own(this, fd);
    }
}
