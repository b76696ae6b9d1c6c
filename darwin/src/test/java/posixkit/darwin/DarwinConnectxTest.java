package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EADDRNOTAVAIL;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECONNREFUSED;
import static posixkit.constants.Errno.EINPROGRESS;
import static posixkit.constants.Errno.EISCONN;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENXIO;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinSock.CONNECT_DATA_IDEMPOTENT;
import static posixkit.ondarwin.constants.DarwinSock.CONNECT_RESUME_ON_READ_WRITE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithSockets;
import posixkit.ffi.Native;
import posixkit.net.SockAddr;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsJdk;
import posixkit.testing.NeedsTool;

/** Connections with a source and first bytes. The other end is the JDK's. */
@NeedsTool("cc")
class DarwinConnectxTest extends WithSockets {
    private final OnDarwinSockets extras = posix.onDarwin().sockets();

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static SockAddr address(ServerSocket server) {
        return ours(server.getLocalSocketAddress());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstBytesArriveAndThePositionsMove() throws IOException {
        try (ServerSocket server = server();
                Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            ByteBuffer first = text("ab");
            ByteBuffer second = ByteBuffer.allocateDirect(3).put(text("cde")).flip();
            assertEquals(5, extras.connectx(fd.num(), 0, null, address(server), 0, first, second));
            assertEquals(0, first.remaining() + second.remaining());
            try (Socket peer = server.accept()) {
                assertEquals("abcde", new String(peer.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
                assertEquals(name(fd), ours(peer.getRemoteSocketAddress()));
            }
            assertErrno(EISCONN, () -> extras.connectx(fd.num(), 0, null, address(server), 0));
        }
    }

    @Test
    void withoutBytesItIsAPlainConnect() throws IOException {
        try (ServerSocket server = server();
                Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            ByteBuffer empty = ByteBuffer.allocate(0);
            assertEquals(0, extras.connectxOrErrno(fd.num(), 0, null, address(server), CONNECT_DATA_IDEMPOTENT, empty));
            assertEquals(address(server), sockets.getpeername(fd.num()));
        }
    }

    @Test
    void theSourceIsChosen() throws IOException {
        int loopback = posix.interfaces().ifNametoindex("lo");
        SockAddr source = SockAddr.of(new InetSocketAddress("127.0.0.9", 0));
        try (ServerSocket server = server();
                Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            assertEquals(1, extras.connectx(fd.num(), loopback, source, address(server), 0, text("x")));
            try (Socket peer = server.accept()) {
                assertEquals("127.0.0.9", peer.getInetAddress().getHostAddress());
            }
        }
    }

    @Test
    void aDatagramSocketSendsItsFirstDatagram() throws IOException {
        try (Fd to = bound(Domain.INET4, SOCK_DGRAM);
                Fd from = socket(Domain.INET4, SOCK_DGRAM)) {
            assertEquals(3, extras.connectx(from.num(), 0, null, name(to), 0, text("abc")));
            ByteBuffer into = ByteBuffer.allocate(8);
            assertEquals(3, sockets.recv(to.num(), into, 0));
            assertArrayEquals(new byte[] {'a', 'b', 'c', 0, 0, 0, 0, 0}, into.array());
        }
    }

    @Test
    void wrongUseFails() throws IOException {
        SockAddr nobody;
        try (ServerSocket server = server()) {
            nobody = address(server);
        }
        try (Fd fd = socket(Domain.INET4, SOCK_STREAM);
                Fd local = socket(Domain.UNIX, SOCK_STREAM)) {
            SockAddr elsewhere = SockAddr.of(new InetSocketAddress("192.0.2.1", 0));
            assertErrno(EADDRNOTAVAIL, () -> extras.connectx(fd.num(), 0, elsewhere, nobody, 0));
            assertMinus(ENXIO, extras.connectxOrErrno(fd.num(), Integer.MAX_VALUE, null, nobody, 0));
            assertErrno(EOPNOTSUPP, () -> extras.connectx(local.num(), 0, null, fresh(Domain.UNIX), 0));
            assertErrno(EBADF, () -> extras.connectx(NOT_OPEN, 0, null, nobody, 0));
            ByteBuffer data = text("x");
            assertErrno(ECONNREFUSED, () -> extras.connectx(fd.num(), 0, null, nobody, 0, data));
            assertEquals(1, data.remaining());
            String refused = assertThrows(
                            NullPointerException.class,
                            () -> extras.connectxOrErrno(fd.num(), 0, null, nobody, 0, (ByteBuffer) null))
                    .getMessage();
            assertTrue(refused.startsWith("data"), refused);
        }
    }

    /** A libSystem that remembers all eight arguments, and answers as it is told. */
    private static final String RECORDING = """
            #include <string.h>
            extern int *__errno_location(void);
            struct ends { unsigned srcif; unsigned char *src; unsigned srclen; unsigned char *dst; unsigned dstlen; };
            struct iov { char *base; unsigned long len; };
            long seen[9], took, answer;
            char bytes[16];
            int connectx(int fd, struct ends *ends, unsigned associd, unsigned flags, struct iov *iov, unsigned count,
                    unsigned long *len, unsigned *connid) {
                seen[0] = fd, seen[1] = ends->srcif, seen[2] = ends->src ? ends->src[3] : -1, seen[3] = ends->dst[3];
                seen[4] = associd, seen[5] = flags, seen[6] = iov ? (long) count : -1, seen[7] = len != 0, seen[8] = connid != 0;
                for (unsigned i = 0, at = 0; iov && i < count; at += iov[i++].len) memcpy(bytes + at, iov[i].base, iov[i].len);
                if (len) *len = took;
                return answer ? *__errno_location() = (int) answer, -1 : 0;
            }
            """;

    @Test
    void eightArgumentsArriveAndAPartIsTold() throws IOException {
        Native library =
                Native.library(Compiler.library(dir, "recording", RECORDING).toString());
        OnDarwinSockets recording = DarwinPosix.bind(library).onDarwin().sockets();
        SockAddr source = SockAddr.of(new InetSocketAddress("127.0.0.1", 5));
        SockAddr destination = SockAddr.of(new InetSocketAddress("127.0.0.1", 6));
        long seen = library.symbol("seen");
        ByteBuffer buffers = ByteBuffer.wrap(new byte[] {'a', 'b', 'c'});
        Native.buffer(library.symbol("took"), Long.BYTES).putLong(0, 2);
        assertEquals(
                2, recording.connectx(41, 7, source, destination, CONNECT_RESUME_ON_READ_WRITE, text(""), buffers));
        assertEquals(2, buffers.position());
        assertArrayEquals(new long[] {41, 7, 5, 6, 0, CONNECT_RESUME_ON_READ_WRITE, 2, 1, 0}, numbers(seen));
        assertArrayEquals(new byte[] {'a', 'b', 'c', 0}, bytes(library));
        assertEquals(2, recording.connectx(-1, -1, null, destination, -1, text("xy")));
        assertArrayEquals(new long[] {-1, 0xFFFF_FFFFL, -1, 6, 0, 0xFFFF_FFFFL, 1, 1, 0}, numbers(seen));
        assertEquals(0, recording.connectx(41, 0, null, destination, 0));
        assertArrayEquals(new long[] {41, 0, -1, 6, 0, 0, -1, 0, 0}, numbers(seen));
        ByteBuffer answer = Native.buffer(library.symbol("answer"), Long.BYTES);
        answer.putLong(0, EINPROGRESS);
        assertEquals(2, recording.connectx(41, 0, null, destination, 0, text("abc")), "taken, and still connecting");
        Native.buffer(library.symbol("took"), Long.BYTES).putLong(0, 0);
        assertErrno(EINPROGRESS, () -> recording.connectx(41, 0, null, destination, 0, text("abc")));
        assertMinus(EINPROGRESS, recording.connectxOrErrno(41, 0, null, destination, 0));
        answer.putLong(0, EISCONN);
        Native.buffer(library.symbol("took"), Long.BYTES).putLong(0, 2);
        assertMinus(EISCONN, recording.connectxOrErrno(41, 0, null, destination, 0, text("abc")));
    }

    private static long[] numbers(long at) {
        long[] numbers = new long[9];
        Native.buffer(at, numbers.length * Long.BYTES).asLongBuffer().get(numbers);
        return numbers;
    }

    private static byte[] bytes(Native library) {
        byte[] bytes = new byte[4];
        Native.buffer(library.symbol("bytes"), bytes.length).get(bytes);
        return bytes;
    }

    /** A platform thread makes the call, and errno is that thread's. */
    @Test
    @NeedsJdk(21)
    void aVirtualThreadConnectsAndHasTheErrnoOfItsCall() throws Exception {
        try (ServerSocket server = server();
                Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            FutureTask<List<Long>> task = new FutureTask<>(() -> List.of(
                    extras.connectxOrErrno(fd.num(), 0, null, address(server), 0, text("abc")),
                    extras.connectxOrErrno(fd.num(), 0, null, address(server), 0)));
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
            assertEquals(List.of(3L, (long) -EISCONN), task.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSystemWithoutItSaysEnosys() throws IOException {
        Native library =
                Native.library(Compiler.library(dir, "without", "int nothing;").toString());
        OnDarwinSockets without = DarwinPosix.bind(library).onDarwin().sockets();
        SockAddr somewhere = SockAddr.of(new InetSocketAddress("127.0.0.1", 6));
        assertErrno(ENOSYS, () -> without.connectx(1, 0, null, somewhere, 0));
    }
}
