package posixkit.linux;

/** Functions for sockets that only Linux has. <b>Internal</b>; see {@link posixkit.unix.LibC} for the rules. */
public interface LinuxSocketCalls {
    int accept4(int fd, long address, long length, int flags);
}
