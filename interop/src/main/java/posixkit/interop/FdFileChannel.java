package posixkit.interop;

import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import posixkit.ErrnoException;
import posixkit.file.Stat;

/**
 * A channel for a descriptor that has an offset. Only such a channel may be a {@link SeekableByteChannel}: the streams of the JDK ask
 * a {@code SeekableByteChannel} for its size and position.
 */
final class FdFileChannel extends FdChannel implements SeekableByteChannel {
    FdFileChannel(int fd, Stat stat) throws ErrnoException {
        super(fd, stat);
    }

    @Override
    public long position() throws IOException {
        return using(() -> posix.io().lseek(fd(), 0, SEEK_CUR));
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        if (newPosition < 0) {
            throw new IllegalArgumentException("newPosition: " + newPosition);
        }
        using(() -> posix.io().lseek(fd(), newPosition, SEEK_SET));
        return this;
    }

    @Override
    public long size() throws IOException {
        return using(() -> posix.io().fstat(fd()).size());
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
        using(() -> {
            if (size < posix.io().fstat(fd()).size()) {
                posix.io().ftruncate(fd(), size);
            }
            if (posix.io().lseek(fd(), 0, SEEK_CUR) > size) {
                posix.io().lseek(fd(), size, SEEK_SET);
            }
            return size;
        });
        return this;
    }
}
