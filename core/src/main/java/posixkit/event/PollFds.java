package posixkit.event;

import java.util.Objects;
import posixkit.StructArray;

/**
 * The descriptors to wait for in {@link Poll#poll}, with the requested events and the events that occurred ({@code struct pollfd[]}).
 * The call uses the first {@link #count} entries.
 */
public abstract class PollFds extends StructArray {
    private int count;

    protected PollFds(int capacity, int stride) {
        super(capacity, stride);
    }

    /** Returns the descriptor of an entry. */
    public abstract int fd(int index);

    /** Returns the requested events: {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI}, … */
    public abstract int events(int index);

    /** Returns the events that occurred: requested ones, and {@code POLLERR}, {@code POLLHUP}, {@code POLLNVAL} if they apply. */
    public abstract int revents(int index);

    /** Sets the descriptor of an entry. A negative number makes the call skip the entry. */
    public abstract PollFds fd(int index, int fd);

    /** Sets the requested events of an entry. */
    public abstract PollFds events(int index, int events);

    /** Sets the events that occurred. */
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

    /** Returns how many entries are in use, from index 0 on. */
    public final int count() {
        return count;
    }

    /**
     * Adds an entry and returns its index.
     *
     * @throws IllegalStateException all entries are in use
     */
    public final int add(int fd, int events) {
        if (count == capacity()) {
            throw new IllegalStateException("all " + count + " entries are in use");
        }
        int index = count++;
        set(index, fd, events);
        return index;
    }

    /** Sets the descriptor and the requested events of an entry in use, and clears the events that occurred. */
    public final void set(int index, int fd, int events) {
        Objects.checkIndex(index, count);
        fd(index, fd).events(index, events).revents(index, 0);
    }

    /** Removes an entry. The last entry moves to its index, so go from the last to the first if you remove entries in a loop. */
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
