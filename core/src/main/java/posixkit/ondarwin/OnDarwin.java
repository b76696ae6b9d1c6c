package posixkit.ondarwin;

/** What only macOS has. Reached by {@link posixkit.Posix#onDarwin()}. */
public interface OnDarwin {
    /** Waiting for many things at once. */
    Kqueue kqueue();

    /** Sockets beyond what all systems have. */
    OnDarwinSockets sockets();

    /** Users and logins beyond what all systems have. */
    OnDarwinIds ids();

    /** Files and descriptors beyond what all systems have. */
    OnDarwinFiles files();

    /** Variables of the kernel. */
    Sysctl sysctl();

    /** What debuggers do. */
    OnDarwinPtrace ptrace();
}
