package posixkit.linux;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EDQUOT;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.ENOBUFS;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSPC;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Shm.IPC_CREAT;
import static posixkit.constants.Shm.IPC_PRIVATE;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.testing.Leaks;

/**
 * Makes calls that create something, while strace lets them fail. The order {@code once} expects that the first call of each thread fails
 * and the second one succeeds. The order {@code named} expects that each call with one of the names fails.
 */
public final class FaultsProgram {
    private static final int LENGTH = 65536;
    private static final int CONNECTIONS = 3;

    private final Posix posix = Posix.get();
    private final String dir = System.getProperty("faults.dir");
    private final List<Fault> once = new ArrayList<>();
    private final List<Fault> named = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private int[] stream;
    private int listener;
    private int there;
    private int open;

    /** A call that creates something and removes it again. */
    private interface Creation {
        void make() throws IOException;
    }

    /**
     * A system call and the error that strace injects.
     *
     * @param calls are the system calls that the C library may use
     */
    record Fault(String calls, int errno, Creation creation) {
        /** Returns the option of strace. */
        String option(String when) {
            return "inject=" + calls + ":error=" + Errno.name(errno) + when;
        }
    }

    FaultsProgram() {
        creations();
        names();
    }

    /** Returns the calls that fail once in each thread. */
    List<Fault> once() {
        return once;
    }

    /** Returns the calls that fail with certain names. */
    List<Fault> named() {
        return named;
    }

    private void close(int... fds) throws IOException {
        for (int fd : fds) {
            posix.io().close(fd);
        }
    }

    private void await(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        posix.processes().wait4(pid, status, 0, null);
        if (!status.toString().equals("exited 0")) {
            throw new IllegalStateException(status.toString());
        }
    }

