package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.linux.layout.EpollEvent;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class LinuxEpoll implements Epoll {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final LinuxLibC linux;
    private final LinuxHotCalls hot;

    LinuxEpoll(LinuxLibC linux, LinuxHotCalls hot) {
        this.linux = linux;
        this.hot = hot;
    }

    @Override
    public int epollCreate(int size) throws ErrnoException {
        if (size <= 0) {
            throw new ErrnoException("epoll_create", EINVAL);
        }
        return Result.check(linux.epoll_create1(EPOLL_CLOEXEC), "epoll_create");
    }

    @Override
    public int epollCreate1(int flags) throws ErrnoException {
        return Result.check(linux.epoll_create1(flags | EPOLL_CLOEXEC), "epoll_create1");
    }

    @Override
    public void epollCtl(int epfd, int op, int fd, int events, long data) throws ErrnoException {
        Result.orThrow(epollCtlOrErrno(epfd, op, fd, events, data), "epoll_ctl", "fd", fd);
    }

    @Override
    public int epollCtlOrErrno(int epfd, int op, int fd, int events, long data) {
        try (Scratch s = Scratch.open()) {
            long event = s.alloc(EpollEvent.SIZE);
            s.set32(event + EpollEvent.EVENTS, events);
            s.set64(event + EpollEvent.DATA, data);
            return hot.epollCtl(epfd, op, fd, event);
        }
    }

    /** The clock is read only when there is a time to keep. */
    @Override
    public int epollWait(int epfd, EpollEvents into, int timeoutMillis) throws ErrnoException {
        boolean timed = timeoutMillis > 0;
        long deadline = timed ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) : 0;
        int result = epollWaitOrErrno(epfd, into, timeoutMillis);
        while (result == -EINTR) {
            int left = timed ? millisUntil(deadline) : timeoutMillis;
            result = epollWaitOrErrno(epfd, into, left);
        }
        return Result.orThrow(result, "epoll_wait", "fd", epfd);
    }

    @Override
    public int epollWaitOrErrno(int epfd, EpollEvents into, int timeoutMillis) {
        try {
            return hot.epollWait(epfd, own(into).address(), into.capacity(), timeoutMillis);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public EpollEvents newEvents(int capacity) {
        return new EpollEvent(capacity);
    }

    /** Rounded up: a wait that ends early would be a time-out nobody asked for. */
    private static int millisUntil(long deadline) {
        long nanos = deadline - System.nanoTime();
        return (int) Math.max(0, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    /** Its memory is handed to the kernel, so it has to be laid out, and as long, as the kernel takes it to be. */
    private static EpollEvent own(EpollEvents events) {
        if (events instanceof EpollEvent ours) {
            return ours;
        }
        throw new IllegalArgumentException("events are made by newEvents");
    }
}
