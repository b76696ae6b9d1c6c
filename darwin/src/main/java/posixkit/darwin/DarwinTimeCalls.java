package posixkit.darwin;

/** Functions that set times of files to the microsecond. <b>Internal</b>; see {@link posixkit.unix.LibC} for the rules. */
public interface DarwinTimeCalls {
    int utimes(long path, long times);

    int lutimes(long path, long times);

    int futimes(int fd, long times);
}
