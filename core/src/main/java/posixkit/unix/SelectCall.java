package posixkit.unix;

/** select, apart because macOS has several, of which one is to be preferred. <b>Internal.</b> */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
