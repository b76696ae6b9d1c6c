package posixkit.linux;

/**
 * Binds the functions on file names that only Linux has. <b>Internal.</b> Methods have the names of their C functions, and
 * pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface LinuxNameCalls {
    int mkfifoat(int dirfd, long path, int mode);

    int renameat2(int fromfd, long from, int tofd, long to, int flags);
}
