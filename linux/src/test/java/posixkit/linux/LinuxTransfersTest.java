package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.Transfers.CURRENT;
import static posixkit.onlinux.constants.LinuxSplice.SPLICE_F_NONBLOCK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Transfers;

/** Tests {@link Transfers}. What the JDK reads from the files is the oracle. */
class LinuxTransfersTest extends WithFiles {
    private static final int NO_OFFSET_OF_OURS = -2;

    private final Transfers transfers = posix.onLinux().transfers();

    private Path to;
    private int in;
    private int out;
    private int[] pipe;
    private int[] other;

    @BeforeEach
    void create() throws IOException {
        to = file("to", "");
        in = files.open(file("from", "abcdefghij").toString(), O_RDONLY);
        out = files.open(to.toString(), O_RDWR);
        pipe = posix.io().pipe();
        other = posix.io().pipe();
    }

    @AfterEach
    void close() throws IOException {
        for (int fd : new int[] {in, out, pipe[0], pipe[1], other[0], other[1]}) {
            close(fd);
        }
    }

    private long offset(int fd) throws IOException {
        return posix.io().lseek(fd, 0, SEEK_CUR);
    }

    private String read(int fd) throws IOException {
        byte[] bytes = new byte[64];
        return new String(bytes, 0, posix.io().read(fd, bytes), StandardCharsets.US_ASCII);
    }

    @Test
    void aRangeOfAFileIsCopied() throws IOException {
        assertEquals(3, transfers.copyFileRange(in, 2, out, 1, 3, 0));
        assertEquals("\0cde", Files.readString(to));
        assertEquals(0, offset(in));
        assertEquals(0, offset(out));
        assertEquals(10, transfers.copyFileRange(in, CURRENT, out, CURRENT, 100, 0));
        assertEquals("abcdefghij", Files.readString(to));
        assertEquals(10, offset(in));
        assertEquals(10, offset(out));
        assertEquals(0, transfers.copyFileRange(in, CURRENT, out, CURRENT, 100, 0), "the end");
        assertErrno(EBADF, () -> transfers.copyFileRange(in, 0, in, 0, 1, 0));
        assertErrno(EINVAL, () -> transfers.copyFileRange(in, 0, out, 0, 1, 77));
        try (Fd directory = Fd.own(files.open(dir.toString(), O_RDONLY))) {
            assertErrno(EISDIR, () -> transfers.copyFileRange(directory.num(), 0, out, 0, 1, 0));
        }
    }

    @Test
    void aFileIsSent() throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd one = Fd.own(pair[0]);
                Fd two = Fd.own(pair[1])) {
            assertEquals(4, transfers.sendfile(one.num(), in, 3, 4));
            assertEquals("defg", read(two.num()));
            assertEquals(0, offset(in));
            assertEquals(10, transfers.sendfile(one.num(), in, CURRENT, 100));
            assertEquals("abcdefghij", read(two.num()));
            assertEquals(10, offset(in));
            assertErrno(EINVAL, () -> transfers.sendfile(out, one.num(), CURRENT, 1));
        }
        assertErrno(EBADF, () -> transfers.sendfile(NOT_OPEN, in, 0, 1));
    }

    @Test
    void bytesGoThroughAPipe() throws IOException {
        assertEquals(5, transfers.splice(in, 5, pipe[1], CURRENT, 5, 0));
        assertEquals(3, transfers.splice(pipe[0], CURRENT, out, 2, 3, 0));
        assertEquals("\0\0fgh", Files.readString(to));
        assertEquals("ij", read(pipe[0]));
        assertErrno(EAGAIN, () -> transfers.splice(pipe[0], CURRENT, out, 0, 1, SPLICE_F_NONBLOCK));
        assertErrno(EINVAL, () -> transfers.splice(in, 0, out, 0, 1, 0));
        assertErrno(ESPIPE, () -> transfers.splice(in, 0, pipe[1], 0, 1, 0));
        assertErrno(EBADF, () -> transfers.splice(NOT_OPEN, CURRENT, pipe[1], CURRENT, 1, 0));
    }

    @Test
    void bytesAreDoubled() throws IOException {
        posix.io().write(pipe[1], "abc".getBytes(StandardCharsets.US_ASCII));
        assertEquals(2, transfers.tee(pipe[0], other[1], 2, 0));
        assertEquals("ab", read(other[0]));
        assertEquals("abc", read(pipe[0]));
        assertErrno(EAGAIN, () -> transfers.tee(pipe[0], other[1], 1, SPLICE_F_NONBLOCK));
        assertErrno(EINVAL, () -> transfers.tee(in, other[1], 1, 0));
        assertErrno(EBADF, () -> transfers.tee(NOT_OPEN, other[1], 1, 0));
    }

    @Test
    void wrongNumbersAreRefused() {
        assertRefused("inOffset", () -> transfers.copyFileRange(in, NO_OFFSET_OF_OURS, out, 0, 1, 0));
        assertRefused("outOffset", () -> transfers.copyFileRange(in, 0, out, NO_OFFSET_OF_OURS, 1, 0));
        assertRefused("length", () -> transfers.copyFileRange(in, 0, out, 0, -1, 0));
        assertRefused("offset", () -> transfers.sendfile(out, in, NO_OFFSET_OF_OURS, 1));
        assertRefused("length", () -> transfers.sendfile(out, in, 0, -1));
        assertRefused("inOffset", () -> transfers.splice(in, NO_OFFSET_OF_OURS, pipe[1], CURRENT, 1, 0));
        assertRefused("length", () -> transfers.splice(in, 0, pipe[1], CURRENT, -1, 0));
        assertRefused("length", () -> transfers.tee(pipe[0], other[1], -1, 0));
    }
}
