package posixkit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.file.Io;

/**
 * Owns one file descriptor and closes it exactly once, at the end of a {@code try} block. The calls of this library take
 * descriptors as plain {@code int}s. An {@code Fd} only decides when the descriptor is closed. In this example, {@code io} is
 * {@link Posix#io}, and {@code files} is {@link Posix#files}:
 *
 * <pre>{@code
 * try (Fd file = io.own(files.open("/etc/hosts", O_RDONLY))) {
 *     io.read(file.num(), buffer);
 * }
 * }</pre>
 */
public final class Fd implements AutoCloseable {
    private static final int GONE = -1;

    /**
     * The object whose method {@code close} closes the descriptor. If null, the object that {@code Posix.get().io()} returns is
     * used.
     */
    private final Io io;

    private final AtomicInteger num;

    private Fd(Io io, int num) {
        this.io = io;
        this.num = new AtomicInteger(num);
    }

    /**
     * Takes ownership of {@code fd}. The method {@link #close} of the returned object closes the descriptor with
     * {@code Posix.get().io()}. Other code must not close the descriptor.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    public static Fd own(int fd) {
        return new Fd(null, checked(fd));
    }

    /**
     * Takes ownership of {@code fd}. The method {@link #close} of the returned object closes the descriptor with {@code io}.
     * Other code must not close the descriptor. The method {@link Io#own} of {@code io} does the same as this method.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    public static Fd own(Io io, int fd) {
        return new Fd(Objects.requireNonNull(io, "io"), checked(fd));
    }

    private static int checked(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("fd: " + fd);
        }
        return fd;
    }

    /**
     * Returns the number of the descriptor.
     *
     * @throws IllegalStateException if the descriptor was closed or released, because its number may belong to another file now
     */
    public int num() {
        return present(num.get());
    }

    /**
     * Gives up ownership of the descriptor and returns its number. The descriptor stays open, and {@link #close} no longer
     * closes it.
     *
     * @throws IllegalStateException if the descriptor was already closed or released
     */
    public int release() {
        return present(num.getAndSet(GONE));
    }

    private static int present(int fd) {
        if (fd == GONE) {
            throw new IllegalStateException("this descriptor is closed or released");
        }
        return fd;
    }

    /** Closes the descriptor. Does nothing if the descriptor was already closed or released. */
    @Override
    public void close() throws ErrnoException {
        int fd = num.getAndSet(GONE);
        if (fd != GONE) {
            (io == null ? Posix.get().io() : io).close(fd);
        }
    }

    /**
     * Returns a text with the number of the descriptor, for example {@code Fd[7]}. Returns {@code Fd[closed]} if the descriptor
     * was closed or released.
     */
    @Override
    public String toString() {
        int fd = num.get();
        return fd == GONE ? "Fd[closed]" : "Fd[" + fd + "]";
    }
}
