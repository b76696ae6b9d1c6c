package posixkit.unix;

/**
 * Declares the libc functions for directory streams, under their plain symbols: {@code readdir_r}, not {@code readdir_r$INODE64}. <b>Internal.</b>
 * {@link LibC} has the rules for bindings.
 */
public interface DirCalls {
    long opendir(long path);

    /** Reads the next entry. Returns 0 on success and the error number on failure, instead of −1 and errno. */
    int readdir_r(long dir, long entry, long result);

    int closedir(long dir);
}
