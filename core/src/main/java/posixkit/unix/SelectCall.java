package posixkit.unix;

/** select. It has an interface of its own because macOS has several functions of that name. <b>Internal.</b> */
public interface SelectCall {
    int select(int nfds, long read, long write, long except, long timeout);
}
