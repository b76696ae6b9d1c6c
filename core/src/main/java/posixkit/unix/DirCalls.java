package posixkit.unix;

/**
 * Declares the libc functions for directory streams. <b>Internal.</b> jnr-ffi can load this interface only where the symbols of
 * these functions have no suffix. On macOS on x86_64 the symbols have one, for example {@code readdir_r$INODE64}, so the code for
 * macOS implements this interface itself there. {@link LibC} explains the rules that all such interfaces follow.
 */
public interface DirCalls {
    long opendir(long path);

    /**
     * Writes the next entry to {@code entry}. Also writes the address {@code entry} to {@code result}, or 0 at the end of the
     * directory. Returns 0 on success. On failure, returns the error number itself, instead of setting errno and returning −1.
     */
    int readdir_r(long dir, long entry, long result);

    int closedir(long dir);
}
