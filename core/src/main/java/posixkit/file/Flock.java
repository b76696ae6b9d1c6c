package posixkit.file;

/**
 * A lock on a piece of a file ({@code struct flock}): what {@link Io#fcntl(int, int, Flock)} is to set, and what is in its
 * way. Made by {@link Io#newFlock}, to be filled and used again.
 */
public interface Flock {
    /** {@code F_RDLCK}, shared; {@code F_WRLCK}, alone; {@code F_UNLCK}. */
    int type();

    Flock type(int type);

    /** What {@link #start} counts from: {@code SEEK_SET}, {@code SEEK_CUR}, {@code SEEK_END}. */
    int whence();

    Flock whence(int whence);

    /** The first byte. It may lie beyond the end. */
    long start();

    Flock start(long start);

    /** How many bytes; 0: to the end, wherever that will be. A negative number counts those before {@link #start}. */
    long len();

    Flock len(long length);

    /** Who holds what is in the way; −1 for a lock of an open file, which belongs to no process. */
    int pid();

    /** Has to be 0 for a lock of an open file ({@code F_OFD_…}); else it means nothing. */
    Flock pid(int pid);

    /** Returns a copy, which later calls on this one do not change. */
    Flock copy();
}
