package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_ALL;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_DATA;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_EXCL;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_MOVE;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_NOFOLLOW_SRC;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_STAT;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_UNLINK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Copies by {@code copyfile} and {@code sendfile}. The JDK and coreutils are the oracles. */
@NeedsTool("cc")
class DarwinCopiesTest extends WithFiles {
    private final OnDarwinFiles extras = posix.onDarwin().files();
    private final OnDarwinSockets sockets = posix.onDarwin().sockets();

    private Path source(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path path = Files.write(dir.resolve("fäle"), content);
        Programs.output("chmod", "640", path.toString());
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000_001)));
        return path;
    }

    private static String status(Path path) throws IOException {
        return Programs.stat("%a %Y", path.toString());
    }

    @Test
    void copyfileCopiesWhatItIsToldTo() throws IOException {
        Path from = source(300_001);
        Path all = dir.resolve("all");
        assertEquals(0, extras.copyfile(from.toString(), all.toString(), COPYFILE_ALL));
        assertEquals(-1, Files.mismatch(from, all));
        assertEquals("640 1000000001", status(all));
        Path data = file("data", "x".repeat(400_000));
        assertEquals(0, extras.copyfile(from.toString(), data.toString(), COPYFILE_DATA));
        assertEquals(-1, Files.mismatch(from, data), "cut off");
        assertNotEquals("640 1000000001", status(data));
        Path known = file("known", "content");
        assertEquals(0, extras.copyfile(from.toString(), known.toString(), COPYFILE_STAT));
        assertEquals("640 1000000001", status(known));
        assertEquals("content", Files.readString(known));
    }

    @Test
    void flagsDecideAboutPaths() throws IOException {
        String from = file("from", "content").toString();
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("from"));
        String to = file("to", "old").toString();
        assertErrno(EEXIST, () -> extras.copyfile(from, to, COPYFILE_DATA | COPYFILE_EXCL));
        assertEquals("old", Files.readString(Path.of(to)));
        Path twin = Files.createLink(dir.resolve("twin"), Path.of(to));
        extras.copyfile(from, to, COPYFILE_DATA | COPYFILE_UNLINK);
        assertEquals("old", Files.readString(twin));
        assertEquals("content", Files.readString(Path.of(to)));
        extras.copyfile(link.toString(), dir + "/followed", COPYFILE_DATA);
        assertFalse(Files.isSymbolicLink(dir.resolve("followed")));
        extras.copyfile(link.toString(), dir + "/copied", COPYFILE_DATA | COPYFILE_NOFOLLOW_SRC);
        assertEquals(Path.of("from"), Files.readSymbolicLink(dir.resolve("copied")));
        extras.copyfile(from, dir + "/moved", COPYFILE_DATA | COPYFILE_MOVE);
        assertFalse(Files.exists(Path.of(from)));
        assertEquals("content", Files.readString(dir.resolve("moved")));
        assertErrno(ENOENT, () -> extras.copyfile(from, to, COPYFILE_ALL));
        assertMinus(ENOENT, extras.copyfileOrErrno(from, to, COPYFILE_ALL));
        assertErrno(ENOTSUP, () -> extras.copyfile("/dev/null", to, COPYFILE_DATA));
    }

    @Test
    void fcopyfileCopiesFromTheOffsets() throws IOException {
        Path from = source(100_000);
        Path to = file("to", "x".repeat(200_000));
        try (Fd in = open(from, O_RDONLY);
                Fd out = open(to, O_RDWR)) {
            assertEquals(0, extras.fcopyfile(in.num(), out.num(), COPYFILE_ALL));
            assertEquals(-1, Files.mismatch(from, to));
            assertEquals("640 1000000001", status(to));
            assertEquals(0, extras.fcopyfile(in.num(), out.num(), COPYFILE_DATA));
            assertEquals(0, Files.size(to), "nothing is behind the end");
        }
        try (Fd in = open(from, O_RDONLY)) {
            assertMinus(EBADF, extras.fcopyfileOrErrno(in.num(), in.num(), COPYFILE_DATA));
        }
        assertErrno(EBADF, () -> extras.fcopyfile(NOT_OPEN, NOT_OPEN, COPYFILE_DATA));
    }

    private byte[] received(Fd socket, int size) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(size);
        while (into.hasRemaining() && posix.io().read(socket.num(), into) > 0) {
            Thread.onSpinWait();
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    private Fd[] pair(int type) throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, type, 0);
        return new Fd[] {Fd.own(pair[0]), Fd.own(pair[1])};
    }

    @Test
    void sendfileSendsAPartAndTheRest() throws IOException {
        Path path = source(5000);
        byte[] content = Files.readAllBytes(path);
        Fd[] pair = pair(SOCK_STREAM);
        try (Fd one = pair[0];
                Fd other = pair[1];
                Fd in = open(path, O_RDONLY)) {
            assertEquals(7, sockets.sendfile(in.num(), one.num(), 10, 7));
            assertArrayEquals(Arrays.copyOfRange(content, 10, 17), received(other, 7));
            assertEquals(4990, sockets.sendfile(in.num(), one.num(), 10, 0), "up to the end");
            assertArrayEquals(Arrays.copyOfRange(content, 10, 5000), received(other, 4990));
            assertEquals(10, sockets.sendfile(in.num(), one.num(), 4990, 100));
            assertArrayEquals(Arrays.copyOfRange(content, 4990, 5000), received(other, 10));
            assertEquals(0, sockets.sendfile(in.num(), one.num(), 5000, 1));
            assertEquals(0, posix.io().lseek(in.num(), 0, SEEK_CUR));
            assertErrno(EBADF, () -> sockets.sendfile(NOT_OPEN, one.num(), 0, 1));
            assertErrno(ENOTSOCK, () -> sockets.sendfile(in.num(), in.num(), 0, 1));
            assertMinus(ENOTSUP, sockets.sendfileOrErrno(one.num(), one.num(), 0, 1));
            assertRefused("offset", () -> sockets.sendfile(in.num(), one.num(), -1, 1));
            assertRefused("length", () -> sockets.sendfile(in.num(), one.num(), 0, -1));
        }
        Fd[] left = pair(SOCK_STREAM);
        left[1].close();
        try (Fd in = open(path, O_RDONLY);
                Fd one = left[0];
                Fd alone = Fd.own(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0));
                Fd datagrams = Fd.own(posix.sockets().socket(AF_UNIX, SOCK_DGRAM, 0))) {
            assertErrno(EPIPE, () -> sockets.sendfile(in.num(), one.num(), 0, 1));
            assertErrno(ENOTCONN, () -> sockets.sendfile(in.num(), alone.num(), 0, 1));
            assertErrno(EINVAL, () -> sockets.sendfile(in.num(), datagrams.num(), 0, 1));
        }
    }

    @Test
    void aFullSocketTakesAPart() throws IOException {
        Path path = source(4_000_000);
        byte[] content = Files.readAllBytes(path);
        Fd[] pair = pair(SOCK_STREAM);
        try (Fd one = pair[0];
                Fd other = pair[1];
                Fd in = open(path, O_RDONLY)) {
            posix.io().fcntl(one.num(), F_SETFL, O_NONBLOCK);
            long sent = sockets.sendfile(in.num(), one.num(), 0, 0);
            assertTrue(sent > 0 && sent < content.length, "" + sent);
            assertErrno(EAGAIN, () -> sockets.sendfile(in.num(), one.num(), sent, 0));
            assertMinus(EAGAIN, sockets.sendfileOrErrno(in.num(), one.num(), sent, 0));
            assertArrayEquals(Arrays.copyOf(content, (int) sent), received(other, (int) sent));
        }
    }

    /** A libSystem that an interrupt ends: the first time after three bytes, then twice before the first byte. */
    private static final String INTERRUPTED = """
            extern int *__errno_location(void);
            int calls;
            int sendfile(int fd, int s, long offset, long *length, void *around, int flags) {
                if (++calls == 4) return *length = 2, 0;
                if (calls == 5) return *__errno_location() = 32, -1;
                return *length = calls == 1 ? 3 : 0, *__errno_location() = 4, -1;
            }
            """;

    @Test
    void anInterruptThatCameLateTellsWhatWasSent() throws IOException {
        Native library =
                Native.library(Compiler.library(dir, "interrupted", INTERRUPTED).toString());
        OnDarwinSockets interrupted = DarwinPosix.bind(library).onDarwin().sockets();
        assertEquals(3, interrupted.sendfile(1, 2, 0, 5));
        assertEquals(2, interrupted.sendfile(1, 2, 3, 2));
        assertEquals(4, (int) Native.pointerAt(library.symbol("calls")));
        assertErrno(EPIPE, () -> interrupted.sendfile(1, 2, 0, 5));
    }
}
