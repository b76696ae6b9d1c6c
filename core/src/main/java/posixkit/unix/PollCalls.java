package posixkit.unix;

/** Declares {@code poll}. <b>Internal.</b> {@link LibC} explains the rules that all such interfaces follow. */
public interface PollCalls {
    /**
     * Waits for events on the {@code count} descriptors in the array at {@code fds}. In C, {@code count} is an unsigned long on
     * Linux and an unsigned int on Darwin.
     */
    int poll(long fds, long count, int timeout);
}
