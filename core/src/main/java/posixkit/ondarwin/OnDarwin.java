package posixkit.ondarwin;

/**
 * Gives access to the system calls that only macOS has. Each method returns an object with the calls of one topic.
 * {@link posixkit.Posix#onDarwin()} returns the {@code OnDarwin} object.
 */
public interface OnDarwin {
    /** Returns the calls that wait for many descriptors, processes, files and timers at once. */
    Kqueue kqueue();

    /** Returns the calls for sockets that are missing in {@link posixkit.net.Sockets}, because only macOS has them. */
    OnDarwinSockets sockets();

    /** Returns the calls for users and logins that are missing in {@link posixkit.id.Ids}, because only macOS has them. */
    OnDarwinIds ids();

    /** Returns the calls that read the clocks of the Mach kernel. {@link posixkit.time.Clocks} has the other clocks. */
    OnDarwinClocks clocks();

    /** Returns the calls that list processes and tell what the kernel knows of them. */
    OnDarwinProcesses processes();

    /** Returns the calls that read lists of attributes of files, and set times that only macOS knows. */
    OnDarwinAttributes attributes();

    /** Returns the calls for files and descriptors that only macOS has. */
    OnDarwinFiles files();

    /** Returns the calls for extended attributes, with the parameters that only macOS has. */
    OnDarwinXattrs xattrs();

    /** Returns the calls that read and set kernel variables ({@code sysctl}). */
    Sysctl sysctl();

    /** Returns the call with which one process traces another process ({@code ptrace}). */
    OnDarwinPtrace ptrace();
}
