package posixkit.unix;

/** {@code poll}. <b>Internal.</b> */
public interface PollCalls {
    /** {@code count} is an unsigned int on Darwin. */
    int poll(long fds, long count, int timeout);
}
