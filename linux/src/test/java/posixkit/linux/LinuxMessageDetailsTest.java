package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IP_RECVTOS;
import static posixkit.constants.Inet.IP_RECVTTL;
import static posixkit.constants.Inet.IP_TOS;
import static posixkit.constants.Inet.IP_TTL;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_SEQPACKET;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ZEROCOPY;
import static posixkit.onlinux.constants.LinuxSock.SO_PEEK_OFF;
import static posixkit.onlinux.constants.LinuxSock.SO_SNDBUFFORCE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.net.Message.Control;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;

/** Tests messages on Linux: limits, flags, and control messages that the kernel acts upon. */
@ExtendWith(Descriptors.class)
class LinuxMessageDetailsTest {
    private static final int MOST_DESCRIPTORS = 253;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    @Test
    void twoHundredAndFiftyThreeDescriptorsGoAndOneMoreDoesNot() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            int[] fds = new int[MOST_DESCRIPTORS];
            Arrays.fill(fds, right.num());
            assertEquals(1, sockets.sendmsg(left.num(), Message.of(text("a")).fds(fds), 0));
            try (Message in = Message.into(ByteBuffer.allocate(1), 1000)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(MOST_DESCRIPTORS, in.fdCount());
                assertFalse(in.isControlTruncated());
            }
            int[] more = Arrays.copyOf(fds, MOST_DESCRIPTORS + 1);
            more[MOST_DESCRIPTORS] = left.num();
            assertErrno(
                    EINVAL,
                    () -> sockets.sendmsg(left.num(), Message.of(text("b")).fds(more), 0));
            assertMinus(
                    EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into(ByteBuffer.allocate(1), 1), MSG_DONTWAIT));
        }
    }

    /** Descriptors of the message, and those in a control message of the caller, arrive together. */
    @Test
    void descriptorsGoInSeveralControlMessages() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            ByteBuffer two = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            two.putInt(right.num()).putInt(left.num());
            Control rights = new Control(SOL_SOCKET, SCM_RIGHTS, two.array());
            Message out = Message.of(text("a")).fds(left.num()).controls(rights);
            assertEquals(1, sockets.sendmsg(left.num(), out, 0));
            try (Message in = Message.into(ByteBuffer.allocate(1), 4)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(3, in.fdCount());
                int[] same = {left.num(), right.num(), left.num()};
                for (int i = 0; i < same.length; i++) {
                    try (Fd received = Fd.own(in.takeFd(i))) {
                        assertEquals(
                                posix.io().fstat(same[i]).ino(),
                                posix.io().fstat(received.num()).ino());
                    }
                }
            }
        }
    }

    /** One control message has four bytes, the other one byte; there is padding between them. */
    @Test
    void severalControlMessagesGoAndComeAtOnce() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            sockets.setsockoptInt(to.num(), IPPROTO_IP, IP_RECVTOS, 1);
            sockets.setsockoptInt(to.num(), IPPROTO_IP, IP_RECVTTL, 1);
            Message out = Message.of(text("abc"))
                    .name(sockets.getsockname(to.num()))
                    .controls(new Control(IPPROTO_IP, IP_TOS, new byte[] {0x10}), number(IP_TTL, 77));
            assertEquals(3, sockets.sendmsg(from.num(), out, 0));
            Message in = Message.into(ByteBuffer.allocate(4)).room(1, 4);
            assertEquals(3, sockets.recvmsg(to.num(), in, 0));
            assertEquals(
                    List.of(number(IP_TTL, 77), new Control(IPPROTO_IP, IP_TOS, new byte[] {0x10})), in.controls());
            assertFalse(in.isControlTruncated());

            sockets.sendmsg(from.num(), out.buffers(text("d")).controls(number(IP_TTL, 78)), 0);
            Message less = Message.into(ByteBuffer.allocate(4)).room(4);
            assertEquals(1, sockets.recvmsg(to.num(), less, 0));
            assertEquals(List.of(number(IP_TTL, 78)), less.controls());
            assertTrue(less.isControlTruncated());
        }
    }

    @Test
    void aControlMessageThatMakesNoSenseIsRefused() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            Message out =
                    Message.of(text("abc")).name(sockets.getsockname(to.num())).controls(number(IP_TTL, 0));
            assertErrno(EINVAL, () -> sockets.sendmsg(from.num(), out, 0));
        }
    }

    @Test
    void withTheFlagForItTheWholeLengthIsTold() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            sockets.sendmsg(left.num(), Message.of(text("abcdefgh")), 0);
            ByteBuffer heap = text("123");
            ByteBuffer direct = ByteBuffer.allocateDirect(2);
            Message in = Message.into(heap, direct);
            assertEquals(8, sockets.recvmsg(right.num(), in, MSG_TRUNC));
            assertTrue(in.isTruncated());
            assertEquals(3, heap.position());
            assertEquals(2, direct.position());
            assertEquals("abc", new String(heap.array(), StandardCharsets.UTF_8));
            assertEquals('e', direct.get(1));
        }
    }

    /** TCP drops the bytes that it counts. */
    @Test
    void whatIsOnlyCountedIsNotWritten() throws IOException {
        try (Fd listener = Fd.own(sockets.socket(AF_INET, SOCK_STREAM, 0))) {
            sockets.bind(listener.num(), SockAddr.Inet4.loopback(0));
            sockets.listen(listener.num(), 1);
            try (Fd client = Fd.own(sockets.socket(AF_INET, SOCK_STREAM, 0))) {
                sockets.connect(client.num(), sockets.getsockname(listener.num()));
                try (Fd server = Fd.own(sockets.accept(listener.num()))) {
                    posix.io().write(client.num(), bytes("abcdef"));
                    ByteBuffer heap = text("123456789").limit(4);
                    assertEquals(4, sockets.recvmsg(server.num(), Message.into(heap), MSG_TRUNC | MSG_WAITALL));
                    assertEquals("123456789", new String(heap.array(), StandardCharsets.UTF_8));
                    assertEquals(4, heap.position());
                    heap.clear();
                    assertEquals(2, sockets.recvmsg(server.num(), Message.into(heap), 0));
                    assertEquals("ef3456789", new String(heap.array(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** The kernel would read the copy after the call. */
    @Test
    void zeroCopyOfACopyIsRefused() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            ByteBuffer direct = ByteBuffer.allocateDirect(2);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sockets.sendmsg(left.num(), Message.of(direct, text("a")), MSG_ZEROCOPY));
            assertEquals(2, sockets.sendmsg(left.num(), Message.of(direct), MSG_ZEROCOPY | MSG_DONTWAIT));
            assertEquals(2, sockets.recvmsg(right.num(), Message.into(ByteBuffer.allocate(4)), 0));
        }
    }

    /** One call copies only a part of a stream, but always a whole datagram. */
    @Test
    @NeedsRoot
    void aDatagramIsNeverCutHoweverLong() throws IOException {
        byte[] much = new byte[1_500_000];
        new Random(7).nextBytes(much);
        for (int type : new int[] {SOCK_DGRAM, SOCK_SEQPACKET}) {
            int[] pair = sockets.socketpair(AF_UNIX, type, 0);
            try (Fd left = Fd.own(pair[0]);
                    Fd right = Fd.own(pair[1])) {
                Message out = Message.of(ByteBuffer.wrap(much, 0, 700_000), ByteBuffer.wrap(much, 700_000, 800_000));
                assertErrno(EMSGSIZE, () -> sockets.sendmsg(left.num(), out, MSG_DONTWAIT));
                sockets.setsockoptInt(left.num(), SOL_SOCKET, SO_SNDBUFFORCE, 4_000_000);
                assertEquals(much.length, sockets.sendmsg(left.num(), out, MSG_DONTWAIT));
                ByteBuffer first = ByteBuffer.allocate(1_100_000);
                ByteBuffer second = ByteBuffer.allocate(500_000);
                Message in = Message.into(first, second);
                assertEquals(much.length, sockets.recvmsg(right.num(), in, MSG_DONTWAIT));
                assertFalse(in.isTruncated());
                byte[] seen = Arrays.copyOf(first.array(), much.length);
                System.arraycopy(second.array(), 0, seen, 1_100_000, 400_000);
                assertArrayEquals(much, seen);
                assertEquals(400_000, second.position());
            }
        }
    }

    @Test
    void theEndOfARecordIsInTheFlags() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_SEQPACKET, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(0, sockets.sendmsg(left.num(), Message.of().fds(left.num()), 0));
            ByteBuffer none = text("1");
            try (Message in = Message.into(none, 1)) {
                assertEquals(0, sockets.recvmsg(right.num(), in, 0));
                assertEquals(1, in.fdCount(), "no end, for something came");
                assertEquals(0, none.position());
            }
        }
    }

    /** A stream carries descriptors only beside a byte: a message without buffers sends a zero, and drops the byte it receives. */
    @Test
    void theByteThatGoesWithDescriptorsIsAZeroWhateverMemoryHeldBefore() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(4096, sockets.sendto(left.num(), bytes("x".repeat(4096)), 0, 4096, 0, null));
            assertEquals(1, sockets.sendmsg(left.num(), Message.of().fds(left.num()), 0));
            assertEquals(1, sockets.sendmsg(left.num(), Message.of().fds(left.num()), 0));
            assertEquals(4096, sockets.recvfrom(right.num(), new byte[4096], 0, 4096, 0, null));
            try (Message in = Message.into().maxFds(1)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(1, in.fdCount());
            }
            byte[] second = {7, 7};
            assertEquals(1, sockets.recvfrom(right.num(), second, 0, 2, 0, null));
            assertArrayEquals(new byte[] {0, 7}, second);
            assertMinus(EAGAIN, sockets.recvfromOrErrno(right.num(), new byte[9], 0, 9, MSG_DONTWAIT, null));
        }
    }

    @Test
    void askingForNothingTakesNothing() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(2, sockets.sendto(left.num(), bytes("ab"), 0, 2, 0, null));
            assertEquals(0, sockets.recvmsg(right.num(), Message.into(), 0));
            byte[] both = new byte[2];
            assertEquals(2, sockets.recvfrom(right.num(), both, 0, 2, 0, null));
            assertArrayEquals(bytes("ab"), both);
        }
    }

    /** Of a stream, one call copies up to 1 MiB into a heap buffer. */
    @Test
    @NeedsRoot
    void aStreamIsCopiedByPiecesUnlessAllIsWaitedFor() throws IOException {
        int mebibyte = 1024 * 1024;
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            sockets.setsockoptInt(left.num(), SOL_SOCKET, SO_SNDBUFFORCE, 8 * mebibyte);
            ByteBuffer out = ByteBuffer.allocateDirect(3 * mebibyte);
            assertEquals(3 * mebibyte, sockets.sendto(left.num(), out, 0, null));
            Message in = Message.into(ByteBuffer.allocate(2 * mebibyte));
            assertEquals(mebibyte, sockets.recvmsg(right.num(), in, 0));
            Message rest = Message.into(ByteBuffer.allocate(2 * mebibyte));
            assertEquals(2 * mebibyte, sockets.recvmsg(right.num(), rest, MSG_WAITALL));
        }
    }

    /** A program that closed its standard input gets that number next. */
    @Test
    void aConnectionMayBeDescriptorZero() throws IOException {
        try (ChildJvm child = ChildJvm.start(DescriptorZeroProgram.class)) {
            assertEquals("0\n0\n", child.last("go").said());
        }
    }

    /** SO_PEEK_OFF is −1 while it is off, which is no failure. */
    @Test
    void anOptionThatIsMinusOneIsNoFailure() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(-1, sockets.getsockoptInt(left.num(), SOL_SOCKET, SO_PEEK_OFF));
            sockets.setsockoptInt(left.num(), SOL_SOCKET, SO_PEEK_OFF, 3);
            assertEquals(3, sockets.getsockoptInt(left.num(), SOL_SOCKET, SO_PEEK_OFF));
            assertEquals(-1, sockets.getsockoptInt(right.num(), SOL_SOCKET, SO_PEEK_OFF));
        }
    }

    private Fd udp() throws IOException {
        Fd udp = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
        sockets.bind(udp.num(), SockAddr.Inet4.loopback(0));
        return udp;
    }

    private static Control number(int type, int value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value);
        return new Control(IPPROTO_IP, type, bytes.array());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
