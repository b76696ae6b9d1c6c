package posixkit.unix;

/** Declares {@code mknod}, with its symbol that has no suffix. <b>Internal.</b> {@link LibC} has the rules for bindings. */
public interface NodeCalls {
    /** Creates a file node. In C, {@code dev} has 64 bits on Linux and 32 bits on Darwin. */
    int mknod(long path, int mode, long dev);
}
