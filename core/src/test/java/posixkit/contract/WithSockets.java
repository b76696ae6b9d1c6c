package posixkit.contract;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;

/** What tests of sockets have in common. */
@ExtendWith(Descriptors.class)
public abstract class WithSockets {
    protected static final int NOT_OPEN = 1_000_000;

    protected final Posix posix = Posix.get();
    protected final Sockets sockets = posix.sockets();

    @TempDir
    protected Path dir;

    /** The domains for sockets on one machine, by posixkit's and the JDK's names. */
    public enum Domain {
        INET4(AF_INET, StandardProtocolFamily.INET),
        INET6(AF_INET6, StandardProtocolFamily.INET6),
        UNIX(AF_UNIX, StandardProtocolFamily.UNIX);

        final int number;
        final ProtocolFamily jdk;

        Domain(int number, ProtocolFamily jdk) {
            this.number = number;
            this.jdk = jdk;
        }
    }

    /** When it closes its first socket, the JDK opens a pair of sockets and keeps it. */
    @BeforeAll
    static void letTheJdkOpenWhatItKeeps() throws IOException {
        SocketChannel.open().close();
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    /** Returns an address to bind to that is not in use. */
    protected SockAddr fresh(Domain domain) {
        return switch (domain) {
            case INET4 -> SockAddr.Inet4.loopback(0);
            case INET6 -> SockAddr.Inet6.loopback(0);
            case UNIX ->
                SockAddr.Unix.path(dir.resolve(UUID.randomUUID() + ".s").toString());
        };
    }

    protected static SocketAddress jdk(SockAddr address) {
        if (address instanceof SockAddr.Inet4 four) {
            return four.toInetSocketAddress();
        }
        return address instanceof SockAddr.Inet6 six
                ? six.toInetSocketAddress()
                : ((SockAddr.Unix) address).toUnixDomainSocketAddress();
    }

    protected static SockAddr ours(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? SockAddr.of(inet)
                : SockAddr.of((UnixDomainSocketAddress) address);
    }

    protected Fd socket(Domain domain, int type) throws IOException {
        return Fd.own(sockets.socket(domain.number, type, 0));
    }

    protected Fd bound(Domain domain, int type) throws IOException {
        Fd fd = socket(domain, type);
        sockets.bind(fd.num(), fresh(domain));
        return fd;
    }

    protected Fd listener(Domain domain) throws IOException {
        Fd fd = bound(domain, SOCK_STREAM);
        sockets.listen(fd.num(), 8);
        return fd;
    }

    protected SockAddr name(Fd fd) throws IOException {
        return sockets.getsockname(fd.num());
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Two connected sockets that are closed together. */
    protected final class Pair implements AutoCloseable {
        public final Fd left;
        public final Fd right;

        private Pair(Fd left, Fd right) {
            this.left = left;
            this.right = right;
        }

        public int left() {
            return left.num();
        }

        public int right() {
            return right.num();
        }

        @Override
        public void close() throws IOException {
            left.close();
            right.close();
        }
    }

    /** Returns a pair of this type in the Unix domain. */
    protected Pair pair(int type) throws IOException {
        int[] ends = sockets.socketpair(AF_UNIX, type, 0);
        return new Pair(Fd.own(ends[0]), Fd.own(ends[1]));
    }

    /** Returns a pair that is connected over the loopback interface. */
    protected Pair tcp() throws IOException {
        try (Fd listener = listener(Domain.INET4)) {
            Fd left = socket(Domain.INET4, SOCK_STREAM);
            sockets.connect(left.num(), name(listener));
            return new Pair(left, Fd.own(sockets.accept(listener.num())));
        }
    }

    /** Returns two UDP sockets that are connected to each other. */
    protected Pair udp() throws IOException {
        Fd left = bound(Domain.INET4, SOCK_DGRAM);
        Fd right = bound(Domain.INET4, SOCK_DGRAM);
        sockets.connect(left.num(), name(right));
        sockets.connect(right.num(), name(left));
        return new Pair(left, right);
    }

    /** Runs something in another thread. */
    protected static final class Meanwhile<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        public Meanwhile(Callable<T> what) {
            task = new FutureTask<>(what);
            thread = new Thread(task);
            thread.start();
        }

        /** Waits for the result, for up to a minute. */
        public T result() throws Exception {
            T result = task.get(1, TimeUnit.MINUTES);
            thread.join();
            return result;
        }
    }
}
