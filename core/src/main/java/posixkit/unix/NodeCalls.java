package posixkit.unix;

/** {@code mknod} under its plain symbol. <b>Internal</b>; see {@link LibC} for the rules. */
public interface NodeCalls {
    /** On Linux {@code dev} has 64 bits, on Darwin 32. */
    int mknod(long path, int mode, long dev);
}
