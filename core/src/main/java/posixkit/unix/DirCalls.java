package posixkit.unix;

/**
 * Declares the libc functions for directory streams, with symbols that have no suffix such as {@code $INODE64}. <b>Internal.</b>
 * The rules of {@link LibC} apply.
 */
public interface DirCalls {
    long opendir(long path);

    /** Reads the next entry. Returns 0 on success and the error number on failure, instead of −1 and errno. */
    int readdir_r(long dir, long entry, long result);

    int closedir(long dir);
}
