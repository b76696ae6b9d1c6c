package posixkit.examples.network;

import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;

/**
 * The calls of an HTTP server for which Linux and macOS have different names. Each event loop has an object of its own, which
 * watches the descriptors of this loop.
 */
interface ServerSystem extends AutoCloseable {
    /** How many events one {@link #await} can report. */
    int EVENTS = 512;

    static ServerSystem of(Posix posix) throws ErrnoException {
        return Target.IS_LINUX ? new LinuxServerSystem(posix) : new DarwinServerSystem(posix);
    }

    /** Begins to watch {@code fd}, until data can be read from it. */
    void watch(int fd) throws ErrnoException;

    /** Changes what a watched descriptor waits for: room to write if {@code writing} is true, and data to read otherwise. */
    void waitFor(int fd, boolean writing) throws ErrnoException;

    /** Stops watching {@code fd}. Call this method before you close {@code fd}. */
    void forget(int fd) throws ErrnoException;

    /** Waits until watched descriptors are ready, or until the time is over. Returns the number of events. */
    int await(int timeoutMillis) throws ErrnoException;

    /** Returns the descriptor of the event at {@code index}. */
    int fd(int index);

    /** Returns true if the descriptor of the event at {@code index} can be written, or has failed. */
    boolean isWritable(int index);

    /** Returns the flag of {@code send} that says that more bytes follow at once; 0 if the system has no such flag. */
    int more();

    /** Sends bytes of a file to a socket. Returns the number of bytes or −errno. */
    long sendfileOrErrno(int socket, int file, long offset, long length);

    /**
     * Opens a file for reading, without waiting. Returns a descriptor or −errno. The path cannot lead out of {@code directory},
     * neither by {@code ..} nor by a symbolic link.
     *
     * @param path relative to {@code directory}; {@code .} is the directory itself
     */
    int openBeneathOrErrno(int directory, String path);

    /** Returns the names in an open directory, in no order, without {@code .} and {@code ..}. */
    List<String> names(int directory) throws ErrnoException;

    @Override
    void close() throws ErrnoException;
}
