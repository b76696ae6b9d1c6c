package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;

/** The code of {@code docs/jnr-posix-shadow.md}, run over sockets of the JDK. */
class InteropSnippetsTest {
    @Test
    void aFileAndCredentialsGoThroughASocketOfTheJdk(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("passed"), "what the file says");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(dir.resolve("socket"));
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                SocketChannel client = SocketChannel.open(address);
                SocketChannel accepted = server.accept()) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream out = System.out;
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                InteropSnippets.passAFile(client, file);
            } finally {
                System.setOut(out);
            }
            assertEquals("what the file says", InteropSnippets.receiveAFile(accepted));
            String credentials = "Ucred[pid=" + ProcessHandle.current().pid() + ", uid="
                    + Integer.toUnsignedString(Posix.get().ids().geteuid()) + ", gid="
                    + Integer.toUnsignedString(Posix.get().ids().getegid()) + "]\n";
            assertEquals(credentials, printed.toString(StandardCharsets.UTF_8));
        }
    }
}
