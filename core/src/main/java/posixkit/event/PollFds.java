package posixkit.event;

import java.util.Objects;
import posixkit.StructArray;

/**
 * The descriptors of {@link Poll#poll}, what is waited for on each, and what came of it ({@code struct pollfd[]}). The first
 * {@link #count} are looked at.
 */
public abstract class PollFds extends StructArray {
    private int count;

    protected PollFds(int capacity, int stride) {
        super(capacity, stride);
    }

    public abstract int fd(int index);

    /** What is waited for: {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI}, … */
    public abstract int events(int index);

    /** What there is: of that, and {@code POLLERR}, {@code POLLHUP}, {@code POLLNVAL} unasked; 0 if nothing. */
    public abstract int revents(int index);

    /** A negative number is passed over: a way to leave one out for a while. */
    public abstract PollFds fd(int index, int fd);

    public abstract PollFds events(int index, int events);

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

    /** How many are in use, from index 0 on. */
    public final int count() {
        return count;
    }

    /**
     * Takes one more into use and returns its index.
     *
     * @throws IllegalStateException all are in use
     */
    public final int add(int fd, int events) {
        if (count == capacity()) {
            throw new IllegalStateException("all " + count + " are in use");
        }
        int index = count++;
        set(index, fd, events);
        return index;
    }

    /** Fills one that is in use anew; nothing is ready on it yet. */
    public final void set(int index, int fd, int events) {
        Objects.checkIndex(index, count);
        fd(index, fd).events(index, events).revents(index, 0);
    }

    /** Takes one out of use. The last takes its place, so go through them from the end if you remove on the way. */
    public final void remove(int index) {
        Objects.checkIndex(index, count);
        int last = --count;
        fd(index, fd(last)).events(index, events(last)).revents(index, revents(last));
    }

    /** Takes all out of use. */
    public final void clear() {
        count = 0;
    }
}
