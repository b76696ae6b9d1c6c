package posixkit.onlinux;

/** What only Linux has. Reached by {@link posixkit.Posix#onLinux()}. */
public interface OnLinux {
    /** Waiting for many descriptors at once. */
    Epoll epoll();

    /** Users and groups beyond what all systems have. */
    IdExtras ids();

    /** Files and descriptors beyond what all systems have. */
    FileExtras files();

    /** Sockets beyond what all systems have. */
    SocketExtras sockets();

    /** Mounts, limits of other processes, the machine itself. */
    Kernel kernel();
}
