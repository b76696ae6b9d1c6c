package posixkit.linux;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Poll.POLLIN;
import static posixkit.constants.Poll.POLLOUT;
import static posixkit.onlinux.constants.Epoll.EPOLLOUT;
import static posixkit.onlinux.constants.Epoll.EPOLL_CTL_ADD;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.HotPathContract;
import posixkit.event.PollFds;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;

class LinuxHotPathTest extends HotPathContract {
    @Test
    void epollWaitOrErrnoAllocatesNothing() throws IOException {
        Epoll epoll = posix.onLinux().epoll();
        EpollEvents events = epoll.newEvents(4);
        int[] pipe = posix.io().pipe();
        try (Fd set = Fd.own(epoll.epollCreate1(0));
                Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, write.num(), EPOLLOUT, read.num());
            int epfd = set.num();
            assertAllocatesNothing(() -> epoll.epollWaitOrErrno(epfd, events, -1), 1);
            assertAllocatesNothing(() -> epoll.epollWaitOrErrno(1_000_000, events, -1), -EBADF);
        }
    }

    @Test
    void pollOrErrnoAllocatesNothing() throws IOException {
        PollFds fds = posix.poll().newPollFds(4);
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            fds.add(read.num(), POLLIN);
            fds.add(write.num(), POLLOUT);
            assertAllocatesNothing(() -> posix.poll().pollOrErrno(fds, -1), 1);
        }
    }
}
