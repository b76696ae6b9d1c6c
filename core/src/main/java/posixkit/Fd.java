package posixkit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.file.Io;

/**
 * Owns one descriptor for the length of a {@code try} and closes it once. Calls take plain ints; an {@code Fd} is only about when
 * the descriptor is closed.
 *
 * <pre>{@code
 * try (Fd file = io.own(files.open("/etc/hosts", O_RDONLY))) {
 *     io.read(file.num(), buffer);
 * }
 * }</pre>
 */
public final class Fd implements AutoCloseable {
    private static final int GONE = -1;

    /** Closes the descriptor; null for the role of {@link Posix#get}. */
    private final Io io;

    private final AtomicInteger num;

    private Fd(Io io, int num) {
        this.io = io;
        this.num = new AtomicInteger(num);
    }

    /**
     * Takes ownership of {@code fd}. It is closed by this object, through {@link Posix#get}, and must not be closed elsewhere.
     *
     * @throws IllegalArgumentException if {@code fd} is negative
     */
    public static Fd own(int fd) {
        return new Fd(null, checked(fd));
    }

    /**
     * Takes ownership of {@code fd}, and closes it through {@code io}. This is {@link Io#own}.
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
     * Returns the descriptor's number.
     *
     * @throws IllegalStateException if the descriptor is closed or released: another file may have the number by then
     */
    public int num() {
        return present(num.get());
    }

    /**
     * Gives up ownership, without closing the descriptor, and returns its number.
     *
     * @throws IllegalStateException if the descriptor is closed or released
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

    /** Closes the descriptor at the first call. Later calls do nothing. */
    @Override
    public void close() throws ErrnoException {
        int fd = num.getAndSet(GONE);
        if (fd != GONE) {
            (io == null ? Posix.get().io() : io).close(fd);
        }
    }

    /** Returns {@code Fd[7]} or {@code Fd[closed]}. */
    @Override
    public String toString() {
        int fd = num.get();
        return fd == GONE ? "Fd[closed]" : "Fd[" + fd + "]";
    }
}
