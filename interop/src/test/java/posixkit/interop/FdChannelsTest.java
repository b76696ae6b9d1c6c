package posixkit.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.net.SockAddr;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;

/** This JVM has the options that {@link FdChannels} needs. {@link FdShell} runs without. */
class FdChannelsTest {
    private static final Posix POSIX = Posix.get();
    private static final Io IO = POSIX.io();

    @TempDir
    Path folder;

    @Test
    void aFileIsTheSameFileThroughItsDescriptor() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "text");
        Stat expected = POSIX.files().stat(path.toString());
        try (FileChannel channel = FileChannel.open(path);
                FileInputStream in = new FileInputStream(path.toFile());
                FileOutputStream out = new FileOutputStream(path.toFile(), true);
                RandomAccessFile random = new RandomAccessFile(path.toFile(), "rw")) {
            for (int fd : new int[] {
                FdChannels.fd(channel),
                FdChannels.fd(in),
                FdChannels.fd(out),
                FdChannels.fd(random),
                FdChannels.fd(random.getFD()),
                FdChannels.fd(in.getChannel())
            }) {
                assertEquals(expected.ino(), IO.fstat(fd).ino());
                assertTrue(Descriptors.of(path).contains(fd), () -> "another file: " + fd);
            }
            // The very descriptor, whose offset is that of the channel.
            channel.position(3);
            assertEquals(3, IO.lseek(FdChannels.fd(channel), 0, posixkit.constants.Seek.SEEK_CUR));
            assertEquals(FdChannels.fd(in), FdChannels.fd(in.getFD()));
        }
    }

    @Test
    void aSocketIsTheSameSocketThroughItsDescriptor() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                DatagramChannel datagrams = DatagramChannel.open(StandardProtocolFamily.INET)) {
            assertEquals(port(server.getLocalAddress()), port(FdChannels.fd(server)));
            assertEquals(port(client.getLocalAddress()), port(FdChannels.fd(client)));
            assertEquals(SOCK_DGRAM, POSIX.sockets().getsockoptInt(FdChannels.fd(datagrams), SOL_SOCKET, SO_TYPE));
        }
    }

    @Test
    void theEndsOfAPipeAreTheEndsOfThatPipe() throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertEquals(3, IO.write(FdChannels.fd(sink), "abc".getBytes(US_ASCII)));
            byte[] got = new byte[3];
            assertEquals(3, IO.read(FdChannels.fd(source), got));
            assertEquals("abc", new String(got, US_ASCII));
        }
    }

    @Test
    void theStandardStreamsNeedNoOption() throws Exception {
        try (ChildJvm jvm = ChildJvm.start(FdShell.class)) {
            assertEquals("0 1 2", jvm.ask("standard"));
        }
    }

    @Test
    void withoutAnOptionTheRefusalNamesIt() throws Exception {
        String nio = "--add-opens java.base/sun.nio.ch=ALL-UNNAMED";
        String io = "--add-opens java.base/java.io=ALL-UNNAMED";
        String start = "the JDK shows descriptors only if the JVM is started with ";
        try (ChildJvm jvm = ChildJvm.start(FdShell.class)) {
            assertEquals(start + nio, jvm.ask("socket"));
            assertEquals(start + io, jvm.ask("stream"));
            assertEquals(start + nio + " " + io, jvm.ask("file"));
            assertEquals(start + io, jvm.ask("make"));
        }
        // And with what it says, it works.
        try (ChildJvm jvm = ChildJvm.start(FdShell.class, nio.split(" "))) {
            assertEquals("true", jvm.ask("socket"));
            assertEquals(start + io, jvm.ask("file"));
        }
        try (ChildJvm jvm = ChildJvm.start(FdShell.class, (nio + " " + io).split(" "))) {
            assertEquals("true", jvm.ask("file"));
            assertEquals("true", jvm.ask("make"));
        }
    }

    @Test
    void whatIsClosedIsRefused() throws Exception {
        Path path = Files.createFile(folder.resolve("file"));
        FileChannel channel = FileChannel.open(path);
        FileInputStream in = new FileInputStream(path.toFile());
        RandomAccessFile random = new RandomAccessFile(path.toFile(), "r");
        FileDescriptor descriptor = random.getFD();
        SocketChannel socket = SocketChannel.open();
        ByteChannel ours = FdChannels.channel(POSIX.files().open(path.toString(), O_RDONLY));
        for (AutoCloseable each : new AutoCloseable[] {channel, in, random, socket, ours}) {
            each.close();
        }
        assertEquals("channel: closed", refusal(() -> FdChannels.fd(channel)));
        assertEquals("channel: closed", refusal(() -> FdChannels.fd(socket)));
        assertEquals("channel: closed", refusal(() -> FdChannels.fd(ours)));
        assertEquals("stream: closed", refusal(() -> FdChannels.fd(in)));
        assertEquals("file: closed", refusal(() -> FdChannels.fd(random)));
        assertEquals("descriptor: closed", refusal(() -> FdChannels.fd(descriptor)));
        assertThrows(NullPointerException.class, () -> FdChannels.fd((Channel) null));
    }

    @Test
    void aChannelWithoutADescriptorIsRefused() throws IOException {
        try (AsynchronousFileChannel asynchronous = AsynchronousFileChannel.open(Path.of("/dev/null"))) {
            assertTrue(
                    refusal(() -> FdChannels.fd(asynchronous)).endsWith(" has no descriptor that is known"),
                    asynchronous.getClass().getName());
        }
        WritableByteChannel memory = java.nio.channels.Channels.newChannel(OutputStream.nullOutputStream());
        assertTrue(
                refusal(() -> FdChannels.fd(memory)).startsWith("channel: "),
                memory.getClass().getName());
    }

    @Test
    void channelsOfJnrAreAskedByTheirOwnMethod() throws Exception {
        java.io.File name = folder.resolve("socket").toFile();
        try (UnixServerSocketChannel server = UnixServerSocketChannel.open()) {
            server.socket().bind(new UnixSocketAddress(name));
            try (UnixSocketChannel client = UnixSocketChannel.open(new UnixSocketAddress(name));
                    UnixSocketChannel accepted = server.accept()) {
                assertEquals(client.getFD(), FdChannels.fd(client));
                assertEquals(server.getFD(), FdChannels.fd(server));
                SockAddr.Unix address = (SockAddr.Unix) POSIX.sockets().getsockname(FdChannels.fd(server));
                assertEquals(name.getPath(), address.name());
                assertEquals(2, IO.write(FdChannels.fd(client), "hi".getBytes(US_ASCII)));
                assertEquals(2, IO.read(FdChannels.fd(accepted), new byte[2]));
            }
        }
    }

    @Test
    void aChannelForAFileReadsWritesSeeksAndTruncates() throws Exception {
        int fd = POSIX.files().open(folder.resolve("file").toString(), O_RDWR | O_CREAT, 0600);
        try (SeekableByteChannel channel = FdChannels.seekableChannel(fd)) {
            assertEquals(fd, FdChannels.fd(channel));
            assertEquals(5, channel.write(bytes("abcde")));
            assertEquals(5, channel.position());
            assertEquals(5, channel.size());
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
            assertSame(channel, channel.position(1));
            ByteBuffer direct = ByteBuffer.allocateDirect(3);
            assertEquals(3, channel.read(direct));
            assertEquals('b', direct.get(0));
            assertSame(channel, channel.truncate(2));
            assertEquals(2, channel.size());
            assertEquals(2, channel.position());
            channel.truncate(100);
            assertEquals(2, channel.size());
            channel.position(3L << 40);
            assertEquals(3L << 40, channel.position());
            assertEquals("FdChannel[" + fd + "]", channel.toString());
            assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
            assertThrows(IllegalArgumentException.class, () -> channel.truncate(-1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        }
        assertEquals(-EBADF, IO.closeOrErrno(fd));
    }

    @Test
    void aClosedChannelIsClosedOnceAndUsesNothing() throws Exception {
        ByteChannel channel = FdChannels.channel(POSIX.files().open("/dev/null", O_RDWR));
        channel.close();
        channel.close();
        assertFalse(channel.isOpen());
        assertEquals("FdChannel[closed]", channel.toString());
        assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
        SeekableByteChannel file = FdChannels.seekableChannel(
                POSIX.files().open(folder.resolve("file").toString(), O_RDWR | O_CREAT, 0600));
        file.close();
        assertThrows(ClosedChannelException.class, file::position);
        assertThrows(ClosedChannelException.class, file::size);
    }

    @Test
    void whatIsNoDescriptorIsRefused() throws Exception {
        assertEquals("fd: -1", refusal(() -> FdChannels.channel(-1)));
        assertEquals("fd: -1", refusal(() -> FdChannels.fileDescriptor(-1)));
        assertEquals("fd: -1", refusal(() -> closing(FdChannels.reopen(-1))));
        int gone = POSIX.files().open("/dev/null", O_RDWR);
        IO.close(gone);
        assertTrue(refusal(() -> FdChannels.channel(gone)).startsWith("fd: fstat"));
    }

    @Test
    @SuppressWarnings("try") // one end is closed early
    void aFailureIsTheSystems() throws Exception {
        int[] pipe = IO.pipe();
        try (ByteChannel source = FdChannels.channel(Fd.own(pipe[0]));
                ByteChannel sink = FdChannels.channel(pipe[1])) {
            assertFalse(source instanceof SeekableByteChannel);
            assertEquals("fd: " + pipe[1] + " has no position", refusal(() -> FdChannels.seekableChannel(pipe[1])));
            assertThrows(NonReadableChannelException.class, () -> sink.read(ByteBuffer.allocate(1)));
            assertThrows(NonWritableChannelException.class, () -> source.write(ByteBuffer.allocate(1)));
            source.close();
            assertEquals(
                    EPIPE,
                    assertThrows(ErrnoException.class, () -> sink.write(ByteBuffer.allocate(1)))
                            .errno());
        }
    }

    @Test
    void aDescriptorThatIsGivenAwayIsNotClosedTwice() throws Exception {
        Fd fd = Fd.own(POSIX.files().open("/dev/null", O_RDWR));
        int number = fd.num();
        try (ByteChannel channel = FdChannels.channel(fd)) {
            assertEquals(number, FdChannels.fd(channel));
            fd.close();
            assertEquals(1, channel.write(ByteBuffer.allocate(1)));
        }
        assertThrows(IllegalStateException.class, () -> FdChannels.channel(fd));
    }

    @Test
    void streamsReadAndWriteAllAndCloseTheDescriptor() throws Exception {
        int[] pipe = IO.pipe();
        byte[] sent = new byte[1 << 20];
        new java.util.Random(1).nextBytes(sent);
        CompletableFuture<byte[]> got = CompletableFuture.supplyAsync(() -> {
            try (InputStream in = FdChannels.inputStream(pipe[0])) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (OutputStream out = FdChannels.outputStream(pipe[1])) {
            out.write(sent);
        }
        assertArrayEquals(sent, got.get());
        assertEquals(-EBADF, IO.closeOrErrno(pipe[0]));
    }

    @Test
    void aSocketWritesAllThoughTheBufferIsSmall() throws Exception {
        int[] pair = POSIX.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        byte[] sent = new byte[3 << 20];
        new java.util.Random(2).nextBytes(sent);
        CompletableFuture<byte[]> got = CompletableFuture.supplyAsync(() -> {
            try (InputStream in = FdChannels.inputStream(pair[0])) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (ByteChannel out = FdChannels.channel(pair[1])) {
            assertEquals(sent.length, out.write(ByteBuffer.wrap(sent)));
        }
        assertArrayEquals(sent, got.get());
    }

    @Test
    void aNonBlockingDescriptorReturnsAtOnce() throws Exception {
        int[] pipe = IO.pipe2(O_NONBLOCK);
        try (ByteChannel source = FdChannels.channel(pipe[0]);
                ByteChannel sink = FdChannels.channel(pipe[1])) {
            assertEquals(0, source.read(ByteBuffer.allocate(8)));
            ByteBuffer much = ByteBuffer.allocate(1 << 20);
            int fits = sink.write(much);
            assertTrue(fits > 0 && fits < much.capacity(), fits + " bytes");
            assertEquals(fits, much.position());
            assertEquals(0, sink.write(much));
        }
    }

    @Test
    void closingWakesAReaderAndAWriter() throws Exception {
        int[] pair = POSIX.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        int[] pipe = IO.pipe();
        try (Fd peer = Fd.own(pair[1]);
                Fd source = Fd.own(pipe[0])) {
            long[] inodes = {IO.fstat(pair[0]).ino(), IO.fstat(pipe[1]).ino()};
            ByteChannel socket = FdChannels.channel(pair[0]);
            ByteChannel sink = FdChannels.channel(pipe[1]);
            CompletableFuture<Integer> read = waiting(() -> socket.read(ByteBuffer.allocate(1)));
            CompletableFuture<Integer> write = waiting(() -> sink.write(ByteBuffer.allocate(1 << 20)));
            CompletableFuture<Integer> fill = waiting(() -> socket.write(ByteBuffer.allocate(8 << 20)));
            TimeUnit.MILLISECONDS.sleep(100);
            assertFalse(read.isDone() || write.isDone() || fill.isDone());
            socket.close();
            sink.close();
            for (CompletableFuture<Integer> each : java.util.List.of(read, write, fill)) {
                ExecutionException failure =
                        assertThrows(ExecutionException.class, () -> each.get(20, TimeUnit.SECONDS));
                assertEquals(
                        AsynchronousCloseException.class, failure.getCause().getClass());
            }
            // Another thread of this JVM may have opened something under the same number meanwhile.
            Stat now = IO.newStat();
            assertTrue(IO.fstatOrErrno(pair[0], now) == -EBADF || now.ino() != inodes[0]);
            assertTrue(IO.fstatOrErrno(pipe[1], now) == -EBADF || now.ino() != inodes[1]);
            assertTrue(peer.num() > 0 && source.num() > 0);
        }
    }

    @Test
    void anInterruptClosesTheChannel() throws Exception {
        int[] pipe = IO.pipe();
        try (Fd sink = Fd.own(pipe[1])) {
            ByteChannel source = FdChannels.channel(pipe[0]);
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                Throwable thrown = assertThrows(IOException.class, () -> source.read(ByteBuffer.allocate(1)));
                end.complete(Thread.currentThread().isInterrupted() ? thrown : null);
            });
            reader.start();
            TimeUnit.MILLISECONDS.sleep(100);
            reader.interrupt();
            assertEquals(
                    ClosedByInterruptException.class,
                    end.get(20, TimeUnit.SECONDS).getClass());
            reader.join();
            assertFalse(source.isOpen());
            assertEquals(-EBADF, IO.closeOrErrno(pipe[0]));
            assertTrue(sink.num() > 0);
        }
    }

    @Test
    void aReopenedFileHasAnOffsetOfItsOwnAndIsARealFileChannel() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "text");
        try (Fd fd = Fd.own(POSIX.files().open(path.toString(), O_RDWR))) {
            IO.lseek(fd.num(), 2, posixkit.constants.Seek.SEEK_SET);
            Files.delete(path);
            try (FileChannel channel = FdChannels.reopen(fd.num(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                assertEquals(0, channel.position());
                assertEquals(
                        't', channel.map(FileChannel.MapMode.READ_ONLY, 0, 4).get(0));
                channel.write(bytes("TEXT"));
                byte[] rest = new byte[2];
                IO.read(fd.num(), rest);
                assertEquals("XT", new String(rest, US_ASCII));
            }
            assertEquals(4, IO.fstat(fd.num()).size());
        }
        int[] pair = POSIX.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd one = Fd.own(pair[0]);
                Fd other = Fd.own(pair[1])) {
            assertThrows(IOException.class, () -> FdChannels.reopen(one.num()));
            assertTrue(other.num() > 0);
        }
    }

    @Test
    void aFileDescriptorServesTheStreamsOfTheJdk() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "text");
        int fd = POSIX.files().open(path.toString(), O_RDONLY);
        FileDescriptor descriptor = FdChannels.fileDescriptor(fd);
        assertEquals(fd, FdChannels.fd(descriptor));
        try (FileInputStream in = new FileInputStream(descriptor)) {
            assertEquals('t', in.read());
            // A real channel for the descriptor itself.
            assertEquals(1, in.getChannel().position());
            assertEquals(1, IO.lseek(fd, 0, posixkit.constants.Seek.SEEK_CUR));
        }
        assertEquals(-EBADF, IO.closeOrErrno(fd));
        assertSame(FileDescriptor.err, FdChannels.fileDescriptor(2));
    }

    @Test
    void channelsOfTheUnixKindAreFoundToo() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                SocketChannel client = SocketChannel.open(address)) {
            SockAddr.Unix name = (SockAddr.Unix) POSIX.sockets().getsockname(FdChannels.fd(server));
            assertEquals(address.getPath().toString(), name.name());
            SockAddr.Unix peer = (SockAddr.Unix) POSIX.sockets().getpeername(FdChannels.fd(client));
            assertEquals(address.getPath().toString(), peer.name());
        }
    }

    private interface Call {
        int make() throws IOException;
    }

    /** Makes a call in another thread, and returns when it is under way. */
    private static CompletableFuture<Integer> waiting(Call call) throws InterruptedException {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.make());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (!result.isDone()
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("await"))) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return result;
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    private static void closing(FileChannel channel) throws IOException {
        channel.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static int port(java.net.SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static int port(int fd) throws IOException {
        SockAddr address = POSIX.sockets().getsockname(fd);
        return address instanceof SockAddr.Inet4 four ? four.port() : ((SockAddr.Inet6) address).port();
    }
}
