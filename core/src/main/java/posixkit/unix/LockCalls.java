package posixkit.unix;

/**
 * Declares {@code flock}, which locks whole files. <b>Internal.</b> {@link LibC} explains the rules that all such interfaces
 * follow.
 */
public interface LockCalls {
    int flock(int fd, int operation);
}
