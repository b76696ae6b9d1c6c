package posixkit.unix;

/** The function that waits for a list of descriptors. <b>Internal.</b> */
public interface PollCalls {
    /** On Darwin {@code count} is an unsigned int. */
    int poll(long fds, long count, int timeout);
}
