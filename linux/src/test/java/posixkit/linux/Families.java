package posixkit.linux;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.MS_SYNC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.event.FdSet;
import posixkit.event.PollFds;
import posixkit.file.Dir;
import posixkit.file.Stat;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.InotifyEvents;
import posixkit.onlinux.Pidfds.SpawnedChild;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.Transfers;
import posixkit.process.Rlimit;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.time.Timespec;

/**
 * Calls of every family of functions. Each result is checked, and each family closes what it opens. One object is for one thread; objects
 * with directories of their own do not disturb each other.
 */
final class Families {
    private static final byte[] HELLO = "hello, world".getBytes(StandardCharsets.UTF_8);
    private static final int PAGE = 65536;

    private final Posix posix;
    private final String dir;
    private int checks;

    /** One family, and what it needs that a hostile place may lack. */
    enum Family {
        NAMES(Families::names),
        FILES(Families::files),
        IO(Families::io),
        VECTORS(Families::vectors),
        DIRECTORIES(Families::directories),
        LOCKS(Families::locks),
        TRANSFERS(Families::transfers),
        XATTRS(Families::xattrs),
        PROCESSES(Families::processes),
        PIDFDS(Families::pidfds),
        SOCKETS(Families::sockets),
        MESSAGES(Families::messages),
        MEMORY(Families::memory),
        SHARED_MEMORY(Families::sharedMemory),
        POLL(Families::poll),
        EPOLL(Families::epoll),
        INOTIFY(Families::inotify),
        TIMERS(Families::timers),
        TIME(Families::time),
        IDS(Families::ids),
        LIMITS(Families::limits),
        HOST(Families::host),
        FUNCTIONS(Families::functions),
        TERMINALS(Families::terminals),
        /** Concerns one platform thread: virtual threads are refused. */
        SIGNALS(Families::signals),
        /** Runs a handler in every thread, which is machine code. */
        ALL_THREADS(Families::allThreads),
        /** Starts a child in a way that posix_spawn cannot, which is machine code. */
        DETAILED_SPAWN(Families::detailedSpawn);

        private final Calls calls;

        Family(Calls calls) {
            this.calls = calls;
        }
    }

    private interface Calls {
        void make(Families here) throws IOException;
    }

    /**
     * Calls of a system in a directory.
     *
     * @param dir is there, empty, and nobody else's
     */
    Families(Posix posix, Path dir) {
        this.posix = posix;
        this.dir = dir.toString();
    }

    /** Makes the calls of a family. Returns the number of results that were checked. */
    int run(Family family) throws IOException {
        checks = 0;
        family.calls.make(this);
        return checks;
    }

    private void same(Object expected, Object result) {
        if (!Objects.equals(expected, result)) {
            throw new AssertionError("expected " + expected + ", but was " + result);
        }
        checks++;
    }

    private interface Failing {
        void make() throws IOException;
    }

    private void fails(int errno, Failing call) throws IOException {
        try {
            call.make();
        } catch (ErrnoException e) {
            same(Errno.name(errno), Errno.name(e.errno()));
            return;
        }
        throw new AssertionError("must fail with " + Errno.name(errno));
    }

    private String path(String name) {
        return dir + "/" + name;
    }

    private Fd open(String name, int flags) throws IOException {
        return Fd.own(posix.io(), posix.files().open(path(name), flags, 0600));
    }

    private Fd own(int fd) {
        return Fd.own(posix.io(), fd);
    }

    private String read(int fd, int count) throws IOException {
        byte[] bytes = new byte[count];
        return new String(bytes, 0, posix.io().read(fd, bytes), StandardCharsets.UTF_8);
    }

    private void names() throws IOException {
        String name = "n\u00e4\u4e2d" + Names.of(new byte[] {(byte) 0xff, (byte) 0x80});
        posix.files().symlink(name, path("link"));
        same(name, posix.files().readlink(path("link")));
        posix.files().mkdir(path(name), 0700);
        same(true, posix.files().lstat(path("link")).isSymbolicLink());
        same(true, posix.files().stat(path("link")).isDirectory());
        posix.files().rmdir(path(name));
        fails(ENOENT, () -> posix.files().stat(path("link")));
        posix.files().unlink(path("link"));
    }

