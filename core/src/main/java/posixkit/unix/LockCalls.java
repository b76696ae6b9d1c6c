package posixkit.unix;

/** The function that locks whole files. <b>Internal</b>; see {@link LibC} for the rules. */
public interface LockCalls {
    int flock(int fd, int operation);
}
