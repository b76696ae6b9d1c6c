package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPROTONOSUPPORT;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SHUT_RD;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSock.SOCK_NONBLOCK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.SocketsContract;
import posixkit.ffi.Native;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.JnrSocketCalls;
import posixkit.unix.call.SocketCalls;

class LinuxSocketsTest extends SocketsContract {
    private final OnLinuxSockets extras = posix.onLinux().sockets();

    @Override
    protected int protocolOfAnotherType() {
        return EPROTONOSUPPORT;
    }

    @Override
    protected int disconnected() {
        return 0;
    }

    @Test
    void abstractNamesAreNoFilesAndEveryByteCounts() throws IOException {
        String text = "posixkit-" + UUID.randomUUID();
        SockAddr name = SockAddr.Unix.abstractName(text);
        SockAddr withNul = SockAddr.Unix.abstractName(text + "\0\uDCFF");
        try (Fd one = socket(Domain.UNIX, SOCK_DGRAM);
                Fd two = socket(Domain.UNIX, SOCK_DGRAM)) {
            sockets.bind(one.num(), name);
            sockets.bind(two.num(), withNul);
            assertEquals(name, name(one));
            assertEquals(withNul, name(two));
            List<String> known = Files.readAllLines(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1);
            assertTrue(known.stream().anyMatch(line -> line.endsWith(" @" + text)), "the kernel's own list");
            try (Fd three = socket(Domain.UNIX, SOCK_DGRAM)) {
                assertErrno(EADDRINUSE, () -> sockets.bind(three.num(), name));
            }
            Peer sender = new Peer();
            sockets.sendto(one.num(), bytes("x"), 0, 1, 0, withNul);
            assertEquals(1, sockets.recvfrom(two.num(), new byte[1], 0, 1, 0, sender));
            assertEquals(name, sender.address());
        }
    }

    @Test
    void boundToNoNameASocketIsGivenOne() throws IOException {
        try (Fd fd = socket(Domain.UNIX, SOCK_STREAM)) {
            sockets.bind(fd.num(), SockAddr.Unix.unnamed());
            SockAddr.Unix given = (SockAddr.Unix) name(fd);
            assertEquals(SockAddr.Unix.Kind.ABSTRACT, given.kind());
            assertTrue(given.name().matches("[0-9a-f]{5}"), given.toString());
            assertEquals(8, sockets.encode(given).length);
        }
    }

    /** That is more than the structure has. */
    @Test
    void aPathOf108BytesComesBackAs111() throws IOException {
        String start = dir + "/";
        SockAddr.Unix name = SockAddr.Unix.path(start + "p".repeat(108 - start.length()));
        try (Fd fd = socket(Domain.UNIX, SOCK_STREAM);
                Scratch s = Scratch.open()) {
            assertEquals(110, sockets.encode(name).length);
            sockets.bind(fd.num(), name);
            sockets.listen(fd.num(), 1);
            long room = SockAddrCodec.room(s);
            SocketCalls calls = new JnrSocketCalls(Native.process());
            assertEquals(0, calls.getsockname(fd.num(), room, SockAddrCodec.lengthOf(room)));
            assertEquals(111, s.s32(SockAddrCodec.lengthOf(room)));
            assertEquals(name, name(fd));
            try (Fd client = socket(Domain.UNIX, SOCK_STREAM)) {
                sockets.connect(client.num(), name);
                assertEquals(name, sockets.getpeername(client.num()));
            }
        }
        assertTrue(Files.exists(name.toUnixDomainSocketAddress().getPath()));
    }

