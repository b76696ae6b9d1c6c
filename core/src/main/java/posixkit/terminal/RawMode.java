package posixkit.terminal;

import static posixkit.constants.Termios.TCSADRAIN;

import posixkit.ErrnoException;

/**
 * Keeps a terminal in raw mode until it is closed: each key arrives at once, unchanged, and is not shown.
 * {@link Terminals#rawMode} creates an object, and {@link #close} puts the earlier settings back, also after an exception:
 *
 * <pre>{@code
 * try (RawMode raw = posix.terminals().rawMode(0)) {
 *     posix.io().read(0, key);
 * }
 * }</pre>
 *
 * <p>If the JVM ends before {@link #close}, because of {@code System.exit} or a signal, the terminal stays in raw mode. A shutdown
 * hook that calls {@link #close} prevents this for {@code System.exit}, SIGTERM and SIGINT.
 */
public final class RawMode implements AutoCloseable {
    private final Terminals terminals;
    private final int fd;
    private final TerminalSettings earlier;
    private boolean isClosed;

    RawMode(Terminals terminals, int fd, TerminalSettings earlier) {
        this.terminals = terminals;
        this.fd = fd;
        this.earlier = earlier;
    }

    /** Returns a copy of the settings that {@link #close} puts back. */
    public TerminalSettings earlier() {
        return earlier.copy();
    }

    /**
     * Puts the earlier settings back, after the terminal has shown all output. Characters that have arrived and were not read stay
     * readable. The second call does nothing.
     *
     * @throws ErrnoException EBADF, ENOTTY: the descriptor was closed; EIO: the terminal does not exist any more
     */
    @Override
    public synchronized void close() throws ErrnoException {
        if (!isClosed) {
            isClosed = true;
            terminals.tcsetattr(fd, TCSADRAIN, earlier);
        }
    }
}
