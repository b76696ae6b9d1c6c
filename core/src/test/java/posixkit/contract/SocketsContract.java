package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Errno.EADDRNOTAVAIL;
import static posixkit.constants.Errno.EAFNOSUPPORT;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECONNREFUSED;
import static posixkit.constants.Errno.EINPROGRESS;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISCONN;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Errno.EPROTONOSUPPORT;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.AF_UNSPEC;
import static posixkit.constants.Sock.SHUT_RD;
import static posixkit.constants.Sock.SHUT_RDWR;
import static posixkit.constants.Sock.SHUT_WR;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Errnos.assertTwins;
import static posixkit.testing.Refusals.assertNullRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.file.Stat;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Tests how {@link Sockets} creates and connects sockets. The JDK's channels are the other side. */
public abstract class SocketsContract extends WithSockets {
    /** One byte, the size of a family on some systems. */
    private static final int NO_FAMILY = 200;

    @ParameterizedTest
    @EnumSource
    void ourListenerTakesTheJdksConnection(Domain domain) throws IOException {
        try (Fd listener = listener(domain);
                SocketChannel jdk = SocketChannel.open(domain.jdk)) {
            SockAddr name = name(listener);
            jdk.connect(jdk(name));
            Peer peer = new Peer();
            try (Fd accepted = Fd.own(sockets.accept(listener.num(), peer))) {
                assertEquals(ours(jdk.getLocalAddress()), peer.address());
                assertEquals(peer.address(), sockets.getpeername(accepted.num()));
                assertEquals(name, name(accepted));
                assertEquals(name, ours(jdk.getRemoteAddress()));
                assertTalk(accepted, jdk);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourConnectionReachesTheJdksListener(Domain domain) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(domain.jdk);
                Fd fd = socket(domain, SOCK_STREAM)) {
            listener.bind(jdk(fresh(domain)));
            sockets.connect(fd.num(), ours(listener.getLocalAddress()));
            try (SocketChannel jdk = listener.accept()) {
                assertEquals(ours(jdk.getRemoteAddress()), name(fd));
                assertEquals(ours(jdk.getLocalAddress()), sockets.getpeername(fd.num()));
                assertTalk(fd, jdk);
            }
        }
    }

    private void assertTalk(Fd ours, SocketChannel jdks) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16);
        assertEquals(4, jdks.write(ByteBuffer.wrap(bytes("ping"))));
        assertEquals(4, sockets.recv(ours.num(), buffer, 0));
        assertEquals("ping", new String(buffer.array(), 0, 4));
        assertEquals(5, sockets.send(ours.num(), ByteBuffer.wrap(bytes("pong!")), 0));
        assertEquals(5, jdks.read(buffer.clear()));
        assertEquals("pong!", new String(buffer.array(), 0, 5));
    }

    /** Returns the errno for a protocol whose sockets have another type. */
    protected abstract int protocolOfAnotherType();

    /** Returns the errno of a connect that removes a datagram socket's peer, though it succeeds; or 0. */
    protected abstract int disconnected();

    /** Each wrong argument has an errno of its own, which shows the order of the arguments. */
    @Test
    void socketTakesDomainTypeAndProtocolInThisOrder() throws IOException {
        assertErrno(EAFNOSUPPORT, () -> sockets.socket(NO_FAMILY, SOCK_STREAM, 0));
        assertErrno(protocolOfAnotherType(), () -> sockets.socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP));
        assertErrno(EPROTONOSUPPORT, () -> sockets.socketpair(AF_UNIX, SOCK_STREAM, 99));
        try (Fd stream = Fd.own(sockets.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
                Fd datagram = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0))) {
            assertErrno(ENOTCONN, () -> sockets.getpeername(stream.num()));
            assertErrno(EOPNOTSUPP, () -> sockets.listen(datagram.num(), 1));
        }
    }

    @Test
    void descriptorsAreBornCloseOnExec() throws IOException {
        try (Fd listener = listener(Domain.INET4);
                Fd client = socket(Domain.INET4, SOCK_STREAM);
                Pair pair = pair(SOCK_DGRAM)) {
            sockets.connect(client.num(), name(listener));
            Fd without = Fd.own(sockets.accept(listener.num()));
            try (Fd second = socket(Domain.INET4, SOCK_STREAM)) {
                sockets.connect(second.num(), name(listener));
                Fd with = Fd.own(sockets.accept(listener.num(), new Peer()));
                for (Fd born : new Fd[] {listener, client, pair.left, pair.right, without, with}) {
                    assertEquals(FD_CLOEXEC, posix.io().fcntl(born.num(), F_GETFD, 0));
                }
                with.close();
            }
            without.close();
        }
    }

    @Test
    void socketpairTalksBothWays() throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            assertNotEquals(pair.left(), pair.right());
            byte[] back = new byte[4];
            sockets.send(pair.left(), bytes("ab"), 0, 2, 0);
            assertEquals(2, sockets.recv(pair.right(), back, 0, 4, 0));
            sockets.send(pair.right(), bytes("cde"), 0, 3, 0);
            assertEquals(3, sockets.recv(pair.left(), back, 1, 3, 0));
            assertEquals("acde", new String(back));
            assertEquals(SockAddr.Unix.unnamed(), name(pair.left));
            assertEquals(SockAddr.Unix.unnamed(), sockets.getpeername(pair.left()));
        }
        assertErrno(EOPNOTSUPP, () -> sockets.socketpair(AF_INET, SOCK_STREAM, 0));
    }

    @ParameterizedTest
    @EnumSource
    void bindRefusesWhatIsTaken(Domain domain) throws IOException {
        try (Fd listener = listener(domain);
                Fd other = socket(domain, SOCK_STREAM)) {
            SockAddr taken = name(listener);
            ErrnoException thrown = assertErrno(EADDRINUSE, () -> sockets.bind(other.num(), taken));
            assertEquals("bind", thrown.call());
            assertEquals(taken.toString(), thrown.subject());
            assertErrno(EINVAL, () -> sockets.bind(listener.num(), fresh(domain)));
        }
    }

    @Test
    void bindTellsWhatIsWrongWithAnAddress() throws IOException {
        SockAddr here = SockAddr.Inet4.loopback(0);
        SockAddr elsewhere = new SockAddr.Inet4(new byte[] {(byte) 192, 0, 2, 1}, 0);
        Path file = Files.createFile(dir.resolve("file"));
        try (Fd four = socket(Domain.INET4, SOCK_STREAM);
                Fd unix = socket(Domain.UNIX, SOCK_STREAM);
                Fd noSocket = Fd.own(posix.files().open(file.toString(), O_RDONLY))) {
            assertErrno(EADDRNOTAVAIL, () -> sockets.bind(four.num(), elsewhere));
            assertErrno(EAFNOSUPPORT, () -> sockets.bind(four.num(), SockAddr.Inet6.loopback(0)));
            assertErrno(ENOENT, () -> sockets.bind(unix.num(), path("none/s")));
            assertErrno(ENOTDIR, () -> sockets.bind(unix.num(), path("file/s")));
            assertErrno(EADDRINUSE, () -> sockets.bind(unix.num(), path("file")));
            assertErrno(ENOTSOCK, () -> sockets.bind(noSocket.num(), here));
            assertErrno(EBADF, () -> sockets.bind(NOT_OPEN, here));
            SockAddr tooLong = path("p".repeat(200));
            assertThrows(IllegalArgumentException.class, () -> sockets.bind(unix.num(), tooLong));
            assertThrows(NullPointerException.class, () -> sockets.bind(unix.num(), null));
        }
    }

    /** bind creates a file, also for a path whose bytes are no text. */
    @Test
    void aBoundPathIsAFileThatStays() throws IOException {
        byte[] bytes = bytes(dir + "/x\0");
        bytes[bytes.length - 1] = (byte) 0xFF;
        String notText = Names.of(bytes);
        SockAddr.Unix name = SockAddr.Unix.path(notText);
        try (Fd fd = socket(Domain.UNIX, SOCK_DGRAM)) {
            assertEquals(SockAddr.Unix.unnamed(), name(fd));
            sockets.bind(fd.num(), name);
            assertEquals(name, name(fd));
        }
        Stat stat = posix.files().newStat();
        posix.files().stat(notText, stat);
        assertTrue(stat.isSocket());
        Path file = name.toUnixDomainSocketAddress().getPath();
        assertTrue(Files.exists(file));
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void listenTellsWhatDoesNotListen() throws IOException {
        try (Fd datagrams = bound(Domain.INET4, SOCK_DGRAM);
                Fd unnamed = socket(Domain.UNIX, SOCK_STREAM);
                Pair pipe = pair(SOCK_STREAM)) {
            ErrnoException thrown = assertErrno(EOPNOTSUPP, () -> sockets.listen(datagrams.num(), 1));
            assertEquals("fd " + datagrams.num(), thrown.subject());
            assertErrno(EINVAL, () -> sockets.listen(unnamed.num(), 1));
            assertErrno(EINVAL, () -> sockets.listen(pipe.left(), 1));
        }
        assertErrno(EBADF, () -> sockets.listen(NOT_OPEN, 1));
    }

    @Test
    void connectToNobodyIsRefused() throws IOException {
        SockAddr nobody;
        try (Fd gone = bound(Domain.INET4, SOCK_STREAM)) {
            nobody = name(gone);
        }
        try (Fd fd = socket(Domain.INET4, SOCK_STREAM);
                Fd other = socket(Domain.INET4, SOCK_STREAM);
                Fd third = socket(Domain.INET4, SOCK_STREAM);
                Fd unix = socket(Domain.UNIX, SOCK_STREAM);
                Fd silent = bound(Domain.UNIX, SOCK_STREAM)) {
            ErrnoException thrown = assertErrno(ECONNREFUSED, () -> sockets.connect(fd.num(), nobody));
            assertEquals("connect", thrown.call());
            assertEquals(nobody.toString(), thrown.subject());
            assertMinus(ECONNREFUSED, sockets.connectOrErrno(other.num(), nobody));
            SockAddr silentName = name(silent);
            assertErrno(ECONNREFUSED, () -> sockets.connect(unix.num(), silentName));
            assertErrno(ENOENT, () -> sockets.connect(unix.num(), path("none")));
            assertErrno(EAFNOSUPPORT, () -> sockets.connect(third.num(), new SockAddr.Raw(NO_FAMILY, new byte[14])));
            assertThrows(NullPointerException.class, () -> sockets.connect(fd.num(), null));
        }
        assertErrno(EBADF, () -> sockets.connect(NOT_OPEN, nobody));
        assertMinus(EBADF, sockets.connectOrErrno(NOT_OPEN, nobody));
    }

    @Test
    void aSocketThatDoesNotWaitConnectsInTheBackground() throws IOException {
        try (Fd listener = listener(Domain.INET4);
                Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            SockAddr name = name(listener);
            posix.io().fcntl(fd.num(), F_SETFL, O_NONBLOCK);
            assertMinus(EINPROGRESS, sockets.connectOrErrno(fd.num(), name));
            try (Fd accepted = Fd.own(sockets.accept(listener.num()))) {
                assertEquals(name(fd), sockets.getpeername(accepted.num()));
            }
        }
    }

    @Test
    void connectTwiceIsEisconn() throws IOException {
        try (Fd listener = listener(Domain.UNIX);
                Fd fd = socket(Domain.UNIX, SOCK_STREAM)) {
            assertEquals(0, sockets.connectOrErrno(fd.num(), name(listener)));
            assertMinus(EISCONN, sockets.connectOrErrno(fd.num(), name(listener)));
        }
    }

    /** This removes a datagram socket's peer. */
    @Test
    void connectToTheUnspecifiedDisconnects() throws IOException {
        try (Pair pair = udp()) {
            assertEquals(name(pair.right), sockets.getpeername(pair.left()));
            assertEquals(
                    -disconnected(), sockets.connectOrErrno(pair.left(), new SockAddr.Raw(AF_UNSPEC, new byte[14])));
            assertErrno(ENOTCONN, () -> sockets.getpeername(pair.left()));
        }
    }

    @Test
    void acceptTellsWhyNot() throws IOException {
        Peer peer = new Peer();
        SockAddr before = SockAddr.Unix.path("before");
        peer.address(before);
        try (Fd listener = listener(Domain.INET4);
                Fd deaf = bound(Domain.INET4, SOCK_STREAM);
                Fd datagrams = bound(Domain.INET4, SOCK_DGRAM);
                Fd noSocket = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            posix.io().fcntl(listener.num(), F_SETFL, O_NONBLOCK);
            assertErrno(EAGAIN, () -> sockets.accept(listener.num()));
            assertErrno(EAGAIN, () -> sockets.accept(listener.num(), peer));
            assertMinus(EAGAIN, sockets.acceptOrErrno(listener.num()));
            assertMinus(EAGAIN, sockets.acceptOrErrno(listener.num(), peer));
            assertErrno(EINVAL, () -> sockets.accept(deaf.num(), peer));
            assertErrno(EOPNOTSUPP, () -> sockets.accept(datagrams.num()));
            ErrnoException thrown = assertErrno(ENOTSOCK, () -> sockets.accept(noSocket.num()));
            assertEquals("fd " + noSocket.num(), thrown.subject());
        }
        assertErrno(EBADF, () -> sockets.accept(NOT_OPEN, peer));
        assertSame(before, peer.address());
    }

    @Test
    void namesOfWhatHasNone() throws IOException {
        try (Fd four = socket(Domain.INET4, SOCK_STREAM);
                Fd six = socket(Domain.INET6, SOCK_DGRAM);
                Fd unix = socket(Domain.UNIX, SOCK_STREAM);
                Fd noSocket = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            assertEquals(SockAddr.Inet4.any(0), name(four));
            assertEquals(SockAddr.Inet6.any(0), name(six));
            assertEquals(SockAddr.Unix.unnamed(), name(unix));
            for (Fd fd : new Fd[] {four, six, unix}) {
                ErrnoException thrown = assertErrno(ENOTCONN, () -> sockets.getpeername(fd.num()));
                assertEquals("fd " + fd.num(), thrown.subject());
            }
            assertErrno(ENOTSOCK, () -> sockets.getsockname(noSocket.num()));
            assertErrno(ENOTSOCK, () -> sockets.getpeername(noSocket.num()));
        }
        assertErrno(EBADF, () -> sockets.getsockname(NOT_OPEN));
        assertErrno(EBADF, () -> sockets.getpeername(NOT_OPEN));
    }

    @Test
    void shutdownEndsOneDirectionOrBoth() throws IOException {
        byte[] one = new byte[1];
        try (Pair pair = pair(SOCK_STREAM)) {
            sockets.shutdown(pair.left(), SHUT_WR);
            assertEquals(0, sockets.recv(pair.right(), one, 0, 1, 0));
            assertErrno(EPIPE, () -> sockets.send(pair.left(), one, 0, 1, 0));
            assertEquals(1, sockets.send(pair.right(), one, 0, 1, 0));
            assertEquals(1, sockets.recv(pair.left(), one, 0, 1, 0));
        }
        try (Pair pair = pair(SOCK_STREAM)) {
            sockets.shutdown(pair.left(), SHUT_RD);
            assertEquals(0, sockets.recv(pair.left(), one, 0, 1, 0));
            assertEquals(1, sockets.send(pair.left(), one, 0, 1, 0));
        }
        try (Pair pair = pair(SOCK_STREAM);
                Fd alone = socket(Domain.INET4, SOCK_STREAM)) {
            sockets.shutdown(pair.left(), SHUT_RDWR);
            assertEquals(0, sockets.recv(pair.left(), one, 0, 1, 0));
            assertErrno(EPIPE, () -> sockets.send(pair.left(), one, 0, 1, 0));
            assertErrno(EINVAL, () -> sockets.shutdown(pair.right(), 99));
            ErrnoException thrown = assertErrno(ENOTCONN, () -> sockets.shutdown(alone.num(), SHUT_RD));
            assertEquals("fd " + alone.num(), thrown.subject());
        }
        assertErrno(EBADF, () -> sockets.shutdown(NOT_OPEN, SHUT_RD));
    }

    /** Each of these fails in the kernel: the twin returns the errno that the plain form throws. */
    @Test
    void twinsReturnTheErrnoThatPlainFormsThrow() {
        SockAddr address = SockAddr.Inet4.loopback(1);
        assertTwins(EBADF, sockets.bindOrErrno(NOT_OPEN, address), () -> sockets.bind(NOT_OPEN, address));
        assertTwins(EBADF, sockets.listenOrErrno(NOT_OPEN, 1), () -> sockets.listen(NOT_OPEN, 1));
        assertTwins(EBADF, sockets.connectOrErrno(NOT_OPEN, address), () -> sockets.connect(NOT_OPEN, address));
        assertTwins(EBADF, sockets.shutdownOrErrno(NOT_OPEN, SHUT_RD), () -> sockets.shutdown(NOT_OPEN, SHUT_RD));
        assertTwins(EBADF, sockets.acceptOrErrno(NOT_OPEN), () -> sockets.accept(NOT_OPEN));
        assertTwins(
                EAFNOSUPPORT,
                sockets.socketOrErrno(NO_FAMILY, SOCK_STREAM, 0),
                () -> sockets.socket(NO_FAMILY, SOCK_STREAM, 0));
    }

    @Test
    void twinsReturnWhatTheCallReturns() throws IOException {
        try (Fd listener = Fd.own(sockets.socketOrErrno(AF_INET, SOCK_STREAM, 0));
                Fd client = Fd.own(sockets.socketOrErrno(AF_INET, SOCK_STREAM, 0))) {
            assertEquals(0, sockets.bindOrErrno(listener.num(), SockAddr.Inet4.loopback(0)));
            assertEquals(0, sockets.listenOrErrno(listener.num(), 1));
            assertEquals(0, sockets.connectOrErrno(client.num(), name(listener)));
            try (Fd accepted = Fd.own(sockets.acceptOrErrno(listener.num()))) {
                assertEquals(name(client), sockets.getpeername(accepted.num()));
            }
            assertEquals(0, sockets.shutdownOrErrno(client.num(), SHUT_WR));
        }
    }

    @Test
    void nullIsRefusedByTheArgumentsName() {
        byte[] none = null;
        ByteBuffer nothing = null;
        assertNullRefused("address", () -> sockets.bindOrErrno(NOT_OPEN, null));
        assertNullRefused("address", () -> sockets.connectOrErrno(NOT_OPEN, null));
        assertNullRefused("from", () -> sockets.sendOrErrno(NOT_OPEN, nothing, 0));
        assertNullRefused("from", () -> sockets.sendOrErrno(NOT_OPEN, none, 0, 0, 0));
        assertNullRefused("from", () -> sockets.sendtoOrErrno(NOT_OPEN, nothing, 0, null));
        assertNullRefused("from", () -> sockets.sendtoOrErrno(NOT_OPEN, none, 0, 0, 0, null));
        assertNullRefused("into", () -> sockets.recvOrErrno(NOT_OPEN, nothing, 0));
        assertNullRefused("into", () -> sockets.recvOrErrno(NOT_OPEN, none, 0, 0, 0));
        assertNullRefused("into", () -> sockets.recvfromOrErrno(NOT_OPEN, nothing, 0, null));
        assertNullRefused("into", () -> sockets.recvfromOrErrno(NOT_OPEN, none, 0, 0, 0, null));
        assertNullRefused("message", () -> sockets.sendmsgOrErrno(NOT_OPEN, null, 0));
        assertNullRefused("into", () -> sockets.recvmsgOrErrno(NOT_OPEN, null, 0));
        assertNullRefused("address", () -> sockets.encode(null));
        assertNullRefused("bytes", () -> sockets.decode(null, 0));
    }

    private SockAddr path(String name) {
        return SockAddr.Unix.path(dir.resolve(name).toString());
    }
}
