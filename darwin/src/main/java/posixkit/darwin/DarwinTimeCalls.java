package posixkit.darwin;

/** Times of files to the microsecond. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface DarwinTimeCalls {
    int utimes(long path, long times);

    int lutimes(long path, long times);

    int futimes(int fd, long times);
}
