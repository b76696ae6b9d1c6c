package posixkit.darwin;

/**
 * Declares {@code getfsstat}, which lists all mounted file systems. {@code Inode64Mounts} implements this interface on x86_64,
 * where the function has another symbol. <b>Internal.</b> Methods have the names of their C functions, and pointers are
 * {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface MountCalls {
    int getfsstat(long buffer, int size, int flags);
}
