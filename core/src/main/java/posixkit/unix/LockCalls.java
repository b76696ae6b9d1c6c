package posixkit.unix;

/** Locks on whole files. <b>Internal</b>; the rules are {@link LibC}'s. */
public interface LockCalls {
    int flock(int fd, int operation);
}
