package posixkit.interop;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import posixkit.Fd;

/**
 * Returns the descriptor of a channel of the JDK or of jnr, and makes channels, streams and {@link FileDescriptor}s for a
 * descriptor. With the descriptor of a {@code SocketChannel}, a program can for example pass descriptors over the socket with
 * {@code Sockets.sendmsg}, or read the credentials of its peer.
 *
 * <p><b>From a channel to a descriptor.</b> The methods {@code fd} return the number of the very descriptor that the channel uses.
 * The channel still owns it: do not close it. The number is valid until the channel is closed. Keep the channel reachable as long
 * as you use the number, because the garbage collector closes some channels, for example those of {@link FileChannel#open}. If
 * another thread may close the channel, make your own descriptor first ({@code Io.dup}). Do not change the blocking mode of the
 * descriptor. Use {@code configureBlocking} of the channel instead.
 *
 * <p>No public method of the JDK returns a descriptor, so these methods read private members of the JDK. The JDK permits this only
 * if the program is started with an option. If it is missing, the methods throw an {@link UnsupportedOperationException} whose
 * message names the option:
 *
 * <table>
 * <caption>What each method needs</caption>
 * <tr><th>argument</th><th>option of the JVM</th></tr>
 * <tr><td>{@code SocketChannel}, {@code ServerSocketChannel}, {@code DatagramChannel}, ends of a {@code Pipe}</td>
 *     <td>{@code --add-opens java.base/sun.nio.ch=ALL-UNNAMED}</td></tr>
 * <tr><td>{@code FileDescriptor}, {@code FileInputStream}, {@code FileOutputStream}, {@code RandomAccessFile}</td>
 *     <td>{@code --add-opens java.base/java.io=ALL-UNNAMED}</td></tr>
 * <tr><td>{@code FileChannel}</td><td>both</td></tr>
 * <tr><td>{@code FileDescriptor.in}, {@code out}, {@code err}, and streams over them</td><td>none</td></tr>
 * <tr><td>channels of jnr-enxio and jnr-unixsocket</td><td>none</td></tr>
 * </table>
 *
 * <p>If this class is in a named module, the option needs the name of that module instead of {@code ALL-UNNAMED}. An executable jar
 * can instead have the line {@code Add-Opens: java.base/sun.nio.ch java.base/java.io} in its manifest.
 *
 * <p><b>From a descriptor to a channel.</b> {@link #channel(int)}, {@link #inputStream} and {@link #outputStream} need no option, and
 * they use the very descriptor. {@link #reopen} returns a real {@link FileChannel}, but opens the file once more.
 * {@link #fileDescriptor} is for methods that take a {@link FileDescriptor}.
 */
public final class FdChannels {
    private static final int STANDARD_STREAMS = 3;

    private FdChannels() {}

    /**
     * Returns the descriptor of {@code descriptor}. Its owner stays the same.
     *
     * @throws IllegalArgumentException if {@code descriptor} is closed
     * @throws UnsupportedOperationException if the JVM was started without the option that this method needs
     */
    public static int fd(FileDescriptor descriptor) {
        Objects.requireNonNull(descriptor, "descriptor");
        if (!descriptor.valid()) {
            throw new IllegalArgumentException("descriptor: closed");
        }
        if (descriptor == FileDescriptor.in) {
            return 0;
        } else if (descriptor == FileDescriptor.out) {
            return 1;
        } else if (descriptor == FileDescriptor.err) {
            return 2;
        }
        return open("descriptor", JdkMembers.number(descriptor));
    }

    /** Returns the descriptor of {@code stream}, like {@link #fd(FileDescriptor)}. The stream still owns it. */
    public static int fd(FileInputStream stream) {
        Objects.requireNonNull(stream, "stream");
        try {
            return ofStream(stream.getFD());
        } catch (IOException e) {
            throw new IllegalArgumentException("stream: closed", e);
        }
    }

    /** Returns the descriptor of {@code stream}, like {@link #fd(FileDescriptor)}. The stream still owns it. */
    public static int fd(FileOutputStream stream) {
        Objects.requireNonNull(stream, "stream");
        try {
            return ofStream(stream.getFD());
        } catch (IOException e) {
            throw new IllegalArgumentException("stream: closed", e);
        }
    }

    /** Returns the descriptor of {@code file}, like {@link #fd(FileDescriptor)}. {@code file} still owns it. */
    public static int fd(RandomAccessFile file) {
        Objects.requireNonNull(file, "file");
        try {
            return ofStream(file.getFD());
        } catch (IOException e) {
            throw new IllegalArgumentException("file: closed", e);
        }
    }

    private static int ofStream(FileDescriptor descriptor) throws IOException {
        if (!descriptor.valid()) {
            throw new IOException("closed");
        }
        return fd(descriptor);
    }

    /**
     * Returns the descriptor of {@code channel}, which still owns it. {@code channel} is a channel of the JDK
     * ({@code FileChannel}, {@code SocketChannel}, {@code ServerSocketChannel}, {@code DatagramChannel}, or an end of a
     * {@code Pipe}), a channel of jnr-enxio or jnr-unixsocket, or a channel that {@link #channel(int)} returned.
     *
     * @throws IllegalArgumentException if {@code channel} is closed, or of a kind that has no descriptor
     * @throws UnsupportedOperationException if the JVM was started without the option that this method needs
     */
    public static int fd(Channel channel) {
        Objects.requireNonNull(channel, "channel");
        if (!channel.isOpen()) {
            throw new IllegalArgumentException("channel: closed");
        }
        if (channel instanceof FdChannel ours) {
            return ours.fd();
        }
        return open("channel", JdkMembers.number(channel));
    }

