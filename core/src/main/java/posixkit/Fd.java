package posixkit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns one descriptor for the length of a {@code try}. Calls take plain ints; an {@code Fd} is only about when the
 * descriptor goes away, which is once.
 *
 * <pre>{@code
 * try (Fd file = Fd.own(files.open("/etc/hosts", O_RDONLY))) {
 *     io.read(file.num(), buffer);
 * }
 * }</pre>
 */
public final class Fd implements AutoCloseable {
    private static final int GONE = -1;

    private final AtomicInteger num;

    private Fd(int num) {
        this.num = new AtomicInteger(num);
    }

    /** Takes over {@code fd}: from now on it is closed here and nowhere else. */
    public static Fd own(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("no descriptor: " + fd);
        }
        return new Fd(fd);
    }

    /**
     * The descriptor's number.
     *
     * @throws IllegalStateException once it is closed or released: the number may by then be somebody else's
     */
    public int num() {
        int fd = num.get();
        if (fd == GONE) {
            throw new IllegalStateException("this descriptor is closed or released");
        }
        return fd;
    }

    /** Gives the descriptor up without closing it. */
    public int release() {
        int fd = num.getAndSet(GONE);
        if (fd == GONE) {
            throw new IllegalStateException("this descriptor is closed or released");
        }
        return fd;
    }

    /** Closes the descriptor the first time it is called; later calls do nothing. */
    @Override
    public void close() throws ErrnoException {
        int fd = num.getAndSet(GONE);
        if (fd != GONE) {
            Posix.get().io().close(fd);
        }
    }

    @Override
    public String toString() {
        int fd = num.get();
        return fd == GONE ? "Fd[closed]" : "Fd[" + fd + "]";
    }
}
