package posixkit.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.MS_SYNC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGWINCH;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Signal;
import posixkit.file.Stat;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.onlinux.Tracer;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/**
 * Contains the code examples of the README. Each example stands between {@code // snippet: name} and {@code // end}. A test
 * checks that the README contains the same code.
 */
public final class Snippets {
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
            System.out.println(e.getMessage()); // stat "/no/such": ENOENT (2): No such file or directory
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

    static void spawnCarefully(String directory) throws ErrnoException {
        var processes = posix.processes();
        // snippet: spawn-more
        Spawn careful = Spawn.of("sh", "-c", "umask; pwd; ulimit -n")
                .directory(directory)
                .umask(077)
                .limit(RLIMIT_NOFILE, 64, 64)
                .session();
        try {
            processes.wait4(processes.spawn(careful), new WaitStatus(), 0, null);
        } catch (ErrnoException e) {
            System.out.println(e.getMessage()); // chdir "/no/such": ENOENT (2): No such file or directory
        }
        // end
    }

    static void trace() throws ErrnoException {
        // snippet: trace
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/true"), 0)) {
            int calls = 0;
            while (tracer.stop().kind() != Tracer.Stop.Kind.END) {
                boolean atCall = tracer.stop().kind() == Tracer.Stop.Kind.CALL;
                if (atCall && tracer.call().op() == PTRACE_SYSCALL_INFO_ENTRY) calls++;
                tracer.resumeToCall();
                tracer.await();
            }
            System.out.println(calls + " calls, " + tracer.stop().status()); // 29 calls, exited 0
        }
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

    // snippet: signals
    static void untilAskedToEnd() throws ErrnoException {
        var signals = posix.onLinux().signals();
        try (SignalPipe pipe = signals.newSignalPipe(SignalSet.of(SIGTERM, SIGWINCH))) {
            SignalEvents events = signals.newEvents(16);
            while (pipe.readEvents(events) > 0) { // or put pipe.fd() into an epoll set
                while (events.next()) {
                    System.out.println(Signal.name(events.signal()) + " from process " + events.pid());
                    if (events.signal() == SIGTERM) return;
                }
            }
        }
    }
    // end

    static String passAFile(String path) throws IOException {
        // snippet: pass
        var sockets = posix.sockets();
        ByteBuffer word = ByteBuffer.allocateDirect(16);
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1]);
                Fd file = Fd.own(posix.files().open(path, O_RDONLY));
                Message in = Message.into(word, 1)) {
            ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(UTF_8));
            sockets.sendmsg(here.num(), Message.of(hello).fds(file.num()), 0);
            sockets.recvmsg(there.num(), in, 0);
            try (Fd received = Fd.own(in.takeFd(0))) { // another number, the same open file
                return posix.files().readlink("/proc/self/fd/" + received.num());
            }
        }
        // end
    }

    static void map(int fd, long length) throws ErrnoException {
        // snippet: map
        var memory = posix.memory();
        try (Mapping file = memory.mmap(fd, 0, length, PROT_READ | PROT_WRITE, MAP_SHARED)) {
            file.putLong(length - 8, 42); // throws if it is out of range, read-only or unmapped
            memory.msync(file, MS_SYNC);
        }
        // end
    }
}
