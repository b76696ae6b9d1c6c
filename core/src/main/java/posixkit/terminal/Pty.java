package posixkit.terminal;

import java.io.IOException;
import java.util.Objects;
import posixkit.file.Io;

/**
 * A pseudo-terminal: a pair of connected descriptors. A program that uses {@link #terminal} has the impression of a terminal. What
 * it writes there can be read from {@link #master}, and what is written to the master arrives as if a user had typed it.
 * {@link Terminals#openpty} creates a pair. {@link #close} closes both descriptors, unless {@link #closeTerminal} has closed one.
 */
public final class Pty implements AutoCloseable {
    private final Io io;
    private final int master;
    private final String name;
    private int terminal;
    private boolean isClosed;

    /** Creates an object that owns both descriptors and closes them with {@code io}. */
    public Pty(Io io, int master, int terminal, String name) {
        this.io = Objects.requireNonNull(io, "io");
        this.master = master;
        this.terminal = terminal;
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Returns the descriptor at which a program controls the terminal, for example a terminal window or a server for logins. */
    public int master() {
        if (isClosed) {
            throw new IllegalStateException("this pseudo-terminal is closed");
        }
        return master;
    }

    /** Returns the descriptor of the terminal itself. */
    public int terminal() {
        if (isClosed || terminal < 0) {
            throw new IllegalStateException("this end of the pseudo-terminal is closed");
        }
        return terminal;
    }

    /** Returns the path of the terminal, for example {@code /dev/pts/3}. */
    public String name() {
        return name;
    }

    /**
     * Closes the descriptor of the terminal. Do this after the start of a program that uses the terminal: then a read from the
     * master ends when the program does. Linux reports the end as EIO, macOS as the end of the file.
     */
    public synchronized void closeTerminal() throws IOException {
        int fd = terminal();
        terminal = -1;
        io.close(fd);
    }

    /** Closes the descriptors that are still open. */
    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        try {
            if (terminal >= 0) {
                closeTerminal();
            }
        } finally {
            isClosed = true;
            io.close(master);
        }
    }

    @Override
    public String toString() {
        return "Pty[master=" + master + ", terminal=" + terminal + ", name=" + name + "]";
    }
}
