package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinTcp.TCPS_CLOSED;
import static posixkit.ondarwin.constants.DarwinTcp.TCPS_CLOSE_WAIT;
import static posixkit.ondarwin.constants.DarwinTcp.TCPS_ESTABLISHED;
import static posixkit.ondarwin.constants.DarwinTcp.TCPS_LISTEN;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.net.SockAddr;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.TCPConnectionInfo;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

/** The state of TCP connections, and the ids of kernel controls. The other end of the connection is the JDK's. */
@NeedsTool("cc")
class DarwinConnectionInfoTest {
    private final Posix posix = Posix.get();
    private final OnDarwinSockets sockets = posix.onDarwin().sockets();

    @Test
    void bytesAndStatesAreCounted() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Fd fd = Fd.own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            assertEquals(
                    TCPS_CLOSED, sockets.getsockoptTCPConnectionInfo(fd.num()).state());
            posix.sockets().connect(fd.num(), new SockAddr.Inet4(new byte[] {127, 0, 0, 1}, server.getLocalPort()));
            try (Socket peer = server.accept()) {
                posix.io().write(fd.num(), ByteBuffer.allocate(1000));
                assertEquals(1000, peer.getInputStream().readNBytes(1000).length);
                peer.getOutputStream().write(new byte[30]);
                ByteBuffer into = ByteBuffer.allocate(30);
                while (into.hasRemaining()) {
                    posix.io().read(fd.num(), into);
                }
                TCPConnectionInfo info = sockets.getsockoptTCPConnectionInfo(fd.num());
                assertEquals(TCPS_ESTABLISHED, info.state());
                assertEquals(1000, info.txbytes());
                assertEquals(30, info.rxbytes());
                assertTrue(info.txpackets() >= 3 && info.rxpackets() >= 2 && info.rto() > 0, info.toString());
                assertTrue(info.maxseg() > 500 && info.sndCwnd() >= info.maxseg(), info.toString());
                assertEquals(0, info.txretransmitbytes());
            }
            while (sockets.getsockoptTCPConnectionInfo(fd.num()).state() != TCPS_CLOSE_WAIT) {
                Thread.onSpinWait();
            }
        }
        try (Fd fd = Fd.own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            posix.sockets().listen(fd.num(), 1);
            assertEquals(
                    TCPS_LISTEN, sockets.getsockoptTCPConnectionInfo(fd.num()).state());
        }
    }

    @Test
    void otherDescriptorsHaveNoConnection(@TempDir Path dir) throws IOException {
        try (Fd local = Fd.own(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0));
                Fd file = Fd.own(posix.files().open(dir.toString(), O_RDONLY))) {
            assertErrno(EINVAL, () -> sockets.getsockoptTCPConnectionInfo(local.num()));
            assertErrno(ENOTSOCK, () -> sockets.getsockoptTCPConnectionInfo(file.num()));
        }
        assertErrno(EBADF, () -> sockets.getsockoptTCPConnectionInfo(1_000_000));
    }

    /** A libSystem with two controls. */
    private static final String CONTROLS = """
            #include <string.h>
            extern int *__errno_location(void);
            int __ioctl(int fd, unsigned long request, void *info) {
                unsigned *id = info;
                if (request != 0xc0644e03) return -1;
                if (!strcmp((char *) info + 4, "a.control")) return *id = 7, 0;
                if (strlen((char *) info + 4) == 95) return *id = 8, 0;
                return *__errno_location() = 2, -1;
            }
            int ioctl(int fd, unsigned long request, void *info) {
                return __ioctl(fd, request, info);
            }
            """;

    @Test
    void controlsHaveIds(@TempDir Path dir) throws IOException {
        Native library =
                Native.library(Compiler.library(dir, "controls", CONTROLS).toString());
        OnDarwinSockets two = DarwinPosix.bind(library).onDarwin().sockets();
        assertEquals(7, two.ctlInfo(3, "a.control"));
        assertEquals(8, two.ctlInfo(3, "x".repeat(95)));
        assertErrno(ENOENT, () -> two.ctlInfo(3, "another"));
        assertMinus(ENOENT, two.ctlInfoOrErrno(3, ""));
        assertRefused("name", () -> two.ctlInfo(3, "x".repeat(96)));
        assertRefused("name", () -> two.ctlInfo(3, "a\0b"));
    }
}
