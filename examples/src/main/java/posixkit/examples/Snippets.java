package posixkit.examples;

import static posixkit.constants.Errno.ENOENT;
import static posixkit.onlinux.constants.Epoll.EPOLLIN;
import static posixkit.onlinux.constants.Epoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.Epoll.EPOLL_CTL_ADD;

import java.nio.ByteBuffer;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.onlinux.EpollEvents;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** The code that README shows: what lies between {@code // snippet: name} and {@code // end}. A test compares them. */
final class Snippets {
    private static final Posix posix = Posix.get();

    private Snippets() {}

    static void firstCall() throws ErrnoException {
        // snippet: first-call
        Posix posix = Posix.get();
        var ids = posix.ids();
        System.out.println("user " + Integer.toUnsignedString(ids.getuid()));
        for (int gid : ids.getgroups()) {
            System.out.println("group " + Integer.toUnsignedString(gid));
        }
        // end
    }

    static long stat(List<String> paths) throws ErrnoException {
        // snippet: stat
        var files = posix.files();
        Stat hosts = files.stat("/etc/hosts");
        System.out.printf("%o, %d bytes, %d links%n", hosts.permissions(), hosts.size(), hosts.nlink());

        try {
            files.stat("/no/such");
        } catch (ErrnoException e) {
            if (e.errno() != ENOENT) throw e;
            System.out.println(e.getMessage()); // stat /no/such: ENOENT (2): No such file or directory
        }

        long total = 0;
        Stat reused = files.newStat();
        for (String path : paths) {
            if (files.statOrErrno(path, reused) == 0) total += reused.size(); // no exception, nothing allocated
        }
        // end
        return total;
    }

    static void spawn() throws ErrnoException {
        // snippet: spawn
        var processes = posix.processes();
        int child = processes.spawn(Spawn.of("sh", "-c", "exit 3"));
        var status = new WaitStatus();
        processes.wait4(child, status, 0, null);
        System.out.println(status); // exited 3
        // end
    }

    // snippet: epoll
    static void echo(int in, int out) throws ErrnoException {
        var io = posix.io();
        var epoll = posix.onLinux().epoll();
        try (Fd set = Fd.own(epoll.epollCreate1(EPOLL_CLOEXEC))) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, in, EPOLLIN, in);
            EpollEvents ready = epoll.newEvents(64);
            ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
            while (true) {
                int count = epoll.epollWait(set.num(), ready, -1);
                for (int i = 0; i < count; i++) {
                    if (io.read(ready.fd(i), buffer.clear()) == 0) return; // nobody will write any more
                    buffer.flip();
                    while (buffer.hasRemaining()) io.write(out, buffer);
                }
            }
        }
    }
    // end
}
