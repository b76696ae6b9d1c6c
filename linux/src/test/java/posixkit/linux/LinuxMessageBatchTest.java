package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECONNREFUSED;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.MessageFlag.SIZEOF_TIMEVAL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SHUT_WR;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TIMESTAMP;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_WAITFORONE;
import static posixkit.onlinux.constants.LinuxSock.SOCK_NONBLOCK;
import static posixkit.onlinux.constants.LinuxUdp.SOL_UDP;
import static posixkit.onlinux.constants.LinuxUdp.UDP_GRO;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import posixkit.Fd;
import posixkit.contract.WithSockets;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinuxSockets;

/** Tests {@code sendmmsg} and {@code recvmmsg}. The JDK's datagram channels are the other side. */
class LinuxMessageBatchTest extends WithSockets {
    private final OnLinuxSockets extras = posix.onLinux().sockets();
    private Fd fd;
    private SockAddr name;
    private DatagramChannel jdk;
    private SockAddr jdkName;

    @BeforeEach
    void open() throws IOException {
        fd = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
        sockets.bind(fd.num(), SockAddr.Inet4.loopback(0));
        name = sockets.getsockname(fd.num());
        jdk = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        jdkName = SockAddr.of((InetSocketAddress) jdk.getLocalAddress());
    }

    @AfterEach
    void close() throws IOException {
        fd.close();
        jdk.close();
    }

    private static MessageBatch put(MessageBatch batch, int index, int length) {
        ByteBuffer buffer = batch.buffer(index).clear();
        for (int i = 0; i < length; i++) {
            buffer.put((byte) (index + i));
        }
        buffer.flip();
        return batch;
    }

    private void fromJdk(int length) throws IOException {
        jdk.send(ByteBuffer.wrap(new byte[length]), jdk(name));
    }

    @Test
    void manyDatagramsReachTheJdk() throws IOException {
        MessageBatch batch = extras.newMessageBatch(4, 10, 0);
        assertEquals(4, batch.capacity());
        for (int i = 0; i < 3; i++) {
            assertSame(batch, put(batch, i, i * 3).address(i, jdkName));
            assertEquals(jdkName, batch.address(i));
        }
        assertEquals(3, extras.sendmmsg(fd.num(), batch, 0, 3, 0));
        for (int i = 0; i < 3; i++) {
            ByteBuffer received = ByteBuffer.allocate(20);
            assertEquals(jdk(name), jdk.receive(received));
            assertEquals(i * 3, batch.length(i));
            assertEquals(i * 3, batch.buffer(i).position());
            assertEquals(batch.buffer(i).flip(), received.flip());
        }
        assertEquals(0, extras.sendmmsg(fd.num(), batch, 4, 0, 0));
        assertSame(batch, batch.address(0, null));
        assertNull(batch.address(0));
    }

    @Test
    void aBufferIsUsedFromItsPositionToItsLimit() throws IOException {
        MessageBatch batch = extras.newMessageBatch(2, 10, 0);
        put(batch, 1, 10).address(1, jdkName).buffer(1).position(3).limit(7);
        assertEquals(1, extras.sendmmsg(fd.num(), batch, 1, 1, 0));
        assertEquals(7, batch.buffer(1).position());
        ByteBuffer received = ByteBuffer.allocate(20);
        jdk.receive(received);
        assertEquals(ByteBuffer.wrap(new byte[] {4, 5, 6, 7}), received.flip());
        jdk.send(received, jdk(name));
        batch.buffer(0).position(5);
        assertEquals(1, extras.recvmmsg(fd.num(), batch, 0, 1, 0, null));
        assertEquals(received.flip(), batch.buffer(0).flip().position(5));
    }

