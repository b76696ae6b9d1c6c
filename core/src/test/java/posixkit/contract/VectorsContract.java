package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.file.Io;

/** What {@link Io} promises about several buffers at a place of a file. The JDK reads and writes the files. */
public abstract class VectorsContract extends WithFiles {
    private final Io io = posix.io();

    private static ByteBuffer[] buffers(ByteBuffer... buffers) {
        return buffers;
    }

    private static byte[] read(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    @Test
    void preadvFillsBuffersInTurnFromAPlace() throws IOException {
        ByteBuffer heap = ByteBuffer.allocate(2);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        try (Fd fd = open(file("in", "abcdefgh"), O_RDONLY)) {
            assertEquals(5, io.preadv(fd.num(), buffers(heap, ByteBuffer.allocate(0), direct), 3));
            assertArrayEquals(bytes("de"), read(heap));
            assertArrayEquals(bytes("fgh"), read(direct));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
            assertEquals(0, io.preadv(fd.num(), buffers(heap.clear()), 8), "the end");
            assertEquals(0, io.preadv(fd.num(), buffers(heap.clear()), 1L << 40), "beyond the end");
        }
    }

    @Test
    void pwritevWritesBuffersInTurnAtAPlace() throws IOException {
        Path path = file("out", "abcdefgh");
        ByteBuffer first = ByteBuffer.wrap(bytes("xAB"), 1, 2);
        ByteBuffer second = ByteBuffer.allocateDirect(3).put(0, bytes("CDE"));
        try (Fd fd = open(path, O_RDWR)) {
            assertEquals(
                    5,
                    io.pwritev(
                            fd.num(),
                            buffers(
                                    first,
                                    second.asReadOnlyBuffer(),
                                    second.duplicate().limit(0)),
                            5));
            assertEquals("abcdeABCDE", Files.readString(path));
            assertEquals(0, first.remaining());
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
            assertEquals(1, io.pwritev(fd.num(), buffers(ByteBuffer.wrap(bytes("!"))), 12));
            assertEquals("abcdeABCDE\0\0!", Files.readString(path));
        }
    }

    @Test
    void bothFailWithTheirErrno() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        assertErrno(EBADF, () -> io.preadv(NOT_OPEN, buffers(one), 0));
        assertErrno(EBADF, () -> io.pwritev(NOT_OPEN, buffers(one), 0));
        assertMinus(EBADF, io.preadvOrErrno(NOT_OPEN, buffers(one), 0));
        assertMinus(EBADF, io.pwritevOrErrno(NOT_OPEN, buffers(one), 0));
        ByteBuffer[] tooMany =
                Stream.generate(() -> ByteBuffer.allocate(1)).limit(1025).toArray(ByteBuffer[]::new);
        int[] pipe = io.pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Fd fd = open(file("in", "abc"), O_RDWR)) {
            assertErrno(ESPIPE, () -> io.preadv(read.num(), buffers(one), 0));
            assertErrno(ESPIPE, () -> io.pwritev(write.num(), buffers(one), 0));
            assertErrno(EINVAL, () -> io.preadv(fd.num(), buffers(one), -1));
            assertErrno(EINVAL, () -> io.pwritev(fd.num(), buffers(one), -1));
            assertErrno(EINVAL, () -> io.preadv(fd.num(), tooMany, 0));
            assertErrno(EINVAL, () -> io.pwritev(fd.num(), tooMany, 0));
        }
    }

    @Test
    void wrongBuffersAreRefused() {
        ByteBuffer fixed = ByteBuffer.allocateDirect(1).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> io.preadv(NOT_OPEN, buffers(fixed), 0));
        assertThrows(NullPointerException.class, () -> io.preadv(NOT_OPEN, buffers((ByteBuffer) null), 0));
        assertThrows(NullPointerException.class, () -> io.pwritev(NOT_OPEN, buffers((ByteBuffer) null), 0));
    }
}
