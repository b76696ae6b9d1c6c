package posixkit.onlinux;

/** Gives access to the calls that only Linux has, grouped by topic. {@link posixkit.Posix#onLinux()} returns this object. */
public interface OnLinux {
    /** Returns the calls that wait for many descriptors at once. */
    Epoll epoll();

    /** Returns the calls for user and group ids that only Linux has. {@link posixkit.id.Ids} has the other calls. */
    OnLinuxIds ids();

    /** Returns the calls for files and descriptors that only Linux has. */
    OnLinuxFiles files();

    /** Returns the socket calls that only Linux has. {@link posixkit.net.Sockets} has the other calls. */
    OnLinuxSockets sockets();

    /** Returns the calls for mounts, for resource limits of other processes, and for restarting the machine. */
    Kernel kernel();

    /**
     * Returns the {@code ptrace} requests, with which one process watches and changes another. {@link Tracer} is easier to use.
     */
    Ptrace ptrace();

    /**
     * Returns the object that makes system calls by number. For system calls that would break the JVM, it throws
     * {@link IllegalArgumentException}.
     */
    Syscalls syscalls();

    /** Returns the object that makes every system call by number, even a system call that breaks the JVM. */
    Syscalls unguardedSyscalls();
}
