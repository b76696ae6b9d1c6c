package posixkit.testing;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTSUP;
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
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import posixkit.Fd;
import posixkit.constants.Errno;
import posixkit.event.FdSet;
import posixkit.event.PollFds;
import posixkit.file.Dir;
import posixkit.file.Stat;
import posixkit.memory.Mapping;
import posixkit.memory.SharedMemory;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.process.Spawn;
import posixkit.time.Timespec;

/** Families of functions that every system has. */
public final class PosixFamilies {
    public static final List<Family> ALL = List.of(
            new Family("NAMES", run -> names(run, "n\u00e4\u4e2d\ud83d\ude00")),
            new Family("FILES", PosixFamilies::files),
            new Family("IO", PosixFamilies::io),
            new Family("VECTORS", PosixFamilies::vectors),
            new Family("DIRECTORIES", PosixFamilies::directories),
            new Family("LOCKS", PosixFamilies::locks),
            new Family("XATTRS", PosixFamilies::xattrs),
            new Family("PROCESSES", PosixFamilies::processes),
            new Family("SOCKETS", PosixFamilies::sockets),
            new Family("MESSAGES", PosixFamilies::messages),
            new Family("MEMORY", PosixFamilies::memory),
            new Family("SHARED_MEMORY", PosixFamilies::sharedMemory),
            new Family("POLL", PosixFamilies::poll),
            new Family("TIME", PosixFamilies::time),
            new Family("IDS", PosixFamilies::ids),
            new Family("HOST", PosixFamilies::host),
            new Family("FUNCTIONS", PosixFamilies::functions),
            new Family("TERMINALS", PosixFamilies::terminals).atMost(64));

    private PosixFamilies() {}

    /** Returns these families and those that a system adds. */
    public static List<Family> and(Family... more) {
        return Stream.concat(ALL.stream(), Arrays.stream(more)).toList();
    }

    /** Makes links and a directory of a name. */
    public static void names(FamilyRun run, String name) throws IOException {
        run.posix.files().symlink(name, run.path("link"));
        run.same(name, run.posix.files().readlink(run.path("link")));
        run.posix.files().mkdir(run.path(name), 0700);
        run.same(true, run.posix.files().lstat(run.path("link")).isSymbolicLink());
        run.same(true, run.posix.files().stat(run.path("link")).isDirectory());
        run.posix.files().rmdir(run.path(name));
        run.fails(ENOENT, () -> run.posix.files().stat(run.path("link")));
        run.posix.files().unlink(run.path("link"));
    }

    private static void files(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        try (Fd file = run.open("file", O_RDWR | O_CREAT | O_EXCL)) {
            run.fails(EEXIST, () -> run.open("file", O_RDWR | O_CREAT | O_EXCL).close());
            run.same(hello.length, run.posix.io().write(file.num(), hello));
            run.posix.files().link(run.path("file"), run.path("other"));
            run.posix.files().chmod(run.path("other"), 0640);
            Stat stat = run.posix.io().fstat(file.num());
            run.same(
                    "2 links, 12 bytes, 640",
                    stat.nlink() + " links, " + stat.size() + " bytes, " + Integer.toOctalString(stat.permissions()));
            run.posix.files().rename(run.path("other"), run.path("third"));
            run.fails(ENOENT, () -> run.posix.files().unlink(run.path("other")));
            run.posix.files().unlink(run.path("third"));
            run.posix.files().truncate(run.path("file"), 5);
            run.same("hello", run.read(run.own(run.posix.io().dup(file.num())), 20, 0));
        }
        run.posix.files().unlink(run.path("file"));
    }

    private static void io(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        int[] pipe = run.posix.io().pipe();
        try (Fd in = run.own(pipe[0]);
                Fd out = run.own(pipe[1]);
                Fd twin = run.own(run.posix.io().fcntl(pipe[1], F_DUPFD_CLOEXEC, 0));
                Fd file = run.open("data", O_RDWR | O_CREAT)) {
            run.same(FD_CLOEXEC, run.posix.io().fcntl(twin.num(), F_GETFD, 0));
            run.same(hello.length, run.posix.io().write(twin.num(), ByteBuffer.wrap(hello)));
            run.same("hello", run.read(in.num(), 5));
            run.same(", world", run.read(in.num(), 100));
            run.posix.io().ftruncate(file.num(), 100_000);
            run.same(hello.length, run.posix.io().pwrite(file.num(), hello, 0, hello.length, 99_995));
            ByteBuffer direct = ByteBuffer.allocateDirect(100);
            run.same(17, run.posix.io().pread(file.num(), direct, 99_990));
            run.same(
                    "\0\0\0\0\0hello, world",
                    StandardCharsets.UTF_8.decode(direct.flip()).toString());
            run.same(7L, run.posix.io().lseek(file.num(), 7, SEEK_SET));
            run.same(0, out.num() - pipe[1]);
        }
        run.posix.files().unlink(run.path("data"));
    }

