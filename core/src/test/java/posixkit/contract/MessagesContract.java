package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EDESTADDRREQ;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.MessageFlag.SCM_TIMESTAMP;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TIMESTAMP;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.net.Messages;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;

/** Tests {@link Messages} with bytes and addresses. The JDK's sockets, or plain read and write, are the other side. */
@ExtendWith(Descriptors.class)
public abstract class MessagesContract {
    private static final int NOT_OPEN = 1_000_000;
    private static final int MEBI = 1024 * 1024;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    /** Two connected sockets. */
    protected static final class Pair implements AutoCloseable {
        final Fd left;
        final Fd right;

        Pair(int type) throws IOException {
            int[] fds = Posix.get().sockets().socketpair(AF_UNIX, type, 0);
            left = Fd.own(fds[0]);
            right = Fd.own(fds[1]);
        }

        @Override
        public void close() throws IOException {
            try (left;
                    right) {
                // closes both, even if the first fails
            }
        }
    }

    @Test
    void whatIsInSeveralBuffersGoesOutInOrder() throws IOException {
        ByteBuffer heap = text("..abc.").position(2).limit(5);
        ByteBuffer direct = direct("-defg-").position(1).limit(5);
        ByteBuffer empty = ByteBuffer.allocate(0);
        ByteBuffer readOnly = text("h").asReadOnlyBuffer();
        try (Pair pair = new Pair(SOCK_STREAM)) {
            Message message = Message.of(heap, empty, direct, readOnly);
            assertEquals(8, sockets.sendmsg(pair.left.num(), message, 0));
            byte[] seen = new byte[20];
            assertEquals(8, posix.io().read(pair.right.num(), seen));
            assertEquals("abcdefgh", new String(seen, 0, 8, StandardCharsets.UTF_8));
            assertEquals(5, heap.position());
            assertEquals(5, direct.position());
            assertEquals(1, readOnly.position());
            assertEquals(List.of(5, 5, 0, 1), positions(heap, direct, empty, readOnly));
        }
    }

    @Test
    void whatComesFillsBuffersInOrderAndNothingElse() throws IOException {
        ByteBuffer heap = filled(ByteBuffer.allocate(6)).position(1).limit(4);
        ByteBuffer direct = filled(ByteBuffer.allocateDirect(9)).position(2).limit(9);
        ByteBuffer last = filled(ByteBuffer.allocate(2));
        try (Pair pair = new Pair(SOCK_STREAM)) {
            posix.io().write(pair.left.num(), bytes("abcdefgh"));
            Message message = Message.into(heap, direct, last);
            assertEquals(8, sockets.recvmsg(pair.right.num(), message, 0));
            assertEquals("#abc##", contents(heap));
            assertEquals("##defgh##", contents(direct));
            assertEquals("##", contents(last));
            assertEquals(List.of(4, 7, 0), List.of(heap.position(), direct.position(), last.position()));
            assertNull(message.name());
            assertEquals(0, message.flags());
            assertEquals(List.of(), message.controls());
        }
    }

    @Test
    void theEndOfAStreamIsNothing() throws IOException {
        try (Pair pair = new Pair(SOCK_STREAM)) {
            pair.left.close();
            ByteBuffer buffer = ByteBuffer.allocate(4);
            assertEquals(0, sockets.recvmsg(pair.right.num(), Message.into(buffer), 0));
            assertEquals(0, buffer.position());
        }
    }

