package posixkit.linux;

/** What {@link AllThreads} needs of libc for its signal. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface SignalCall {
    int sigaction(int signal, long action, long old);
}
