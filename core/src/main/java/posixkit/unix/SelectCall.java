package posixkit.unix;

/**
 * Declares {@code select}. <b>Internal.</b> This function has an interface of its own, because macOS has several versions of the
 * function, and the code for macOS implements the interface with one of them.
 */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
