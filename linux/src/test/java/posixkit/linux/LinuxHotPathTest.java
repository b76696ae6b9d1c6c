package posixkit.linux;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLOUT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxSock.SOCK_NONBLOCK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.HotPathContract;
import posixkit.event.PollFds;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinuxIo;
import posixkit.onlinux.OnLinuxSockets;

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
    void vectorsWithFlagsAllocateNothing() throws IOException {
        ByteBuffer[] buffers = {ByteBuffer.allocateDirect(32), ByteBuffer.allocate(32)};
        OnLinuxIo io = posix.onLinux().io();
        try (Fd from = Fd.own(posix.files().open("/dev/zero", O_RDONLY));
                Fd to = Fd.own(posix.files().open("/dev/null", O_WRONLY))) {
            int zero = from.num();
            int nothing = to.num();
            assertAllocatesNothing(
                    () -> {
                        buffers[0].clear();
                        buffers[1].clear();
                        return (int) io.preadv2OrErrno(zero, buffers, 0, 0);
                    },
                    64);
            assertAllocatesNothing(
                    () -> {
                        buffers[0].clear();
                        buffers[1].clear();
                        return (int) io.pwritev2OrErrno(nothing, buffers, 0, 0);
                    },
                    64);
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

    @Test
    void datagramsAllocateNothingIfNobodyAsksWhoSentThem() throws IOException {
        Sockets sockets = posix.sockets();
        ByteBuffer direct = ByteBuffer.allocateDirect(64);
        byte[] array = new byte[64];
        try (Fd here = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
                Fd there = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0))) {
            sockets.bind(there.num(), SockAddr.Inet4.loopback(0));
            SockAddr name = sockets.getsockname(there.num());
            int from = here.num();
            int to = there.num();
            assertAllocatesNothing(
                    () -> sockets.sendtoOrErrno(from, direct.clear(), 0, name)
                            + sockets.recvOrErrno(to, direct.clear(), 0),
                    128);
            sockets.connect(from, name);
            assertAllocatesNothing(
                    () -> sockets.sendOrErrno(from, array, 1, 5, 0) + sockets.recvOrErrno(to, array, 2, 60, 0), 10);
            assertAllocatesNothing(() -> sockets.recvOrErrno(to, array, 0, 64, MSG_DONTWAIT), -EAGAIN);
        }
    }

    @Test
    void batchesOfMessagesAllocateNothing() throws IOException {
        Sockets sockets = posix.sockets();
        OnLinuxSockets extras = posix.onLinux().sockets();
        try (Fd fd = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0))) {
            sockets.bind(fd.num(), SockAddr.Inet4.loopback(0));
            SockAddr name = sockets.getsockname(fd.num());
            int socket = fd.num();
            MessageBatch out = extras.newMessageBatch(4, 64, 64);
            MessageBatch in = extras.newMessageBatch(4, 64, 64);
            for (int i = 0; i < 4; i++) {
                out.address(i, name);
            }
            assertAllocatesNothing(
                    () -> {
                        int length = 0;
                        for (int i = 0; i < 4; i++) {
                            out.buffer(i).clear();
                            in.buffer(i).clear();
                        }
                        int sent = extras.sendmmsgOrErrno(socket, out, 0, 4, 0);
                        int received = extras.recvmmsgOrErrno(socket, in, 0, 4, MSG_DONTWAIT, null);
                        for (int i = 0; i < received; i++) {
                            length += in.length(i) + in.flags(i) + in.segmentSize(i);
                        }
                        return sent + received + length;
                    },
                    8 + 4 * 64);
            Duration limit = Duration.ofSeconds(1);
            assertAllocatesNothing(
                    () -> {
                        in.buffer(0).clear();
                        return extras.recvmmsgOrErrno(socket, in, 0, 1, MSG_DONTWAIT, limit);
                    },
                    -EAGAIN);
            assertAllocatesNothing(() -> extras.sendmmsgOrErrno(1_000_000, out, 0, 4, 0), -EBADF);
        }
    }

    /** The library remembers facts about 256 buffers at most. A batch with more buffers does not depend on that. */
    @Test
    void aBatchOfManyMessagesAllocatesNothing() {
        OnLinuxSockets extras = posix.onLinux().sockets();
        MessageBatch many = extras.newMessageBatch(300, 8, 0);
        assertAllocatesNothing(() -> extras.sendmmsgOrErrno(1_000_000, many, 0, 300, 0), -EBADF);
        assertAllocatesNothing(() -> extras.recvmmsgOrErrno(1_000_000, many, 0, 300, 0, null), -EBADF);
    }

    @Test
    void acceptOrErrnoAllocatesNothing() throws IOException {
        Sockets sockets = posix.sockets();
        try (Fd listener = Fd.own(sockets.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0))) {
            sockets.listen(listener.num(), 1);
            int fd = listener.num();
            assertAllocatesNothing(() -> sockets.acceptOrErrno(fd), -EAGAIN);
            assertAllocatesNothing(() -> posix.onLinux().sockets().accept4OrErrno(fd, null, 0), -EAGAIN);
        }
    }
}
