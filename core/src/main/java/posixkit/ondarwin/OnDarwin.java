package posixkit.ondarwin;

/** What only macOS has. Reached by {@link posixkit.Posix#onDarwin()}. */
public interface OnDarwin {
    /** Waiting for many things at once. */
    Kqueue kqueue();

    /** Sockets beyond what all systems have. */
    SocketExtras sockets();

    /** Users and logins beyond what all systems have. */
    IdExtras ids();

    /** Files and descriptors beyond what all systems have. */
    FileExtras files();

    /** Variables of the kernel. */
    Sysctl sysctl();

    /** What debuggers do. */
    Ptrace ptrace();
}
