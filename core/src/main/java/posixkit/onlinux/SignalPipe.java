package posixkit.onlinux;

import posixkit.ErrnoException;
import posixkit.process.SignalSet;

/**
 * Receives signals of this process through a descriptor, until it is closed. {@link OnLinuxSignals#newSignalPipe} creates an
 * object and explains it.
 */
public interface SignalPipe extends AutoCloseable {
    /**
     * Returns the descriptor. It is readable when a signal has arrived, so it can be in an {@link Epoll} set. Read it with
     * {@link #readEvents} only, and do not close it. Returns −1 after {@link #close}.
     */
    int fd();

    /** Returns the signals that this object receives, in a new set. */
    SignalSet signals();

    /**
     * Reads as many signals as have arrived and as fit into {@code into}, and returns their number of bytes. Waits until there is
     * one, unless {@code fcntl} has made the descriptor non-blocking. Returns 0 if this object is closed meanwhile.
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and no signal has arrived; EBADF: this object is closed
     */
    int readEvents(SignalEvents into) throws ErrnoException;

    /** Same as {@link #readEvents}, but returns the number of bytes or −errno, and does not repeat an interrupted call. */
    int readEventsOrErrno(SignalEvents into);

    /**
     * Returns how many signals were lost because the pipe was full. The pipe has room for about 500 signals; less, if this user
     * has many pipes.
     */
    long lost();

    /**
     * Puts back what the signals did before, and closes the descriptor. Signals that were not read are lost. If other code has
     * installed its own handler for a signal meanwhile, that handler stays. The second call does nothing.
     */
    @Override
    void close();
}
