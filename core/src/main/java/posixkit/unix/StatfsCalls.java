package posixkit.unix;

/**
 * Declares the {@code statfs} functions. <b>Internal.</b> jnr-ffi can load this interface only where the symbols of these
 * functions have no suffix. On macOS on x86_64 the symbols have one, for example {@code statfs$INODE64}, so the code for macOS
 * implements this interface itself there. {@link LibC} explains the rules that all such interfaces follow.
 */
public interface StatfsCalls {
    int statfs(long path, long buffer);

    int fstatfs(int fd, long buffer);
}
