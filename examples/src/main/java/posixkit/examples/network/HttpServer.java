package posixkit.examples.network;

import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SOMAXCONN;
import static posixkit.constants.Sock.SO_REUSEADDR;
import static posixkit.constants.Sock.SO_REUSEPORT;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.SockAddr;

/**
 * An HTTP server with one or more event loops. Each loop has a thread and a listening socket of its own; with SO_REUSEPORT, Linux
 * distributes new connections over the sockets. On macOS, one of the sockets may get most of them.
 */
final class HttpServer implements AutoCloseable {
    private final Posix posix;
    private final Options options;
    private final Traffic traffic = new Traffic();
    private final List<HttpLoop> loops = new ArrayList<>();
    private final List<Future<?>> ends = new ArrayList<>();
    private final ExecutorService threads;
    private final Fd directory;
    private final int port;
    private volatile boolean isHurried;
    private boolean isClosed;

    /**
     * How to serve.
     *
     * @param port 0 means that the system chooses a free one
     * @param idle after this time without a request, a connection is closed
     * @param mostConnections while there are so many, others wait to be accepted
     * @param log receives each request; null for no log
     */
    record Options(
            String directory,
            InetAddress address,
            int port,
            boolean saysHello,
            int threads,
            Duration idle,
            int mostConnections,
            Consumer<LogEntry> log) {}

    /** One request. {@code method} and {@code target} are null if it could not be read. */
    record LogEntry(String time, String client, String method, String target, int status, long bytes) {}

    /** Begins to serve. */
    HttpServer(Posix posix, Options options) throws ErrnoException {
        this.posix = posix;
        this.options = options;
        directory = Fd.own(posix.files().open(options.directory(), O_RDONLY | O_DIRECTORY));
        try {
            port = listen();
        } catch (ErrnoException e) {
            closeDescriptors();
            throw e;
        }
        threads = Executors.newFixedThreadPool(loops.size());
        for (HttpLoop loop : loops) {
            ends.add(threads.submit(loop));
        }
    }

    /** Creates the loops, and returns the port of all their sockets. */
    private int listen() throws ErrnoException {
        int chosen = options.port();
        for (int i = 0; i < options.threads(); i++) {
            Fd listener = listener(chosen);
            loops.add(new HttpLoop(posix, this, listener, directory.num()));
            chosen = port(posix.sockets().getsockname(listener.num()));
        }
        return chosen;
    }

    private Fd listener(int wantedPort) throws ErrnoException {
        SockAddr address = SockAddr.of(new InetSocketAddress(options.address(), wantedPort));
        Fd listener = Fd.own(posix.sockets().socket(address.family(), SOCK_STREAM, 0));
        try {
            posix.sockets().setsockoptInt(listener.num(), SOL_SOCKET, SO_REUSEADDR, 1);
            if (options.threads() > 1) {
                posix.sockets().setsockoptInt(listener.num(), SOL_SOCKET, SO_REUSEPORT, 1);
            }
            posix.sockets().bind(listener.num(), address);
            posix.sockets().listen(listener.num(), SOMAXCONN);
            posix.io().fcntl(listener.num(), F_SETFL, O_NONBLOCK);
            return listener;
        } catch (ErrnoException e) {
            listener.close();
            throw e;
        }
    }

    private static int port(SockAddr address) {
        return address instanceof SockAddr.Inet6 six ? six.port() : ((SockAddr.Inet4) address).port();
    }

    Options options() {
        return options;
    }

    int port() {
        return port;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Returns true if the server no longer waits for answers to be sent. */
    boolean isHurried() {
        return isHurried;
    }

    void log(int fd, HttpRequest request, Reply reply) {
        if (options.log() != null) {
            options.log()
                    .accept(new LogEntry(
                            Instant.now().toString(),
                            client(fd),
                            request == null ? null : request.method(),
                            request == null ? null : request.target(),
                            reply.status(),
                            reply.length()));
        }
    }

    private String client(int fd) {
        try {
            return posix.sockets().getpeername(fd).toString();
        } catch (ErrnoException e) {
            return e.name(); // The client has gone already.
        }
    }

    /** Stops accepting connections, and ends when all answers are sent. A second call does not wait for that. */
    synchronized void stop() throws ErrnoException {
        if (isClosed) {
            return;
        }
        isHurried = threads.isShutdown();
        threads.shutdown();
        for (int i = 0; i < loops.size(); i++) {
            if (!ends.get(i).isDone()) {
                loops.get(i).wake();
            }
        }
    }

    /**
     * Waits until the server has stopped.
     *
     * @throws IllegalStateException if an event loop failed
     */
    void await() throws InterruptedException {
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an event loop failed", e.getCause());
            }
        }
    }

    /** Stops at once. */
    @Override
    public void close() throws IOException {
        stop();
        stop();
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server may still run");
        }
        synchronized (this) {
            isClosed = true;
            closeDescriptors();
        }
    }

    private void closeDescriptors() throws ErrnoException {
        try (directory) {
            for (HttpLoop loop : loops) {
                loop.close();
            }
        }
    }
}
