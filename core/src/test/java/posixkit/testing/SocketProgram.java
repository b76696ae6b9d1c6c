package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** A program in C that is handed a socket as its standard input, and says what it sees. */
public final class SocketProgram {
    private static final String OPTION = """
            #include <errno.h>
            #include <stdio.h>
            #include <string.h>
            #include <netinet/in.h>
            #include <netinet/tcp.h>
            #include <sys/socket.h>
            static const struct { const char *text; int level, name; } options[] = {
            #define OPTION(level, name) {#name, level, name},
                OPTION(SOL_SOCKET, SO_RCVBUF) OPTION(SOL_SOCKET, SO_LINGER) OPTION(SOL_SOCKET, SO_RCVTIMEO)
                OPTION(SOL_SOCKET, SO_KEEPALIVE) OPTION(SOL_SOCKET, SO_BINDTODEVICE) OPTION(IPPROTO_TCP, TCP_NODELAY)
                OPTION(IPPROTO_TCP, TCP_KEEPIDLE) OPTION(IPPROTO_TCP, TCP_CORK) OPTION(IPPROTO_IP, IP_MULTICAST_IF)
            };
            int main(int argc, char **argv) {
                unsigned char value[256];
                socklen_t length = sizeof value;
                int i = 0;
                while (strcmp(options[i].text, argv[1]) != 0) {
                    i++;
                }
                if (getsockopt(0, options[i].level, options[i].name, value, &length) != 0) {
                    printf("errno %d", errno);
                    return 0;
                }
                for (socklen_t i = 0; i < length; i++) {
                    printf("%02x", value[i]);
                }
                return 0;
            }
            """;

    private final Posix posix = Posix.get();
    private final Path program;

    private SocketProgram(Path program) {
        this.program = program;
    }

    public static SocketProgram of(Path directory, String name, String source) throws IOException {
        return new SocketProgram(Compiler.program(directory, name, source));
    }

    /** One that takes an option's name, whose number it knows from its own headers, and says its bytes in hexadecimal. */
    public static SocketProgram getsockopt(Path directory) throws IOException {
        return of(directory, "option", OPTION);
    }

    /** Lets it run to its end and returns what it wrote. */
    public String run(int socket, Object... arguments) throws IOException {
        String[] command = new String[1 + arguments.length];
        command[0] = program.toString();
        for (int i = 0; i < arguments.length; i++) {
            command[1 + i] = arguments[i].toString();
        }
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0])) {
            int pid;
            try (Fd write = Fd.own(pipe[1])) {
                pid = posix.processes().spawn(Spawn.of(command).dup2(socket, 0).dup2(write.num(), 1));
            }
            ByteBuffer output = ByteBuffer.allocate(4096);
            while (posix.io().read(read.num(), output) > 0) {
                // to the end
            }
            WaitStatus status = new WaitStatus();
            posix.processes().wait4(pid, status, 0, null);
            assertEquals(0, status.raw(), status.toString());
            return new String(output.array(), 0, output.position(), StandardCharsets.UTF_8);
        }
    }
}
