package posixkit.event;

import java.util.Objects;
import posixkit.StructArray;

/**
 * An array of file descriptors for {@link Poll#poll} (the native {@code struct pollfd[]}). Each entry holds a descriptor, the
 * requested events, and the events that occurred. {@code poll} waits for events of the first {@link #count} entries.
 */
public abstract class PollFds extends StructArray {
    private int count;

    protected PollFds(int capacity, int stride) {
        super(capacity, stride);
    }

    /** Returns the descriptor of the entry at {@code index}. */
    public abstract int fd(int index);

    /** Returns the requested events of an entry: flags such as {@code POLLIN}, {@code POLLOUT} or {@code POLLPRI}. */
    public abstract int events(int index);

    /**
     * Returns the events that occurred for an entry. They can be requested events, and also {@code POLLERR}, {@code POLLHUP} and
     * {@code POLLNVAL}. The kernel reports these three even if the program did not request them.
     */
    public abstract int revents(int index);

    /** Sets the descriptor of an entry. If {@code fd} is negative, {@link Poll#poll} skips this entry. */
    public abstract PollFds fd(int index, int fd);

    /** Sets the requested events of an entry. */
    public abstract PollFds events(int index, int events);

    /** Sets the events that {@link #revents(int)} returns for an entry. {@link Poll#poll} overwrites them. */
    public abstract PollFds revents(int index, int revents);

    @Override
    public abstract PollFds copy();

    @Override
    protected final void copyTo(StructArray other) {
        super.copyTo(other);
        ((PollFds) other).count = count;
    }

    @Override
    protected final int used() {
        return count;
    }

    /** Returns the number of entries in use. These entries have the indexes 0 to {@code count() - 1}. */
    public final int count() {
        return count;
    }

    /**
     * Adds an entry with the descriptor {@code fd} and the requested events {@code events}. Returns the index of the new entry.
     *
     * @throws IllegalStateException if the array is full: all {@code capacity()} entries are in use
     */
    public final int add(int fd, int events) {
        if (count == capacity()) {
            throw new IllegalStateException("all " + count + " entries are in use");
        }
        int index = count++;
        set(index, fd, events);
        return index;
    }

    /**
     * Sets the descriptor and the requested events of the entry at {@code index}. Clears its {@link #revents(int)}, the events
     * that occurred. {@code index} must be less than {@link #count}.
     */
    public final void set(int index, int fd, int events) {
        Objects.checkIndex(index, count);
        fd(index, fd).events(index, events).revents(index, 0);
    }

    /**
     * Removes the entry at {@code index}. The last entry moves to this index. In a loop that removes entries, start at the last
     * index and count down. A loop that counts up skips the moved entries.
     */
    public final void remove(int index) {
        Objects.checkIndex(index, count);
        int last = --count;
        fd(index, fd(last)).events(index, events(last)).revents(index, revents(last));
    }

    /** Removes all entries. */
    public final void clear() {
        count = 0;
    }
}
