package posixkit.file;

/**
 * A lock on a range of a file ({@code struct flock}): the lock that {@link Io#fcntl(int, int, Flock)} sets, or the one that is in its
 * way. {@link Io#newFlock} makes one. It can be filled and used again.
 */
public interface Flock {
    /** Returns the type: {@code F_RDLCK} is shared, {@code F_WRLCK} exclusive, {@code F_UNLCK} no lock. */
    int type();

    /** Sets the type. */
    Flock type(int type);

    /** Returns what {@link #start} counts from: {@code SEEK_SET}, {@code SEEK_CUR} or {@code SEEK_END}. */
    int whence();

    /** Sets what {@link #start} counts from. */
    Flock whence(int whence);

    /** Returns the first byte of the range. It may lie beyond the end of the file. */
    long start();

    /** Sets the first byte of the range. */
    Flock start(long start);

    /**
     * Returns the number of bytes in the range. 0 stands for all bytes up to the end of the file, also if the file grows. A negative
     * number counts the bytes before {@link #start}.
     */
    long len();

    /** Sets the number of bytes in the range. */
    Flock len(long length);

    /** Returns the process that holds the lock in the way; −1 if an open file holds it ({@code F_OFD_…}). */
    int pid();

    /** Sets the process. It has to be 0 for a lock of an open file ({@code F_OFD_…}), and has no effect otherwise. */
    Flock pid(int pid);

    /** Returns a copy, which later calls on this one do not change. */
    Flock copy();
}
