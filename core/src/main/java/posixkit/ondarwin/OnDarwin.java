package posixkit.ondarwin;

/** The calls that only macOS has, by topic. {@link posixkit.Posix#onDarwin()} returns it. */
public interface OnDarwin {
    /** Returns the calls that wait for many descriptors, processes, files and timers at once. */
    Kqueue kqueue();

    /** Returns the calls for sockets that {@link posixkit.net.Sockets} does not have. */
    OnDarwinSockets sockets();

    /** Returns the calls for users and logins that {@link posixkit.id.Ids} does not have. */
    OnDarwinIds ids();

    /** Returns the calls for files and descriptors that the common roles do not have. */
    OnDarwinFiles files();

    /** Returns the calls that read and set variables of the kernel. */
    Sysctl sysctl();

    /** Returns the call with which one process traces another. */
    OnDarwinPtrace ptrace();
}
