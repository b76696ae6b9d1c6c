package posixkit.unix;

/** {@code poll}. <b>Internal.</b> */
public interface PollCalls {
    /** On Darwin {@code count} is an unsigned int. */
    int poll(long fds, long count, int timeout);
}
