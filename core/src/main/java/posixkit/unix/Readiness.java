package posixkit.unix;

/**
 * Tells when descriptors become ready: an epoll set on Linux, a kqueue on macOS. <b>Internal.</b> One thread calls
 * {@link #await}. Other threads call the other methods at any time.
 */
public interface Readiness {
    /** Receives the descriptors that are ready. */
    interface Listener {
        /**
         * Called for a descriptor that is ready. An error or a hang-up counts as readable and as writable, because both a read and
         * a write return at once then. This method may also be called for a descriptor that nobody watches any more.
         */
        void ready(int fd, boolean isReadable, boolean isWritable);
    }

    /**
     * Watches {@code fd} until it is ready once. If it is ready already, {@link #await} reports it at once. If {@code fd} is being
     * watched, watches for {@code isRead} and {@code isWrite} from now on, and for nothing else.
     *
     * @param isKnown true if {@code fd} was watched before: a hint that saves a system call
     * @return 0, or −errno. EPERM: the system cannot watch such a descriptor, for example one of a regular file
     */
    int watch(int fd, boolean isRead, boolean isWrite, boolean isKnown);

    /** Stops watching {@code fd}. Must be called before {@code fd} is closed, because a duplicate may keep its file open. */
    void forget(int fd);

    /**
     * Waits until at least one watched descriptor is ready, and calls {@code listener} for each ready descriptor. Returns a number
     * that is not negative, or −errno.
     */
    int await(Listener listener);
}
