package posixkit.onlinux;

/** What only Linux has. Reached by {@link posixkit.Posix#onLinux()}. */
public interface OnLinux {
    /** Waiting for many descriptors at once. */
    Epoll epoll();

    /** Users and groups beyond what all systems have. */
    IdExtras ids();
}