    @Test
    void backlogIsHowManyMayWaitBehindTheFirst() throws IOException {
        try (Fd listener = bound(Domain.UNIX, SOCK_STREAM)) {
            sockets.listen(listener.num(), 2);
            SockAddr name = name(listener);
            Fd[] clients = new Fd[4];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = Fd.own(sockets.socket(name.family(), SOCK_STREAM | SOCK_NONBLOCK, 0));
                int expected = i <= 2 ? 0 : -EAGAIN;
                assertEquals(expected, sockets.connectOrErrno(clients[i].num(), name), "client " + i);
            }
            for (Fd client : clients) {
                client.close();
            }
        }
    }

    /** The kernel lists port and state in hexadecimal. */
    @Test
    void theKernelListsWhatListens() throws IOException {
        try (Fd listener = listener(Domain.INET4)) {
            int port = ((SockAddr.Inet4) name(listener)).port();
            String listening = "0100007F:%04X 00000000:0000 0A".formatted(port);
            assertTrue(Files.readString(Path.of("/proc/net/tcp")).contains(listening), listening);
        }
    }

    @Test
    void socketsMayBeBornUnwilling() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
                Fd waits = socket(Domain.INET4, SOCK_STREAM)) {
            assertEquals(O_NONBLOCK, posix.io().fcntl(fd.num(), F_GETFL, 0) & O_NONBLOCK);
            assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
            assertEquals(0, posix.io().fcntl(waits.num(), F_GETFL, 0) & O_NONBLOCK);
        }
    }

    @Test
    void whatIsAcceptedWaitsThoughItsListenerDoesNot() throws IOException {
        try (Fd listener = listener(Domain.UNIX);
                Fd client = socket(Domain.UNIX, SOCK_STREAM)) {
            posix.io().fcntl(listener.num(), F_SETFL, O_NONBLOCK);
            sockets.connect(client.num(), name(listener));
            try (Fd accepted = Fd.own(sockets.accept(listener.num()))) {
                assertEquals(0, posix.io().fcntl(accepted.num(), F_GETFL, 0) & O_NONBLOCK);
            }
        }
    }

    /** It does not matter whether the other thread already waits. */
    @Test
    void shutdownEndsAccepting() throws Exception {
        try (Fd listener = listener(Domain.INET4)) {
            Meanwhile<Integer> waiting = new Meanwhile<>(() -> sockets.acceptOrErrno(listener.num()));
            sockets.shutdown(listener.num(), SHUT_RD);
            assertMinus(EINVAL, waiting.result());
        }
    }

    @Test
    void accept4GivesTheNewDescriptorItsFlags() throws IOException {
        try (Fd listener = listener(Domain.INET4)) {
            for (int flags : new int[] {0, SOCK_NONBLOCK, SOCK_CLOEXEC, SOCK_NONBLOCK | SOCK_CLOEXEC}) {
                for (Peer peer : new Peer[] {null, new Peer()}) {
                    try (Fd client = socket(Domain.INET4, SOCK_STREAM)) {
                        sockets.connect(client.num(), name(listener));
                        try (Fd fd = Fd.own(extras.accept4(listener.num(), peer, flags))) {
                            int expected = (flags & SOCK_NONBLOCK) == 0 ? 0 : O_NONBLOCK;
                            assertEquals(expected, posix.io().fcntl(fd.num(), F_GETFL, 0) & O_NONBLOCK);
                            assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
                            assertEquals(name(client), sockets.getpeername(fd.num()));
                        }
                        assertEquals(peer == null ? null : name(client), peer == null ? null : peer.address());
                    }
                }
            }
        }
    }

    @Test
    void accept4TellsWhyNot() throws IOException {
        Peer peer = new Peer();
        try (Fd listener = listener(Domain.INET4)) {
            posix.io().fcntl(listener.num(), F_SETFL, O_NONBLOCK);
            for (Peer orNull : new Peer[] {null, peer}) {
                ErrnoException thrown = assertErrno(EAGAIN, () -> extras.accept4(listener.num(), orNull, 0));
                assertEquals("accept4 fd " + listener.num(), thrown.call() + " " + thrown.subject());
                assertMinus(EAGAIN, extras.accept4OrErrno(listener.num(), orNull, SOCK_NONBLOCK));
                assertMinus(EINVAL, extras.accept4OrErrno(listener.num(), orNull, 1));
                assertErrno(EBADF, () -> extras.accept4(NOT_OPEN, orNull, 0));
            }
        }
        assertNull(peer.address());
    }
}