    @Test
    void manyDatagramsArriveFromTheJdkAndGoBack() throws IOException {
        fromJdk(1);
        fromJdk(0);
        fromJdk(9);
        MessageBatch batch = extras.newMessageBatch(5, 4, 0);
        assertNull(batch.address(1));
        assertEquals(3, extras.recvmmsg(fd.num(), batch, 1, 4, MSG_WAITFORONE, null));
        assertEquals(List.of(1, 0, 4), List.of(batch.length(1), batch.length(2), batch.length(3)));
        assertEquals(jdkName, batch.address(1));
        assertEquals(4, batch.buffer(3).position());
        assertEquals(0, batch.buffer(4).position());
        assertTrue(batch.isTruncated(3));
        assertFalse(batch.isTruncated(1));
        assertEquals(0, batch.flags(1));
        assertFalse(batch.isControlTruncated(1));
        String from = ": address=" + jdkName + ", length=";
        assertEquals(
                "MessageBatch[1" + from + "1, flags=0, 2" + from + "0, flags=0, 3" + from + "4, flags=MSG_TRUNC]",
                batch.toString());
        assertRefusedState(() -> extras.recvmmsg(fd.num(), batch, 3, 1, 0, null));
        for (int i = 1; i < 4; i++) {
            batch.buffer(i).flip();
        }
        assertEquals(3, extras.sendmmsg(fd.num(), batch, 1, 3, 0));
        assertEquals(jdk(name), jdk.receive(ByteBuffer.allocate(1)));
        batch.clear();
        assertNull(batch.address(1));
        assertEquals(0, batch.length(1));
        assertEquals(0, batch.flags(3));
        assertEquals(4, batch.buffer(3).remaining());
    }

