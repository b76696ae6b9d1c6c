package posixkit.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import posixkit.Posix;
import posixkit.net.Message;

/** Contains the code examples of {@code docs/jnr-posix-shadow.md}, as those of the README are in the module examples. */
final class InteropSnippets {
    private static final Posix posix = Posix.get();

    private InteropSnippets() {}

    static void passAFile(SocketChannel channel, Path path) throws IOException {
        // snippet: channel-send
        // SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of("/run/service"));
        int socket = FdChannels.fd(channel); // needs --add-opens java.base/sun.nio.ch=ALL-UNNAMED
        System.out.println(posix.onLinux().sockets().peerCredentials(socket).get()); // Ucred[pid=1, uid=0, gid=0]

        ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(UTF_8));
        try (FileChannel file = FileChannel.open(path)) {
            int fd = FdChannels.fd(file); // needs --add-opens java.base/java.io=ALL-UNNAMED too
            posix.sockets().sendmsg(socket, Message.of(hello).fds(fd), 0);
        }
        // end
    }

    static String receiveAFile(SocketChannel channel) throws IOException {
        // snippet: channel-receive
        ByteBuffer text = ByteBuffer.allocate(100);
        try (Message message = Message.into(ByteBuffer.allocate(16), 1)) {
            posix.sockets().recvmsg(FdChannels.fd(channel), message, 0);
            try (ByteChannel file = FdChannels.channel(message.takeFd(0))) { // closing it closes the descriptor
                file.read(text);
            }
        }
        return UTF_8.decode(text.flip()).toString();
        // end
    }
}