    private static void vectors(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        try (Fd file = run.open("vectors", O_RDWR | O_CREAT)) {
            ByteBuffer heap = ByteBuffer.wrap(hello);
            ByteBuffer direct = ByteBuffer.allocateDirect(3000).put(2999, (byte) 7);
            run.same(3012L, run.posix.io().writev(file.num(), heap, direct));
            ByteBuffer[] into = {ByteBuffer.allocateDirect(12), ByteBuffer.allocate(4000)};
            run.same(3012L, run.posix.io().preadv(file.num(), into, 0));
            run.same(ByteBuffer.wrap(hello), into[0].flip());
            run.same((byte) 7, into[1].get(2999));
        }
        run.posix.files().unlink(run.path("vectors"));
    }

    private static void directories(FamilyRun run) throws IOException {
        run.posix.files().mkdir(run.path("dir"), 0700);
        Set<String> expected = new TreeSet<>(Set.of(".", ".."));
        for (int i = 0; i < 40; i++) {
            expected.add("entry " + i);
            run.open("dir/entry " + i, O_RDWR | O_CREAT).close();
        }
        Set<String> listed = new TreeSet<>();
        try (Dir entries = run.posix.files().opendir(run.path("dir"))) {
            while (entries.next()) {
                listed.add(entries.name());
            }
        }
        run.same(expected, listed);
        try (Fd fd = run.open("dir", O_RDONLY | O_DIRECTORY)) {
            for (int i = 0; i < 40; i++) {
                run.posix.files().unlinkat(fd.num(), "entry " + i, 0);
            }
        }
        run.posix.files().rmdir(run.path("dir"));
        run.fails(ENOENT, () -> run.posix.files().opendir(run.path("dir")));
    }

    private static void locks(FamilyRun run) throws IOException {
        try (Fd one = run.open("lock", O_RDWR | O_CREAT);
                Fd two = run.open("lock", O_RDWR)) {
            run.posix.io().flock(one.num(), LOCK_EX);
            run.same(-Errno.EAGAIN, run.posix.io().flockOrErrno(two.num(), LOCK_EX | LOCK_NB));
        }
        run.posix.files().unlink(run.path("lock"));
    }

    /** A file system may have none. */
    private static void xattrs(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        run.open("attributes", O_RDWR | O_CREAT).close();
        int result = run.posix.xattrs().setxattrOrErrno(run.path("attributes"), "user.a", ByteBuffer.wrap(hello), 0);
        if (result == 0) {
            run.same(
                    "hello, world",
                    new String(run.posix.xattrs().getxattr(run.path("attributes"), "user.a"), StandardCharsets.UTF_8));
            run.same(true, run.posix.xattrs().listxattr(run.path("attributes")).contains("user.a"));
        } else {
            run.same(-ENOTSUP, result);
        }
        run.posix.files().unlink(run.path("attributes"));
    }

    private static void processes(FamilyRun run) throws IOException {
        int[] pipe = run.posix.io().pipe();
        try (Fd in = run.own(pipe[0]);
                Fd out = run.own(pipe[1])) {
            Spawn spawn = Spawn.of("/bin/sh", "-c", "echo from a child; exit 7").dup2(out.num(), 1);
            int pid = run.posix.processes().spawn(spawn);
            run.posix.io().close(out.release());
            run.same("from a child\n", run.read(in.num(), 100));
            run.same("", run.read(in.num(), 100));
            run.same("exited 7", run.await(pid).toString());
        }
        run.fails(ENOENT, () -> run.posix.processes().spawn(Spawn.of("/no/such")));
    }

