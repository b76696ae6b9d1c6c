package posixkit.linux;

/** The C function with which {@link AllThreads} installs its signal handler. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface SignalCall {
    int sigaction(int signal, long action, long old);
}
