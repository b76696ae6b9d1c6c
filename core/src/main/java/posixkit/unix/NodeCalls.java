package posixkit.unix;

/** {@code mknod}, where its symbol has its plain name. <b>Internal</b>; the rules are {@link LibC}'s. */
public interface NodeCalls {
    /** {@code dev} is 64 bits wide on Linux and 32 on Darwin. */
    int mknod(long path, int mode, long dev);
}
