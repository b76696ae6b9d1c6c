package posixkit.onlinux;

/** What only Linux has. Reached by {@link posixkit.Posix#onLinux()}. */
public interface OnLinux {
    /** Waiting for many descriptors at once. */
    Epoll epoll();

    /** Users and groups beyond what all systems have. */
    OnLinuxIds ids();

    /** Files and descriptors beyond what all systems have. */
    OnLinuxFiles files();

    /** Sockets beyond what all systems have. */
    OnLinuxSockets sockets();

    /** Mounts, limits of other processes, the machine itself. */
    Kernel kernel();

    /** Watching and changing other processes. */
    Ptrace ptrace();

    /** The kernel's calls by number, but for those that would take from the JVM what it runs on. */
    Syscalls syscalls();

    /** The kernel's calls by number, all of them. */
    Syscalls unguardedSyscalls();
}