    /** Opens what the calls need. */
    private void prepare() throws IOException {
        stream = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        SockAddr address = SockAddr.Unix.path(dir + "/socket");
        listener = posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0);
        posix.sockets().bind(listener, address);
        posix.sockets().listen(listener, CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            posix.sockets().connect(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0), address);
            posix.sockets()
                    .sendmsg(stream[0], Message.of(ByteBuffer.allocate(1)).fds(0), 0);
        }
        there = posix.files().open(dir + "/there", O_RDWR | O_CREAT, 0600);
        open = posix.files().open(dir + "/faulty", O_RDWR | O_CREAT, 0600);
    }

    private void creations() {
        once.add(new Fault("socket", ENOBUFS, () -> close(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0))));
        once.add(new Fault("socketpair", ENFILE, () -> close(posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0))));
        once.add(new Fault(
                "accept,accept4", ECONNABORTED, () -> close(posix.sockets().accept(listener))));
        once.add(new Fault("pipe,pipe2", EMFILE, () -> close(posix.io().pipe())));
        once.add(new Fault(
                "epoll_create1", EMFILE, () -> close(posix.onLinux().epoll().epollCreate1(0))));
        once.add(new Fault(
                "eventfd2", ENFILE, () -> close(posix.onLinux().eventfds().eventfd(0, 0))));
        once.add(new Fault(
                "timerfd_create", EMFILE, () -> close(posix.onLinux().timerfds().timerfdCreate(CLOCK_MONOTONIC, 0))));
        once.add(new Fault(
                "inotify_init1", EMFILE, () -> close(posix.onLinux().inotify().inotifyInit1(0))));
        once.add(new Fault(
                "signalfd4", ENOMEM, () -> close(posix.onLinux().signals().signalfd(-1, SignalSet.of(SIGUSR2), 0))));
        once.add(new Fault(
                "memfd_create", ENOMEM, () -> close(posix.onLinux().files().memfdCreate("faults", 0))));
        once.add(new Fault(
                "pidfd_open",
                EMFILE,
                () -> close(posix.onLinux().pidfds().pidfdOpen(posix.processes().getpid(), 0))));
        once.add(new Fault("recvmsg", ENOMEM, () -> {
            try (Message message =
                    Message.into(ByteBuffer.allocate(9)).maxFds(1).closedBy(posix.io())) {
                posix.sockets().recvmsg(stream[1], message, 0);
                close(message.takeFd(0));
            }
        }));
        once.add(new Fault("sendmsg", ENOBUFS, () -> posix.sockets()
                .sendmsg(stream[0], Message.of(ByteBuffer.allocate(1)).fds(0), 0)));
        once.add(new Fault("shmget", ENOSPC, () -> posix.sharedMemory()
                .shmctlRmid(posix.sharedMemory().shmget(IPC_PRIVATE, LENGTH, IPC_CREAT | 0600))));
        once.add(new Fault("getrandom", EIO, () -> posix.onLinux().host().getrandom(new byte[8], 0)));
        once.add(new Fault(
                "clone,clone3,vfork,fork", EAGAIN, () -> await(posix.processes().spawn(Spawn.of("/bin/true")))));
        once.add(new Fault(
                "clone,clone3,vfork,fork",
                EAGAIN,
                () -> await(posix.processes()
                        .spawn(Spawn.of("/bin/true").directory("/").umask(077)))));
        once.add(new Fault("clone,clone3,vfork,fork", EAGAIN, () -> {
            var child = posix.onLinux().pidfds().pidfdSpawn(Spawn.of("/bin/true"), new SpawnFailure());
            close(child.pidfd());
            await(child.pid());
        }));
    }

    private void names() {
        String faulty = dir + "/faulty";
        named.add(new Fault("open,openat", EDQUOT, () -> close(posix.files().open(faulty, O_WRONLY))));
        named.add(new Fault("open,openat", EDQUOT, () -> close(posix.files().openat(-100, faulty, O_RDONLY, 0))));
        named.add(
                new Fault("open,openat,creat", EDQUOT, () -> close(posix.files().creat(faulty, 0600))));
        named.add(new Fault(
                "openat2", EDQUOT, () -> close(posix.onLinux().files().openat2(-100, faulty, O_RDONLY, 0, 0))));
        named.add(new Fault(
                "open,openat", EDQUOT, () -> posix.files().opendir(faulty).close()));
        named.add(new Fault("mkdir,mkdirat", ENOSPC, () -> posix.files().mkdir(faulty, 0700)));
        named.add(new Fault("mkdir,mkdirat", ENOSPC, () -> posix.files().mkdirat(-100, faulty, 0700)));
        named.add(new Fault("mknod,mknodat", EDQUOT, () -> posix.files().mkfifo(faulty, 0600)));
        named.add(
                new Fault("mknod,mknodat", EDQUOT, () -> posix.onLinux().files().mkfifoat(-100, faulty, 0600)));
        named.add(new Fault("link,linkat", ENOSPC, () -> posix.files().link(dir + "/there", faulty)));
        named.add(new Fault("link,linkat", ENOSPC, () -> posix.files().linkat(-100, dir + "/there", -100, faulty, 0)));
        named.add(new Fault("symlink,symlinkat", EDQUOT, () -> posix.files().symlink("there", faulty)));
        named.add(new Fault("symlink,symlinkat", EDQUOT, () -> posix.files().symlinkat("there", -100, faulty)));
        named.add(new Fault("rename,renameat,renameat2", ENOSPC, () -> {
            posix.files().rename(faulty, dir + "/renamed");
            posix.files().rename(dir + "/renamed", faulty);
        }));
        named.add(new Fault("inotify_add_watch", ENOSPC, () -> posix.onLinux()
                .inotify()
                .inotifyAddWatch(there, faulty, IN_CREATE)));
        named.add(new Fault("dup", EMFILE, () -> close(posix.io().dup(open))));
        named.add(new Fault("dup2,dup3", EMFILE, () -> close(posix.io().dup3(open, 900, 0))));
        named.add(new Fault("fcntl", EMFILE, () -> close(posix.io().fcntl(open, F_DUPFD_CLOEXEC, 0))));
        named.add(new Fault("mmap", ENOMEM, () -> posix.memory()
                .mmap(open, 0, LENGTH, PROT_READ, MAP_SHARED)
                .close()));
    }

    /** A thread that makes one call, when it is told to: the first time in vain. */
    private final class Attempt extends Thread {
        private final Fault fault;
        private final CompletableFuture<Void> go = new CompletableFuture<>();
        private final CompletableFuture<String> wrong = new CompletableFuture<>();

        Attempt(Fault fault) {
            this.fault = fault;
            start();
        }

        @Override
        public void run() {
            go.join();
            String first = outcome(fault);
            wrong.complete(first == null ? second() : first);
        }

        private String second() {
            try {
                fault.creation.make();
                return null;
            } catch (IOException | RuntimeException e) {
                return fault.calls + " a second time: " + e;
            }
        }
    }

    /** Makes a call that must fail. Returns what was wrong, or null. */
    private static String outcome(Fault fault) {
        try {
            fault.creation.make();
            return fault.calls + " did not fail";
        } catch (ErrnoException e) {
            return e.errno() == fault.errno ? null : fault.calls + ": " + e;
        } catch (IOException | RuntimeException e) {
            return fault.calls + ": " + e;
        }
    }

    /** Loads every class, so that the JVM does not open files later. */
    private void warmUp() throws IOException {
        prepare();
        for (Fault fault : once) {
            fault.creation.make();
        }
        for (Fault fault : named) {
            String outcome = outcome(fault);
            if (outcome == null) {
                throw new IllegalStateException(fault.calls + " failed by itself");
            }
        }
        belongings();
        once.forEach(fault -> attempts.add(new Attempt(fault)));
    }

    private Set<String> belongings() throws IOException {
        Set<String> all = new TreeSet<>(Leaks.children());
        IntStream.range(0, 1024)
                .filter(fd -> posix.io().fcntlOrErrno(fd, F_GETFD, 0) >= 0)
                .forEach(fd -> all.add("descriptor " + fd));
        posix.memory().mappings().forEach(mapping -> all.add("mapping " + mapping));
        return all;
    }

    private String makeOnce() throws IOException {
        Set<String> before = belongings();
        List<String> wrong = new ArrayList<>();
        for (Attempt attempt : attempts) {
            attempt.go.complete(null);
            String outcome = attempt.wrong.join();
            if (outcome != null) {
                wrong.add(outcome);
            }
        }
        return summary(attempts.size(), wrong, before);
    }

    private String makeNamed() throws IOException {
        Set<String> before = belongings();
        List<String> wrong = new ArrayList<>();
        for (Fault fault : named) {
            String outcome = outcome(fault);
            if (outcome != null) {
                wrong.add(outcome);
            }
        }
        return summary(named.size(), wrong, before);
    }

    private String summary(int count, List<String> wrong, Set<String> before) throws IOException {
        Set<String> left = belongings();
        left.removeAll(before);
        return count + " faults, wrong: " + wrong + ", left: " + left;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        FaultsProgram program = new FaultsProgram();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    switch (line) {
                        case "warm up" -> {
                            program.warmUp();
                            yield "warm";
                        }
                        case "once" -> program.makeOnce();
                        case "named" -> program.makeNamed();
                        default -> throw new IllegalArgumentException(line);
                    });
        }
    }
}
