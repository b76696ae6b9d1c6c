package posixkit.examples.recipes;

import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.ondarwin.Kevents;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.Ucred;

/** Contains the recipes of {@code docs/cookbook.md} about sockets. */
public final class CookbookNetwork {
    private static final Posix posix = Posix.get();

    private CookbookNetwork() {}

    // snippet: pass-descriptor
    static void send(int socket, int file) throws ErrnoException {
        posix.sockets().sendmsg(socket, Message.of(ByteBuffer.allocate(1)).fds(file), 0);
    }

    static int receive(int socket) throws ErrnoException {
        try (Message in = Message.into(ByteBuffer.allocate(1), 1)) {
            posix.sockets().recvmsg(socket, in, 0);
            if (in.fdCount() == 0) throw new IllegalStateException("no descriptor came");
            return in.takeFd(0); // another number, the same open file
        }
    }
    // end

    // snippet: epoll-server
    static void serveWithEpoll(int listener, int clients) throws ErrnoException {
        var epoll = posix.onLinux().epoll();
        try (Fd set = Fd.own(epoll.epollCreate1(EPOLL_CLOEXEC))) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, listener, EPOLLIN);
            EpollEvents ready = epoll.newEvents(64);
            while (clients > 0) {
                int count = epoll.epollWait(set.num(), ready, -1);
                for (int i = 0; i < count; i++) {
                    if (ready.fd(i) == listener) {
                        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, posix.sockets().accept(listener), EPOLLIN);
                    } else if (!echo(ready.fd(i))) {
                        clients--;
                    }
                }
            }
        }
    }
    // end

    // snippet: kqueue-server
    static void serveWithKqueue(int listener, int clients) throws ErrnoException {
        var kqueue = posix.onDarwin().kqueue();
        try (Fd queue = Fd.own(kqueue.kqueue())) {
            Kevents change = kqueue.newKevents(1);
            Kevents ready = kqueue.newKevents(64);
            kqueue.kevent(queue.num(), change.set(0, listener, EVFILT_READ, EV_ADD), 1, null, 0);
            while (clients > 0) {
                int count = kqueue.kevent(queue.num(), null, 0, ready, -1);
                for (int i = 0; i < count; i++) {
                    int fd = (int) ready.ident(i);
                    if (fd == listener) {
                        change.set(0, posix.sockets().accept(listener), EVFILT_READ, EV_ADD);
                        kqueue.kevent(queue.num(), change, 1, null, 0);
                    } else if (!echo(fd)) {
                        clients--;
                    }
                }
            }
        }
    }
    // end

    // snippet: echo
    private static boolean echo(int client) throws ErrnoException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        if (posix.io().read(client, buffer) <= 0) {
            posix.io().close(client); // a closed descriptor leaves the set or the queue by itself
            return false;
        }
        buffer.flip();
        while (buffer.hasRemaining()) posix.io().write(client, buffer);
        return true;
    }
    // end

    static void findThePeer() throws ErrnoException {
        // snippet: peer
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1])) {
            Ucred peer = posix.onLinux().sockets().peerCredentials(here.num()).orElseThrow();
            System.out.println("process " + peer.pid() + " of user " + Integer.toUnsignedString(peer.uid()) + " at "
                    + posix.sockets().getpeername(there.num()));
        }
        // end
    }

    // snippet: virtual-threads
    static void waitOnManyThreads(ThreadFactory virtual, int count) throws Exception {
        int[] pipe = posix.io().pipe();
        try (Fd reader = Fd.own(pipe[0]);
                Fd writer = Fd.own(pipe[1])) {
            Thread[] threads = new Thread[count];
            for (int i = 0; i < count; i++) {
                threads[i] = virtual.newThread(
                        () -> { // of Thread.ofVirtual().factory()
                            try {
                                posix.io().read(reader.num(), new byte[1]); // waits without a platform thread
                            } catch (ErrnoException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                threads[i].start();
            }
            posix.io().write(writer.num(), new byte[count]);
            for (Thread thread : threads) thread.join();
            System.out.println(count + " threads have read a byte each");
        }
    }
    // end
}
