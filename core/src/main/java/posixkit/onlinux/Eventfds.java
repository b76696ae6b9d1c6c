package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Counters that are descriptors. One thread or process adds to the counter, and another waits until the counter is not 0, for
 * example with {@link Epoll}. Both use {@link posixkit.file.Io}, with eight bytes in the byte order of the processor: a write
 * adds a number, and a read returns the counter and sets it to 0.
 */
public interface Eventfds {
    /**
     * Creates a counter and returns its descriptor, which is close-on-exec.
     *
     * <p>{@code int eventfd(unsigned int initial, int flags)} {@index eventfd}
     *
     * @param initial the first value, an unsigned number
     * @param flags {@code EFD_NONBLOCK}; {@code EFD_SEMAPHORE}: a read returns 1 and takes 1 from the counter; or 0
     * @throws ErrnoException EINVAL: {@code flags} is wrong; EMFILE, ENFILE: too many files are open
     */
    @Call("eventfd(2)")
    default int eventfd(int initial, int flags) throws ErrnoException {
        return Outcome.of("eventfd", eventfdOrErrno(initial, flags));
    }

    /** Same as {@link #eventfd}, but returns the descriptor or −errno. */
    int eventfdOrErrno(int initial, int flags);
}
