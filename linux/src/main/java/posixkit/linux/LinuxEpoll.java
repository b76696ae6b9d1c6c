package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.linux.call.EpollCalls;
import posixkit.linux.layout.EpollEvent;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.unix.CloseOnExec;
import posixkit.unix.Scratch;
import posixkit.unix.Times;

final class LinuxEpoll implements Epoll {
    private final EpollCalls calls;

    /** {@code EPOLL_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxEpoll(EpollCalls calls, CloseOnExec closeOnExec) {
        this.calls = calls;
        this.closeOnExec = closeOnExec.flag(EPOLL_CLOEXEC);
    }

    @Override
    public int epollCreateOrErrno(int size) {
        return size <= 0 ? -EINVAL : calls.epoll_create1(closeOnExec);
    }

    @Override
    public int epollCreate1OrErrno(int flags) {
        return calls.epoll_create1(flags | closeOnExec);
    }

    @Override
    public int epollCtlOrErrno(int epfd, int op, int fd, int events, long data) {
        try (Scratch s = Scratch.open()) {
            long event = s.alloc(EpollEvent.SIZE);
            s.set32(event + EpollEvent.EVENTS, events);
            s.set64(event + EpollEvent.DATA, data);
            return calls.epoll_ctl(epfd, op, fd, event);
        }
    }

    @Override
    public int epollWaitOrErrno(int epfd, EpollEvents into, int timeoutMillis) {
        try {
            return calls.epoll_wait(epfd, own(into).address(), into.capacity(), timeoutMillis);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int epollPwait2OrErrno(int epfd, EpollEvents into, long timeoutNanos) {
        long address = own(into).address();
        try (Scratch s = Scratch.open()) {
            int result = calls.epoll_pwait2(epfd, address, into.capacity(), Times.limit(s, timeoutNanos), 0);
            return result == -ENOSYS ? calls.epoll_wait(epfd, address, into.capacity(), millis(timeoutNanos)) : result;
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    /** Returns a time-out in milliseconds, rounded up so that nobody waits too short. */
    private static int millis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        boolean isRounded = TimeUnit.MILLISECONDS.toNanos(millis) < nanos;
        return nanos < 0 ? -1 : (int) Math.min(millis + (isRounded ? 1 : 0), Integer.MAX_VALUE);
    }

    @Override
    public EpollEvents newEvents(int capacity) {
        return new EpollEvent(capacity);
    }

    /**
     * Returns {@code into} as an {@link EpollEvent}, the class of the objects that {@code newEvents} creates. Throws
     * IllegalArgumentException if {@code into} has another class. The kernel writes to the memory of {@code into}, so this memory
     * must have the kernel's layout.
     */
    private static EpollEvent own(EpollEvents into) {
        if (Objects.requireNonNull(into, "into") instanceof EpollEvent events) {
            return events;
        }
        throw new IllegalArgumentException("into: " + into.getClass().getName() + " is not from newEvents");
    }
}
