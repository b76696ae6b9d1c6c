package posixkit.examples.network;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Tcp.TCP_NODELAY;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;

/**
 * An event loop: one thread that accepts connections from one listening socket and serves them all. The thread waits at one place
 * only, for events.
 */
final class HttpLoop implements Runnable, AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int ACCEPTED_AT_ONCE = 64;
    private static final int EXPECTED = 64;
    private static final int TICK_MILLIS = 1000;

    /** How long a connection may wait for the client to close, after the last answer. */
    private static final int ENDING_MILLIS = 2000;

    private final Posix posix;
    private final HttpServer server;
    private final ServerSystem system;
    private final Site site;
    private final Fd listener;
    private final Fd wakeReader;
    private final Fd wakeWriter;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER);
    private final HttpDates dates = new HttpDates();

    /** The connections, by their descriptors. */
    private HttpConnection[] connections = new HttpConnection[EXPECTED];

    private int open;
    private long now = millis();
    private long tickedAt = now;
    private boolean isPaused;
    private boolean isStopping;

    /** Creates a loop, which owns {@code listener}: a listening, non-blocking socket. */
    HttpLoop(Posix posix, HttpServer server, Fd listener, int directory) throws ErrnoException {
        this.posix = posix;
        this.server = server;
        this.listener = listener;
        system = ServerSystem.of(posix);
        site = new Site(
                posix, system, server.traffic(), directory, server.options().saysHello());
        int[] pipe = posix.io().pipe();
        wakeReader = Fd.own(pipe[0]);
        wakeWriter = Fd.own(pipe[1]);
        system.watch(listener.num());
        system.watch(wakeReader.num());
    }

    ServerSystem system() {
        return system;
    }

    Site site() {
        return site;
    }

    Traffic traffic() {
        return server.traffic();
    }

    /** Returns the buffer for what is read, empty. */
    ByteBuffer input() {
        return input.clear();
    }

    /** Returns the buffer for what is written. Whoever uses it empties it before another connection has its turn. */
    ByteBuffer output() {
        return output;
    }

    long now() {
        return now;
    }

    String date() {
        return dates.now();
    }

    boolean isStopping() {
        return isStopping;
    }

    void answered(int fd, HttpRequest request, Reply reply) {
        traffic().answered();
        server.log(fd, request, reply);
    }

    /** Makes the loop look at the state of the server. Any thread may call this method. */
    void wake() throws ErrnoException {
        posix.io().write(wakeWriter.num(), new byte[1]);
    }

    /** Serves until the server stops and all answers are sent. */
    @Override
    public void run() {
        try {
            try {
                while (!isStopping || open > 0) {
                    turn();
                }
            } finally {
                closeConnections();
            }
        } catch (ErrnoException e) {
            throw new IllegalStateException("an event loop failed", e);
        }
    }

    private void turn() throws ErrnoException {
        int count = system.await(TICK_MILLIS);
        now = millis();
        for (int i = 0; i < count; i++) {
            int fd = system.fd(i);
            if (fd < connections.length && connections[fd] != null) {
                connections[fd].ready(system.isWritable(i));
            } else if (!isStopping && fd == listener.num()) {
                accept();
            } else if (fd == wakeReader.num()) {
                posix.io().read(fd, input());
                stop();
            }
        }
        if (now - tickedAt >= TICK_MILLIS) {
            tick();
        }
    }

    private void accept() throws ErrnoException {
        for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
            if (traffic().connections() >= server.options().mostConnections()) {
                pause(true);
                return;
            }
            int fd = posix.sockets().acceptOrErrno(listener.num());
            if (fd == -EAGAIN || fd == -EINTR || fd == -ECONNABORTED) {
                return;
            }
            if (fd == -EMFILE || fd == -ENFILE) {
                pause(true);
                return;
            }
            if (fd < 0) {
                throw new ErrnoException("accept", -fd);
            }
            posix.io().fcntl(fd, F_SETFL, O_NONBLOCK);
            // An answer leaves in one piece already, so there is nothing to wait for.
            posix.sockets().setsockoptInt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
            if (fd >= connections.length) {
                connections = Arrays.copyOf(connections, Math.max(fd + 1, 2 * connections.length));
            }
            connections[fd] = new HttpConnection(posix, this, fd);
            system.watch(fd);
            open++;
            traffic().opened();
        }
    }

    /**
     * Stops to accept connections, because this process has too few free descriptors, until one closes or the next tick. A listening socket never
     * has room to write, so waiting for that is waiting for nothing.
     */
    private void pause(boolean pause) throws ErrnoException {
        isPaused = pause;
        system.waitFor(listener.num(), pause);
    }

    private void tick() throws ErrnoException {
        tickedAt = now;
        traffic().tick();
        if (isPaused && !isStopping) {
            pause(false);
        }
        long idle = server.options().idle().toMillis();
        for (HttpConnection connection : connections) {
            if (connection != null && now - connection.activeAt() >= (connection.isEnding() ? ENDING_MILLIS : idle)) {
                connection.close();
            }
        }
    }

    private void stop() throws ErrnoException {
        if (!isStopping) {
            isStopping = true;
            system.forget(listener.num());
            listener.close();
        }
        for (HttpConnection connection : connections) {
            if (connection != null && (!connection.isWorking() || server.isHurried())) {
                connection.close();
            }
        }
    }

    /** Closes a connection's descriptor and forgets the connection. */
    void forget(int fd) throws ErrnoException {
        connections[fd] = null;
        open--;
        traffic().closed();
        system.forget(fd);
        posix.io().close(fd);
        if (isPaused && !isStopping) {
            pause(false);
        }
    }

    private void closeConnections() throws ErrnoException {
        for (HttpConnection connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** Closes the loop's own descriptors, after {@link #run} has returned or instead of it. */
    @Override
    public void close() throws ErrnoException {
        try (wakeWriter;
                wakeReader;
                system) {
            listener.close();
        }
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
