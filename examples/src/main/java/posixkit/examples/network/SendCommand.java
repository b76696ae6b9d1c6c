package posixkit.examples.network;

import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.examples.cli.Subcommand;
import posixkit.net.Message;

@Command(
        name = "send",
        description = {
            "Opens files and passes them to another process, for example to pk recv.",
            "That process waits at a Unix-domain socket.",
            "The receiver can use them even if it may not open them itself."
        })
public final class SendCommand extends Subcommand {
    /** How many descriptors Linux accepts in one message. macOS accepts one more. */
    static final int MOST_IN_MESSAGE = 253;

    private static final int STDIN = 0;

    @Option(
            names = {"-s", "--socket"},
            required = true,
            paramLabel = "PATH",
            description = "the socket: a path, or on Linux @NAME for an abstract name")
    private String socket;

    @Option(
            names = {"-w", "--write"},
            description = "open the files for reading and writing, not for reading only")
    private boolean write;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "a file's name, or - for standard input")
    private List<String> files;

    @Override
    protected void run() throws ErrnoException {
        try (Fd connection = Fd.own(posix().sockets().socket(AF_UNIX, SOCK_STREAM, 0))) {
            posix().sockets().connect(connection.num(), UnixAddresses.of(socket));
            for (int from = 0; from < files.size(); from += MOST_IN_MESSAGE) {
                send(connection.num(), files.subList(from, Math.min(files.size(), from + MOST_IN_MESSAGE)));
            }
        }
    }

    /** Sends the files in one message, with a byte, because descriptors alone cannot be sent on a stream. */
    private void send(int connection, List<String> some) throws ErrnoException {
        List<Fd> opened = new ArrayList<>();
        try {
            for (String file : some) {
                open(file, opened);
            }
            if (!opened.isEmpty()) {
                int[] fds = opened.stream().mapToInt(Fd::num).toArray();
                posix().sockets()
                        .sendmsg(connection, Message.of(ByteBuffer.allocate(1)).fds(fds), 0);
            }
        } finally {
            for (Fd fd : opened) {
                fd.close();
            }
        }
    }

    private void open(String file, List<Fd> into) throws ErrnoException {
        if (file.equals("-")) {
            into.add(Fd.own(posix().io().dup(STDIN)));
            return;
        }
        try {
            into.add(Fd.own(posix().files().open(file, (write ? O_RDWR : O_RDONLY) | O_NOCTTY)));
        } catch (ErrnoException e) {
            complain(file, e.errno());
        }
    }
}