    /** Another thread may have closed it after it was checked. */
    private static int open(String name, int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException(name + ": closed");
        }
        return fd;
    }

    /**
     * Returns a channel that reads and writes {@code fd} itself. The channel owns {@code fd} from now on: closing the channel
     * closes {@code fd}, and other code must not close it. No option of the JVM is needed.
     *
     * <p>{@code fd} may be of any kind: a file, pipe, socket or terminal. For a regular file or a block device, the channel is a
     * {@link SeekableByteChannel}; see {@link #seekableChannel}. Reading a descriptor that is open for writing only throws a
     * {@link java.nio.channels.NonReadableChannelException}, and writing one that is open for reading only a
     * {@link java.nio.channels.NonWritableChannelException}. If {@code fd} is in non-blocking mode, {@code read} returns 0 if there
     * are no bytes yet, and {@code write} writes as much as fits.
     *
     * <p>As with the JDK's channels, a thread that waits in {@code read} or {@code write} gets an
     * {@link java.nio.channels.AsynchronousCloseException} if another thread closes the channel. If the waiting thread is
     * interrupted, the channel is closed. For this purpose, the channel calls {@code poll} before each {@code read} and
     * {@code write} of a pipe, socket or terminal. {@code fd} is closed as soon as no call uses it.
     *
     * @throws IllegalArgumentException if {@code fd} is negative or not open
     */
    public static ByteChannel channel(int fd) {
        return FdChannel.of(fd);
    }

    /**
     * Gives {@code fd} to a channel, like {@link #channel(int)}.
     *
     * @throws IllegalStateException if {@code fd} was closed or released
     */
    public static ByteChannel channel(Fd fd) {
        FdChannel channel = FdChannel.of(fd.num());
        fd.release();
        return channel;
    }

    /**
     * Returns a channel that reads and writes the file {@code fd}, and owns {@code fd} like {@link #channel(int)}. Its position is the
     * offset of the descriptor, which other descriptors may share.
     *
     * @throws IllegalArgumentException if {@code fd} is negative or not open, or neither a regular file nor a block device
     */
    public static SeekableByteChannel seekableChannel(int fd) {
        if (FdChannel.of(fd) instanceof SeekableByteChannel channel) {
            return channel;
        }
        throw new IllegalArgumentException("fd: " + fd + " has no position");
    }

    /**
     * Returns a stream that reads {@code fd}, and owns it like {@link #channel(int)}. Closing the stream closes {@code fd}.
     *
     * @throws IllegalArgumentException if {@code fd} is negative or not open
     */
    public static InputStream inputStream(int fd) {
        return Channels.newInputStream(channel(fd));
    }

    /**
     * Returns a stream that writes {@code fd}, and owns it like {@link #channel(int)}. Closing the stream closes {@code fd}. The stream
     * has no buffer.
     *
     * @throws IllegalArgumentException if {@code fd} is negative or not open
     */
    public static OutputStream outputStream(int fd) {
        return Channels.newOutputStream(channel(fd));
    }

    /**
     * Opens the file of {@code fd} once more, through {@code /dev/fd}, and returns a {@link FileChannel} for it, for example to map
     * or lock the file. The channel has a descriptor of its own, and the caller still owns {@code fd}: close both. No option of the
     * JVM is needed.
     *
     * <p>On Linux, the new descriptor does not share the offset and the flags of {@code fd}: it starts at offset 0. The file is
     * opened with the rights of this process, so it must have the permission. A file that was deleted can be opened too. Sockets
     * cannot. On macOS, the new descriptor shares the offset, and {@code options} must not ask for more than {@code fd} was opened
     * for.
     *
     * @param options as for {@link FileChannel#open}; without options, the channel can only read
     * @throws IOException if the file cannot be opened
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    public static FileChannel reopen(int fd, OpenOption... options) throws IOException {
        return FileChannel.open(Path.of("/dev/fd/" + checked(fd)), options);
    }

    /**
     * Returns a {@link FileDescriptor} for {@code fd}, to pass to a constructor such as
     * {@link FileInputStream#FileInputStream(FileDescriptor)}. {@code getChannel} of such a stream is a {@link FileChannel} for
     * {@code fd} itself. Closing the stream or its channel closes {@code fd}: from then on the stream owns it. The
     * {@code FileDescriptor} alone owns nothing, and the garbage collector does not close {@code fd}.
     *
     * <p>For 0, 1 and 2, returns {@code FileDescriptor.in}, {@code out} and {@code err}, which needs no option of the JVM.
     * {@code System.in}, {@code out} and {@code err} use them too.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     * @throws UnsupportedOperationException if the JVM was started without {@code --add-opens java.base/java.io=ALL-UNNAMED}
     */
    public static FileDescriptor fileDescriptor(int fd) {
        if (checked(fd) >= STANDARD_STREAMS) {
            return JdkMembers.descriptor(fd);
        }
        return fd == 0 ? FileDescriptor.in : fd == 1 ? FileDescriptor.out : FileDescriptor.err;
    }

    static int checked(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("fd: " + fd);
        }
        return fd;
    }
}
