package posixkit.onlinux;

import posixkit.StructArray;

/** The events that {@link Epoll#epollWait} reports ({@code struct epoll_event[]}). */
public abstract class EpollEvents extends StructArray {
    protected EpollEvents(int capacity, int stride) {
        super(capacity, stride);
    }

    /** Returns the events that occurred: {@code EPOLLIN}, {@code EPOLLOUT}, {@code EPOLLHUP}, … */
    public abstract int events(int index);

    /** Returns the data that was registered with the descriptor. */
    public abstract long data(int index);

    /** Returns {@link #data} as a descriptor, for registrations whose data is the descriptor's number. */
    public final int fd(int index) {
        return (int) data(index);
    }

    @Override
    public abstract EpollEvents copy();
}
