package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.MessageFlag.MSG_OOB;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLERR;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLHUP;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLONESHOT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLOUT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLRDHUP;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_DEL;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_MOD;
import static posixkit.onlinux.constants.LinuxFcntl.RWF_NOWAIT;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ERRQUEUE;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_open;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_preadv2;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pwritev2;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.EpollCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.EpollEvent;
import posixkit.linux.layout.Stat_t;
import posixkit.unix.ParkingSystem;
import posixkit.unix.Readiness;
import posixkit.unix.Scratch;
import posixkit.unix.call.UnixCalls;

/** Lets virtual threads wait parked on Linux, with {@code preadv2}, {@code pwritev2} and epoll. */
final class LinuxParking implements ParkingSystem {
    /** The offset that makes {@code preadv2} and {@code pwritev2} use the offset of the file, like {@code readv}. */
    private static final long CURRENT_OFFSET = -1;

    private final UnixCalls calls;
    private final LinuxCalls linux;

    LinuxParking(UnixCalls calls, LinuxCalls linux) {
        this.calls = calls;
        this.linux = linux;
    }

    @Override
    public long readNow(int fd, long iov, int count) {
        return linux.kernel().syscall6(SYS_preadv2, fd, iov, count, CURRENT_OFFSET, 0, RWF_NOWAIT);
    }

    @Override
    public long writeNow(int fd, long iov, int count) {
        return linux.kernel().syscall6(SYS_pwritev2, fd, iov, count, CURRENT_OFFSET, 0, RWF_NOWAIT);
    }

    @Override
    public int processDescriptor(int pid) {
        return (int) linux.syscall().syscall(SYS_pidfd_open, pid, 0, 0, 0);
    }

    @Override
    public int type(int dirfd, long path, int flags) {
        try (Scratch s = Scratch.open()) {
            long stat = s.alloc(Stat_t.SIZE);
            int result = dirfd == AT_FDCWD && flags == 0
                    ? calls.file().stat(path, stat)
                    : calls.file().fstatat(dirfd, path, stat, flags);
            return result < 0 ? result : s.s32(stat + Stat_t.MODE) & S_IFMT;
        }
    }

    @Override
    public int type(int fd) {
        try (Scratch s = Scratch.open()) {
            long stat = s.alloc(Stat_t.SIZE);
            int result = calls.file().fstat(fd, stat);
            return result < 0 ? result : s.s32(stat + Stat_t.MODE) & S_IFMT;
        }
    }

    /** With O_PATH, {@code open} finds the file but does not open it. */
    @Override
    public int flagsThatNeverWait() {
        return O_PATH;
    }

    /** With MSG_OOB and MSG_ERRQUEUE, a call on a blocking socket fails with EAGAIN if there is nothing. */
    @Override
    public int flagsToHandOff() {
        return MSG_WAITALL | MSG_OOB | MSG_ERRQUEUE;
    }

    @Override
    public Readiness newReadiness() throws ErrnoException {
        EpollCalls epoll = linux.epoll();
        return new EpollReadiness(epoll, Outcome.of("epoll_create1", epoll.epoll_create1(EPOLL_CLOEXEC)));
    }

    /**
     * Watches descriptors with an epoll set. With EPOLLONESHOT, the kernel reports a descriptor once, and then it stays in the set
     * without being watched. So only the thread that waits for the next event has to make a call.
     */
    private static final class EpollReadiness implements Readiness {
        private static final int EVENTS_AT_ONCE = 256;
        private static final int FAILED = EPOLLERR | EPOLLHUP;

        private final EpollCalls epoll;
        private final int epfd;
        private final EpollEvent events = new EpollEvent(EVENTS_AT_ONCE);

        EpollReadiness(EpollCalls epoll, int epfd) {
            this.epoll = epoll;
            this.epfd = epfd;
        }

        /**
         * Changes an entry of the set or adds one. The kernel removes an entry when its file is closed, so an entry that was there
         * may be gone. But a duplicate of a closed descriptor keeps the file open. So an entry may still be there that should be
         * gone.
         */
        @Override
        public int watch(int fd, boolean isRead, boolean isWrite, boolean isKnown) {
            try (Scratch s = Scratch.open()) {
                long event = s.alloc(EpollEvent.SIZE);
                int wanted = (isRead ? EPOLLIN | EPOLLRDHUP : 0) | (isWrite ? EPOLLOUT : 0);
                s.set32(event + EpollEvent.EVENTS, wanted | EPOLLONESHOT);
                s.set64(event + EpollEvent.DATA, fd);
                int result = epoll.epoll_ctl(epfd, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, event);
                if (result == -ENOENT) {
                    return epoll.epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event);
                }
                return result == -EEXIST ? epoll.epoll_ctl(epfd, EPOLL_CTL_MOD, fd, event) : result;
            }
        }

        /** Removes the entry. If there is none, the call fails, and that is as good. */
        @Override
        public void forget(int fd) {
            epoll.epoll_ctl(epfd, EPOLL_CTL_DEL, fd, 0);
        }

        @Override
        public int await(Listener listener) {
            int count = epoll.epoll_wait(epfd, events.address(), EVENTS_AT_ONCE, -1);
            for (int i = 0; i < count; i++) {
                int happened = events.events(i);
                boolean isFailed = (happened & FAILED) != 0;
                listener.ready(
                        (int) events.data(i),
                        isFailed || (happened & (EPOLLIN | EPOLLRDHUP)) != 0,
                        isFailed || (happened & EPOLLOUT) != 0);
            }
            return count;
        }
    }
}
