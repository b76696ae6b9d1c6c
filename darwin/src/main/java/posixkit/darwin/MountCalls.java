package posixkit.darwin;

/** All file systems at once, where the symbol has its plain name. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface MountCalls {
    int getfsstat(long buffer, int size, int flags);
}
