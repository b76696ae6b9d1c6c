package posixkit.examples.doctor;

import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SHUT_WR;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.examples.doctor.Checkup.same;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Checks the calls for sockets: addresses of every kind, streams, datagrams and messages. All traffic stays on this machine. */
final class SocketChecks {
    private static final String HELLO = "hello";

    private final Posix posix;
    private final Sockets sockets;
    private final Workplace workplace;

    private SocketChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        sockets = posix.sockets();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        SocketChecks checks = new SocketChecks(posix, workplace);
        checkup.check("connect, getpeername", checks::toTheJdk);
        checkup.check("bind, listen, accept", () -> checks.stream(AF_INET, SockAddr.Inet4.loopback(0)));
        checkup.check("the same with IPv6", checks::stream6);
        checkup.check("the same with a path", checks::streamWithPath);
        checkup.check("sendto, recvfrom", checks::datagrams);
        checkup.check("socketpair, shutdown", checks::pair);
    }

    private static ByteBuffer hello() {
        return ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    private Fd socket(int family, int type) throws Exception {
        return posix.io().own(sockets.socket(family, type, 0));
    }

    private String toTheJdk() throws Exception {
        try (ServerSocketChannel jdk = ServerSocketChannel.open();
                Fd ours = socket(AF_INET, SOCK_STREAM)) {
            jdk.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            InetSocketAddress server = (InetSocketAddress) jdk.getLocalAddress();
            sockets.connect(ours.num(), SockAddr.of(server));
            same("server", sockets.getpeername(ours.num()), SockAddr.of(server));
            SockAddr mine = sockets.getsockname(ours.num());
            try (SocketChannel accepted = jdk.accept()) {
                same("client", mine, SockAddr.of((InetSocketAddress) accepted.getRemoteAddress()));
            }
            return mine + " to a channel of the JDK";
        }
    }

    /** The JDK connects to a socket of posixkit and sends a few bytes. */
    private String stream(int family, SockAddr address) throws Exception {
        try (Fd server = socket(family, SOCK_STREAM)) {
            sockets.bind(server.num(), address);
            sockets.listen(server.num(), 1);
            SockAddr bound = sockets.getsockname(server.num());
            try (SocketChannel jdk = connected(bound)) {
                Peer peer = new Peer();
                try (Fd client = posix.io().own(sockets.accept(server.num(), peer))) {
                    if (jdk.getLocalAddress() instanceof InetSocketAddress own) {
                        same("client", peer.address(), SockAddr.of(own));
                    }
                    jdk.write(hello());
                    ByteBuffer into = ByteBuffer.allocate(HELLO.length());
                    sockets.recv(client.num(), into, MSG_PEEK);
                    same("text", text(into), HELLO);
                    sockets.send(client.num(), hello(), 0);
                    ByteBuffer back = ByteBuffer.allocate(HELLO.length());
                    jdk.read(back);
                    same("answer", text(back), HELLO);
                }
            }
            return "a channel of the JDK connects to " + bound;
        }
    }

    private static SocketChannel connected(SockAddr to) throws Exception {
        if (to instanceof SockAddr.Unix path) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(path.name()));
            return channel;
        }
        boolean isFour = to instanceof SockAddr.Inet4;
        int port = isFour ? ((SockAddr.Inet4) to).port() : ((SockAddr.Inet6) to).port();
        return SocketChannel.open(new InetSocketAddress(InetAddress.getByName(isFour ? "127.0.0.1" : "::1"), port));
    }

    private String stream6() throws Exception {
        return MessageChecks.hasInet6(posix)
                ? stream(AF_INET6, SockAddr.Inet6.loopback(0))
                : "this machine has no IPv6 address";
    }

    private String streamWithPath() throws Exception {
        Path path = workplace.path("s");
        return stream(AF_UNIX, SockAddr.Unix.path(path.toString()));
    }

    private String datagrams() throws Exception {
        try (Fd first = socket(AF_INET, SOCK_DGRAM);
                Fd second = socket(AF_INET, SOCK_DGRAM)) {
            sockets.bind(first.num(), SockAddr.Inet4.loopback(0));
            sockets.bind(second.num(), SockAddr.Inet4.loopback(0));
            sockets.sendto(first.num(), hello(), 0, sockets.getsockname(second.num()));
            Peer sender = new Peer();
            ByteBuffer into = ByteBuffer.allocate(HELLO.length() + 1);
            same("bytes", sockets.recvfrom(second.num(), into, 0, sender), HELLO.length());
            same("text", text(into), HELLO);
            same("sender", sender.address(), sockets.getsockname(first.num()));
            return "from " + sender.address();
        }
    }

    private String pair() throws Exception {
        int[] ends = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = posix.io().own(ends[0]);
                Fd there = posix.io().own(ends[1])) {
            sockets.send(here.num(), hello(), 0);
            sockets.shutdown(here.num(), SHUT_WR);
            ByteBuffer into = ByteBuffer.allocate(2 * HELLO.length());
            same("bytes", sockets.recv(there.num(), into, 0), HELLO.length());
            same("bytes at the end", sockets.recv(there.num(), into, MSG_DONTWAIT), 0);
            same("name", sockets.getsockname(here.num()), SockAddr.Unix.unnamed());
        }
        return HELLO.length() + " bytes and the end";
    }
}
