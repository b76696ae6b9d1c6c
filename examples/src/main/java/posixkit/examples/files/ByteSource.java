package posixkit.examples.files;

import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Seek.SEEK_CUR;

import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.memory.Mapping;

/** Reads the bytes of an open file one after another: by a mapping if it is large and can be mapped, otherwise by {@code read}. */
abstract class ByteSource implements AutoCloseable {
    private static final long WORTH_MAPPING = 1 << 18;
    private static final long WORTH_A_THREAD = 1 << 24;
    private static final int SEARCHED_AT_ONCE = 1 << 12;

    /** Reads at most {@code length} bytes. Returns how many it has read, 0 at the end of the file. */
    abstract int read(byte[] into, int offset, int length) throws ErrnoException;

    /**
     * Returns this, or some sources that follow one another and together have all bytes of this, which can be read at once. Each but the
     * first begins behind a newline. They need not be closed.
     */
    List<ByteSource> parts(int most) throws ErrnoException {
        return List.of(this);
    }

    @Override
    public abstract void close() throws ErrnoException;

    static ByteSource of(Posix posix, int fd, Stat stat) throws ErrnoException {
        if (stat.isRegularFile() && stat.size() >= WORTH_MAPPING && posix.io().lseek(fd, 0, SEEK_CUR) == 0) {
            try {
                Mapping mapping = posix.memory().mmap(fd, 0, stat.size(), PROT_READ, MAP_PRIVATE);
                return new Mapped(mapping, 0, mapping.length());
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
        private final long end;
        private long position;

        Mapped(Mapping mapping, long start, long end) {
            this.mapping = mapping;
            this.end = end;
            position = start;
        }

        @Override
        int read(byte[] into, int offset, int length) throws ErrnoException {
            int count = (int) Math.min(length, end - position);
            try {
                mapping.get(position, into, offset, count);
            } catch (InternalError e) { // the file has become shorter, or its disk is broken
                throw new ErrnoException("mmap", EIO);
            }
            position += count;
            return count;
        }

        @Override
        List<ByteSource> parts(int most) throws ErrnoException {
            long length = Math.max(WORTH_A_THREAD, (end - position) / most);
            List<ByteSource> parts = new ArrayList<>();
            for (long start = position; start < end; ) {
                long next = start + 2 * length > end ? end : behindNewline(start + length);
                parts.add(new Mapped(mapping, start, next));
                start = next;
            }
            return parts;
        }

        /** Returns where the first line begins that is not before {@code from}, or the end. */
        private long behindNewline(long from) throws ErrnoException {
            byte[] bytes = new byte[SEARCHED_AT_ONCE];
            Mapped rest = new Mapped(mapping, from - 1, end);
            for (int count = rest.read(bytes, 0, bytes.length); count > 0; count = rest.read(bytes, 0, bytes.length)) {
                for (int i = 0; i < count; i++) {
                    if (bytes[i] == '\n') {
                        return rest.position - count + i + 1;
                    }
                }
            }
            return end;
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
