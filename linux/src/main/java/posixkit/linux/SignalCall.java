package posixkit.linux;

/**
 * Binds the C function that installs the signal handler of {@link AllThreads}. <b>Internal.</b> Methods have the names of their C
 * functions, and pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface SignalCall {
    int sigaction(int signal, long action, long old);
}
