package posixkit.examples.files;

import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Seek.SEEK_CUR;

import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.memory.Mapping;

/** Reads the bytes of an open file one after another: by a mapping if it is large and can be mapped, otherwise by {@code read}. */
abstract class ByteSource implements AutoCloseable {
    private static final long WORTH_MAPPING = 1 << 18;

    /** Reads at most {@code length} bytes. Returns how many it has read, 0 at the end of the file. */
    abstract int read(byte[] into, int offset, int length) throws ErrnoException;

    @Override
    public abstract void close() throws ErrnoException;

    static ByteSource of(Posix posix, int fd, Stat stat) throws ErrnoException {
        if (stat.isRegularFile() && stat.size() >= WORTH_MAPPING && posix.io().lseek(fd, 0, SEEK_CUR) == 0) {
            try {
                return new Mapped(posix.memory().mmap(fd, 0, stat.size(), PROT_READ, MAP_PRIVATE));
            } catch (ErrnoException e) {
                if (e.errno() != ENODEV) {
                    throw e;
                }
            }
        }
        return new Opened(posix, fd);
    }

    private static final class Mapped extends ByteSource {
        private final Mapping mapping;
        private long position;

        Mapped(Mapping mapping) {
            this.mapping = mapping;
        }

        @Override
        int read(byte[] into, int offset, int length) throws ErrnoException {
            int count = (int) Math.min(length, mapping.length() - position);
            try {
                mapping.get(position, into, offset, count);
            } catch (InternalError e) { // the file has become shorter, or its disk is broken
                throw new ErrnoException("mmap", EIO);
            }
            position += count;
            return count;
        }

        @Override
        public void close() throws ErrnoException {
            mapping.close();
        }
    }

    private static final class Opened extends ByteSource {
        private final Posix posix;
        private final int fd;

        Opened(Posix posix, int fd) {
            this.posix = posix;
            this.fd = fd;
        }

        @Override
        int read(byte[] into, int offset, int length) throws ErrnoException {
            return posix.io().read(fd, into, offset, length);
        }

        @Override
        public void close() {
            // The descriptor belongs to the caller.
        }
    }
}
