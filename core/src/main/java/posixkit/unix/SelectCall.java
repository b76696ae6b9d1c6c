package posixkit.unix;

/**
 * Declares {@code select}. This function has an interface of its own, because macOS has several versions of it. <b>Internal.</b>
 */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
