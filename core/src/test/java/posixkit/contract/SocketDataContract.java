package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECONNREFUSED;
import static posixkit.constants.Errno.ECONNRESET;
import static posixkit.constants.Errno.EDESTADDRREQ;
import static posixkit.constants.Errno.EISCONN;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_NOSIGNAL;
import static posixkit.constants.MessageFlag.MSG_OOB;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Tests how {@link Sockets} sends and receives. */
public abstract class SocketDataContract extends WithSockets {
    private static final int LARGE = 3_000_001;

    /** The places for bytes. Each has a margin that must not change. */
    public enum Place {
        HEAP(false),
        DIRECT(true),
        ARRAY(false);

        public final boolean isDirect;

        Place(boolean isDirect) {
            this.isDirect = isDirect;
        }

        /** Returns a buffer with {@code length} bytes between position and limit: 3 bytes lie before them and 5 behind. */
        public ByteBuffer of(int length) {
            ByteBuffer buffer = isDirect ? ByteBuffer.allocateDirect(length + 8) : ByteBuffer.allocate(length + 8);
            for (int i = 0; i < buffer.capacity(); i++) {
                buffer.put(i, (byte) 0x55);
            }
            return buffer.position(3).limit(3 + length);
        }

        public ByteBuffer of(String content) {
            return of(content.length()).put(3, bytes(content));
        }
    }

    /** Returns the errno for a datagram to an address of another domain. */
    protected abstract int addressOfAnotherDomain();

    /** Returns the errno for a Unix-domain datagram without an address. */
    protected abstract int toNobody();

    /** Calls {@code recvfrom}, or {@code recv} if {@code sender} is null. */
    protected int receive(Place place, int fd, ByteBuffer into, int flags, Peer sender) throws IOException {
        if (place != Place.ARRAY) {
            return sender == null ? sockets.recv(fd, into, flags) : sockets.recvfrom(fd, into, flags, sender);
        }
        return sender == null
                ? sockets.recv(fd, into.array(), into.position(), into.remaining(), flags)
                : sockets.recvfrom(fd, into.array(), into.position(), into.remaining(), flags, sender);
    }

    protected int receiveOrErrno(Place place, int fd, ByteBuffer into, int flags, Peer sender) {
        if (place != Place.ARRAY) {
            return sender == null
                    ? sockets.recvOrErrno(fd, into, flags)
                    : sockets.recvfromOrErrno(fd, into, flags, sender);
        }
        return sender == null
                ? sockets.recvOrErrno(fd, into.array(), into.position(), into.remaining(), flags)
                : sockets.recvfromOrErrno(fd, into.array(), into.position(), into.remaining(), flags, sender);
    }

    /** Calls {@code sendto}, or {@code send} if {@code to} is null. */
    protected int send(Place place, int fd, ByteBuffer from, int flags, SockAddr to) throws IOException {
        if (place != Place.ARRAY) {
            return to == null ? sockets.send(fd, from, flags) : sockets.sendto(fd, from, flags, to);
        }
        return to == null
                ? sockets.send(fd, from.array(), from.position(), from.remaining(), flags)
                : sockets.sendto(fd, from.array(), from.position(), from.remaining(), flags, to);
    }

    protected int sendOrErrno(Place place, int fd, ByteBuffer from, int flags, SockAddr to) {
        if (place != Place.ARRAY) {
            return to == null ? sockets.sendOrErrno(fd, from, flags) : sockets.sendtoOrErrno(fd, from, flags, to);
        }
        return to == null
                ? sockets.sendOrErrno(fd, from.array(), from.position(), from.remaining(), flags)
                : sockets.sendtoOrErrno(fd, from.array(), from.position(), from.remaining(), flags, to);
    }