    private static void assertRefusedState(Executable call) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call);
        assertTrue(e.getMessage().startsWith("messages: no bytes left in buffer 3"), e.getMessage());
    }

    /** With {@code MSG_TRUNC}, the length counts bytes that the buffer has no room for. */
    @Test
    void theWholeLengthIsTold() throws IOException {
        fromJdk(9);
        MessageBatch batch = extras.newMessageBatch(1, 4, 0);
        assertEquals(1, extras.recvmmsg(fd.num(), batch, 0, 1, MSG_TRUNC, null));
        assertEquals(9, batch.length(0));
        assertEquals(4, batch.buffer(0).position());
    }

    @Test
    void anErrorAfterTheFirstIsToldByTheNextCall() throws IOException {
        MessageBatch batch = extras.newMessageBatch(3, 70_000, 0);
        for (int i = 0; i < 3; i++) {
            batch.address(i, jdkName);
        }
        put(batch, 0, 1);
        put(batch, 2, 1);
        assertEquals(1, extras.sendmmsg(fd.num(), batch, 0, 3, 0));
        assertErrno(EMSGSIZE, () -> extras.sendmmsg(fd.num(), batch, 1, 2, 0));
        assertEquals(0, batch.buffer(1).position());
        assertEquals(1, extras.sendmmsg(fd.num(), batch, 2, 1, 0));
    }

    /** The kernel keeps an error that comes after the first message, and the next call fails with it. */
    @Test
    void aReceivedErrorIsKeptForTheNextCall() throws IOException {
        try (Fd client = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0))) {
            try (Fd server = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0))) {
                sockets.bind(server.num(), SockAddr.Inet4.loopback(0));
                sockets.connect(client.num(), sockets.getsockname(server.num()));
            }
            MessageBatch batch = extras.newMessageBatch(2, 4, 0);
            put(batch, 0, 1);
            assertEquals(1, extras.sendmmsg(client.num(), batch, 0, 1, 0));
            batch.clear();
            assertErrno(ECONNREFUSED, () -> extras.recvmmsg(client.num(), batch, 0, 2, MSG_DONTWAIT, null));
            assertMinus(EAGAIN, extras.recvmmsgOrErrno(client.num(), batch, 0, 2, MSG_DONTWAIT, null));
        }
    }

    @Test
    void aFullQueueTakesAsManyAsItHasRoomFor() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1])) {
            MessageBatch batch = extras.newMessageBatch(1500, 1, 0);
            int sent = extras.sendmmsg(here.num(), batch, 0, 1500, 0);
            assertTrue(sent > 0 && sent < 1500, sent + " sent");
            assertErrno(EAGAIN, () -> extras.sendmmsg(here.num(), batch, sent, 1500 - sent, 0));
            batch.clear();
            assertEquals(sent, extras.recvmmsg(there.num(), batch, 0, 1500, 0, null));
            batch.clear();
            assertErrno(EAGAIN, () -> extras.recvmmsg(there.num(), batch, 0, 1500, 0, null));
        }
    }

    /** The time is compared only after a message: with the shortest limit, the call returns after the first one. */
    @Test
    void theTimeLimitIsComparedAfterAMessage() throws IOException {
        fromJdk(1);
        fromJdk(2);
        MessageBatch batch = extras.newMessageBatch(3, 4, 0);
        assertEquals(1, extras.recvmmsg(fd.num(), batch, 0, 3, 0, Duration.ofNanos(1)));
        assertEquals(1, extras.recvmmsg(fd.num(), batch, 1, 2, 0, Duration.ofNanos(1)));
        assertEquals(2, batch.length(1));
        assertErrno(EAGAIN, () -> extras.recvmmsg(fd.num(), batch, 2, 1, MSG_DONTWAIT, Duration.ofDays(1)));
        assertRefused("timeout", () -> extras.recvmmsg(fd.num(), batch, 2, 1, 0, Duration.ofNanos(-1)));
    }

    /** The kernel cuts 10,000 bytes into datagrams of 3000 and joins them again; the JDK sees the datagrams. */
    @Test
    void theKernelCutsAndJoins() throws IOException {
        int control = extras.controlSpace(Short.BYTES);
        MessageBatch out = extras.newMessageBatch(1, 10_000, control);
        assertSame(out, out.address(0, jdkName).controls(0, extras.newSegmentSize(3000)));
        assertEquals(List.of(extras.newSegmentSize(3000)), out.controls(0));
        assertEquals(0, out.segmentSize(0));
        assertEquals(1, extras.sendmmsg(fd.num(), out, 0, 1, 0));
        assertEquals(10_000, out.length(0));
        for (int length : new int[] {3000, 3000, 3000, 1000}) {
            ByteBuffer datagram = ByteBuffer.allocate(20_000);
            jdk.receive(datagram);
            assertEquals(length, datagram.position());
        }
        sockets.setsockoptInt(fd.num(), SOL_UDP, UDP_GRO, 1);
        out.buffer(0).clear();
        assertEquals(1, extras.sendmmsg(fd.num(), out.address(0, name), 0, 1, 0));
        MessageBatch in = extras.newMessageBatch(4, 20_000, extras.controlSpace(Integer.BYTES));
        assertEquals(1, extras.recvmmsg(fd.num(), in, 0, 4, MSG_WAITFORONE, null));
        assertEquals(10_000, in.length(0));
        assertEquals(3000, in.segmentSize(0));
        assertEquals(OptionalInt.of(3000), extras.segmentSize(in.controls(0)));
    }

    @Test
    void controlMessagesBelongToTheirEntry() throws IOException {
        sockets.setsockoptInt(fd.num(), SOL_SOCKET, SO_TIMESTAMP, 1);
        Instant before = Instant.now().minusMillis(1);
        fromJdk(1);
        fromJdk(1);
        MessageBatch batch = extras.newMessageBatch(2, 4, extras.controlSpace(SIZEOF_TIMEVAL));
        assertEquals(2, extras.recvmmsg(fd.num(), batch, 0, 2, 0, null));
        Instant first = sockets.timestamp(batch.controls(0)).orElseThrow();
        Instant second = sockets.timestamp(batch.controls(1)).orElseThrow();
        assertTrue(before.isBefore(first) && !second.isBefore(first), before + " " + first + " " + second);
        assertFalse(batch.isControlTruncated(0));
        // Received control messages are not sent again.
        batch.buffer(0).flip();
        assertEquals(1, extras.sendmmsg(fd.num(), batch, 0, 1, 0));
        MessageBatch small = extras.newMessageBatch(1, 4, 1);
        fromJdk(1);
        assertEquals(1, extras.recvmmsg(fd.num(), small, 0, 1, 0, null));
        assertTrue(small.isControlTruncated(0));
        assertRefused("controls", () -> small.controls(0, extras.newSegmentSize(1), extras.newSegmentSize(1)));
        assertThrows(NullPointerException.class, () -> small.controls(0, (Message.Control) null));
    }

    /** Even descriptors, which are not read back if they were received, and a control message without data. */
    @Test
    void controlMessagesToSendAreReadBack() {
        List<Message.Control> controls = List.of(
                new Message.Control(SOL_SOCKET, SCM_RIGHTS, new byte[Integer.BYTES]),
                new Message.Control(SOL_SOCKET, SCM_RIGHTS + 1, new byte[0]));
        int room = extras.controlSpace(Integer.BYTES) + extras.controlSpace(0);
        MessageBatch batch = extras.newMessageBatch(1, 1, room);
        assertEquals(
                controls,
                batch.controls(0, controls.toArray(Message.Control[]::new)).controls(0));
    }

    /** The test fails if it leaves a descriptor open. */
    @Test
    void descriptorsThatArriveAreClosed() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1])) {
            sockets.sendmsg(here.num(), Message.of(ByteBuffer.allocate(1)).fds(here.num(), there.num()), 0);
            MessageBatch batch = extras.newMessageBatch(1, 4, extras.controlSpace(8 * Integer.BYTES));
            assertEquals(1, extras.recvmmsg(there.num(), batch, 0, 1, 0, null));
            assertTrue(batch.isControlTruncated(0));
            assertEquals(List.of(), batch.controls(0));
        }
    }

    @Test
    void onAStreamTheRestIsLeft() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1])) {
            MessageBatch batch = extras.newMessageBatch(2, 3, 0);
            assertEquals(2, extras.sendmmsg(here.num(), put(put(batch, 0, 3), 1, 2), 0, 2, 0));
            sockets.shutdown(here.num(), SHUT_WR);
            batch.clear();
            assertEquals(2, extras.recvmmsg(there.num(), batch, 0, 2, 0, null));
            assertEquals(List.of(3, 2), List.of(batch.length(0), batch.length(1)));
            batch.clear();
            assertEquals(2, extras.recvmmsg(there.num(), batch, 0, 2, 0, null));
            assertEquals(List.of(0, 0), List.of(batch.length(0), batch.length(1)));
        }
    }

    @Test
    void wrongUseFails() throws IOException {
        MessageBatch batch = extras.newMessageBatch(2, 3, 0);
        assertErrno(EBADF, () -> extras.sendmmsg(NOT_OPEN, batch, 0, 1, 0));
        assertErrno(EBADF, () -> extras.recvmmsg(NOT_OPEN, batch, 0, 1, 0, null));
        try (Fd file = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            assertErrno(ENOTSOCK, () -> extras.sendmmsg(file.num(), batch, 0, 1, 0));
            assertErrno(ENOTSOCK, () -> extras.recvmmsg(file.num(), batch, 0, 1, 0, null));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> extras.sendmmsg(fd.num(), batch, 1, 2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> extras.recvmmsg(fd.num(), batch, -1, 1, 0, null));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.buffer(2));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.address(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.length(2));
        assertRefused("to", () -> batch.address(0, new SockAddr.Raw(AF_INET, new byte[500])));
        assertRefused("messages", () -> extras.newMessageBatch(0, 1, 0));
        assertRefused("bytes", () -> extras.newMessageBatch(1, 0, 0));
        assertRefused("bytes", () -> extras.newMessageBatch(3, Integer.MAX_VALUE, 0));
        assertRefused("control", () -> extras.newMessageBatch(1, 1, -1));
        assertRefused("messages", () -> extras.newMessageBatch(Integer.MAX_VALUE, 1, 0));
    }
}
