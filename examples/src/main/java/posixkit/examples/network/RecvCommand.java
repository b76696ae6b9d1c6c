package posixkit.examples.network;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.examples.cli.AccountNames;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

@Command(
        name = "recv",
        description = {
            "Receives open files from another process, for example from pk send.",
            "Waits at a Unix-domain socket until they come.",
            "Prints who sent them and what they are to standard error, and copies their content to standard output."
        },
        exitCodeList = {
            "0:all went well",
            "1:something failed",
            "2:a wrong option or argument",
            "N:as the command of --exec"
        })
public final class RecvCommand extends Subcommand {
    private static final int STDOUT = 1;
    private static final int FIRST_IN_CHILD = 3;
    private static final int EVERYBODY = 0666;

    @Option(
            names = {"-s", "--socket"},
            required = true,
            paramLabel = "PATH",
            description = "the socket to create: a path, or on Linux @NAME for an abstract name")
    private String socket;

    @ArgGroup
    private Use use = new Use();

    /** What happens to the files. */
    static final class Use {
        @Option(
                names = {"-o", "--to"},
                paramLabel = "FILE",
                description = "copy the content there, and not to standard output")
        String to;

        @Option(
                names = {"-e", "--exec"},
                paramLabel = "COMMAND",
                description = "run this command with sh; the files are its descriptors 3, 4, …")
        String command;

        @Option(
                names = {"-l", "--list"},
                description = "only print what arrived, to standard output")
        boolean list;

        @Option(names = "--json", description = "like --list, as JSON")
        boolean json;
    }

    private final List<ReceivedFile> seen = new ArrayList<>();
    private final List<Fd> kept = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    /** What {@code --json} prints. {@code pid} is the sender's. */
    private record Received(int pid, long uid, long gid, List<ReceivedFile> files) {}

    @Override
    protected void run() throws ErrnoException {
        try (Fd connection = Fd.own(accepted())) {
            Peer peer = Peer.of(posix(), connection.num());
            PrintWriter to = use.list ? out() : err();
            if (!use.json) {
                to.println("from process " + peer.pid() + ", " + both("user", peer.uid()) + ", "
                        + both("group", peer.gid()));
            }
            try {
                receive(connection.num(), to);
                if (use.json) {
                    Json.print(
                            out(),
                            new Received(
                                    peer.pid(),
                                    Integer.toUnsignedLong(peer.uid()),
                                    Integer.toUnsignedLong(peer.gid()),
                                    seen));
                } else if (use.command != null) {
                    execute();
                }
            } finally {
                for (Fd fd : kept) {
                    fd.close();
                }
            }
        }
    }

    private String both(String kind, int id) {
        AccountNames names = kind.equals("user")
                ? AccountNames.ofUsers(posix().accounts())
                : AccountNames.ofGroups(posix().accounts());
        return kind + " " + Integer.toUnsignedString(id)
                + names.of(id).map(name -> " (" + name + ")").orElse("");
    }

    /** Creates the socket, waits for one connection, and removes the socket. */
    private int accepted() throws ErrnoException {
        SockAddr.Unix address = UnixAddresses.of(socket);
        try (Fd listener = Fd.own(posix().sockets().socket(AF_UNIX, SOCK_STREAM, 0))) {
            posix().sockets().bind(listener.num(), address);
            AtomicBoolean isThere = new AtomicBoolean(UnixAddresses.isPath(address));
            Thread atExit = new Thread(() -> remove(isThere));
            Runtime.getRuntime().addShutdownHook(atExit); // SIGINT and SIGTERM end the wait.
            try {
                posix().sockets().listen(listener.num(), 1);
                return posix().sockets().accept(listener.num());
            } finally {
                remove(isThere);
            }
        }
    }

    private void remove(AtomicBoolean isThere) {
        if (isThere.getAndSet(false)) {
            int result = posix().files().unlinkOrErrno(socket);
            if (result < 0) {
                complain(socket, -result);
            }
        }
    }

    private void receive(int connection, PrintWriter to) throws ErrnoException {
        try (Message in = Message.into(ByteBuffer.allocateDirect(1), SendCommand.MOST_IN_MESSAGE)) {
            while (posix().sockets().recvmsg(connection, in.rewind(), 0) > 0) {
                if (in.isControlTruncated()) {
                    complain("files were lost: this process cannot have more descriptors");
                }
                for (int i = 0; i < in.fdCount(); i++) {
                    take(Fd.own(in.takeFd(i)), to);
                }
            }
        }
    }

    /** Prints what a file is, and copies it or keeps it for the command. */
    private void take(Fd file, PrintWriter to) throws ErrnoException {
        ReceivedFile known = ReceivedFile.of(posix(), file.num());
        if (use.json) {
            seen.add(known);
        } else {
            to.println((FIRST_IN_CHILD + seen.size()) + ": " + known);
            seen.add(known);
        }
        if (use.command != null) {
            kept.add(file);
            return;
        }
        try (file) {
            if (!use.list && !use.json) {
                copy(file.num(), known.path());
            }
        }
    }

    private void copy(int from, String name) throws ErrnoException {
        err().flush();
        int flags = O_WRONLY | O_CREAT | (seen.size() == 1 ? O_TRUNC : O_APPEND);
        try (Fd to = Fd.own(
                use.to == null ? posix().io().dup(STDOUT) : posix().files().open(use.to, flags, EVERYBODY))) {
            int count;
            while ((count = posix().io().readOrErrno(from, buffer.clear())) != 0) {
                if (count < 0 && count != -EINTR) {
                    complain(name, -count); // For example, it is a directory, or open for writing only.
                    return;
                }
                buffer.flip();
                while (count > 0 && buffer.hasRemaining()) {
                    posix().io().write(to.num(), buffer);
                }
            }
        }
    }

    private void execute() throws ErrnoException {
        err().flush();
        Spawn shell = Spawn.of("sh", "-c", use.command);
        // A number that a file is to have in the child may be another file's number here. So all are moved out of the
        // way.
        int free = FIRST_IN_CHILD + kept.size();
        List<Fd> moved = new ArrayList<>();
        try {
            for (Fd file : kept) {
                moved.add(Fd.own(posix().io().fcntl(file.num(), F_DUPFD_CLOEXEC, free)));
                shell.dup2(moved.get(moved.size() - 1).num(), FIRST_IN_CHILD + moved.size() - 1);
            }
            int child = posix().processes().spawn(shell);
            WaitStatus status = new WaitStatus();
            posix().processes().wait4(child, status, 0, null);
            exitAs(status);
        } finally {
            for (Fd fd : moved) {
                fd.close();
            }
        }
    }
}
