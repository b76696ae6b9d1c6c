package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EAFNOSUPPORT;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_SEQPACKET;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ZEROCOPY;
import static posixkit.onlinux.constants.LinuxSock.SO_SNDBUFFORCE;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posixkit.contract.SocketDataContract;
import posixkit.ffi.Native;
import posixkit.net.Peer;
import posixkit.testing.NeedsRoot;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrSocketCalls;
import posixkit.unix.call.SocketCalls;

class LinuxSocketDataTest extends SocketDataContract {
    @Override
    protected int addressOfAnotherDomain() {
        return EAFNOSUPPORT;
    }

    @Override
    protected int toNobody() {
        return ENOTCONN;
    }

    @ParameterizedTest
    @EnumSource
    void askedForItsLengthADatagramTellsMoreThanItGives(Place place) throws IOException {
        try (Pair pair = udp()) {
            for (Peer sender : new Peer[] {null, new Peer()}) {
                send(place, pair.left(), place.of("much too long"), 0, null);
                ByteBuffer into = place.of(4);
                assertEquals(13, receive(place, pair.right(), into, MSG_TRUNC | MSG_PEEK, sender));
                assertReceived(place, "much", into);
                assertEquals(13, receive(place, pair.right(), place.of(0), MSG_TRUNC, sender));
                assertMinus(EAGAIN, receiveOrErrno(place, pair.right(), into, MSG_DONTWAIT | MSG_TRUNC, sender));
            }
        }
    }

    /** The kernel returns how many bytes it dropped and writes none. Bytes of the scratch must not be copied either. */
    @ParameterizedTest
    @EnumSource
    void whatAStreamThrowsAwayLeavesTheBufferAlone(Place place) throws IOException {
        try (Pair pair = tcp()) {
            sockets.send(pair.left(), bytes("discarded, kept"), 0, 15, 0);
            ByteBuffer into = place.of(11);
            assertEquals(11, receive(place, pair.right(), into, MSG_TRUNC, null));
            assertReceived(place, "UUUUUUUUUUU", into);
            ByteBuffer rest = place.of(8);
            assertEquals(4, receive(place, pair.right(), rest, 0, null));
            assertReceived(place, "kept", rest);
        }
    }

    @Test
    void packetsKeepTheirBounds() throws IOException {
        try (Pair pair = pair(SOCK_SEQPACKET)) {
            sockets.send(pair.left(), bytes("one"), 0, 3, 0);
            sockets.send(pair.left(), bytes("three"), 0, 5, 0);
            ByteBuffer into = ByteBuffer.allocate(64);
            assertEquals(3, sockets.recv(pair.right(), into, 0));
            assertEquals(5, sockets.recv(pair.right(), into, 0));
        }
    }

    /** A part of a datagram would be another datagram. */
    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void datagramsLargerThanAnyScratchStayWhole(Place place) throws IOException {
        int length = (1 << 20) + 12_345;
        byte[] content = new byte[length];
        new Random(13).nextBytes(content);
        for (int type : new int[] {SOCK_DGRAM, SOCK_SEQPACKET}) {
            try (Pair pair = pair(type)) {
                roomToSend(pair.left(), 8 << 20);
                assertEquals(length, send(place, pair.left(), place.of(length).put(3, content), MSG_DONTWAIT, null));
                ByteBuffer into = place.of(length + 1);
                assertEquals(length, receive(place, pair.right(), into, 0, new Peer()));
                byte[] there = new byte[length];
                into.get(3, there);
                assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(there));
                assertMinus(EAGAIN, receiveOrErrno(place, pair.right(), into.clear(), MSG_DONTWAIT, null));
            }
        }
    }

    private static void roomToSend(int fd, int bytes) {
        SocketCalls calls = new JnrSocketCalls(Native.process());
        try (Scratch s = Scratch.open()) {
            long value = s.alloc(Integer.BYTES);
            s.set32(value, bytes);
            assertEquals(0, calls.setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, value, Integer.BYTES));
        }
    }

    /** The kernel reads the bytes after the call, when another call may use the scratch. */
    @Test
    void zeroCopyOfACopyIsRefused() throws IOException {
        try (Pair pair = tcp()) {
            ByteBuffer heap = ByteBuffer.allocate(4);
            assertThrows(IllegalArgumentException.class, () -> sockets.send(pair.left(), heap, MSG_ZEROCOPY));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sockets.send(pair.left(), heap.array(), 0, 4, MSG_ZEROCOPY | MSG_DONTWAIT));
            assertEquals(0, heap.position());
            assertEquals(4, sockets.send(pair.left(), ByteBuffer.allocateDirect(4), MSG_ZEROCOPY));
            assertEquals(4, sockets.recv(pair.right(), ByteBuffer.allocate(8), 0));
        }
    }
}
