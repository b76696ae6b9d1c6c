package posixkit.darwin;

/**
 * Binds the functions that set the times of files in microseconds. <b>Internal.</b> Methods have the names of their C functions,
 * and pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface DarwinTimeCalls {
    int utimes(long path, long times);

    int lutimes(long path, long times);

    int futimes(int fd, long times);
}
