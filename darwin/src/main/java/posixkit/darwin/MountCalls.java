package posixkit.darwin;

/**
 * Binds {@code getfsstat}, which lists all file systems, under its plain symbol. <b>Internal.</b> Methods have the names of their
 * C functions, and pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface MountCalls {
    int getfsstat(long buffer, int size, int flags);
}
