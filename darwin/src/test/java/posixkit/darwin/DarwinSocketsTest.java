package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAFNOSUPPORT;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Errno.EPROTONOSUPPORT;
import static posixkit.constants.Errno.EPROTOTYPE;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SHUT_WR;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_SEQPACKET;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.SocketsContract;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSocketsTest extends SocketsContract {
    @Override
    protected int protocolOfAnotherType() {
        return EPROTOTYPE;
    }

    @Override
    protected int disconnected() {
        return EAFNOSUPPORT;
    }

    @Test
    void whatIsAcceptedWaitsAsItsListenerDoes() throws IOException {
        try (Fd listener = listener(Domain.UNIX)) {
            for (int flag : new int[] {0, O_NONBLOCK}) {
                posix.io().fcntl(listener.num(), F_SETFL, flag);
                try (Fd client = socket(Domain.UNIX, SOCK_STREAM)) {
                    sockets.connect(client.num(), name(listener));
                    try (Fd accepted = Fd.own(sockets.accept(listener.num()))) {
                        assertEquals(flag, posix.io().fcntl(accepted.num(), F_GETFL, 0) & O_NONBLOCK);
                    }
                }
            }
        }
    }

    /** Such a connection must not stay open or look like a working one, with or without a peer to fill. */
    @Test
    void aConnectionThatIsOverIsAborted() throws IOException {
        Peer peer = new Peer();
        SockAddr before = SockAddr.Unix.path("before");
        peer.address(before);
        try (Fd listener = listener(Domain.INET4)) {
            for (Peer orNull : new Peer[] {null, peer}) {
                comesAndGoes(listener);
                assertErrno(ECONNABORTED, () -> sockets.accept(listener.num(), orNull));
                comesAndGoes(listener);
                assertMinus(ECONNABORTED, sockets.acceptOrErrno(listener.num(), orNull));
            }
            posix.io().fcntl(listener.num(), F_SETFL, O_NONBLOCK);
            assertMinus(EAGAIN, sockets.acceptOrErrno(listener.num(), peer));
        }
        assertSame(before, peer.address());
    }

    private void comesAndGoes(Fd listener) throws IOException {
        try (SocketChannel jdk = SocketChannel.open(jdk(name(listener)))) {
            jdk.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    @Test
    void whoseOtherSideHasGoneIsConnectedNoLonger() throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            int right = pair.right();
            sockets.shutdown(right, SHUT_WR);
            pair.left.close();
            assertErrno(ENOTCONN, () -> sockets.shutdown(right, SHUT_WR));
        }
    }

    @Test
    void noNameCannotBeBoundTo() throws IOException {
        try (Fd fd = socket(Domain.UNIX, SOCK_STREAM)) {
            assertErrno(EINVAL, () -> sockets.bind(fd.num(), SockAddr.Unix.unnamed()));
            assertEquals(SockAddr.Unix.unnamed(), name(fd));
        }
    }

    @Test
    void aPathMayHave104Bytes() throws IOException {
        String start = dir + "/";
        SockAddr.Unix name = SockAddr.Unix.path(start + "p".repeat(104 - start.length()));
        try (Fd listener = socket(Domain.UNIX, SOCK_STREAM);
                Fd client = socket(Domain.UNIX, SOCK_STREAM)) {
            sockets.bind(listener.num(), name);
            sockets.listen(listener.num(), 1);
            assertEquals(name, name(listener));
            sockets.connect(client.num(), name);
            assertEquals(name, sockets.getpeername(client.num()));
        }
        assertTrue(Files.exists(name.toUnixDomainSocketAddress().getPath()));
    }

    /** Types take no flags either. */
    @Test
    void unixSocketsAreOfTwoTypes() {
        int linuxsCloseOnExec = 0x80000;
        for (int type : new int[] {SOCK_SEQPACKET, SOCK_STREAM | linuxsCloseOnExec}) {
            assertErrno(EPROTONOSUPPORT, () -> sockets.socket(AF_UNIX, type, 0));
            assertErrno(EPROTONOSUPPORT, () -> sockets.socketpair(AF_UNIX, type, 0));
        }
    }

    @Test
    void aSenderWithoutANameHasNone() throws IOException {
        Peer sender = new Peer();
        try (Fd named = bound(Domain.UNIX, SOCK_DGRAM);
                Fd nameless = socket(Domain.UNIX, SOCK_DGRAM)) {
            sockets.sendto(nameless.num(), bytes("x"), 0, 1, 0, name(named));
            assertEquals(1, sockets.recvfrom(named.num(), new byte[2], 0, 2, 0, sender));
            assertEquals(SockAddr.Unix.unnamed(), sender.address());
        }
    }
}
