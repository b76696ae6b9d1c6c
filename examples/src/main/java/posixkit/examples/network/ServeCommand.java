package posixkit.examples.network;

import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGINT;
import static posixkit.constants.Signal.SIGTERM;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.Target;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.Rlimit;
import posixkit.process.SignalSet;

@Command(
        name = "serve",
        description = {
            "Serves the files of a directory by HTTP/1.1, on epoll or kqueue.",
            "/_status shows connections and requests per second, and /_status.json has the same numbers for programs.",
            "Symbolic links are followed if they stay in the directory; on macOS, they are not followed.",
            "SIGTERM and SIGINT end the server when the answers that it has begun are sent; a second signal ends it at once."
        })
public final class ServeCommand extends Subcommand {
    private static final int RESERVED = 64;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIRECTORY",
            defaultValue = ".",
            description = "the directory to serve; if none is given, the current one")
    private String directory;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "the port, 8000 if none is given; 0: a free one, which is printed")
    private int port;

    @Option(
            names = {"-a", "--address"},
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "the address, 127.0.0.1 if none is given; 0.0.0.0 or :: for everybody who can reach this machine")
    private InetAddress address;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "1",
            description = "the number of event loops, 1 if not given; each has a thread of its own")
    private int threads;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "close a connection after so many seconds without a request; 60 if not given")
    private int idleSeconds;

    @Option(names = "--hello", description = "also answer /hello, without a file, for measurements")
    private boolean hello;

    @Option(names = "--json", description = "print a line of JSON for each request")
    private boolean json;

    @Override
    protected void run() throws Exception {
        if (threads < 1 || idleSeconds < 1 || port < 0 || port > 0xFFFF) {
            throw usage("--threads and --idle are 1 or more, and a port is at most 65535");
        }
        int connections = mostConnections();
        Consumer<HttpServer.LogEntry> log = json ? this::print : null;
        HttpServer.Options options = new HttpServer.Options(
                directory, address, port, hello, threads, Duration.ofSeconds(idleSeconds), connections, log);
        try (HttpServer server = new HttpServer(posix(), options)) {
            if (Target.IS_LINUX) {
                serveUntilSignal(server);
            } else {
                stopAtExit(server);
                announce(server);
                server.await();
            }
        }
    }

    private void announce(HttpServer server) {
        PrintWriter to = json ? err() : out();
        to.println("http://" + host() + ":" + server.port() + "/");
        to.flush();
    }

    private String host() {
        String host = address.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private void print(HttpServer.LogEntry entry) {
        synchronized (out()) {
            out().println(Json.line(entry));
            out().flush();
        }
    }

    /**
     * Raises the limit of descriptors, as any process may up to the hard limit, and returns how many connections the limit allows.
     * Some descriptors are for the files that are served, and for the JVM.
     */
    private int mostConnections() throws ErrnoException {
        Rlimit limit = posix().processes().getrlimit(RLIMIT_NOFILE);
        long soft = limit.cur();
        if (soft != limit.max()) {
            int result = posix().processes().setrlimitOrErrno(RLIMIT_NOFILE, limit.cur(limit.max()));
            if (result < 0) { // On macOS, the kernel may allow less than the hard limit.
                err().println("pk serve: the limit of descriptors stays: " + ErrnoException.describe(-result));
            } else {
                soft = limit.max();
            }
        }
        boolean isHuge = Long.compareUnsigned(soft, Integer.MAX_VALUE) > 0; // perhaps it is unlimited
        return isHuge ? Integer.MAX_VALUE : Math.max(1, (int) soft - RESERVED);
    }

    private void serveUntilSignal(HttpServer server) throws Exception {
        try (SignalPipe signals = posix().onLinux().signals().newSignalPipe(SignalSet.of(SIGTERM, SIGINT))) {
            Thread reader = new Thread(() -> stopAtSignals(server, signals), "signals");
            reader.setDaemon(true);
            reader.start();
            announce(server);
            server.await();
        }
    }

    private static void stopAtSignals(HttpServer server, SignalPipe signals) {
        try {
            SignalEvents events = posix().onLinux().signals().newEvents(1);
            while (signals.readEvents(events) > 0) {
                server.stop();
            }
        } catch (ErrnoException e) {
            throw new IllegalStateException("signals cannot be read", e);
        }
    }

    /** The JVM runs the hook when one of the signals arrives, and waits for it. It exits with 128 and the signal then. */
    private static void stopAtExit(HttpServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.stop();
                server.await();
            } catch (ErrnoException | InterruptedException e) {
                throw new IllegalStateException("the server cannot be stopped", e);
            }
        }));
    }
}
