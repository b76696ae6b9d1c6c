package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EDESTADDRREQ;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISCONN;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_SNDBUF;
import static posixkit.ondarwin.constants.DarwinSock.SO_NOSIGPIPE;
import static posixkit.ondarwin.constants.DarwinSock.SO_NREAD;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posixkit.Fd;
import posixkit.contract.SocketDataContract;
import posixkit.net.SockAddr;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSocketDataTest extends SocketDataContract {
    private static final int MOST = 9216;

    /** XNU checks the length of an address first. */
    @Override
    protected int addressOfAnotherDomain() {
        return EINVAL;
    }

    @Override
    protected int toNobody() {
        return EDESTADDRREQ;
    }

    @ParameterizedTest
    @EnumSource
    void whatHasAPeerIsSentNowhereElse(Place place) throws IOException {
        try (Pair pair = udp()) {
            SockAddr peer = name(pair.right);
            assertErrno(EISCONN, () -> send(place, pair.left(), place.of("abc"), 0, peer));
            assertEquals(2, send(place, pair.left(), place.of("ok"), 0, null));
            assertEquals(2, receive(place, pair.right(), place.of(8), 0, null), "and that is all");
        }
    }

    @Test
    void datagramsAreAsLongAsTheBufferForThem() throws IOException {
        byte[] bytes = new byte[MOST + 1];
        try (Pair pair = udp()) {
            assertEquals(MOST, sockets.send(pair.left(), bytes, 0, MOST, 0));
            assertErrno(EMSGSIZE, () -> sockets.send(pair.left(), bytes, 0, MOST + 1, 0));
            sockets.setsockoptInt(pair.left(), SOL_SOCKET, SO_SNDBUF, 4 * MOST);
            assertEquals(MOST + 1, sockets.send(pair.left(), bytes, 0, MOST + 1, 0));
        }
    }

    /** On macOS the option SO_NREAD returns it; the flag MSG_TRUNC is only set on receipt. */
    @ParameterizedTest
    @EnumSource
    void aDatagramsLengthIsAnOption(Place place) throws IOException {
        try (Pair pair = udp();
                Pair unix = pair(SOCK_DGRAM)) {
            for (Pair each : new Pair[] {pair, unix}) {
                sockets.send(each.left(), bytes("much too long"), 0, 13, 0);
                sockets.send(each.left(), bytes("x"), 0, 1, 0);
                assertEquals(13, sockets.getsockoptInt(each.right(), SOL_SOCKET, SO_NREAD));
                ByteBuffer into = place.of(4);
                assertEquals(4, receive(place, each.right(), into, MSG_TRUNC, null));
                assertReceived(place, "much", into);
            }
        }
    }

    @Test
    void aSocketMayBeToldNotToSignal() throws IOException {
        try (Fd other = socket(Domain.UNIX, SOCK_STREAM);
                Pair pair = pair(SOCK_STREAM)) {
            assertEquals(0, sockets.getsockoptInt(pair.left(), SOL_SOCKET, SO_NOSIGPIPE));
            sockets.setsockoptInt(pair.left(), SOL_SOCKET, SO_NOSIGPIPE, 1);
            assertEquals(1, sockets.getsockoptInt(pair.left(), SOL_SOCKET, SO_NOSIGPIPE));
            assertEquals(0, sockets.getsockoptInt(other.num(), SOL_SOCKET, SO_NOSIGPIPE));
            pair.right.close();
            assertMinus(EPIPE, sockets.sendOrErrno(pair.left(), new byte[1], 0, 1, 0));
        }
    }
}
