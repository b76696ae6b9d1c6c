package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLET;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLHUP;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLONESHOT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLOUT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_DEL;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_MOD;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.StructArray;
import posixkit.file.Io;
import posixkit.linux.call.EpollCalls;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.testing.Descriptors;
import posixkit.unix.CloseOnExec;

/** The kernel's list of registrations, {@code /proc/self/fdinfo}, is the oracle. */
@ExtendWith(Descriptors.class)
class LinuxEpollTest {
    private static final long MARK = 0x1122_3344_5566_7788L;

    private final Posix posix = Posix.get();
    private final Io io = posix.io();
    private final Epoll epoll = posix.onLinux().epoll();
    private final EpollEvents events = epoll.newEvents(8);

    private Fd set;
    private Fd read;
    private Fd write;

    @BeforeEach
    void open() throws IOException {
        set = Fd.own(epoll.epollCreate1(0));
        int[] ends = io.pipe();
        read = Fd.own(ends[0]);
        write = Fd.own(ends[1]);
    }

    @AfterEach
    void close() throws IOException {
        set.close();
        read.close();
        write.close();
    }

    @Test
    void aReadyDescriptorComesBackWithAllSixtyFourBitsOfItsData() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, MARK);
        assertEquals(0, epoll.epollWait(set.num(), events, 0), "nothing written yet");
        io.write(write.num(), new byte[1]);
        assertEquals(1, epoll.epollWait(set.num(), events, -1));
        assertEquals(EPOLLIN, events.events(0));
        assertEquals(MARK, events.data(0));
        assertEquals((int) MARK, events.fd(0));
    }

    @Test
    void theKernelKnowsWhatWasRegistered() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN | EPOLLET, MARK);
        assertRegistered(read.num(), EPOLLIN | EPOLLET | EPOLLHUP);
        epoll.epollCtl(set.num(), EPOLL_CTL_MOD, read.num(), EPOLLIN, 5);
        assertRegistered(read.num(), EPOLLIN | EPOLLHUP);
        epoll.epollCtl(set.num(), EPOLL_CTL_DEL, read.num());
        assertTrue(fdinfo().lines().noneMatch(line -> line.startsWith("tfd:")), fdinfo());
    }

    @Test
    void withoutDataTheDescriptorItselfComesBack() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, write.num(), EPOLLOUT);
        assertEquals(1, epoll.epollWait(set.num(), events, -1));
        assertEquals(write.num(), events.data(0));
        assertEquals(write.num(), events.fd(0));
    }

    /** The second event in the array starts at byte 12 on x86_64, and at byte 16 on aarch64. */
    @Test
    void severalEventsArriveInOneArrayEachWithItsOwn() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 111);
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, write.num(), EPOLLOUT, 222);
        io.write(write.num(), new byte[1]);
        assertEquals(2, epoll.epollWait(set.num(), events, -1));
        assertEquals(333, events.data(0) + events.data(1));
        assertEquals(EPOLLIN | EPOLLOUT, events.events(0) | events.events(1));
        EpollEvents one = epoll.newEvents(1);
        assertEquals(1, epoll.epollWait(set.num(), one, -1), "no more than there is room for");
    }

    @Test
    void hangUpOneShotAndEdgeAreReported() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN | EPOLLONESHOT, 1);
        write.close();
        assertEquals(1, epoll.epollWait(set.num(), events, -1));
        assertEquals(EPOLLHUP, events.events(0) & EPOLLHUP);
        assertEquals(0, epoll.epollWait(set.num(), events, 0), "one shot");
        epoll.epollCtl(set.num(), EPOLL_CTL_MOD, read.num(), EPOLLIN | EPOLLET, 1);
        assertEquals(1, epoll.epollWait(set.num(), events, 0));
        assertEquals(0, epoll.epollWait(set.num(), events, 0), "no new edge");
    }

    @Test
    void aTimeOutReturnsNothingAndNotEarly() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 1);
        long start = System.nanoTime();
        assertEquals(0, epoll.epollWait(set.num(), events, 30));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(29));
    }

    @Test
    void aTimeOutInNanosecondsIsNotEarlyEither() throws IOException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 1);
        long nanos = TimeUnit.MILLISECONDS.toNanos(2) + 345;
        long start = System.nanoTime();
        assertEquals(0, epoll.epollPwait2(set.num(), events, nanos));
        assertTrue(System.nanoTime() - start >= nanos);
        assertEquals(0, epoll.epollPwait2(set.num(), events, 0));
        io.write(write.num(), new byte[1]);
        assertEquals(1, epoll.epollPwait2(set.num(), events, -1));
        assertEquals(1, events.data(0));
        assertEquals(1, epoll.epollPwait2(set.num(), events, Long.MAX_VALUE));
        assertErrno(EINVAL, () -> epoll.epollPwait2(read.num(), events, 0));
        assertMinus(EBADF, epoll.epollPwait2OrErrno(1_000_000, events, 0));
    }

    /** As on a kernel before 5.11: the time-out is rounded up to milliseconds. */
    @Test
    void withoutTheCallEpollWaitWaits() throws IOException {
        List<Object> timeouts = new ArrayList<>();
        EpollCalls old = (EpollCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EpollCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("epoll_wait")) {
                        timeouts.add(arguments[3]);
                        return 0;
                    }
                    return -ENOSYS;
                });
        Epoll without = new LinuxEpoll(old, CloseOnExec.YES);
        for (long nanos : new long[] {0, 1, 1_000_000, 1_000_001, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(0, without.epollPwait2OrErrno(set.num(), events, nanos));
        }
        assertEquals(List.of(0, 1, 1, 2, -1, Integer.MAX_VALUE, -1), timeouts);
    }

    @Test
    void anotherThreadsWriteEndsTheWait() throws Exception {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 7);
        Thread writer = new Thread(() -> io.writeOrErrno(write.num(), new byte[1], 0, 1));
        writer.start();
        assertEquals(1, epoll.epollWait(set.num(), events, 60_000));
        assertEquals(7, events.fd(0));
        writer.join();
    }

    @Test
    void setsAreBornCloseOnExec() throws IOException {
        try (Fd old = Fd.own(epoll.epollCreate(1));
                Fd twin = Fd.own(epoll.epollCreateOrErrno(1));
                Fd twin1 = Fd.own(epoll.epollCreate1OrErrno(0))) {
            assertEquals(FD_CLOEXEC, io.fcntl(twin.num(), F_GETFD, 0));
            assertEquals(FD_CLOEXEC, io.fcntl(twin1.num(), F_GETFD, 0));
            assertEquals(FD_CLOEXEC, io.fcntl(old.num(), F_GETFD, 0));
            assertEquals(FD_CLOEXEC, io.fcntl(set.num(), F_GETFD, 0));
        }
    }

    @Test
    void everyCallFailsWithItsErrno(@TempDir Path dir) throws IOException {
        assertErrno(EINVAL, () -> epoll.epollCreate(0));
        assertErrno(EINVAL, () -> epoll.epollCreate(-1));
        assertErrno(EINVAL, () -> epoll.epollCreate1(1));
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 1);
        assertErrno(EEXIST, () -> epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 1));
        assertErrno(ENOENT, () -> epoll.epollCtl(set.num(), EPOLL_CTL_MOD, write.num(), EPOLLOUT, 1));
        assertErrno(ENOENT, () -> epoll.epollCtl(set.num(), EPOLL_CTL_DEL, write.num(), 0, 0));
        assertErrno(ENOENT, () -> epoll.epollCtl(set.num(), EPOLL_CTL_DEL, write.num()));
        assertMinus(EINVAL, epoll.epollCreateOrErrno(0));
        assertMinus(EINVAL, epoll.epollCreate1OrErrno(1));
        assertErrno(EBADF, () -> epoll.epollCtl(set.num(), EPOLL_CTL_ADD, 1_000_000, EPOLLIN, 1));
        assertErrno(EINVAL, () -> epoll.epollCtl(read.num(), EPOLL_CTL_ADD, write.num(), EPOLLIN, 1));
        assertErrno(EINVAL, () -> epoll.epollCtl(set.num(), 99, read.num(), EPOLLIN, 1));
        assertErrno(EINVAL, () -> epoll.epollWait(read.num(), events, 0));
        assertMinus(EBADF, epoll.epollWaitOrErrno(1_000_000, events, 0));
        assertMinus(EBADF, epoll.epollCtlOrErrno(1_000_000, EPOLL_CTL_ADD, read.num(), EPOLLIN, 1));
        try (Fd file =
                Fd.own(posix.files().open(Files.createFile(dir.resolve("file")).toString(), O_RDONLY))) {
            assertErrno(EPERM, () -> epoll.epollCtl(set.num(), EPOLL_CTL_ADD, file.num(), EPOLLIN, 1));
        }
    }

    @Test
    void onlyArraysOfItsOwnAreFilled() {
        EpollEvents foreign = new EpollEvents(8, 1) {
            @Override
            public int events(int index) {
                return 0;
            }

            @Override
            public long data(int index) {
                return 0;
            }

            @Override
            public EpollEvents copy() {
                return this;
            }

            @Override
            protected boolean isZero(int index) {
                return true;
            }

            @Override
            protected boolean isSame(int index, StructArray other) {
                return false;
            }

            @Override
            protected int hash(int index) {
                return 0;
            }

            @Override
            protected String text(int index) {
                return "";
            }
        };
        assertThrows(IllegalArgumentException.class, () -> epoll.epollWait(set.num(), foreign, 0));
        assertThrows(IllegalArgumentException.class, () -> epoll.epollWaitOrErrno(set.num(), foreign, 0));
        assertEquals(
                "into",
                assertThrows(NullPointerException.class, () -> epoll.epollWait(set.num(), null, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> epoll.newEvents(0));
        assertThrows(IndexOutOfBoundsException.class, () -> events.data(8));
        assertThrows(IndexOutOfBoundsException.class, () -> events.events(-1));
    }

    private void assertRegistered(int fd, int mask) throws IOException {
        String line = fdinfo().lines()
                .filter(l -> l.matches("tfd:\\s+" + fd + "\\s.*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not registered: " + fd));
        String kernels = line.replaceFirst(".*events:\\s*([0-9a-f]+).*", "$1");
        // The kernel adds EPOLLERR to every registration.
        assertEquals(mask, Integer.parseUnsignedInt(kernels, 16) & ~posixkit.onlinux.constants.LinuxEpoll.EPOLLERR);
    }

    private String fdinfo() throws IOException {
        return Files.readString(Path.of("/proc/self/fdinfo/" + set.num()));
    }
}
