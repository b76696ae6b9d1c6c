package posixkit.file;

/**
 * A description of a lock on a range of a file (the native {@code struct flock}). {@link Io#newFlock} creates an empty
 * description. To set a lock, describe the lock in this object, and pass the object to {@link Io#fcntl(int, int, Flock)}. The
 * commands {@code F_GETLK} and {@code F_OFD_GETLK} set no lock. They only ask whether the described lock is possible. If an
 * existing lock prevents the described lock, these commands overwrite this object with a description of the existing lock. The
 * same object can be used many times.
 */
public interface Flock {
    /**
     * Returns the type of the lock: {@code F_RDLCK} for a shared lock, or {@code F_WRLCK} for an exclusive lock. The type
     * {@code F_UNLCK} asks the kernel to unlock the range. If no existing lock prevents the described lock, {@code F_GETLK} and
     * {@code F_OFD_GETLK} set the type to {@code F_UNLCK}.
     */
    int type();

    /** Sets the type of the lock: {@code F_RDLCK}, {@code F_WRLCK} or {@code F_UNLCK}. */
    Flock type(int type);

    /**
     * Returns the place in the file from which {@link #start} counts: {@code SEEK_SET} for the beginning of the file,
     * {@code SEEK_CUR} for the current position, or {@code SEEK_END} for the end of the file.
     */
    int whence();

    /** Sets the place in the file from which {@link #start} counts: {@code SEEK_SET}, {@code SEEK_CUR} or {@code SEEK_END}. */
    Flock whence(int whence);

    /**
     * Returns the position of the first byte of the range, in bytes from the place that {@link #whence} names. The position can
     * be beyond the end of the file.
     */
    long start();

    /** Sets the position of the first byte of the range, in bytes from the place that {@link #whence} names. */
    Flock start(long start);

    /**
     * Returns the number of bytes in the range. The value 0 means all bytes from {@link #start} to the end of the file, even if
     * the file grows later. With a negative number −n, the range is the n bytes before {@link #start}.
     */
    long len();

    /**
     * Sets the number of bytes in the range. The value 0 means all bytes from {@link #start} to the end of the file, even if the
     * file grows later. With a negative number −n, the range is the n bytes before {@link #start}.
     */
    Flock len(long length);

    /**
     * Returns the pid of the process that owns an existing lock. {@code F_GETLK} and {@code F_OFD_GETLK} store this pid when they
     * overwrite this object with a description of the existing lock. The pid −1 means that an open file owns the existing lock,
     * not a process. {@code F_OFD_SETLK} and {@code F_OFD_SETLKW} set locks that an open file owns.
     */
    int pid();

    /**
     * Sets the pid. It must be 0 in a call with the command {@code F_OFD_GETLK}, {@code F_OFD_SETLK} or {@code F_OFD_SETLKW}.
     * Calls with other commands ignore the pid.
     */
    Flock pid(int pid);

    /** Returns a copy of this object. Later changes to this object do not change the copy. */
    Flock copy();
}
