package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.ECONNREFUSED;
import static posixkit.constants.Errno.EINPROGRESS;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOBUFS;
import static posixkit.constants.Errno.ENOPROTOOPT;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Inet.IPV6_V6ONLY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_ACCEPTCONN;
import static posixkit.constants.Sock.SO_ERROR;
import static posixkit.constants.Sock.SO_LINGER;
import static posixkit.constants.Sock.SO_RCVBUF;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.constants.Tcp.TCP_NODELAY;
import static posixkit.ondarwin.constants.DarwinSock.SO_LINGER_SEC;
import static posixkit.ondarwin.constants.DarwinTcp.TCP_KEEPALIVE;
import static posixkit.ondarwin.constants.DarwinTcp.TCP_NOPUSH;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.SocketOptionsContract;
import posixkit.event.PollFds;
import posixkit.net.Linger;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.NeedsTool;
import posixkit.testing.SocketProgram;

@NeedsTool("cc")
class DarwinSocketOptionsTest extends SocketOptionsContract {
    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    @Override
    protected int sizeOf(int set) {
        return set;
    }

    /** XNU returns the bit in which it keeps the switch. For options of SOL_SOCKET that bit is the option's number. */
    @Override
    protected int on(int name) {
        return name == TCP_NODELAY ? 4 : name;
    }

    @Override
    protected int lingersInASecond() {
        return 100;
    }

    @Test
    void oneLingerCountsSecondsAndTheOtherHundredths(@TempDir Path directory) throws IOException {
        SocketProgram c = SocketProgram.getsockopt(directory);
        try (Fd tcp = tcp()) {
            sockets.setsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER_SEC, new Linger(true, 3));
            assertEquals("0100000003000000", c.run(tcp.num(), "SO_LINGER"));
            assertEquals(new Linger(true, 3), sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER_SEC));
            assertEquals(new Linger(true, 300), sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER));
        }
    }

    @Test
    void whatLinuxCallsOtherwiseIsTheSame(@TempDir Path directory) throws IOException {
        SocketProgram c = SocketProgram.getsockopt(directory);
        try (Fd tcp = tcp()) {
            sockets.setsockoptInt(tcp.num(), IPPROTO_TCP, TCP_KEEPALIVE, 77);
            assertEquals("4d000000", c.run(tcp.num(), "TCP_KEEPIDLE"));
            assertEquals(77, sockets.getsockoptInt(tcp.num(), IPPROTO_TCP, TCP_KEEPALIVE));
            assertEquals("00000000", c.run(tcp.num(), "TCP_CORK"));
            sockets.setsockoptInt(tcp.num(), IPPROTO_TCP, TCP_NOPUSH, 1);
            assertEquals("01000000", c.run(tcp.num(), "TCP_CORK"));
        }
    }

    @Test
    void anErrorIsOneOfThisSystem() throws IOException {
        SockAddr nobody;
        try (Fd gone = tcp()) {
            sockets.bind(gone.num(), SockAddr.Inet4.loopback(0));
            nobody = sockets.getsockname(gone.num());
        }
        try (Fd tcp = tcp()) {
            posix.io().fcntl(tcp.num(), F_SETFL, O_NONBLOCK);
            assertMinus(EINPROGRESS, sockets.connectOrErrno(tcp.num(), nobody));
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(tcp.num(), POLLOUT);
            assertEquals(1, posix.poll().poll(fds, -1));
            assertEquals(ECONNREFUSED, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_ERROR));
            assertEquals(0, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_ERROR), "once");
        }
    }

    @Test
    void aListenerSaysSo() throws IOException {
        try (Fd tcp = tcp()) {
            assertEquals(0, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_ACCEPTCONN));
            sockets.listen(tcp.num(), 1);
            assertEquals(SO_ACCEPTCONN, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_ACCEPTCONN));
        }
    }

    @Test
    void whatCannotBeSetSaysWhy() throws IOException {
        try (Fd tcp = tcp()) {
            assertErrno(ENOBUFS, () -> sockets.setsockoptInt(tcp.num(), SOL_SOCKET, SO_RCVBUF, 1 << 30));
            assertErrno(EINVAL, () -> sockets.setsockoptInt(tcp.num(), SOL_SOCKET, SO_RCVBUF, 0));
            assertErrno(ENOPROTOOPT, () -> sockets.setsockoptInt(tcp.num(), SOL_SOCKET, SO_TYPE, SOCK_STREAM));
            assertErrno(EINVAL, () -> sockets.getsockoptInt(tcp.num(), IPPROTO_IPV6, IPV6_V6ONLY));
            assertErrno(EINVAL, () -> sockets.setsockopt(tcp.num(), SOL_SOCKET, SO_LINGER, new byte[7]));
        }
    }

    private Fd tcp() throws IOException {
        return Fd.own(sockets.socket(AF_INET, SOCK_STREAM, 0));
    }
}
