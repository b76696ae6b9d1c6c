package posixkit.examples.files;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Errno.ENXIO;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Seek.SEEK_DATA;
import static posixkit.constants.Seek.SEEK_HOLE;
import static posixkit.constants.Seek.SEEK_SET;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.LongConsumer;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.Target;

/**
 * Copies the content of open files. The kernel copies the bytes if it can: {@code copy_file_range}, else {@code sendfile}, else
 * {@code read} and {@code write}. Holes stay holes.
 */
final class FileCopier {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long STEP = 1L << 27;
    private static final Set<Integer> NOT_THIS_WAY = Set.of(EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM, ENOTTY);

    private enum Way {
        COPY_FILE_RANGE,
        SENDFILE,
        READ_AND_WRITE
    }

    private final Posix posix;
    private final LongConsumer progress;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Creates a copier that passes the number of bytes to {@code progress} whenever it has copied some. */
    FileCopier(Posix posix, LongConsumer progress) {
        this.posix = posix;
        this.progress = progress;
    }

    /** Lets {@code out} share all blocks of {@code in}, on Linux. Returns false if these file systems cannot do that. */
    boolean share(int in, int out) throws ErrnoException {
        if (Target.IS_DARWIN) {
            return false;
        }
        int result = posix.onLinux().clones().ficloneOrErrno(out, in);
        return !isRefused(result) && Outcome.ofFd("ioctl_ficlone", out, result) == 0;
    }

    static boolean isRefused(long result) {
        return result < 0 && NOT_THIS_WAY.contains((int) -result);
    }

    /** Copies all bytes from the position of one descriptor to that of the other. */
    void copyStream(int in, int out) throws ErrnoException {
        int count;
        while ((count = posix.io().read(in, buffer.clear())) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                posix.io().write(out, buffer);
            }
            progress.accept(count);
        }
    }

    /** Copies a regular file of {@code size} bytes into an empty one. What the file has beyond {@code size} is copied too. */
    void copy(int in, int out, long size) throws ErrnoException {
        Way way = Target.IS_LINUX ? Way.COPY_FILE_RANGE : Way.READ_AND_WRITE;
        long position = 0;
        while (position < size) {
            long data = nextData(in, position, size);
            progress.accept(data - position);
            position = data;
            long end = data < size ? nextHole(in, data, size) : size;
            while (position < end) {
                long copied = copyPart(way, in, out, position, Math.min(STEP, end - position));
                if (isRefused(copied) && way != Way.READ_AND_WRITE) {
                    way = Way.values()[way.ordinal() + 1];
                    continue;
                }
                if (Outcome.ofFd("copy_file_range", out, copied) == 0) {
                    end = position; // the file has become shorter, or is one of /proc
                    size = position;
                }
                position += copied;
                progress.accept(copied);
            }
        }
        posix.io().ftruncate(out, position);
        posix.io().lseek(in, position, SEEK_SET);
        posix.io().lseek(out, position, SEEK_SET);
        copyStream(in, out);
    }

    /** Returns where the next data begins, {@code size} if there is none. */
    private long nextData(int in, long position, long size) throws ErrnoException {
        long data = posix.io().lseekOrErrno(in, position, SEEK_DATA);
        if (data == -ENXIO) {
            return size;
        }
        return isRefused(data) ? position : Math.min(size, Outcome.ofFd("lseek", in, data));
    }

    private long nextHole(int in, long position, long size) throws ErrnoException {
        long hole = posix.io().lseekOrErrno(in, position, SEEK_HOLE);
        if (isRefused(hole) || hole == -ENXIO) {
            return size;
        }
        return Math.min(size, Outcome.ofFd("lseek", in, hole));
    }

    private long copyPart(Way way, int in, int out, long position, long length) throws ErrnoException {
        switch (way) {
            case COPY_FILE_RANGE -> {
                return posix.onLinux().transfers().copyFileRangeOrErrno(in, position, out, position, length, 0);
            }
            case SENDFILE -> {
                posix.io().lseek(out, position, SEEK_SET);
                return posix.onLinux().transfers().sendfileOrErrno(out, in, position, length);
            }
            default -> {
                buffer.clear().limit((int) Math.min(length, buffer.capacity()));
                int count = posix.io().pread(in, buffer, position);
                buffer.flip();
                while (buffer.hasRemaining()) {
                    posix.io().pwrite(out, buffer, position + buffer.position());
                }
                return count;
            }
        }
    }
}
