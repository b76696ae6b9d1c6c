package posixkit.onlinux;

import static posixkit.onlinux.constants.LinuxInotify.INOTIFY_EVENT_LONGEST;

/**
 * A reusable buffer for events of {@link Inotify}, in memory outside the Java heap. {@link Inotify#readEvents} fills it with
 * whole events. {@link #next} moves to the next event, and the other methods return its data. Reading events allocates nothing,
 * except {@link #name}.
 *
 * <p>An {@code InotifyEvents} object is not thread-safe.
 */
public interface InotifyEvents {
    /** The size in bytes of the longest event: its fixed part, a name of 255 bytes, and a NUL. */
    int LONGEST = INOTIFY_EVENT_LONGEST;

    /** Moves to the next event. Returns true if there is one, and false after the last event of the buffer. */
    boolean next();

    /**
     * Returns the number of the watch, as {@link Inotify#inotifyAddWatch} returned it. It is −1 if {@link #isOverflow}.
     *
     * @throws IllegalStateException if there is no current event: {@link #next} was not called since the buffer was last filled,
     *     or it returned false. The other methods throw the same exception in this case
     */
    int wd();

    /** Returns what happened: one of the constants {@code IN_…}, possibly with {@code IN_ISDIR}. */
    int mask();

    /**
     * Returns a number that is the same in the two events of a renaming, {@code IN_MOVED_FROM} and {@code IN_MOVED_TO}. It is 0
     * in other events. If only one end of the renaming is watched, the other event does not come. The two events are not always
     * read with one call.
     */
    int cookie();

    /** Returns the name of the file in the watched directory; an empty string if the event is about the watched file itself. */
    String name();

    /** Returns true if events were lost because nobody read them in time ({@code IN_Q_OVERFLOW}). */
    boolean isOverflow();
}
