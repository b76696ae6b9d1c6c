package posixkit.onlinux;

import posixkit.StructArray;

/** The events of {@link Epoll#epollWait} ({@code struct epoll_event[]}). */
public abstract class EpollEvents extends StructArray {
    protected EpollEvents(int capacity, int stride) {
        super(capacity, stride);
    }

    /** What is ready: {@code EPOLLIN}, {@code EPOLLOUT}, {@code EPOLLHUP}, … */
    public abstract int events(int index);

    /** What was given to {@link Epoll#epollCtl} with the descriptor. */
    public abstract long data(int index);

    /** {@link #data} where the descriptor's own number was given. */
    public final int fd(int index) {
        return (int) data(index);
    }

    @Override
    public abstract EpollEvents copy();
}
