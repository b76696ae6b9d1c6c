package posixkit.onlinux;

/** Gives access to the calls that only Linux has, grouped by topic. {@link posixkit.Posix#onLinux()} returns this object. */
public interface OnLinux {
    /** Returns the calls that wait for many descriptors at once. */
    Epoll epoll();

    /** Returns the Linux-only call that waits for several descriptors. {@link posixkit.event.Poll} has the other calls. */
    OnLinuxPoll poll();

    /** Returns the Linux-only calls for clocks. {@link posixkit.time.Clocks} has the other calls. */
    OnLinuxClocks clocks();

    /** Returns the Linux-only calls for memory. {@link posixkit.memory.Memory} has the other calls. */
    OnLinuxMemory memory();

    /** Returns the Linux-only calls about the operating system as a whole. {@link posixkit.system.Host} has the other calls. */
    OnLinuxHost host();

    /** Returns the calls that watch files and directories. */
    Inotify inotify();

    /** Returns the calls for timers that are descriptors. */
    Timerfds timerfds();

    /** Returns the calls for counters that are descriptors. */
    Eventfds eventfds();

    /** Returns the calls for descriptors of processes. */
    Pidfds pidfds();

    /** Returns the calls that receive signals. {@link posixkit.process.Signals} has the other calls. */
    OnLinuxSignals signals();

    /** Returns the calls that decide on which processors, and how, threads run. */
    Scheduling scheduling();

    /** Returns the calls for settings of threads and of this process. */
    Prctl prctl();

    /** Returns the calls for namespaces of threads. */
    Namespaces namespaces();

    /** Returns the calls for capabilities of threads. */
    Capabilities capabilities();

    /** Returns the calls for the memory of other processes. */
    ProcessMemory processMemory();

    /** Returns the Linux-only calls for user and group ids. {@link posixkit.id.Ids} has the other calls for these ids. */
    OnLinuxIds ids();

    /** Returns the Linux-only calls for files and descriptors. */
    OnLinuxFiles files();

    /** Returns the calls that read, write and prepare parts of files. {@link posixkit.file.Io} has the other calls. */
    OnLinuxIo io();

    /** Returns the calls for handles, which name files without their paths. */
    FileHandles fileHandles();

    /** Returns the calls that let files share blocks of the disk. */
    Clones clones();

    /** Returns the calls that move bytes between two descriptors. */
    Transfers transfers();

    /** Returns the socket calls that only Linux has. {@link posixkit.net.Sockets} has the other calls. */
    OnLinuxSockets sockets();

    /**
     * Returns the properties of network interfaces that only Linux has. {@link posixkit.net.Interfaces} has the other properties.
     */
    OnLinuxInterfaces interfaces();

    /** Returns the calls for netlink messages, which ask the kernel for interfaces, addresses and routes, and change them. */
    Netlink netlink();

    /** Returns the calls that mount file systems step by step. */
    Mounts mounts();

    /** Returns the calls for mounts, for resource limits of other processes, and for restarting the machine. */
    Kernel kernel();

    /**
     * Returns the {@code ptrace} requests, with which one process watches and changes another process. {@link Tracer} is easier
     * to use.
     */
    Ptrace ptrace();

    /**
     * Returns the object that makes system calls by number. The object throws {@link IllegalArgumentException} for system calls
     * that would break the JVM.
     */
    Syscalls syscalls();

    /** Returns the object that makes every system call by number, even a system call that breaks the JVM. */
    Syscalls unguardedSyscalls();
}
