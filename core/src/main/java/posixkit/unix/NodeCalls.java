package posixkit.unix;

/** {@code mknod} under its plain symbol. <b>Internal</b>; see {@link LibC} for the rules. */
public interface NodeCalls {
    /** {@code dev} is 64 bits wide on Linux and 32 on Darwin. */
    int mknod(long path, int mode, long dev);
}
