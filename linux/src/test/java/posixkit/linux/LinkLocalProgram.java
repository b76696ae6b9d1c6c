package posixkit.linux;

import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.SOCK_DGRAM;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Run where an interface {@code here} has this link-local address: says how sockets see it. */
final class LinkLocalProgram {
    private static final byte[] ADDRESS = HexFormat.of().parseHex("fe800000000000000000000000010002");
    private static final Sockets SOCKETS = Posix.get().sockets();

    private LinkLocalProgram() {}

    public static void main(String[] arguments) throws IOException {
        int index = NetworkInterface.getByName("here").getIndex();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(line, index));
        }
    }

    private static String answer(String question, int index) throws IOException {
        try (Fd fd = Fd.own(SOCKETS.socket(AF_INET6, SOCK_DGRAM, 0));
                Fd other = Fd.own(SOCKETS.socket(AF_INET6, SOCK_DGRAM, 0))) {
            if (question.equals("index")) {
                return Integer.toString(index);
            }
            if (question.equals("unscoped")) {
                SOCKETS.bind(fd.num(), new SockAddr.Inet6(ADDRESS, 0));
                return "bound";
            }
            SockAddr scoped = new SockAddr.Inet6(ADDRESS, 0, index, 0);
            SOCKETS.bind(fd.num(), scoped);
            SockAddr name = SOCKETS.getsockname(fd.num());
            if (question.equals("bound")) {
                return name.toString();
            }
            if (question.equals("sender")) {
                Peer sender = new Peer();
                SOCKETS.bind(other.num(), scoped);
                SOCKETS.sendto(other.num(), new byte[1], 0, 1, 0, name);
                SOCKETS.recvfrom(fd.num(), new byte[1], 0, 1, 0, sender);
                return sender.address().toString();
            }
            try (DatagramChannel jdk = DatagramChannel.open(StandardProtocolFamily.INET6)) {
                jdk.bind(((SockAddr.Inet6) scoped).toInetSocketAddress());
                SOCKETS.sendto(fd.num(), new byte[1], 0, 1, 0, SockAddr.of((InetSocketAddress) jdk.getLocalAddress()));
                SockAddr sender = SockAddr.of((InetSocketAddress) jdk.receive(ByteBuffer.allocate(1)));
                return sender.equals(name) ? sender.toString() : sender + " is not " + name;
            }
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }
}
