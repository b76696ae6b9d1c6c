package posixkit.unix;

/** Declares {@code poll}. <b>Internal.</b> {@link LibC} has the rules for bindings. */
public interface PollCalls {
    /** Waits for events on descriptors. In C, {@code count} is an unsigned int on Darwin. */
    int poll(long fds, long count, int timeout);
}
