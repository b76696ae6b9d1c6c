package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Errno.ENOPROTOOPT;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IP_MSFILTER;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.onlinux.constants.LinuxInet.MCAST_MSFILTER;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_CREDENTIALS;
import static posixkit.onlinux.constants.LinuxMessageFlag.SIZEOF_UCRED;
import static posixkit.onlinux.constants.LinuxSock.SO_GET_FILTER;
import static posixkit.onlinux.constants.LinuxSock.SO_PASSCRED;
import static posixkit.onlinux.constants.LinuxSock.SO_PEERCRED;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Ucred;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Received;
import posixkit.testing.SocketProgram;

/** Tests credentials against {@code /proc}, and the interface of a socket against a C program. */
@ExtendWith(Descriptors.class)
class LinuxOnlySocketsTest {
    private static final int NOT_OPEN = 1_000_000;

    /** Linux 6.5, {@code asm-generic/socket.h}. */
    private static final int SO_PASSPIDFD = 76;

    private static final int SO_PEERPIDFD = 77;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();
    private final OnLinuxSockets extras = posix.onLinux().sockets();

    @TempDir
    Path dir;

    @Test
    void theOtherEndOfAPairIsOurselves() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            assertEquals(Optional.of(ourselves()), extras.getsockoptUcred(left.num(), SOL_SOCKET, SO_PEERCRED));
            assertEquals(Optional.of(ourselves()), extras.peerCredentials(right.num()));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool({"cc", "setpriv"})
    void aClientIsWhoItWasWhenItConnected() throws Exception {
        Path client = Compiler.program(dir, "client", """
                #include <stdio.h>
                #include <string.h>
                #include <sys/socket.h>
                #include <sys/un.h>
                int main(int argc, char **argv) {
                    struct sockaddr_un name = {.sun_family = AF_UNIX};
                    memcpy(name.sun_path + 1, argv[1], strlen(argv[1]));
                    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
                    int length = (int)(sizeof name.sun_family + 1 + strlen(argv[1]));
                    return connect(fd, (struct sockaddr *)&name, length) == 0 && getchar() == EOF ? 0 : 1;
                }
                """);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        String name = "posixkit-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (Fd listener = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0))) {
            sockets.bind(listener.num(), SockAddr.Unix.abstractName(name));
            sockets.listen(listener.num(), 1);
            // Ids are unsigned: these are beyond the range of int.
            Process process = new ProcessBuilder(
                            "setpriv",
                            "--reuid=3000000001",
                            "--regid=3000000002",
                            "--clear-groups",
                            "--inh-caps=-all",
                            client.toString(),
                            name)
                    .start();
            try (Fd server = Fd.own(sockets.accept(listener.num()))) {
                Ucred peer = extras.getsockoptUcred(server.num(), SOL_SOCKET, SO_PEERCRED)
                        .orElseThrow();
                assertEquals(new Ucred((int) process.pid(), (int) 3000000001L, (int) 3000000002L), peer);
                assertEquals("Ucred[pid=" + process.pid() + ", uid=3000000001, gid=3000000002]", peer.toString());
                Path status = Path.of("/proc/" + process.pid() + "/status");
                assertTrue(Proc.field(status, "Uid").startsWith("3000000001 "));
            } finally {
                process.getOutputStream().close();
                assertEquals(0, process.waitFor());
                process.getInputStream().close();
                process.getErrorStream().close();
            }
        }
    }

    @Test
    void aSocketWithoutSuchAPeerHasNone() throws IOException {
        try (Fd udp = udp();
                Fd unconnected = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0))) {
            assertEquals(Optional.empty(), extras.getsockoptUcred(udp.num(), SOL_SOCKET, SO_PEERCRED));
            assertEquals(Optional.empty(), extras.getsockoptUcred(unconnected.num(), SOL_SOCKET, SO_PEERCRED));
            assertThrows(IllegalArgumentException.class, () -> extras.getsockoptUcred(udp.num(), SOL_SOCKET, SO_TYPE));
        }
        assertErrno(EBADF, () -> extras.getsockoptUcred(NOT_OPEN, SOL_SOCKET, SO_PEERCRED));
    }

    @Test
    void aReceiverThatAsksIsToldWhoSentThoughNobodySaidSo() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            sockets.setsockoptInt(right.num(), SOL_SOCKET, SO_PASSCRED, 1);
            sockets.sendmsg(left.num(), Message.of(ByteBuffer.allocate(1)), 0);
            Message in = Message.into(ByteBuffer.allocate(1)).room(SIZEOF_UCRED);
            assertEquals(1, sockets.recvmsg(right.num(), in, 0));
            assertEquals(Optional.of(ourselves()), extras.credentials(in));
            assertEquals(1, in.controls().size());

            sockets.sendmsg(left.num(), Message.of(ByteBuffer.allocate(1)), 0);
            Message noRoom = Message.into(ByteBuffer.allocate(1));
            sockets.recvmsg(right.num(), noRoom, 0);
            assertEquals(Optional.empty(), extras.credentials(noRoom));
            assertTrue(noRoom.isControlTruncated());
        }
    }

    /** The value of this option is a new descriptor; forms of other types would lose it. */
    @Test
    void aDescriptorOfThePeerIsReadAsANumberOnly() throws IOException {
        assumePidfds();
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            try (Fd pidfd = Fd.own(sockets.getsockoptInt(left.num(), SOL_SOCKET, SO_PEERPIDFD))) {
                assertEquals(ProcessHandle.current().pid(), pidOf(pidfd));
                assertEquals(FD_CLOEXEC, posix.io().fcntl(pidfd.num(), F_GETFD, 0));
            }
            try (Fd pidfd = Fd.own(extras.peerPidfd(left.num()))) {
                assertEquals(ProcessHandle.current().pid(), pidOf(pidfd));
                assertErrno(ENOTSOCK, () -> extras.peerPidfd(pidfd.num()));
            }
            assertErrno(EBADF, () -> extras.peerPidfd(NOT_OPEN));
            byte[] value = new byte[4];
            assertEquals(4, sockets.getsockopt(right.num(), SOL_SOCKET, SO_PEERPIDFD, value));
            Fd.own(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt())
                    .close();

            int fd = left.num();
            int before = pidfds();
            for (Executable other : List.<Executable>of(
                    () -> sockets.getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, new byte[3]),
                    () -> sockets.getsockoptLinger(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptTimeval(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptInet4Addr(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptIPMreq(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptIPMreqn(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptIPv6Mreq(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptIPv6MTUInfo(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> sockets.getsockoptICMPv6Filter(fd, SOL_SOCKET, SO_PEERPIDFD),
                    () -> extras.getsockoptUcred(fd, SOL_SOCKET, SO_PEERPIDFD))) {
                assertThrows(IllegalArgumentException.class, other);
            }
            assertEquals(before, pidfds());
        }
    }

    /** The kernel adds a descriptor to each message, which belongs to the message until somebody takes it. */
    @Test
    void aDescriptorOfTheSenderIsClosedUnlessItIsTaken() throws IOException {
        assumePidfds();
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            sockets.setsockoptInt(right.num(), SOL_SOCKET, SO_PASSPIDFD, 1);
            Message out = Message.of(ByteBuffer.allocate(1));
            Message in = Message.into(ByteBuffer.allocate(1)).room(Integer.BYTES);
            int before = pidfds();
            for (int i = 0; i < 3; i++) {
                sockets.sendmsg(left.num(), out.rewind(), 0);
                sockets.recvmsg(right.num(), in.rewind(), 0);
                assertEquals(1, in.controls().size());
                assertEquals(before + 1, pidfds(), "the next receipt closes that of the last");
            }
            try (Fd pidfd = Fd.own(extras.takePidfd(in).orElseThrow())) {
                assertEquals(ProcessHandle.current().pid(), pidOf(pidfd));
                assertThrows(IllegalStateException.class, () -> extras.takePidfd(in));
            }
            sockets.sendmsg(left.num(), out.rewind(), 0);
            sockets.recvmsg(right.num(), in.rewind(), 0);
            in.close();
            assertEquals(before, pidfds());

            // The kernel puts its descriptor into the room for passed ones.
            sockets.sendmsg(left.num(), out.rewind(), 0);
            Message noRoom = Message.into(ByteBuffer.allocate(1), 2);
            sockets.recvmsg(right.num(), noRoom, 0);
            assertTrue(noRoom.isControlTruncated());
            assertEquals(List.of(), noRoom.controls());
            assertEquals(0, noRoom.fdCount());
            assertEquals(OptionalInt.empty(), extras.takePidfd(noRoom));
            assertEquals(before, pidfds());
        }
    }

    private void assumePidfds() throws IOException {
        try (Fd unix = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0))) {
            int result = sockets.setsockoptIntOrErrno(unix.num(), SOL_SOCKET, SO_PASSPIDFD, 0);
            Assumptions.assumeTrue(result != -ENOPROTOOPT, "needs Linux 6.5");
        }
    }

    private static int pidfds() throws IOException {
        return Descriptors.numbers(target -> target.contains("pidfd")).size();
    }

    private static long pidOf(Fd pidfd) throws IOException {
        return Long.parseLong(Proc.field(Path.of("/proc/self/fdinfo/" + pidfd.num()), "Pid"));
    }

    /** The kernel counts a filter in instructions of 8 bytes: into 8 bytes it would write 64. */
    @Test
    void aFilterIsNotReadAsBytes() throws IOException {
        try (Fd udp = udp()) {
            int fd = udp.num();
            for (Executable form : List.<Executable>of(
                    () -> sockets.getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, new byte[8]),
                    () -> sockets.getsockoptInt(fd, SOL_SOCKET, SO_GET_FILTER),
                    () -> sockets.getsockoptLinger(fd, SOL_SOCKET, SO_GET_FILTER),
                    () -> extras.getsockoptUcred(fd, SOL_SOCKET, SO_GET_FILTER),
                    () -> sockets.getsockopt(fd, IPPROTO_IP, IP_MSFILTER, new byte[16]),
                    () -> sockets.getsockopt(fd, IPPROTO_IP, MCAST_MSFILTER, new byte[144]),
                    () -> sockets.getsockopt(fd, IPPROTO_IPV6, MCAST_MSFILTER, new byte[144]))) {
                IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, form);
                assertTrue(refused.getMessage().startsWith("name: "), refused.getMessage());
            }
        }
    }

    @Test
    void credentialsAndDescriptorsGoTogether() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1]);
                Fd file = Fd.own(posix.files().open("/etc/passwd", O_RDONLY))) {
            sockets.setsockoptInt(right.num(), SOL_SOCKET, SO_PASSCRED, 1);
            Message out = Message.of().fds(file.num(), file.num()).controls(extras.newCredentials(ourselves()));
            assertEquals(1, sockets.sendmsg(left.num(), out, 0));
            try (Message in = Message.into().maxFds(2).room(SIZEOF_UCRED)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(2, in.fdCount());
                assertEquals(Optional.of(ourselves()), extras.credentials(in));
            }
        }
    }

    @Test
    @NeedsRoot
    void rootMayClaimToBeAnybody() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            sockets.setsockoptInt(right.num(), SOL_SOCKET, SO_PASSCRED, 1);
            Ucred claimed = new Ucred(1, (int) 3000000003L, 4711);
            Message.Control credentials = extras.newCredentials(claimed);
            assertEquals(SOL_SOCKET, credentials.level());
            assertEquals(SCM_CREDENTIALS, credentials.type());
            assertEquals(SIZEOF_UCRED, credentials.length());
            sockets.sendmsg(left.num(), Message.of(ByteBuffer.allocate(1)).controls(credentials), 0);
            Message in = Message.into(ByteBuffer.allocate(1)).room(SIZEOF_UCRED);
            sockets.recvmsg(right.num(), in, 0);
            assertEquals(Optional.of(claimed), extras.credentials(in));
        }
    }

    @Test
    void othersMayClaimToBeThemselves() throws IOException {
        try (ChildJvm child = ChildJvm.start(Claims.class)) {
            String uid = Proc.ofThisThread("Uid").split(" ")[0];
            String gid = Proc.ofThisThread("Gid").split(" ")[0];
            if (uid.equals("0")) {
                assertEquals("ok", child.ask("drop"));
                uid = Integer.toString(Claims.user(child.pid()));
                gid = uid;
            }
            assertEquals("ok", child.ask("claim " + child.pid() + " " + uid + " " + gid));
            assertEquals("EPERM", child.ask("claim " + child.pid() + " 4711 " + gid));
            assertEquals("EPERM", child.ask("claim " + child.pid() + " " + uid + " 4711"));
            assertEquals("EPERM", child.ask("claim 1 " + uid + " " + gid));
        }
    }

    /** Without privilege, a user can have as many descriptors on their way as may be open. The message that exceeds this is the last. */
    @Test
    void tooManyDescriptorsOnTheirWayAreRefused() throws IOException {
        List<String> limited = List.of("sh", "-c", "ulimit -n 600; exec \"$0\" \"$@\"");
        try (ChildJvm child = ChildJvm.startBy(limited, Claims.class)) {
            if (Proc.ofThisThread("Uid").startsWith("0 ")) {
                assertEquals("ok", child.ask("drop"));
            }
            assertEquals("4 ETOOMANYREFS", child.ask("flood 200"));
        }
    }

    /** Since Linux 5.7 every user may bind a socket that is not bound yet to an interface. */
    @Test
    void whatIsTiedIsTiedForOthers() throws IOException {
        try (ChildJvm child = ChildJvm.start(Claims.class)) {
            if (Proc.ofThisThread("Uid").startsWith("0 ")) {
                assertEquals("ok", child.ask("drop"));
            }
            child.ask("device lo");
            assertEquals("EPERM", child.ask("device "));
        }
    }

    @Test
    void onlyAControlMessageOfThatKindAndLengthIsCredentials() {
        Message in = Message.into(ByteBuffer.allocate(1));
        byte[] whole = new byte[SIZEOF_UCRED];
        for (Message.Control other : List.of(
                new Message.Control(SOL_SOCKET + 1, SCM_CREDENTIALS, whole),
                new Message.Control(SOL_SOCKET, SCM_CREDENTIALS + 1, whole),
                new Message.Control(SOL_SOCKET, SCM_CREDENTIALS, new byte[SIZEOF_UCRED - 1]))) {
            Received.store(in, null, 0, new int[0], List.of(other), List.of());
            assertEquals(Optional.empty(), extras.credentials(in));
            Received.store(
                    in, null, 0, new int[0], List.of(other, extras.newCredentials(new Ucred(7, 8, 9))), List.of());
            assertEquals(Optional.of(new Ucred(7, 8, 9)), extras.credentials(in));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("cc")
    void aSocketIsTiedToADeviceAndUntied() throws IOException {
        SocketProgram c = SocketProgram.getsockopt(dir);
        try (Fd udp = udp()) {
            assertEquals("", extras.boundDevice(udp.num()));
            extras.bindToDevice(udp.num(), "lo");
            assertEquals("6c6f00", c.run(udp.num(), "SO_BINDTODEVICE"));
            assertEquals("lo", extras.boundDevice(udp.num()));
            assertEquals(0, extras.bindToDeviceOrErrno(udp.num(), ""));
            assertEquals("", c.run(udp.num(), "SO_BINDTODEVICE"));
            assertEquals("", extras.boundDevice(udp.num()));
        }
    }

    @Test
    void aNameThatIsNoDevicesIsRefused() throws IOException {
        try (Fd udp = udp()) {
            int fd = udp.num();
            assertErrno(ENODEV, () -> extras.bindToDevice(fd, "no-such-device7"));
            assertThrows(IllegalArgumentException.class, () -> extras.bindToDevice(fd, "no-such-device78"));
            assertThrows(IllegalArgumentException.class, () -> extras.bindToDevice(fd, "ääääääää"));
            assertThrows(IllegalArgumentException.class, () -> extras.bindToDevice(fd, "lo\0"));
            assertThrows(IllegalArgumentException.class, () -> extras.bindToDevice(fd, "\uDCC3\uDCA9"));
            assertEquals(
                    "name",
                    assertThrows(NullPointerException.class, () -> extras.bindToDevice(fd, null))
                            .getMessage());
            assertMinus(ENODEV, extras.bindToDeviceOrErrno(fd, "no-such-device7"));
            assertEquals("", extras.boundDevice(fd));
        }
        assertErrno(EBADF, () -> extras.bindToDevice(NOT_OPEN, "lo"));
        assertErrno(EBADF, () -> extras.boundDevice(NOT_OPEN));
        try (Fd file = Fd.own(posix.files().open("/etc/passwd", O_RDONLY))) {
            assertErrno(ENOTSOCK, () -> extras.boundDevice(file.num()));
        }
    }

    private static Ucred ourselves() throws IOException {
        return new Ucred(
                (int) ProcessHandle.current().pid(),
                Integer.parseUnsignedInt(Proc.ofThisThread("Uid").split(" ")[1]),
                Integer.parseUnsignedInt(Proc.ofThisThread("Gid").split(" ")[1]));
    }

    private Fd udp() throws IOException {
        return Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
    }
}
