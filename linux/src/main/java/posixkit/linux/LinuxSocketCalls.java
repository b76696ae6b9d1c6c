package posixkit.linux;

/** Socket functions that only Linux has. <b>Internal</b>; the rules are those of {@link posixkit.unix.LibC}. */
public interface LinuxSocketCalls {
    int accept4(int fd, long address, long length, int flags);
}
