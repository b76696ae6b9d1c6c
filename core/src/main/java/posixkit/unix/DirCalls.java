package posixkit.unix;

/** Directories as streams, where their symbols have their plain names. <b>Internal</b>; the rules are {@link LibC}'s. */
public interface DirCalls {
    long opendir(long path);

    /** Returns the error number. */
    int readdir_r(long dir, long entry, long result);

    int closedir(long dir);
}