    @Test
    void aDatagramGoesWhereItIsToldAndSaysWhereItIsFrom() throws IOException {
        try (DatagramSocket jdk = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
                Fd udp = udp()) {
            SockAddr there = SockAddr.of((InetSocketAddress) jdk.getLocalSocketAddress());
            assertEquals(3, sockets.sendmsg(udp.num(), Message.of(text("abc")).name(there), 0));
            DatagramPacket packet = new DatagramPacket(new byte[8], 8);
            jdk.setSoTimeout(30_000);
            jdk.receive(packet);
            assertEquals("abc", new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            SockAddr here = sockets.getsockname(udp.num());
            assertEquals(((SockAddr.Inet4) here).port(), packet.getPort());

            jdk.send(new DatagramPacket(bytes("defg"), 4, packet.getSocketAddress()));
            Message answer = Message.into(ByteBuffer.allocate(8));
            assertEquals(4, sockets.recvmsg(udp.num(), answer, 0));
            assertEquals(there, answer.name());
        }
    }

    @Test
    void whatIsLongerThanTheBuffersIsCutAndSaidToBe() throws IOException {
        try (Pair pair = new Pair(SOCK_DGRAM)) {
            posix.io().write(pair.left.num(), bytes("abcdefgh"));
            posix.io().write(pair.left.num(), bytes("xy"));
            ByteBuffer buffer = filled(ByteBuffer.allocate(5)).limit(3);
            Message message = Message.into(buffer);
            assertEquals(3, sockets.recvmsg(pair.right.num(), message, 0));
            assertTrue(message.isTruncated());
            assertFalse(message.isControlTruncated());
            assertEquals("abc##", contents(buffer));
            buffer.clear();
            assertEquals(2, sockets.recvmsg(pair.right.num(), message, 0));
            assertFalse(message.isTruncated(), "said once");
            assertEquals("xyc##", contents(buffer));
        }
    }

    @Test
    void anEmptyDatagramIsOne() throws IOException {
        try (Pair pair = new Pair(SOCK_DGRAM)) {
            Message empty = Message.of();
            assertEquals(0, sockets.sendmsg(pair.left.num(), empty, 0));
            assertEquals(0, sockets.sendmsg(pair.left.num(), empty, 0));
            for (int i = 0; i < 2; i++) {
                Message none = Message.into(ByteBuffer.allocate(4));
                assertEquals(0, sockets.recvmsg(pair.right.num(), none, MSG_DONTWAIT));
            }
            assertMinus(
                    EAGAIN,
                    sockets.recvmsgOrErrno(pair.right.num(), Message.into(ByteBuffer.allocate(4)), MSG_DONTWAIT));
        }
    }

    @Test
    void peekingLeavesWhatIsThere() throws IOException {
        try (Pair pair = new Pair(SOCK_STREAM)) {
            posix.io().write(pair.left.num(), bytes("abc"));
            for (int flags : new int[] {MSG_PEEK, 0}) {
                ByteBuffer buffer = ByteBuffer.allocate(4);
                assertEquals(3, sockets.recvmsg(pair.right.num(), Message.into(buffer), flags));
                assertEquals("abc\0", contents(buffer));
            }
        }
    }

    /** Returns the types of sockets for the tests that reuse messages. */
    protected List<Integer> types() {
        return List.of(SOCK_STREAM, SOCK_DGRAM);
    }

    @Test
    void aRewoundMessageSendsAndReceivesTheSameAgain() throws IOException {
        for (int type : types()) {
            try (Pair pair = new Pair(type)) {
                ByteBuffer from = text("..hello..").position(2).limit(7);
                ByteBuffer heap = filled(ByteBuffer.allocate(4)).position(1).limit(3);
                ByteBuffer direct = filled(ByteBuffer.allocateDirect(9)).limit(8);
                Message out = Message.of(from);
                Message in = Message.into(heap, direct);
                for (int i = 0; i < 3; i++) {
                    assertEquals(5, sockets.sendmsg(pair.left.num(), out.rewind(), 0));
                    assertEquals(5, sockets.recvmsg(pair.right.num(), in.rewind(), 0));
                    assertEquals("#he#", contents(heap));
                    assertEquals("llo######", contents(direct));
                    heap.flip();
                    direct.flip();
                }
                assertMinus(EAGAIN, sockets.recvmsgOrErrno(pair.right.num(), in.rewind(), MSG_DONTWAIT));
            }
        }
    }

    @Test
    void aMessageGoesOnWhereItsBuffersAre() throws IOException {
        for (int type : types()) {
            try (Pair pair = new Pair(type)) {
                ByteBuffer buffer = ByteBuffer.allocate(6);
                Message in = Message.into(buffer);
                for (String part : List.of("ab", "cde", "f")) {
                    posix.io().write(pair.left.num(), bytes(part));
                    assertEquals(part.length(), sockets.recvmsg(pair.right.num(), in, 0));
                }
                assertEquals("abcdef", contents(buffer));
            }
        }
    }

    @Test
    void aMessageWithoutBytesLeftIsRefusedAndTakesNothing() throws IOException {
        for (int type : types()) {
            try (Pair pair = new Pair(type)) {
                Message out = Message.of(text("ab"));
                Message in = Message.into(ByteBuffer.allocate(1), direct("?"));
                sockets.sendmsg(pair.left.num(), out, 0);
                assertRefused(() -> sockets.sendmsg(pair.left.num(), out, 0));
                assertRefused(() -> sockets.sendmsgOrErrno(pair.left.num(), out.fds(pair.left.num()), 0));
                assertEquals(2, sockets.recvmsg(pair.right.num(), in, 0));
                posix.io().write(pair.left.num(), bytes("cd"));
                assertRefused(() -> sockets.recvmsg(pair.right.num(), in, 0));
                assertRefused(() -> sockets.recvmsgOrErrno(pair.right.num(), in.maxFds(1), MSG_PEEK));
                assertRefused(() -> sockets.recvmsg(pair.right.num(), Message.into(ByteBuffer.allocate(0)), 0));
                byte[] seen = new byte[4];
                assertEquals(2, posix.io().read(pair.right.num(), seen), "nothing was taken, and nothing else sent");
                assertEquals("cd", new String(seen, 0, 2, StandardCharsets.UTF_8));
                assertMinus(EAGAIN, sockets.recvOrErrno(pair.right.num(), seen, 0, 4, MSG_DONTWAIT));
            }
        }
    }

    private static void assertRefused(Executable call) {
        IllegalStateException refused = assertThrows(IllegalStateException.class, call);
        assertEquals("buffers: no bytes left; call rewind()", refused.getMessage());
    }

    @Test
    void aMessageIsUsedAgainWithOtherBuffers() throws IOException {
        try (Pair pair = new Pair(SOCK_STREAM)) {
            Message out = Message.of(text("ab"));
            sockets.sendmsg(pair.left.num(), out, 0);
            sockets.sendmsg(pair.left.num(), out.buffers(text("cd"), direct("e")), 0);
            ByteBuffer buffer = ByteBuffer.allocate(5);
            assertEquals(5, sockets.recvmsg(pair.right.num(), Message.into(buffer), MSG_WAITALL));
            assertEquals("abcde", contents(buffer));
        }
    }

    /** One call copies a part of a stream; further calls send the rest. */
    @Test
    void muchIsSentInPartsOnAStream() throws Exception {
        byte[] much = new byte[3 * MEBI];
        new Random(5).nextBytes(much);
        ByteBuffer from = ByteBuffer.wrap(much);
        byte[] received = new byte[much.length];
        try (Pair pair = new Pair(SOCK_STREAM)) {
            Thread reader = new Thread(() -> {
                try {
                    ByteBuffer into = ByteBuffer.wrap(received);
                    assertEquals(much.length, sockets.recvmsg(pair.right.num(), Message.into(into), MSG_WAITALL));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            reader.start();
            int parts = 0;
            while (from.hasRemaining()) {
                int before = from.position();
                long sent = sockets.sendmsg(pair.left.num(), Message.of(from), 0);
                assertEquals(before + sent, from.position());
                assertTrue(sent <= MEBI, "sent " + sent);
                parts++;
            }
            assertTrue(parts >= 3, parts + " parts");
            reader.join();
        }
        assertArrayEquals(much, received);
    }

    @Test
    void otherControlMessagesComeAsTheyAre() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            sockets.setsockoptInt(to.num(), SOL_SOCKET, SO_TIMESTAMP, 1);
            Message out = Message.of(text("abc")).name(sockets.getsockname(to.num()));
            sockets.sendmsg(from.num(), out, 0);
            Message in = Message.into(ByteBuffer.allocate(4)).room(16);
            assertEquals(3, sockets.recvmsg(to.num(), in, 0));
            assertEquals(1, in.controls().size());
            Message.Control time = in.controls().get(0);
            assertEquals(SOL_SOCKET, time.level());
            assertEquals(SCM_TIMESTAMP, time.type());
            assertEquals(16, time.length());
            assertFalse(in.isControlTruncated());

            sockets.sendmsg(from.num(), out.buffers(text("def")), 0);
            Message noRoom = Message.into(ByteBuffer.allocate(4));
            assertEquals(3, sockets.recvmsg(to.num(), noRoom, 0));
            assertEquals(List.of(), noRoom.controls());
        }
    }

    @Test
    void aFailureThrowsOrIsMinusErrno() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Pair stream = new Pair(SOCK_STREAM);
                Fd udp = udp()) {
            ByteBuffer buffer = text("abc");
            assertMinus(EBADF, sockets.sendmsgOrErrno(NOT_OPEN, Message.of(buffer), 0));
            assertErrno(EBADF, () -> sockets.sendmsg(NOT_OPEN, Message.of(buffer), 0));
            assertMinus(EBADF, sockets.sendmsgOrErrno(NOT_OPEN, Message.of().fds(0), 0));
            assertMinus(EBADF, sockets.recvmsgOrErrno(NOT_OPEN, Message.into(buffer), 0));
            assertMinus(EBADF, sockets.recvmsgOrErrno(NOT_OPEN, Message.into().maxFds(1), 0));
            assertMinus(ENOTSOCK, sockets.sendmsgOrErrno(write.num(), Message.of(buffer), 0));
            assertMinus(ENOTSOCK, sockets.recvmsgOrErrno(read.num(), Message.into(buffer), 0));
            assertMinus(EAGAIN, sockets.recvmsgOrErrno(stream.left.num(), Message.into(buffer), MSG_DONTWAIT));
            assertMinus(EDESTADDRREQ, sockets.sendmsgOrErrno(udp.num(), Message.of(buffer), 0));
            assertMinus(EMSGSIZE, sockets.sendmsgOrErrno(stream.left.num(), Message.of(many()), 0));
            assertMinus(EMSGSIZE, sockets.recvmsgOrErrno(stream.left.num(), Message.into(many()), 0));
            stream.right.close();
            assertErrno(EPIPE, () -> sockets.sendmsg(stream.left.num(), Message.of(buffer), 0));
            assertEquals(0, buffer.position(), "untouched by all of it");
            assertEquals("abc", contents(buffer));
        }
    }

