package posixkit.linux;

/**
 * Binds the socket functions that only Linux has. <b>Internal.</b> Methods have the names of their C functions, and pointers are
 * {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface LinuxSocketCalls {
    int accept4(int fd, long address, long length, int flags);
}
