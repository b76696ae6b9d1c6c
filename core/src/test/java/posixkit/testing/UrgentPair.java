package posixkit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A connection by way of the JDK, of which one end can send bytes out of band and the other's descriptor is known. */
public final class UrgentPair implements AutoCloseable {
    private final Socket sender;
    private final SocketChannel accepted;
    private final int receiver;

    public UrgentPair() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            sender =
                    new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
            Set<Integer> before = Descriptors.sockets();
            accepted = server.accept();
            Set<Integer> added = Descriptors.sockets();
            added.removeAll(before);
            receiver = added.iterator().next();
        }
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    public int receiver() {
        return receiver;
    }

    public void sendUrgent() throws IOException {
        sender.sendUrgentData('!');
    }

    @Override
    public void close() throws IOException {
        sender.close();
        accepted.close();
    }
}
