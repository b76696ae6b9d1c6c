package posixkit.onlinux;

import posixkit.StructArray;

/** Holds the events that {@link Epoll#epollWait} reports ({@code struct epoll_event[]}). */
public abstract class EpollEvents extends StructArray {
    protected EpollEvents(int capacity, int stride) {
        super(capacity, stride);
    }

    /**
     * Returns the events of one descriptor, from the array entry at {@code index}. The result is a combination of flags:
     * {@code EPOLLIN}, {@code EPOLLOUT}, {@code EPOLLHUP}, …
     */
    public abstract int events(int index);

    /**
     * Returns the data of the entry at {@code index}: the number that the program passed as {@code data} to
     * {@link Epoll#epollCtl(int, int, int, int, long)} when it registered the descriptor.
     */
    public abstract long data(int index);

    /**
     * Returns the {@link #data} of the entry at {@code index} as a descriptor. Use this method only if the program passed the
     * descriptor itself as {@code data} when it registered the descriptor.
     */
    public final int fd(int index) {
        return (int) data(index);
    }

    @Override
    public abstract EpollEvents copy();
}