    @Test
    void aFailureNamesCallAndDescriptor() {
        String send = assertErrno(EBADF, () -> sockets.sendmsg(NOT_OPEN, Message.of(), 0))
                .getMessage();
        assertTrue(send.startsWith("sendmsg fd 1000000: EBADF"), send);
        String receive = assertErrno(EBADF, () -> sockets.recvmsg(NOT_OPEN, Message.into(), 0))
                .getMessage();
        assertTrue(receive.startsWith("recvmsg fd 1000000: EBADF"), receive);
    }

    @Test
    void aMessageThatIsTooLongIsNotSentAtAll() throws IOException {
        try (Fd udp = udp();
                Fd to = udp()) {
            ByteBuffer from = ByteBuffer.allocate(70_000);
            Message message = Message.of(from).name(sockets.getsockname(to.num()));
            assertErrno(EMSGSIZE, () -> sockets.sendmsg(udp.num(), message, 0));
            assertEquals(0, from.position());
            assertMinus(EAGAIN, sockets.recvmsgOrErrno(to.num(), Message.into(ByteBuffer.allocate(1)), MSG_DONTWAIT));
        }
    }

    @Test
    void aFailedReceiveLeavesTheMessage() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            sockets.sendmsg(from.num(), Message.of(text("abcd")).name(sockets.getsockname(to.num())), 0);
            Message in = Message.into(filled(ByteBuffer.allocate(2)));
            sockets.recvmsg(to.num(), in, 0);
            SockAddr sender = sockets.getsockname(from.num());
            assertMinus(EAGAIN, sockets.recvmsgOrErrno(to.num(), in.buffers(ByteBuffer.allocate(9)), MSG_DONTWAIT));
            assertEquals(port(sender), port(in.name()));
            assertTrue(in.isTruncated());
            assertEquals(0, in.buffers()[0].position());
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeTheKernelSeesIt() {
        Message out = Message.of(ByteBuffer.allocate(1));
        Message in = Message.into(ByteBuffer.allocate(1));
        assertThrows(IllegalArgumentException.class, () -> sockets.sendmsg(NOT_OPEN, in, 0));
        assertThrows(IllegalArgumentException.class, () -> sockets.recvmsg(NOT_OPEN, out, 0));
        assertThrows(NullPointerException.class, () -> sockets.sendmsg(NOT_OPEN, null, 0));
        assertThrows(NullPointerException.class, () -> sockets.recvmsg(NOT_OPEN, null, 0));
        Message readOnly =
                Message.into(ByteBuffer.allocate(1), ByteBuffer.allocate(1).asReadOnlyBuffer());
        assertThrows(IllegalArgumentException.class, () -> sockets.recvmsg(NOT_OPEN, readOnly, 0));
        Message vast = Message.into(ByteBuffer.allocate(1)).room(Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertThrows(IllegalArgumentException.class, () -> sockets.recvmsg(NOT_OPEN, vast, 0));
    }

    private Fd udp() throws IOException {
        Fd udp = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
        sockets.bind(udp.num(), SockAddr.Inet4.loopback(0));
        return udp;
    }

    private static List<Integer> positions(ByteBuffer... buffers) {
        return Arrays.stream(buffers).map(ByteBuffer::position).toList();
    }

    private static int port(SockAddr address) {
        return ((SockAddr.Inet4) address).port();
    }

    private static ByteBuffer[] many() {
        ByteBuffer[] many = new ByteBuffer[1025];
        Arrays.fill(many, ByteBuffer.allocate(1));
        return many;
    }

    private static ByteBuffer filled(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            buffer.put((byte) '#');
        }
        return buffer.clear();
    }

    private static String contents(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.duplicate().clear()).toString();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(bytes(text)).flip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
