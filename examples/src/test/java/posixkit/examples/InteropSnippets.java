package posixkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.interop.FdChannels;
import posixkit.net.Message;

/** Contains the code examples of {@code docs/jnr-posix-shadow.md}, like {@link Snippets} those of the README. */
final class InteropSnippets {
    private static final Posix posix = Posix.get();

    private InteropSnippets() {}

    static void passAFile(SocketChannel channel, Path path) throws IOException {
        // snippet: channel-send
        // SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of("/run/service"));
        int socket = FdChannels.fd(channel); // needs --add-opens java.base/sun.nio.ch=ALL-UNNAMED
        posix.onLinux().sockets().peerCredentials(socket).ifPresent(System.out::println); // Ucred[pid=1, uid=0, gid=0]
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            int fd = FdChannels.fd(file); // needs --add-opens java.base/java.io=ALL-UNNAMED too
            posix.sockets()
                    .sendmsg(
                            socket,
                            Message.of(ByteBuffer.wrap("hello".getBytes(UTF_8))).fds(fd),
                            0);
        }
        // end
    }

    static String receiveAFile(SocketChannel channel) throws IOException {
        // snippet: channel-receive
        try (Message message = Message.into(ByteBuffer.allocate(16), 1)) {
            posix.sockets().recvmsg(FdChannels.fd(channel), message, 0);
            try (var file =
                    FdChannels.channel(Fd.own(message.takeFd(0)))) { // closing the channel closes the descriptor
                ByteBuffer text = ByteBuffer.allocate(100);
                file.read(text);
                return UTF_8.decode(text.flip()).toString();
            }
        }
        // end
    }
}
