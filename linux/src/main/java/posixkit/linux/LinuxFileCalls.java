package posixkit.linux;

/** What {@link LinuxFiles} asks the kernel by number. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface LinuxFileCalls {
    /** Variadic, and on Linux none the worse for being bound as if it were not. */
    long syscall(long number, int dirfd, long path, int mode, int flags);
}
