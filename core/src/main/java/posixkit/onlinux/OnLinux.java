package posixkit.onlinux;

/** The calls that only Linux has, by topic. {@link posixkit.Posix#onLinux()} returns it. */
public interface OnLinux {
    /** Returns the calls that wait for many descriptors at once. */
    Epoll epoll();

    /** Returns the calls for users and groups that {@link posixkit.id.Ids} does not have. */
    OnLinuxIds ids();

    /** Returns the calls for files and descriptors that the common roles do not have. */
    OnLinuxFiles files();

    /** Returns the calls for sockets that {@link posixkit.net.Sockets} does not have. */
    OnLinuxSockets sockets();

    /** Returns the calls for mounts, for limits of other processes, and for the machine. */
    Kernel kernel();

    /** Returns the requests with which one process watches and changes another. {@link Tracer} is easier to use. */
    Ptrace ptrace();

    /** Returns the system calls by number. It refuses the numbers that would break the JVM. */
    Syscalls syscalls();

    /** Returns the system calls by number. It refuses no number. */
    Syscalls unguardedSyscalls();
}
