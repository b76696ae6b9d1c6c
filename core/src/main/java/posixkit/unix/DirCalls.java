package posixkit.unix;

/** Directory streams under their plain symbols. <b>Internal</b>; see {@link LibC} for the rules. */
public interface DirCalls {
    long opendir(long path);

    /** Returns the error number. */
    int readdir_r(long dir, long entry, long result);

    int closedir(long dir);
}
