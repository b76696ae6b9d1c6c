package posixkit.unix;

/** select, apart because macOS has others that are to be preferred. <b>Internal.</b> */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