    private void files() throws IOException {
        try (Fd file = open("file", O_RDWR | O_CREAT | O_EXCL)) {
            fails(EEXIST, () -> open("file", O_RDWR | O_CREAT | O_EXCL).close());
            same(HELLO.length, posix.io().write(file.num(), HELLO));
            posix.files().link(path("file"), path("other"));
            posix.files().chmod(path("other"), 0640);
            Stat stat = posix.io().fstat(file.num());
            same(
                    "2 links, 12 bytes, 640",
                    stat.nlink() + " links, " + stat.size() + " bytes, " + Integer.toOctalString(stat.permissions()));
            posix.files().rename(path("other"), path("third"));
            fails(ENOENT, () -> posix.files().unlink(path("other")));
            posix.files().unlink(path("third"));
            posix.files().truncate(path("file"), 5);
            same("hello", read(own(posix.io().dup(file.num())), 20, 0));
        }
        posix.files().unlink(path("file"));
    }

    /** Reads from a position and closes the descriptor. */
    private String read(Fd fd, int count, long position) throws IOException {
        try (fd) {
            byte[] bytes = new byte[count];
            return new String(bytes, 0, posix.io().pread(fd.num(), bytes, 0, count, position), StandardCharsets.UTF_8);
        }
    }

    private void io() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd in = own(pipe[0]);
                Fd out = own(pipe[1]);
                Fd twin = own(posix.io().fcntl(pipe[1], F_DUPFD_CLOEXEC, 0));
                Fd file = open("data", O_RDWR | O_CREAT)) {
            same(FD_CLOEXEC, posix.io().fcntl(twin.num(), F_GETFD, 0));
            same(HELLO.length, posix.io().write(twin.num(), ByteBuffer.wrap(HELLO)));
            same("hello", read(in.num(), 5));
            same(", world", read(in.num(), 100));
            posix.io().ftruncate(file.num(), 100_000);
            same(HELLO.length, posix.io().pwrite(file.num(), HELLO, 0, HELLO.length, 99_995));
            ByteBuffer direct = ByteBuffer.allocateDirect(100);
            same(17, posix.io().pread(file.num(), direct, 99_990));
            same(
                    "\0\0\0\0\0hello, world",
                    StandardCharsets.UTF_8.decode(direct.flip()).toString());
            same(7L, posix.io().lseek(file.num(), 7, SEEK_SET));
            same(0, out.num() - pipe[1]);
        }
        posix.files().unlink(path("data"));
    }

    private void vectors() throws IOException {
        try (Fd file = open("vectors", O_RDWR | O_CREAT)) {
            ByteBuffer heap = ByteBuffer.wrap(HELLO);
            ByteBuffer direct = ByteBuffer.allocateDirect(3000).put(2999, (byte) 7);
            same(3012L, posix.io().writev(file.num(), heap, direct));
            ByteBuffer[] into = {ByteBuffer.allocateDirect(12), ByteBuffer.allocate(4000)};
            same(3012L, posix.io().preadv(file.num(), into, 0));
            same(ByteBuffer.wrap(HELLO), into[0].flip());
            same((byte) 7, into[1].get(2999));
        }
        posix.files().unlink(path("vectors"));
    }

    private void directories() throws IOException {
        posix.files().mkdir(path("dir"), 0700);
        Set<String> expected = new TreeSet<>(Set.of(".", ".."));
        for (int i = 0; i < 40; i++) {
            expected.add("entry " + i);
            open("dir/entry " + i, O_RDWR | O_CREAT).close();
        }
        Set<String> listed = new TreeSet<>();
        try (Dir entries = posix.files().opendir(path("dir"))) {
            while (entries.next()) {
                listed.add(entries.name());
            }
        }
        same(expected, listed);
        try (Fd fd = open("dir", O_RDONLY | O_DIRECTORY)) {
            for (int i = 0; i < 40; i++) {
                posix.files().unlinkat(fd.num(), "entry " + i, 0);
            }
        }
        posix.files().rmdir(path("dir"));
        fails(ENOENT, () -> posix.files().opendir(path("dir")));
    }

    private void locks() throws IOException {
        try (Fd one = open("lock", O_RDWR | O_CREAT);
                Fd two = open("lock", O_RDWR)) {
            posix.io().flock(one.num(), LOCK_EX);
            same(-Errno.EAGAIN, posix.io().flockOrErrno(two.num(), LOCK_EX | LOCK_NB));
        }
        posix.files().unlink(path("lock"));
    }

    private void transfers() throws IOException {
        try (Fd from = open("from", O_RDWR | O_CREAT);
                Fd to = open("to", O_RDWR | O_CREAT)) {
            posix.io().write(from.num(), HELLO);
            Transfers transfers = posix.onLinux().transfers();
            same((long) HELLO.length, transfers.sendfile(to.num(), from.num(), 0, 100));
            same("hello, world", read(own(posix.io().dup(to.num())), 100, 0));
        }
        posix.files().unlink(path("from"));
        posix.files().unlink(path("to"));
    }

    /** A file system may have none. */
    private void xattrs() throws IOException {
        open("attributes", O_RDWR | O_CREAT).close();
        int result = posix.xattrs().setxattrOrErrno(path("attributes"), "user.a", ByteBuffer.wrap(HELLO), 0);
        if (result == 0) {
            same(
                    "hello, world",
                    new String(posix.xattrs().getxattr(path("attributes"), "user.a"), StandardCharsets.UTF_8));
            same(true, posix.xattrs().listxattr(path("attributes")).contains("user.a"));
        } else {
            same(-Errno.EOPNOTSUPP, result);
        }
        posix.files().unlink(path("attributes"));
    }

    private WaitStatus await(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        same(pid, posix.processes().wait4(pid, status, 0, null));
        return status;
    }

    private void processes() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd in = own(pipe[0]);
                Fd out = own(pipe[1])) {
            Spawn spawn = Spawn.of("/bin/sh", "-c", "echo from a child; exit 7").dup2(out.num(), 1);
            int pid = posix.processes().spawn(spawn);
            posix.io().close(out.release());
            same("from a child\n", read(in.num(), 100));
            same("", read(in.num(), 100));
            same("exited 7", await(pid).toString());
        }
        fails(ENOENT, () -> posix.processes().spawn(Spawn.of("/no/such")));
    }

    private void pidfds() throws IOException {
        SpawnedChild child = posix.onLinux().pidfds().pidfdSpawn(Spawn.of("/bin/sleep", "1000"), new SpawnFailure());
        try (Fd pidfd = own(child.pidfd())) {
            posix.onLinux().pidfds().pidfdSendSignal(pidfd.num(), posixkit.constants.Signal.SIGKILL);
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(pidfd.num(), POLLIN);
            same(1, posix.poll().poll(fds, -1));
        }
        same(posixkit.constants.Signal.SIGKILL, await(child.pid()).signal());
    }

    private void sockets() throws IOException {
        SockAddr address = SockAddr.Unix.path(path("socket"));
        try (Fd listener = own(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0));
                Fd client = own(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0))) {
            posix.sockets().bind(listener.num(), address);
            posix.sockets().listen(listener.num(), 1);
            posix.sockets().connect(client.num(), address);
            same(address, posix.sockets().getpeername(client.num()));
            try (Fd served = own(posix.sockets().accept(listener.num()))) {
                same(HELLO.length, posix.sockets().send(served.num(), ByteBuffer.wrap(HELLO), 0));
                same("hello, world", read(client.num(), 100));
            }
            same("", read(client.num(), 100));
        }
        posix.files().unlink(path("socket"));
    }

    private void messages() throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd one = own(pair[0]);
                Fd two = own(pair[1]);
                Fd file = open("passed", O_RDWR | O_CREAT)) {
            posix.io().write(file.num(), HELLO);
            Message outgoing = Message.of(ByteBuffer.wrap(HELLO), ByteBuffer.allocateDirect(8))
                    .fds(file.num());
            same(20L, posix.sockets().sendmsg(one.num(), outgoing, 0));
            ByteBuffer into = ByteBuffer.allocate(100);
            try (Message message = Message.into(into).maxFds(1).closedBy(posix.io())) {
                same(20L, posix.sockets().recvmsg(two.num(), message, 0));
                same(1, message.fdCount());
                same("hello, world", read(own(message.takeFd(0)), 100, 0));
            }
        }
        posix.files().unlink(path("passed"));
    }

    private void memory() throws IOException {
        try (Mapping own = posix.memory().mmap(-1, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
                Fd file = open("mapped", O_RDWR | O_CREAT)) {
            own.putLong(PAGE - 8, 42);
            posix.memory().mprotect(own, PROT_READ);
            same(42L, own.getLong(PAGE - 8));
            posix.io().ftruncate(file.num(), PAGE);
            try (Mapping shared = posix.memory().mmap(file.num(), 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                shared.put(100, HELLO, 0, HELLO.length);
                posix.memory().msync(shared, MS_SYNC);
                same("hello, world", read(own(posix.io().dup(file.num())), HELLO.length, 100));
            }
        }
        fails(EACCES, () -> {
            try (Fd file = open("mapped", O_RDONLY)) {
                posix.memory()
                        .mmap(file.num(), 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED)
                        .close();
            }
        });
        posix.files().unlink(path("mapped"));
    }

    private void sharedMemory() throws IOException {
        try (Fd memory = own(posix.onLinux().files().memfdCreate("families", 0))) {
            posix.io().ftruncate(memory.num(), PAGE);
            try (Mapping one = posix.memory().mmap(memory.num(), 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
                    Mapping two = posix.memory().mmap(memory.num(), 0, PAGE, PROT_READ, MAP_SHARED)) {
                same(0, one.getAndAddInt(8, 5));
                same(5, two.getIntAcquire(8));
            }
        }
    }

    private void poll() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd in = own(pipe[0]);
                Fd out = own(pipe[1])) {
            PollFds fds = posix.poll().newPollFds(2);
            fds.add(in.num(), POLLIN);
            same(0, posix.poll().poll(fds, 1));
            FdSet set = FdSet.of(in.num());
            same(0, posix.poll().select(set, null, null, 1000));
            posix.io().write(out.num(), HELLO);
            same(1, posix.poll().poll(fds, 10_000));
            same(POLLIN, fds.revents(0));
            set.add(in.num());
            same(1, posix.poll().select(set, null, null, TimeUnit.SECONDS.toNanos(10)));
        }
    }

    private void epoll() throws IOException {
        Epoll epoll = posix.onLinux().epoll();
        try (Fd set = own(epoll.epollCreate1(0));
                Fd event = own(posix.onLinux().eventfds().eventfd(0, 0))) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, event.num(), EPOLLIN);
            EpollEvents events = epoll.newEvents(4);
            same(0, epoll.epollWait(set.num(), events, 1));
            byte[] three = ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putLong(3)
                    .array();
            same(8, posix.io().write(event.num(), three));
            same(1, epoll.epollWait(set.num(), events, 10_000));
            same(event.num(), events.fd(0));
            byte[] count = new byte[8];
            same(8, posix.io().read(event.num(), count));
            same(true, Arrays.equals(three, count));
        }
    }

    private void inotify() throws IOException {
        try (Fd watch = own(posix.onLinux().inotify().inotifyInit1(0))) {
            posix.onLinux().inotify().inotifyAddWatch(watch.num(), dir, IN_CREATE);
            open("watched", O_RDWR | O_CREAT).close();
            InotifyEvents events = posix.onLinux().inotify().newEvents(InotifyEvents.LONGEST);
            posix.onLinux().inotify().readEvents(watch.num(), events);
            same(true, events.next());
            same("watched", events.name());
            same(false, events.next());
        }
        posix.files().unlink(path("watched"));
    }

    private void timers() throws IOException {
        try (Fd timer = own(posix.onLinux().timerfds().timerfdCreate(CLOCK_MONOTONIC, 0))) {
            posix.onLinux().timerfds().timerfdSettime(timer.num(), 0, TimeUnit.MILLISECONDS.toNanos(2), 0);
            byte[] expirations = new byte[8];
            same(8, posix.io().read(timer.num(), expirations));
            same(1L, ByteBuffer.wrap(expirations).order(ByteOrder.nativeOrder()).getLong());
        }
    }

    private void time() throws IOException {
        Timespec before = posix.clocks().clockGettime(CLOCK_MONOTONIC);
        posix.clocks().nanosleep(TimeUnit.MILLISECONDS.toNanos(2));
        Timespec after = posix.clocks().clockGettime(CLOCK_MONOTONIC);
        long nanos = TimeUnit.SECONDS.toNanos(after.sec() - before.sec()) + after.nsec() - before.nsec();
        same(true, nanos >= TimeUnit.MILLISECONDS.toNanos(2));
        same(true, Math.abs(posix.clocks().time() - System.currentTimeMillis() / 1000) <= 1);
    }

    private void ids() throws IOException {
        same(posix.ids().getuid(), posix.ids().geteuid());
        same("root", posix.accounts().getpwuid(0).name());
        same(0, posix.accounts().getpwnam("root").uid());
        same(null, posix.accounts().getpwnam("nobody of this name"));
        same(0, posix.accounts().getgrgid(0).gid());
    }

    private void limits() throws IOException {
        Rlimit limit = posix.processes().getrlimit(RLIMIT_NOFILE);
        Rlimit same = posix.onLinux().kernel().prlimit(0, RLIMIT_NOFILE);
        same(limit.cur(), same.cur());
        same(limit.cur(), (long) posix.host().getdtablesize());
    }

    private void host() throws IOException {
        same("Linux", posix.host().uname().sysname());
        byte[] random = new byte[64];
        same(64, posix.onLinux().host().getrandom(random, 0));
        same(false, Arrays.equals(new byte[64], random));
        same("No such file or directory", posix.host().strerror(ENOENT));
    }

    private void functions() throws IOException {
        same(
                (long) posix.processes().getpid(),
                posix.symbols().call(posix.symbols().function("getpid")));
        same((long) posix.processes().getpid(), posix.onLinux().syscalls().syscall(SYS_getpid, 0, 0, 0));
    }

    private void terminals() throws IOException {
        try (posixkit.terminal.Pty pty = posix.terminals().openpty(null, null)) {
            same(true, posix.terminals().isatty(pty.terminal()));
            same(pty.name(), posix.terminals().ttyname(pty.terminal()));
            same(3, posix.io().write(pty.master(), new byte[] {'o', 'k', '\n'}));
            same("ok\n", read(pty.terminal(), 10));
        }
    }

    private void signals() throws IOException {
        SignalSet old = new SignalSet();
        SignalSet set = SignalSet.of(SIGUSR2);
        posix.signals().pthreadSigmask(SIG_BLOCK, set, old);
        try (Fd fd = own(posix.onLinux().signals().signalfd(-1, set, 0))) {
            int tid = (int) posix.onLinux().syscalls().syscall(SYS_gettid, 0, 0, 0);
            posix.onLinux().signals().tgkill(posix.processes().getpid(), tid, SIGUSR2);
            SignalEvents events = posix.onLinux().signals().newEvents(2);
            posix.onLinux().signals().readEvents(fd.num(), events);
            same(true, events.next());
            same(SIGUSR2, events.signal());
            same(posix.processes().getpid(), events.pid());
        } finally {
            posix.signals().pthreadSigmask(SIG_SETMASK, old, null);
        }
    }

    private void allThreads() throws IOException {
        same((long) posix.processes().getpid(), posix.onLinux().syscalls().allThreadsSyscall(SYS_getpid, 0, 0, 0));
    }

    private void detailedSpawn() throws IOException {
        Spawn spawn = Spawn.of("/bin/sh", "-c", "[ $(umask) = 0027 ] && [ \"$PWD\" = / ]")
                .umask(027)
                .directory("/");
        same("exited 0", await(posix.processes().spawn(spawn)).toString());
        fails(ENOENT, () -> posix.processes().spawn(Spawn.of("/bin/true").directory("/no/such")));
    }
}
