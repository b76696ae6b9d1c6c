package posixkit.examples.doctor;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.ondarwin.constants.DarwinKernControl.SYSPROTO_CONTROL;
import static posixkit.ondarwin.constants.DarwinSock.AF_SYSTEM;
import static posixkit.ondarwin.constants.DarwinTcp.TCPS_ESTABLISHED;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.SockAddr;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.TCPConnectionInfo;
import posixkit.ondarwin.Xucred;

/** Checks the calls on sockets that only macOS has. */
final class DarwinSocketChecks {
    private static final String HELLO = "hello";

    private final Posix posix;
    private final OnDarwinSockets sockets;
    private final Workplace workplace;

    private DarwinSocketChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        sockets = posix.onDarwin().sockets();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        DarwinSocketChecks checks = new DarwinSocketChecks(posix, workplace);
        checkup.check("LOCAL_PEERCRED, PEERPID", checks::peer);
        checkup.check("sendfile", checks::file);
        checkup.check("connectx", checks::connecting);
        if (Oracle.IS_MAC) {
            checkup.check("CTLIOCGINFO", checks::kernelControl);
        }
    }

    private String peer() throws Exception {
        int[] ends = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = posix.io().own(ends[0]);
                Fd there = posix.io().own(ends[1])) {
            Xucred credentials = sockets.peerCredentials(here.num());
            same("user", credentials.uid(), posix.ids().geteuid());
            same("group", credentials.gid(), posix.ids().getegid());
            same("process", sockets.peerPid(there.num()), posix.processes().getpid());
            return credentials.toString();
        }
    }

    private String file() throws Exception {
        try (ServerSocketChannel jdk = ServerSocketChannel.open();
                Fd file = workplace.open("0123456789");
                Fd ours = posix.io().own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            jdk.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            posix.sockets().connect(ours.num(), SockAddr.of((InetSocketAddress) jdk.getLocalAddress()));
            try (SocketChannel accepted = jdk.accept()) {
                same("bytes", sockets.sendfile(file.num(), ours.num(), 3, 4), 4L);
                ByteBuffer into = ByteBuffer.allocate(4);
                accepted.read(into);
                same("text", StandardCharsets.US_ASCII.decode(into.flip()).toString(), "3456");
            }
        }
        return "a part of a file";
    }

    private String connecting() throws Exception {
        try (ServerSocketChannel jdk = ServerSocketChannel.open();
                Fd ours = posix.io().own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            jdk.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            SockAddr server = SockAddr.of((InetSocketAddress) jdk.getLocalAddress());
            ByteBuffer first = ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.US_ASCII));
            long sent = sockets.connectx(ours.num(), 0, SockAddr.Inet4.loopback(0), server, 0, first);
            same("bytes", sent, (long) HELLO.length());
            TCPConnectionInfo info = sockets.getsockoptTCPConnectionInfo(ours.num());
            same("state", info.state(), TCPS_ESTABLISHED);
            try (SocketChannel accepted = jdk.accept()) {
                ByteBuffer into = ByteBuffer.allocate(HELLO.length());
                accepted.read(into);
                same("text", StandardCharsets.US_ASCII.decode(into.flip()).toString(), HELLO);
            }
            return sent + " bytes with the connection";
        }
    }

    private String kernelControl() throws Exception {
        int result = posix.sockets().socketOrErrno(AF_SYSTEM, SOCK_DGRAM, SYSPROTO_CONTROL);
        if (result < 0) {
            return "socket fails with " + -result;
        }
        try (Fd socket = posix.io().own(result)) {
            String name = "com.apple.net.utun_control";
            int id = sockets.ctlInfo(socket.num(), name);
            same("id is positive", id > 0, true);
            return name + " is " + id;
        }
    }
}
