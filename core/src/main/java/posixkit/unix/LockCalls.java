package posixkit.unix;

/** Declares {@code flock}, which locks whole files. <b>Internal.</b> The rules of {@link LibC} apply. */
public interface LockCalls {
    int flock(int fd, int operation);
}
