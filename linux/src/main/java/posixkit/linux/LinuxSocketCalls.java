package posixkit.linux;

/** Sockets as Linux has them and Darwin has not. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface LinuxSocketCalls {
    int accept4(int fd, long address, long length, int flags);
}