    private static void sockets(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        SockAddr address = SockAddr.Unix.path(run.path("socket"));
        try (Fd listener = run.own(run.posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0));
                Fd client = run.own(run.posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0))) {
            run.posix.sockets().bind(listener.num(), address);
            run.posix.sockets().listen(listener.num(), 1);
            run.posix.sockets().connect(client.num(), address);
            run.same(address, run.posix.sockets().getpeername(client.num()));
            try (Fd served = run.own(run.posix.sockets().accept(listener.num()))) {
                run.same(hello.length, run.posix.sockets().send(served.num(), ByteBuffer.wrap(hello), 0));
                run.same("hello, world", run.read(client.num(), 100));
            }
            run.same("", run.read(client.num(), 100));
        }
        run.posix.files().unlink(run.path("socket"));
    }

    private static void messages(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        int[] pair = run.posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd one = run.own(pair[0]);
                Fd two = run.own(pair[1]);
                Fd file = run.open("passed", O_RDWR | O_CREAT)) {
            run.posix.io().write(file.num(), hello);
            Message outgoing = Message.of(ByteBuffer.wrap(hello), ByteBuffer.allocateDirect(8))
                    .fds(file.num());
            run.same(20L, run.posix.sockets().sendmsg(one.num(), outgoing, 0));
            ByteBuffer into = ByteBuffer.allocate(100);
            try (Message message = Message.into(into).maxFds(1).closedBy(run.posix.io())) {
                run.same(20L, run.posix.sockets().recvmsg(two.num(), message, 0));
                run.same(1, message.fdCount());
                run.same("hello, world", run.read(run.own(message.takeFd(0)), 100, 0));
            }
        }
        run.posix.files().unlink(run.path("passed"));
    }

    private static void memory(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        try (Mapping own =
                        run.posix.memory().mmap(-1, 0, FamilyRun.PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
                Fd file = run.open("mapped", O_RDWR | O_CREAT)) {
            own.putLong(FamilyRun.PAGE - 8, 42);
            run.posix.memory().mprotect(own, PROT_READ);
            run.same(42L, own.getLong(FamilyRun.PAGE - 8));
            run.posix.io().ftruncate(file.num(), FamilyRun.PAGE);
            try (Mapping shared =
                    run.posix.memory().mmap(file.num(), 0, FamilyRun.PAGE, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                shared.put(100, hello, 0, hello.length);
                run.posix.memory().msync(shared, MS_SYNC);
                run.same("hello, world", run.read(run.own(run.posix.io().dup(file.num())), hello.length, 100));
            }
        }
        run.fails(EACCES, () -> {
            try (Fd file = run.open("mapped", O_RDONLY)) {
                run.posix
                        .memory()
                        .mmap(file.num(), 0, FamilyRun.PAGE, PROT_READ | PROT_WRITE, MAP_SHARED)
                        .close();
            }
        });
        run.posix.files().unlink(run.path("mapped"));
    }

    private static void poll(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        int[] pipe = run.posix.io().pipe();
        try (Fd in = run.own(pipe[0]);
                Fd out = run.own(pipe[1])) {
            PollFds fds = run.posix.poll().newPollFds(2);
            fds.add(in.num(), POLLIN);
            run.same(0, run.posix.poll().poll(fds, 1));
            FdSet set = FdSet.of(in.num());
            run.same(0, run.posix.poll().select(set, null, null, 1000));
            run.posix.io().write(out.num(), hello);
            run.same(1, run.posix.poll().poll(fds, 10_000));
            run.same(POLLIN, fds.revents(0));
            set.add(in.num());
            run.same(1, run.posix.poll().select(set, null, null, TimeUnit.SECONDS.toNanos(10)));
        }
    }

    private static void time(FamilyRun run) throws IOException {
        Timespec before = run.posix.clocks().clockGettime(CLOCK_MONOTONIC);
        run.posix.clocks().nanosleep(TimeUnit.MILLISECONDS.toNanos(2));
        Timespec after = run.posix.clocks().clockGettime(CLOCK_MONOTONIC);
        long nanos = TimeUnit.SECONDS.toNanos(after.sec() - before.sec()) + after.nsec() - before.nsec();
        run.same(true, nanos >= TimeUnit.MILLISECONDS.toNanos(2));
        run.same(true, Math.abs(run.posix.clocks().time() - System.currentTimeMillis() / 1000) <= 1);
    }

    private static void ids(FamilyRun run) throws IOException {
        run.same(run.posix.ids().getuid(), run.posix.ids().geteuid());
        run.same("root", run.posix.accounts().getpwuid(0).name());
        run.same(0, run.posix.accounts().getpwnam("root").uid());
        run.same(null, run.posix.accounts().getpwnam("nobody of this name"));
        run.same(0, run.posix.accounts().getgrgid(0).gid());
    }

    private static void terminals(FamilyRun run) throws IOException {
        try (posixkit.terminal.Pty pty = run.posix.terminals().openpty(null, null)) {
            run.same(true, run.posix.terminals().isatty(pty.terminal()));
            run.same(pty.name(), run.posix.terminals().ttyname(pty.terminal()));
            run.same(3, run.posix.io().write(pty.master(), new byte[] {'o', 'k', '\n'}));
            run.same("ok\n", run.read(pty.terminal(), 10));
        }
    }

    /** macOS takes names of at most 31 bytes. */
    private static void sharedMemory(FamilyRun run) throws IOException {
        SharedMemory shared = run.posix.sharedMemory();
        String name =
                "/" + run.posix.processes().getpid() + "." + Path.of(run.dir).getFileName();
        try (Fd memory = run.own(shared.shmOpen(name, O_RDWR | O_CREAT | O_EXCL, 0600))) {
            run.posix.io().ftruncate(memory.num(), FamilyRun.PAGE);
            try (Mapping one = map(run, memory, PROT_READ | PROT_WRITE);
                    Mapping two = map(run, memory, PROT_READ)) {
                run.same(0, one.getAndAddInt(8, 5));
                run.same(5, two.getIntAcquire(8));
            }
        }
        shared.shmUnlink(name);
        run.fails(ENOENT, () -> shared.shmOpen(name, O_RDWR, 0));
    }

    private static Mapping map(FamilyRun run, Fd memory, int protection) throws IOException {
        return run.posix.memory().mmap(memory.num(), 0, FamilyRun.PAGE, protection, MAP_SHARED);
    }

    private static void host(FamilyRun run) throws IOException {
        run.same("No such file or directory", run.posix.host().strerror(ENOENT));
        run.same(false, run.posix.host().uname().nodename().isEmpty());
    }

    private static void functions(FamilyRun run) throws IOException {
        run.same(
                (long) run.posix.processes().getpid(),
                run.posix.symbols().call(run.posix.symbols().function("getpid")));
    }
}
