package posixkit.unix;

/** {@code select}, alone because macOS has several versions. <b>Internal.</b> */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
