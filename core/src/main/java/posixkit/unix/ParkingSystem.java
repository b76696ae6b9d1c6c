package posixkit.unix;

import posixkit.ErrnoException;

/**
 * The functions of one operating system that {@link Parking} needs. <b>Internal.</b> Linux and macOS have different functions to
 * learn when a descriptor becomes ready, and only Linux can read from a blocking pipe without waiting.
 */
public interface ParkingSystem {
    /**
     * Reads into the buffers of an array of {@code struct iovec}, like {@code readv}, but never waits. Returns −EAGAIN if the
     * call would wait, and −EOPNOTSUPP if the system cannot read from this descriptor in this way.
     */
    long readNow(int fd, long iov, int count);

    /**
     * Writes the buffers of an array of {@code struct iovec}, like {@code writev}, but never waits. Returns fewer bytes than the
     * buffers hold if there is room for only some. Returns −EAGAIN if there is room for none, and −EOPNOTSUPP if the system
     * cannot write to this descriptor in this way.
     */
    long writeNow(int fd, long iov, int count);

    /**
     * Returns a new close-on-exec descriptor that becomes readable when the process {@code pid} ends. Returns −errno if there is
     * none.
     */
    int processDescriptor(int pid);

    /**
     * Returns the type of a file, for example {@code S_IFIFO}, or −errno.
     *
     * @param path the address of a path, as {@code fstatat} takes it
     * @param flags 0 or {@code AT_SYMLINK_NOFOLLOW}
     */
    int type(int dirfd, long path, int flags);

    /** Returns the type of the file that the descriptor refers to, for example {@code S_IFIFO}, or −errno. */
    int type(int fd);

    /** Returns the flags of {@code open}, beyond those that both systems have, with which it never waits. */
    int flagsThatNeverWait();

    /**
     * Returns the flags of {@code send} and {@code recv} with which a call must be handed to a platform thread. With some of these
     * flags the result of a blocking call may be −EAGAIN, and with others the call does not return the bytes that are there.
     */
    int flagsToHandOff();

    /** Opens a new {@link Readiness}. Fails for example if the process has too many open descriptors. */
    Readiness newReadiness() throws ErrnoException;
}
