package posixkit.linux;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.IOException;
import java.util.List;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.OnLinuxSockets;

/**
 * Closes its standard input and takes connections: says what their numbers are, and whether all that is known of a connection
 * is known of this one. It does so once before, for the JVM too takes the lowest number, when it loads a class.
 */
final class DescriptorZeroProgram {
    private static final Posix POSIX = Posix.get();
    private static final Sockets SOCKETS = POSIX.sockets();
    private static final OnLinuxSockets EXTRAS = POSIX.onLinux().sockets();

    private DescriptorZeroProgram() {}

    private interface Accept {
        int accept(int listener, Peer peer) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        System.in.read();
        List<Accept> ways = List.of(SOCKETS::accept, (listener, peer) -> EXTRAS.accept4(listener, peer, 0));
        for (Accept way : ways) {
            POSIX.io().close(accepted(way, -1));
        }
        for (Accept way : ways) {
            System.out.println(accepted(way, 0));
        }
    }

    /** Closes a descriptor and takes a connection; its number, or −1 if not all is known of it. */
    private static int accepted(Accept way, int closed) throws IOException {
        try (Fd listener = Fd.own(SOCKETS.socket(AF_INET, SOCK_STREAM, 0));
                Fd client = Fd.own(SOCKETS.socket(AF_INET, SOCK_STREAM, 0))) {
            SOCKETS.bind(listener.num(), SockAddr.Inet4.loopback(0));
            SOCKETS.listen(listener.num(), 1);
            SOCKETS.connect(client.num(), SOCKETS.getsockname(listener.num()));
            SockAddr name = SOCKETS.getsockname(client.num());
            Peer peer = new Peer();
            if (closed >= 0) {
                POSIX.io().close(closed);
            }
            int fd = way.accept(listener.num(), peer);
            boolean closeOnExec = (POSIX.io().fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) != 0;
            return name.equals(peer.address()) && closeOnExec ? fd : -1;
        }
    }
}
