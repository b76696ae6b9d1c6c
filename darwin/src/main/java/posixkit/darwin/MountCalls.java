package posixkit.darwin;

/**
 * The function that lists all file systems, under its plain symbol. <b>Internal</b>; see {@link posixkit.unix.LibC} for
 * the rules.
 */
public interface MountCalls {
    int getfsstat(long buffer, int size, int flags);
}
