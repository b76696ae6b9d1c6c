package posixkit.examples.doctor;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.event.FdSet;
import posixkit.event.PollFds;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;

/** Checks the calls for pipes, sockets and memory mappings. Also checks the calls that wait until a descriptor is ready. */
final class EventChecks {
    private static final int NOT_LONG = 10_000;
    private static final long LENGTH = 1 << 16;
    private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

    private final Posix posix;

    private EventChecks(Posix posix) {
        this.posix = posix;
    }

    static void run(Posix posix, Checkup checkup) {
        EventChecks events = new EventChecks(posix);
        checkup.check("pipe", events::pipe);
        checkup.check("poll", events::poll);
        checkup.check("select", events::select);
        if (Target.IS_DARWIN) {
            checkup.check("kqueue, kevent", events::kqueue);
        } else {
            checkup.check("epoll", events::epoll);
        }
        checkup.check("connect, getpeername", events::address);
        checkup.check("getsockopt", events::option);
        checkup.check("sendmsg, recvmsg", events::rights);
        checkup.check("mmap", events::mapping);
    }

    private interface Waiter {
        String waitFor(int readEnd, int writeEnd) throws Exception;
    }

    private String withPipe(Waiter waiter) throws Exception {
        int[] ends = posix.io().pipe();
        try (Fd read = Fd.own(ends[0]);
                Fd write = Fd.own(ends[1])) {
            return waiter.waitFor(read.num(), write.num());
        }
    }

    private void put(int fd) throws ErrnoException {
        posix.io().write(fd, new byte[] {1});
    }

    private String pipe() throws Exception {
        return withPipe((read, write) -> {
            int flags = posix.io().fcntl(read, F_GETFL, 0);
            posix.io().fcntl(read, F_SETFL, flags | O_NONBLOCK);
            byte[] into = new byte[2];
            same("read of nothing", posix.io().readOrErrno(read, into, 0, into.length), -EAGAIN);
            put(write);
            same("bytes", posix.io().read(read, into), 1);
            same("byte", into[0], (byte) 1);
            return "EAGAIN is " + EAGAIN;
        });
    }

    private String poll() throws Exception {
        return withPipe((read, write) -> {
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(read, POLLIN);
            same("ready before", posix.poll().poll(fds, 0), 0);
            put(write);
            same("ready after", posix.poll().poll(fds, NOT_LONG), 1);
            same("events", fds.revents(0), POLLIN);
            return "a pipe with a byte is ready";
        });
    }

    private String select() throws Exception {
        return withPipe((read, write) -> {
            FdSet set = new FdSet();
            set.add(read);
            same("ready before", posix.poll().select(set, null, null, 0), 0);
            put(write);
            set.add(read);
            same("ready after", posix.poll().select(set, null, null, NOT_LONG * 1000L), 1);
            same("which", set.contains(read), true);
            return "a pipe with a byte is ready";
        });
    }

    private String kqueue() throws Exception {
        Kqueue kqueue = posix.onDarwin().kqueue();
        return withPipe((read, write) -> {
            try (Fd queue = Fd.own(kqueue.kqueue())) {
                Kevents change = kqueue.newKevents(1).set(0, read, EVFILT_READ, EV_ADD, 0, 0, NUMBER);
                Kevents ready = kqueue.newKevents(2);
                same("ready before", kqueue.kevent(queue.num(), change, 1, ready, 0), 0);
                put(write);
                same("ready after", kqueue.kevent(queue.num(), null, 0, ready, NOT_LONG * 1_000_000L), 1);
                same("ident", ready.ident(0), (long) read);
                same("filter", ready.filter(0), EVFILT_READ);
                same("data", ready.data(0), 1L);
                same("udata", ready.udata(0), NUMBER);
                return "a pipe with a byte is ready";
            }
        });
    }

    private String epoll() throws Exception {
        Epoll epoll = posix.onLinux().epoll();
        return withPipe((read, write) -> {
            try (Fd set = Fd.own(epoll.epollCreate1(EPOLL_CLOEXEC))) {
                epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read, EPOLLIN, NUMBER);
                EpollEvents ready = epoll.newEvents(2);
                same("ready before", epoll.epollWait(set.num(), ready, 0), 0);
                put(write);
                same("ready after", epoll.epollWait(set.num(), ready, NOT_LONG), 1);
                same("events", ready.events(0), EPOLLIN);
                same("data", ready.data(0), NUMBER);
                return "a pipe with a byte is ready";
            }
        });
    }

    private String address() throws Exception {
        try (ServerSocket jdk = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Fd ours = Fd.own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            var server = (InetSocketAddress) jdk.getLocalSocketAddress();
            posix.sockets().connect(ours.num(), SockAddr.of(server));
            same("peer", posix.sockets().getpeername(ours.num()), SockAddr.of(server));
            SockAddr mine = posix.sockets().getsockname(ours.num());
            try (var accepted = jdk.accept()) {
                same("client", mine, SockAddr.of((InetSocketAddress) accepted.getRemoteSocketAddress()));
            }
            return mine + " to a ServerSocket";
        }
    }

    private String option() throws Exception {
        try (Fd socket = Fd.own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0))) {
            same("SO_TYPE", posix.sockets().getsockoptInt(socket.num(), SOL_SOCKET, SO_TYPE), SOCK_STREAM);
        }
        return "SO_TYPE is SOCK_STREAM";
    }

    private String rights() throws Exception {
        ByteBuffer word = ByteBuffer.allocate(16);
        return withPipe((read, write) -> {
            int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
            try (Fd here = Fd.own(pair[0]);
                    Fd there = Fd.own(pair[1]);
                    Message in = Message.into(word, 1)) {
                ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
                posix.sockets().sendmsg(here.num(), Message.of(hello).fds(write), 0);
                same("bytes", posix.sockets().recvmsg(there.num(), in, 0), 5L);
                try (Fd received = Fd.own(in.takeFd(0))) {
                    put(received.num());
                    same("bytes through it", posix.io().read(read, new byte[2]), 1);
                }
            }
            return "a descriptor was passed, and works";
        });
    }

    private String mapping() throws Exception {
        try (Mapping memory = posix.memory().mmap(-1, 0, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            same("fresh memory", memory.getLong(0), 0L);
            memory.putLong(LENGTH - Long.BYTES, NUMBER);
            same("what was put", memory.getLong(LENGTH - Long.BYTES), NUMBER);
            return LENGTH + " bytes at 0x" + Long.toHexString(memory.address());
        }
    }
}