    /** The position is behind the received bytes, and no other byte changed. */
    protected static void assertReceived(Place place, String expected, ByteBuffer buffer) {
        byte[] all = new byte[buffer.capacity()];
        Arrays.fill(all, (byte) 0x55);
        System.arraycopy(bytes(expected), 0, all, 3, expected.length());
        byte[] there = new byte[buffer.capacity()];
        int position = buffer.position();
        buffer.duplicate().clear().get(there);
        assertArrayEquals(all, there);
        assertEquals(place == Place.ARRAY ? 3 : 3 + expected.length(), position);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentArrivesInPlace(Place place) throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            ByteBuffer from = place.of("hello");
            assertEquals(5, send(place, pair.left(), from, 0, null));
            assertEquals(place == Place.ARRAY ? 3 : 8, from.position());
            ByteBuffer into = place.of(9);
            assertEquals(5, receive(place, pair.right(), into, 0, null));
            assertReceived(place, "hello", into);
            assertEquals(3, sendOrErrno(place, pair.left(), place.of("abc"), MSG_NOSIGNAL, null));
            ByteBuffer two = place.of(2);
            assertEquals(2, receiveOrErrno(place, pair.right(), two, 0, null));
            assertReceived(place, "ab", two);
            ByteBuffer rest = place.of(2);
            assertEquals(1, receive(place, pair.right(), rest, 0, new Peer()));
            assertReceived(place, "c", rest);
        }
    }

    @Test
    void sendTakesAReadOnlyBufferAndRecvDoesNot() throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            for (Place place : new Place[] {Place.HEAP, Place.DIRECT}) {
                assertEquals(2, sockets.send(pair.left(), place.of("ok").asReadOnlyBuffer(), 0));
                ByteBuffer readOnly = place.of(4).asReadOnlyBuffer();
                assertThrows(IllegalArgumentException.class, () -> sockets.recv(pair.right(), readOnly, 0));
                assertThrows(
                        IllegalArgumentException.class, () -> sockets.recvfrom(pair.right(), readOnly, 0, new Peer()));
            }
            byte[] there = new byte[8];
            assertEquals(4, sockets.recv(pair.right(), there, 0, 8, 0), "nothing was received before");
        }
    }

    @Test
    void piecesOutsideAnArrayAreRefused() {
        byte[] array = new byte[4];
        assertThrows(IndexOutOfBoundsException.class, () -> sockets.recv(0, array, 2, 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sockets.recvfrom(0, array, -1, 2, 0, null));
        assertThrows(IndexOutOfBoundsException.class, () -> sockets.send(0, array, 0, -1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sockets.sendto(0, array, 4, 1, 0, null));
        assertThrows(NullPointerException.class, () -> sockets.recv(0, null, 0, 0, 0));
        assertThrows(NullPointerException.class, () -> sockets.recv(0, null, 0));
        assertThrows(NullPointerException.class, () -> sockets.send(0, null, 0, 0, 0));
        assertThrows(NullPointerException.class, () -> sockets.send(0, null, 0));
    }

    @ParameterizedTest
    @EnumSource
    void failingMovesNothingAndWritesNothing(Place place) throws IOException {
        Peer peer = new Peer();
        SockAddr before = SockAddr.Unix.unnamed();
        peer.address(before);
        SockAddr to = SockAddr.Inet4.loopback(1);
        try (Fd file = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            for (Peer sender : new Peer[] {null, peer}) {
                String call = sender == null ? "recv" : "recvfrom";
                ByteBuffer into = place.of(4);
                assertMinus(EBADF, receiveOrErrno(place, NOT_OPEN, into, 0, sender));
                ErrnoException thrown = assertErrno(ENOTSOCK, () -> receive(place, file.num(), into, 0, sender));
                assertEquals(call + " fd " + file.num(), thrown.call() + " " + thrown.subject());
                assertReceived(place, "", into);
            }
            for (SockAddr receiver : new SockAddr[] {null, to}) {
                String call = receiver == null ? "send" : "sendto";
                ByteBuffer from = place.of("abcd");
                assertMinus(EBADF, sendOrErrno(place, NOT_OPEN, from, 0, receiver));
                ErrnoException thrown = assertErrno(ENOTSOCK, () -> send(place, file.num(), from, 0, receiver));
                assertEquals(call + " fd " + file.num(), thrown.call() + " " + thrown.subject());
                assertEquals(3, from.position());
            }
        }
        assertSame(before, peer.address());
    }

    @ParameterizedTest
    @EnumSource
    void withoutWaitingNothingThereIsEagain(Place place) throws IOException {
        Peer peer = new Peer();
        try (Pair pair = pair(SOCK_STREAM)) {
            ByteBuffer into = place.of(4);
            assertMinus(EAGAIN, receiveOrErrno(place, pair.left(), into, MSG_DONTWAIT, null));
            assertMinus(EAGAIN, receiveOrErrno(place, pair.left(), into, MSG_DONTWAIT, peer));
            assertErrno(EAGAIN, () -> receive(place, pair.left(), into, MSG_DONTWAIT, null));
            assertErrno(EAGAIN, () -> receive(place, pair.left(), into, MSG_DONTWAIT, peer));
            assertReceived(place, "", into);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutWaitingAFullStreamTakesPartThenIsEagain(Place place) throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            ByteBuffer much = place.of(LARGE);
            int taken = send(place, pair.left(), much, MSG_DONTWAIT, null);
            assertTrue(taken > 0 && taken < LARGE, "took " + taken);
            assertEquals(place == Place.ARRAY ? 3 : 3 + taken, much.position());
            // The last piece of the socket's memory may have some room left.
            int result = taken;
            while (result > 0) {
                result = sendOrErrno(place, pair.left(), place.of(LARGE), MSG_DONTWAIT, null);
            }
            assertMinus(EAGAIN, result);
            assertErrno(EAGAIN, () -> send(place, pair.left(), place.of(4), MSG_DONTWAIT, null));
        }
    }

    @Test
    void sendingToWhoIsGoneIsEpipe() throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            pair.right.close();
            byte[] one = new byte[1];
            assertErrno(EPIPE, () -> sockets.send(pair.left(), one, 0, 1, 0));
            assertMinus(EPIPE, sockets.sendOrErrno(pair.left(), ByteBuffer.allocateDirect(1), MSG_NOSIGNAL));
            assertEquals(0, sockets.recv(pair.left(), one, 0, 1, 0), "at the end");
        }
    }

    @Test
    void whatThePeerDidNotReadResetsTheConnection() throws IOException {
        try (Fd listener = listener(Domain.INET4)) {
            SocketChannel jdk = SocketChannel.open(jdk(name(listener)));
            jdk.setOption(StandardSocketOptions.SO_LINGER, 0);
            try (Fd fd = Fd.own(sockets.accept(listener.num()))) {
                jdk.close();
                assertErrno(ECONNRESET, () -> sockets.recv(fd.num(), ByteBuffer.allocate(1), 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void peekingLeavesItToBeReceivedAgain(Place place) throws IOException {
        try (Pair pair = pair(SOCK_STREAM)) {
            sockets.send(pair.left(), place.of("peek"), 0);
            for (int flags : new int[] {MSG_PEEK, MSG_PEEK, 0}) {
                ByteBuffer into = place.of(8);
                assertEquals(4, receive(place, pair.right(), into, flags, null));
                assertReceived(place, "peek", into);
            }
            assertMinus(EAGAIN, receiveOrErrno(place, pair.right(), place.of(8), MSG_DONTWAIT, null));
        }
    }

    /** The sender waits until the first half has left the queue, so that the receiver is waiting for the second. */
    @ParameterizedTest
    @EnumSource
    void waitingForAllFillsTheBuffer(Place place) throws Exception {
        try (Pair pair = pair(SOCK_STREAM)) {
            Meanwhile<Integer> sender = new Meanwhile<>(() -> {
                sockets.send(pair.left(), bytes("first "), 0, 6, 0);
                byte[] one = new byte[1];
                while (sockets.recvOrErrno(pair.right(), one, 0, 1, MSG_PEEK | MSG_DONTWAIT) == 1) {
                    Thread.onSpinWait();
                }
                return sockets.send(pair.left(), bytes("second"), 0, 6, 0);
            });
            ByteBuffer into = place.of(12);
            assertEquals(12, receive(place, pair.right(), into, MSG_WAITALL, null));
            assertReceived(place, "first second", into);
            assertEquals(6, sender.result());
        }
    }

    /** A direct buffer is sent in one call, others in several. */
    @ParameterizedTest
    @EnumSource
    void streamsTakeBuffersLargerThanAnyScratch(Place place) throws Exception {
        byte[] content = new byte[LARGE];
        new Random(11).nextBytes(content);
        try (Pair pair = pair(SOCK_STREAM)) {
            Meanwhile<byte[]> receiver = new Meanwhile<>(() -> {
                ByteBuffer all = ByteBuffer.allocate(LARGE);
                while (all.hasRemaining() && sockets.recv(pair.right(), all, 0) > 0) {}
                return all.array();
            });
            ByteBuffer from = place.of(LARGE).put(3, content);
            int sent = send(place, pair.left(), from, 0, null);
            assertEquals(place.isDirect ? LARGE : 1 << 20, sent);
            if (place == Place.ARRAY) {
                from.position(3 + sent);
            }
            while (from.hasRemaining()) {
                sockets.send(pair.left(), from, 0);
            }
            assertArrayEquals(content, receiver.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingForAllOfALargeBufferIsOneCall(Place place) throws Exception {
        byte[] content = new byte[LARGE];
        new Random(12).nextBytes(content);
        try (Pair pair = pair(SOCK_STREAM)) {
            Meanwhile<Integer> sender = new Meanwhile<>(() ->
                    sockets.send(pair.left(), ByteBuffer.allocateDirect(LARGE).put(0, content), 0));
            ByteBuffer into = place.of(LARGE);
            assertEquals(LARGE, receive(place, pair.right(), into, MSG_WAITALL, null));
            assertEquals(LARGE, sender.result());
            byte[] there = new byte[LARGE];
            into.get(3, there);
            assertArrayEquals(content, there);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INET4", "INET6"})
    void datagramsGoToTheJdkAndBack(Domain domain) throws IOException {
        for (Place place : Place.values()) {
            try (DatagramChannel jdk = DatagramChannel.open((StandardProtocolFamily) domain.jdk);
                    Fd fd = bound(domain, SOCK_DGRAM)) {
                jdk.bind(jdk(fresh(domain)));
                SockAddr theirs = ours(jdk.getLocalAddress());
                ByteBuffer from = place.of("to the JDK");
                assertEquals(10, send(place, fd.num(), from, 0, theirs));
                assertEquals(place == Place.ARRAY ? 3 : 13, from.position());
                ByteBuffer buffer = ByteBuffer.allocate(32);
                SocketAddress sender = jdk.receive(buffer);
                assertEquals(name(fd), ours(sender));
                assertEquals("to the JDK", new String(buffer.array(), 0, buffer.position()));

                jdk.send(ByteBuffer.wrap(bytes("and back")), sender);
                Peer peer = new Peer();
                ByteBuffer into = place.of(20);
                assertEquals(8, receive(place, fd.num(), into, 0, peer));
                assertReceived(place, "and back", into);
                assertEquals(theirs, peer.address());

                assertEquals(2, sendOrErrno(place, fd.num(), place.of("ok"), 0, theirs));
                assertEquals(sender, jdk.receive(buffer.clear()));
                assertEquals(2, buffer.position());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unixDatagramsTellWhoSentThem(Place place) throws IOException {
        try (Fd here = bound(Domain.UNIX, SOCK_DGRAM);
                Fd there = bound(Domain.UNIX, SOCK_DGRAM);
                Fd nameless = socket(Domain.UNIX, SOCK_DGRAM)) {
            Peer peer = new Peer();
            assertEquals(3, send(place, here.num(), place.of("abc"), 0, name(there)));
            assertEquals(3, receive(place, there.num(), place.of(8), 0, peer));
            assertEquals(name(here), peer.address());
            assertEquals(1, send(place, nameless.num(), place.of("x"), 0, name(there)));
            assertEquals(1, receiveOrErrno(place, there.num(), place.of(8), 0, peer));
            assertNotEquals(name(here), peer.address());
            SockAddr none = SockAddr.Unix.path(dir.resolve("none").toString());
            assertErrno(ENOENT, () -> send(place, here.num(), place.of("x"), 0, none));
            assertErrno(addressOfAnotherDomain(), () -> {
                try (Fd inet = socket(Domain.INET4, SOCK_DGRAM)) {
                    send(place, inet.num(), place.of("x"), 0, name(there));
                }
            });
        }
    }

    @Test
    void aTcpStreamTellsNoSender() throws IOException {
        try (Pair pair = tcp()) {
            Peer peer = new Peer();
            peer.address(SockAddr.Unix.unnamed());
            sockets.send(pair.left(), bytes("x"), 0, 1, 0);
            assertEquals(1, sockets.recvfrom(pair.right(), new byte[4], 0, 4, 0, peer));
            assertNull(peer.address());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatagramIsOne(Place place) throws IOException {
        try (Pair pair = udp()) {
            assertEquals(0, send(place, pair.left(), place.of(0), 0, null));
            assertEquals(1, send(place, pair.left(), place.of("1"), 0, null));
            Peer peer = new Peer();
            ByteBuffer into = place.of(4);
            assertEquals(0, receive(place, pair.right(), into, 0, peer));
            assertEquals(name(pair.left), peer.address());
            assertReceived(place, "", into);
            assertEquals(1, receive(place, pair.right(), into, 0, peer));
            assertReceived(place, "1", into);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOfADatagramDoesNotFitIsGone(Place place) throws IOException {
        try (Pair pair = udp()) {
            send(place, pair.left(), place.of("too long"), 0, null);
            send(place, pair.left(), place.of("next"), 0, null);
            ByteBuffer into = place.of(3);
            assertEquals(3, receive(place, pair.right(), into, 0, null));
            assertReceived(place, "too", into);
            ByteBuffer next = place.of(8);
            assertEquals(4, receive(place, pair.right(), next, 0, null));
            assertReceived(place, "next", next);
            assertEquals(4, send(place, pair.left(), place.of("lost"), 0, null));
            assertEquals(0, receive(place, pair.right(), place.of(0), 0, null), "no room at all");
            assertMinus(EAGAIN, receiveOrErrno(place, pair.right(), into, MSG_DONTWAIT, null));
        }
    }

    @Test
    void datagramsHaveTheirLimits() throws IOException {
        try (Pair pair = udp();
                Fd alone = socket(Domain.INET4, SOCK_DGRAM);
                Fd unix = socket(Domain.UNIX, SOCK_DGRAM)) {
            assertErrno(EMSGSIZE, () -> sockets.send(pair.left(), new byte[65_508], 0, 65_508, 0));
            assertErrno(EMSGSIZE, () -> sockets.send(pair.left(), new byte[LARGE], 0, LARGE, 0));
            assertErrno(EDESTADDRREQ, () -> sockets.send(alone.num(), new byte[1], 0, 1, 0));
            assertErrno(toNobody(), () -> sockets.send(unix.num(), ByteBuffer.allocate(1), 0));
            assertErrno(ENOTCONN, () -> {
                try (Fd stream = socket(Domain.INET4, SOCK_STREAM)) {
                    sockets.recv(stream.num(), ByteBuffer.allocate(1), 0);
                }
            });
        }
        try (Pair pair = pair(SOCK_STREAM);
                Fd named = bound(Domain.UNIX, SOCK_STREAM)) {
            SockAddr name = name(named);
            assertErrno(EISCONN, () -> sockets.sendto(pair.left(), ByteBuffer.allocate(1), 0, name));
        }
    }

    /** The next call reports it, whichever that is. */
    @Test
    void aDatagramThatNobodyTookIsRefusedAfterwards() throws IOException {
        try (Pair pair = udp()) {
            pair.right.close();
            assertEquals(1, sockets.send(pair.left(), new byte[1], 0, 1, 0));
            assertErrno(ECONNREFUSED, () -> sockets.recv(pair.left(), new byte[1], 0, 1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void urgentDataGoesItsOwnWay(Place place) throws IOException {
        try (Pair pair = tcp()) {
            assertEquals(1, send(place, pair.left(), place.of("!"), MSG_OOB, null));
            assertEquals(3, send(place, pair.left(), place.of("abc"), 0, null));
            assertEquals(1, receive(place, pair.right(), place.of(1), MSG_PEEK, null), "it is there");
            ByteBuffer urgent = place.of(8);
            assertEquals(1, receive(place, pair.right(), urgent, MSG_OOB, null));
            assertReceived(place, "!", urgent);
            ByteBuffer normal = place.of(8);
            assertEquals(3, receive(place, pair.right(), normal, 0, null));
            assertReceived(place, "abc", normal);
        }
    }
}
