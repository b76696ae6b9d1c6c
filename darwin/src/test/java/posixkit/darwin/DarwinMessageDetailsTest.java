package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IP_RECVTOS;
import static posixkit.constants.Inet.IP_RECVTTL;
import static posixkit.constants.Inet.IP_TOS;
import static posixkit.constants.Inet.IP_TTL;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TIMESTAMP;
import static posixkit.ondarwin.constants.DarwinMessageFlag.SCM_CREDS;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.net.Message.Control;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrSocketCalls;
import posixkit.unix.call.SocketCalls;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** Tests messages on macOS: control messages start at every fourth byte, and descriptors are opened before the room is checked. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
class DarwinMessageDetailsTest {
    private static final int MANY = 253;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    /** {@link Descriptors} checks that none stays open. */
    @Test
    void thoseBeyondAreClosedHoweverMany() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            int[] many = new int[MANY];
            Arrays.fill(many, left.num());
            sockets.sendmsg(left.num(), Message.of(one()).fds(many), 0);
            try (Message in = Message.into(one(), 1)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(1, in.fdCount());
                assertTrue(in.isControlTruncated());
            }
            sockets.sendmsg(left.num(), Message.of(one()).fds(many), 0);
            try (Message in = Message.into(one()).room(4)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(0, in.fdCount());
                assertTrue(in.isControlTruncated());
            }
        }
    }

    /** XNU opens descriptors for a receiver without a control buffer too, and returns no numbers: they stay open. */
    @Test
    void aReceiverWithoutControlBufferLosesDescriptors() throws IOException {
        SocketCalls calls = new JnrSocketCalls(MacOs.library());
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1]);
                Scratch s = Scratch.open()) {
            sockets.sendmsg(left.num(), Message.of(one()).fds(left.num(), left.num()), 0);
            Set<Integer> before = Descriptors.sockets();
            long vector = s.alloc(Iovec.SIZE);
            Iovec.base(s, vector, s.alloc(1));
            Iovec.len(s, vector, 1);
            long header = s.allocZeroed(Msghdr.SIZE);
            Msghdr.iov(s, header, vector);
            Msghdr.iovlen(s, header, 1);
            assertEquals(1, calls.recvmsg(right.num(), header, 0));
            assertEquals(0, Msghdr.flags(s, header), "and nothing says so");
            Set<Integer> lost = Descriptors.sockets();
            lost.removeAll(before);
            assertEquals(2, lost.size());
            for (int fd : lost) {
                posix.io().close(fd);
            }
        }
    }

    @Test
    void aControlBufferOfNoBytesIsRefused() throws IOException {
        SocketCalls calls = new JnrSocketCalls(MacOs.library());
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1]);
                Scratch s = Scratch.open()) {
            long vector = s.alloc(Iovec.SIZE);
            Iovec.base(s, vector, s.alloc(1));
            Iovec.len(s, vector, 1);
            long header = s.allocZeroed(Msghdr.SIZE);
            Msghdr.iov(s, header, vector);
            Msghdr.iovlen(s, header, 1);
            Msghdr.control(s, header, s.alloc(1));
            assertMinus(EINVAL, Result.negate(calls.sendmsg(left.num(), header, 0)));
            Message out = Message.of(one()).fds(new int[0]);
            assertEquals(1, sockets.sendmsg(left.num(), out, 0), "posixkit passes no such buffer");
            assertEquals(1, sockets.recvmsg(right.num(), Message.into(one()), 0));
        }
    }

    @Test
    void aMessageOfNoBuffersIsStillOne() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(0, sockets.sendmsg(left.num(), Message.of(), 0));
            assertEquals(0, sockets.recvmsg(right.num(), Message.into(), MSG_DONTWAIT));
            assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into(), MSG_DONTWAIT));
        }
    }

    @Test
    void onlyOneControlMessageIsSentAndOnlyDescriptors() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            byte[] fd = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(right.num())
                    .array();
            Control rights = new Control(SOL_SOCKET, SCM_RIGHTS, fd);
            assertErrno(
                    EINVAL,
                    () -> sockets.sendmsg(
                            left.num(), Message.of(one()).fds(left.num()).controls(rights), 0));
            Control creds = new Control(SOL_SOCKET, SCM_CREDS, new byte[84]);
            assertErrno(
                    EINVAL, () -> sockets.sendmsg(left.num(), Message.of(one()).controls(creds), 0));
            assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into(one()), MSG_DONTWAIT));
        }
    }

    /** Each has a single byte of data, and the next starts at the fourth. */
    @Test
    void severalComeAtOnce() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            sockets.setsockoptInt(to.num(), IPPROTO_IP, IP_RECVTTL, 1);
            sockets.setsockoptInt(to.num(), IPPROTO_IP, IP_RECVTOS, 1);
            sockets.setsockoptInt(from.num(), IPPROTO_IP, IP_TTL, 77);
            sockets.setsockoptInt(from.num(), IPPROTO_IP, IP_TOS, 0x10);
            sockets.sendmsg(from.num(), Message.of(one()).name(sockets.getsockname(to.num())), 0);
            Message in = Message.into(one()).room(1, 1);
            assertEquals(1, sockets.recvmsg(to.num(), in, 0));
            assertEquals(
                    List.of(
                            new Control(IPPROTO_IP, IP_RECVTTL, new byte[] {77}),
                            new Control(IPPROTO_IP, IP_RECVTOS, new byte[] {0x10})),
                    in.controls());
            assertFalse(in.isControlTruncated());
        }
    }

    /** The time has eight bytes of seconds and four of microseconds. */
    @Test
    void theTimeItCame() throws IOException {
        try (Fd to = udp();
                Fd from = udp()) {
            sockets.setsockoptInt(to.num(), SOL_SOCKET, SO_TIMESTAMP, 1);
            Instant before = Instant.now();
            sockets.sendmsg(from.num(), Message.of(one()).name(sockets.getsockname(to.num())), 0);
            Message in = Message.into(one()).room(16);
            sockets.recvmsg(to.num(), in, 0);
            ByteBuffer time = ByteBuffer.wrap(in.controls().get(0).data()).order(ByteOrder.nativeOrder());
            Instant came = Instant.ofEpochSecond(time.getLong(), time.getInt() * 1000L);
            assertTrue(Duration.between(before, came).abs().toMinutes() < 1, came + ", sent " + before);
            byte[] padding = new byte[4];
            time.get(padding);
            assertArrayEquals(new byte[4], padding);
        }
    }

    private Fd udp() throws IOException {
        Fd udp = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
        sockets.bind(udp.num(), SockAddr.Inet4.loopback(0));
        return udp;
    }

    private static ByteBuffer one() {
        return ByteBuffer.allocate(1);
    }
}
