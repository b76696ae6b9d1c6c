package posixkit.unix;

/** Declares {@code flock}, which locks whole files. <b>Internal.</b> {@link LibC} has the rules for bindings. */
public interface LockCalls {
    int flock(int fd, int operation);
}
