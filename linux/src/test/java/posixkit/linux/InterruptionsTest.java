package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_UN;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Pathconf._PC_NAME_MAX;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.event.PollFds;
import posixkit.file.Dir;
import posixkit.file.Dirents;
import posixkit.file.FileTree;
import posixkit.file.Flock;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.linux.call.EpollCalls;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.testing.BadNames;
import posixkit.testing.BoundInterfaces;
import posixkit.testing.Descriptors;
import posixkit.testing.Interrupter;
import posixkit.testing.NeedsTool;
import posixkit.testing.RoleCalls;
import posixkit.testing.RoleCalls.RoleCall;
import posixkit.testing.Roles;
import posixkit.unix.CloseOnExec;

/** After EINTR, plain forms restart, twins return −EINTR, and calls that must not happen twice throw it. */
@NeedsTool("cc")
@ExtendWith(Descriptors.class)
class InterruptionsTest {
    @TempDir
    static Path libraries;

    private static Interrupter interrupter;
    private static Posix posix;

    @TempDir
    private Path dir;

    private String path;

    private interface Action {
        void run() throws IOException;
    }

    @BeforeEach
    void load() throws IOException {
        path = Files.writeString(dir.resolve("file"), "content").toString();
        if (posix == null) {
            List<Class<?>> bindings = new ArrayList<>(BoundInterfaces.symbols("posixkit.unix"));
            bindings.addAll(BoundInterfaces.symbols("posixkit.linux"));
            bindings.removeIf(binding -> binding.getSimpleName().equals("Old"));
            interrupter = new Interrupter(libraries, bindings);
            posix = LinuxPosix.bind(interrupter.library());
        }
    }

    /** Runs an action whose first call fails with EINTR. The action itself checks its effect. */
    private static void interrupted(Action action) throws IOException {
        interrupter.arm();
        action.run();
        assertEquals(1, interrupter.interruptions());
    }

    @Test
    void callsOnPathsBeginAgain() throws IOException {
        Stat stat = posix.files().newStat();
        interrupted(() -> posix.files().stat(path, stat));
        assertEquals(7, stat.size());
        interrupted(() -> posix.files().lstat(path, stat));
        interrupted(() -> posix.files().fstatat(AT_FDCWD, path, stat, 0));
        interrupted(() -> posix.files().access(path, F_OK));
        List<Fd> fds = new ArrayList<>();
        interrupted(() -> fds.add(Fd.own(posix.files().open(path, O_RDWR))));
        interrupted(() -> fds.add(Fd.own(posix.files().openat(AT_FDCWD, path, O_RDWR | O_CREAT, 0600))));
        interrupted(() -> fds.add(Fd.own(posix.files().creat(path, 0600))));
        for (Fd fd : fds) {
            fd.close();
        }
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("target")).toString();
        interrupted(() -> assertEquals("target", posix.files().readlink(link)));
        interrupted(() -> assertEquals("target", posix.files().readlinkat(AT_FDCWD, link)));
        interrupted(
                () -> assertEquals(OptionalLong.of(NAME_MAX), posix.files().pathconf(dir.toString(), _PC_NAME_MAX)));
        interrupted(() -> posix.files().chmod(path, 0600));
        interrupted(() -> posix.files().chown(path, -1, -1));
        interrupted(() -> posix.files().utimes(path));
        interrupter.arm();
        assertMinus(EINTR, posix.files().statOrErrno(path, stat));
        interrupter.arm();
        assertMinus(EINTR, posix.files().openOrErrno(path, O_RDWR, 0));
    }

    /** A second attempt could find what the first one did, and fail. */
    @Test
    void callsThatCreateOrRemoveANameDoNotBeginAgain() throws IOException {
        String other = dir + "/other";
        FileTree files = posix.files();
        for (Action action : List.<Action>of(
                () -> files.open(other, O_RDWR | O_CREAT | O_EXCL, 0600),
                () -> files.openat(AT_FDCWD, other, O_RDWR | O_CREAT | O_EXCL, 0600),
                () -> files.mkdir(other, 0700),
                () -> files.mkfifo(other, 0600),
                () -> files.link(path, other),
                () -> files.symlink(path, other),
                () -> files.rename(path, other),
                () -> files.rmdir(dir.toString()),
                () -> files.unlink(path))) {
            interrupter.arm();
            assertErrno(EINTR, action::run);
            assertEquals(1, interrupter.interruptions());
        }
        assertEquals(List.of("file"), List.of(dir.toFile().list()));
    }

    /** The interruption stays armed until something is called. */
    @Test
    void whatIsNoNameIsRefusedBeforeAnyCall() throws ReflectiveOperationException {
        interrupter.arm();
        List<BadNames.Refusing> methods = new BadNames(posix, dir)
                .methods(List.of(posix.files(), posix.onLinux().files()))
                .toList();
        assertTrue(methods.size() > 80, methods.toString());
        for (BadNames.Refusing method : methods) {
            method.assertRefuses(() -> assertEquals(0, interrupter.interruptions()));
        }
        assertMinus(EINTR, posix.files().unlinkOrErrno(path));
    }

    @Test
    void readingAndWritingBeginAgain() throws IOException {
        Io io = posix.io();
        try (Fd fd = Fd.own(posix.files().open(path, O_RDWR))) {
            int num = fd.num();
            byte[] bytes = new byte[2];
            ByteBuffer direct = ByteBuffer.allocateDirect(2);
            interrupted(() -> assertEquals(2, io.read(num, bytes)));
            assertArrayEquals(new byte[] {'c', 'o'}, bytes);
            interrupted(() -> assertEquals(2, io.read(num, direct)));
            assertEquals('t', direct.get(1));
            interrupted(() -> assertEquals(2, io.readv(num, direct.clear())));
            assertEquals('n', direct.get(1));
            interrupted(() -> assertEquals(2, io.pread(num, direct.clear(), 1)));
            assertEquals('o', direct.get(0));
            interrupted(() -> assertEquals(1, io.write(num, new byte[] {'1'})));
            interrupted(() -> assertEquals(1, io.write(num, ByteBuffer.wrap(new byte[] {'2'}))));
            interrupted(() -> assertEquals(1, io.writev(num, ByteBuffer.wrap(new byte[] {'3'}))));
            interrupted(() -> assertEquals(1, io.pwrite(num, ByteBuffer.wrap(new byte[] {'4'}), 0)));
            assertEquals("4onten123", Files.readString(Path.of(path), StandardCharsets.UTF_8));
            interrupted(() -> io.ftruncate(num, 3));
            assertEquals(3, Files.size(Path.of(path)));
            interrupted(() -> io.fsync(num));
            interrupted(() -> assertEquals(num, io.dup2(num, num)));
            interrupter.arm();
            assertMinus(EINTR, io.readOrErrno(num, bytes, 0, 2));
            interrupter.arm();
            assertMinus(EINTR, io.writeOrErrno(num, bytes, 0, 2));
        }
    }

    /**
     * An uninterrupted call of these would fork or end this JVM, set the clock or a name, or change the environment. Their own tests cover
     * them.
     */
    private static final Set<String> DANGEROUS = Set.of(
            "forkOrErrno",
            "daemonOrErrno",
            "settimeofdayOrErrno",
            "clockSettimeOrErrno",
            "adjtime",
            "setenvOrErrno",
            "sethostnameOrErrno",
            "setdomainnameOrErrno");

    /**
     * The signal meets another call that these make first: a probe, the size of a page, a limit whose −1 is no failure. In
     * getgrouplist, it meets a call of libc, which goes on with the next source of groups.
     */
    private static final Set<String> PREPARED = Set.of(
            "fchmodatOrErrno",
            "lchmodOrErrno",
            "spawnOrErrno",
            "pidfdSpawn",
            "mountOrErrno",
            "mincoreOrErrno",
            "sysconf",
            "confstr",
            "pathconf",
            "fpathconf",
            "getgrouplist");

    /**
     * Goes through all roles: a twin that a signal interrupts returns −EINTR and makes no second attempt; a call that returns an
     * object restarts or throws as its annotation says. (What plain forms over a twin do is RestartsTest's.)
     */
    @Test
    void everyCallDoesWhatItDeclaresWhenASignalInterruptsIt() throws Throwable {
        List<String> wrong = new ArrayList<>();
        int interrupted = 0;
        try (RoleCalls calls = new RoleCalls(posix)) {
            for (RoleCall call : calls.all()) {
                Method method = call.method();
                boolean isTwin = Roles.isTwin(method) && Modifier.isAbstract(method.getModifiers());
                boolean returnsObject = Modifier.isAbstract(method.getModifiers())
                        && method.isAnnotationPresent(Call.class)
                        && List.of(method.getExceptionTypes()).contains(ErrnoException.class);
                if (!isTwin && !returnsObject
                        || DANGEROUS.contains(method.getName())
                        || PREPARED.contains(method.getName())) {
                    continue;
                }
                Object[] arguments = calls.arguments(method);
                interrupter.arm();
                boolean saysEintr = saysEintr(call, arguments);
                interrupter.disarm();
                if (interrupter.interruptions() == 1) {
                    interrupted++;
                    boolean restarts =
                            returnsObject && method.getAnnotation(Call.class).restarts() != Call.Restart.NEVER;
                    if (saysEintr == restarts) {
                        wrong.add(call + (saysEintr ? " throws EINTR" : " hides EINTR"));
                    }
                }
            }
        } finally {
            // getpwent and getgrent have opened files.
            posix.accounts().endpwent();
            posix.accounts().endgrent();
        }
        assertEquals(List.of(), wrong);
        assertTrue(interrupted > 120, interrupted + " calls were interrupted");
    }

    /** Makes a call whose arguments are harmless, and tells whether its outcome is EINTR. */
    private static boolean saysEintr(RoleCall call, Object[] arguments) throws Throwable {
        try {
            Object result = call.invoke(arguments);
            return result instanceof Number number && number.longValue() == -EINTR;
        } catch (ErrnoException e) {
            return e.errno() == EINTR;
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            return false; // refused before it was made
        }
    }

    /** By the second attempt, the descriptor's number may belong to another file. */
    @Test
    void closeDoesNotBeginAgain() throws IOException {
        int fd = posix.files().open(path, O_RDWR);
        interrupter.arm();
        assertErrno(EINTR, () -> posix.io().close(fd));
        posix.io().close(fd);
    }

    @Test
    void waitingForAChildBeginsAgain() throws IOException {
        int pid = posix.processes().spawn(Spawn.of("sh", "-c", "exit 3"));
        WaitStatus status = new WaitStatus();
        interrupter.arm();
        assertMinus(EINTR, posix.processes().wait4OrErrno(pid, status, 0, null));
        interrupted(() -> assertEquals(pid, posix.processes().wait4(pid, status, 0, null)));
        assertEquals(3, status.exitStatus());
    }

    @Test
    void waitingWithoutEndGoesOnUntilThereIsAnEvent() throws Exception {
        Epoll epoll = posix.onLinux().epoll();
        EpollEvents events = epoll.newEvents(1);
        int[] pipe = posix.io().pipe();
        try (Fd set = Fd.own(epoll.epollCreate1(0));
                Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 5);
            interrupter.arm();
            Thread writer = new Thread(() -> {
                while (interrupter.interruptions() == 0) {
                    Thread.onSpinWait();
                }
                posix.io().writeOrErrno(write.num(), new byte[1], 0, 1);
            });
            writer.start();
            assertEquals(1, epoll.epollWait(set.num(), events, -1));
            writer.join();
            assertEquals(5, events.data(0));
            interrupter.arm();
            assertMinus(EINTR, epoll.epollWaitOrErrno(set.num(), events, -1));
            interrupted(() -> assertEquals(1, epoll.epollWait(set.num(), events, 0)));
        }
    }

    /** The signal comes at once, so almost the whole time is left. */
    @Test
    void pollingAndSelectingGoOnForWhatIsLeft() throws IOException {
        Poll poll = posix.poll();
        PollFds fds = poll.newPollFds(1);
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            int nfds = read.num() + 1;
            FdSet set = new FdSet();
            fds.add(read.num(), POLLIN);
            set.add(read.num());
            interrupted(() -> assertTakes(50, () -> assertEquals(0, poll.poll(fds, 50))));
            interrupted(() -> assertTakes(50, () -> assertEquals(0, poll.select(nfds, set, null, null, 50_000))));
            set.add(read.num());
            long nanos = TimeUnit.MILLISECONDS.toNanos(50);
            interrupted(() -> assertTakes(50, () -> assertEquals(0, poll.pselect(nfds, set, null, null, nanos))));
            interrupted(() ->
                    assertTakes(50, () -> assertEquals(0, posix.onLinux().poll().ppoll(fds, nanos))));
            interrupted(() -> assertTakes(50, () -> posix.clocks().nanosleep(nanos)));
            interrupted(() -> assertTakes(50, () -> posix.onLinux().clocks().clockNanosleep(CLOCK_MONOTONIC, nanos)));
            posix.io().write(write.num(), new byte[1]);
            set.add(read.num());
            interrupted(() -> assertEquals(1, poll.poll(fds, -1)));
            interrupted(() -> assertEquals(1, poll.poll(fds, 0)));
            interrupted(() -> assertEquals(1, poll.select(nfds, set, null, null, -1)));
            interrupted(() -> assertEquals(1, poll.select(nfds, set, null, null, 0)));
            interrupter.arm();
            assertMinus(EINTR, poll.pollOrErrno(fds, -1));
        }
    }

    private static void assertTakes(int millis, Action action) throws IOException {
        long start = System.nanoTime();
        action.run();
        long took = System.nanoTime() - start;
        assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(millis), took + " ns");
    }

    @Test
    void changingAndLockingFilesBeginAgain() throws IOException {
        interrupted(() -> posix.files().truncate(path, 5));
        assertEquals(5, Files.size(Path.of(path)));
        interrupted(() -> posix.files().faccessat(AT_FDCWD, path, F_OK, 0));
        Statfs space = posix.files().newStatfs();
        interrupted(() -> posix.files().statfs(path, space));
        assertTrue(space.bsize() > 0);
        try (Fd file = Fd.own(posix.files().open(path, O_RDWR))) {
            int fd = file.num();
            Statfs again = posix.files().newStatfs();
            interrupted(() -> posix.io().fstatfs(fd, again));
            assertEquals(space.bsize(), again.bsize());
            Statvfs third = posix.files().newStatvfs();
            interrupted(() -> posix.files().statvfs(path, third));
            assertEquals(space.blocks(), third.blocks());
            interrupted(() -> posix.io().fstatvfs(fd, third.copy()));
            interrupted(() -> posix.io().fdatasync(fd));
            interrupted(() -> posix.io().flock(fd, LOCK_EX));
            interrupter.arm();
            assertMinus(EINTR, posix.io().flockOrErrno(fd, LOCK_UN));
            Flock lock = posix.io().newFlock().type(F_WRLCK);
            interrupted(() -> posix.io().fcntl(fd, F_SETLK, lock));
            interrupter.arm();
            assertMinus(EINTR, posix.io().fcntlOrErrno(fd, F_SETLK, lock));
            interrupted(() -> assertEquals(fd, posix.io().dup2(fd, fd)));
            interrupted(() -> assertErrno(EINVAL, () -> posix.io().dup3(fd, fd, 0)));
        }
    }

    @Test
    void readingADirectoryBeginsAgain() throws IOException {
        OnLinuxFiles extras = posix.onLinux().files();
        Dirents entries = extras.newDirents(4096);
        try (Fd directory = Fd.own(posix.files().open(dir.toString(), O_RDONLY))) {
            interrupted(() -> assertTrue(extras.getdents64(directory.num(), entries) > 0));
            assertTrue(entries.nextNamed());
            assertEquals("file", entries.name());
        }
        List<Dir> opened = new ArrayList<>();
        interrupted(() -> opened.add(posix.files().opendir(dir.toString())));
        try (Dir names = opened.get(0)) {
            interrupted(() -> assertTrue(names.next()));
            assertNotNull(names.name());
        }
    }

    @Test
    void sendingAndReceivingBeginAgain() throws IOException {
        Sockets sockets = posix.sockets();
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1]);
                Message in = Message.into(ByteBuffer.allocateDirect(2))) {
            byte[] bytes = {1, 2};
            interrupted(() -> assertEquals(2, sockets.send(here.num(), bytes, 0, 2, 0)));
            interrupted(() -> assertEquals(1, sockets.recv(there.num(), bytes, 1, 1, 0)));
            assertArrayEquals(new byte[] {1, 1}, bytes);
            interrupted(() -> assertEquals(1, sockets.recv(there.num(), bytes, 0, 1, 0)));
            assertArrayEquals(new byte[] {2, 1}, bytes);
            interrupted(() -> assertEquals(2, sockets.sendmsg(here.num(), Message.of(ByteBuffer.wrap(bytes)), 0)));
            interrupter.arm();
            assertMinus(EINTR, sockets.recvmsgOrErrno(there.num(), in, 0));
            interrupted(() -> assertEquals(2, sockets.recvmsg(there.num(), in, 0)));
            OnLinuxSockets extras = posix.onLinux().sockets();
            MessageBatch batch = extras.newMessageBatch(1, 2, 0);
            interrupted(() -> assertEquals(1, extras.sendmmsg(here.num(), batch, 0, 1, 0)));
            batch.clear();
            interrupter.arm();
            assertMinus(EINTR, extras.recvmmsgOrErrno(there.num(), batch, 0, 1, 0, null));
            interrupted(() -> assertEquals(1, extras.recvmmsg(there.num(), batch, 0, 1, 0, null)));
        }
    }

    /** An interrupted connect goes on in the kernel; a second call would fail with EALREADY. */
    @Test
    void acceptBeginsAgainAndConnectDoesNot() throws IOException {
        Sockets sockets = posix.sockets();
        try (Fd server = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0));
                Fd client = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0));
                Fd other = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0))) {
            SockAddr name = SockAddr.Unix.path(dir.resolve("socket").toString());
            sockets.bind(server.num(), name);
            sockets.listen(server.num(), 2);
            interrupter.arm();
            assertErrno(EINTR, () -> sockets.connect(client.num(), name));
            sockets.connect(client.num(), name);
            sockets.connect(other.num(), name);
            interrupted(() -> Fd.own(sockets.accept(server.num())).close());
            interrupted(() -> Fd.own(posix.onLinux().sockets().accept4(server.num(), null, 0))
                    .close());
        }
    }

    /** Each repetition passes the time that is left, rounded up. */
    @Test
    void aTimedWaitGoesOnForWhatIsLeft() throws IOException {
        int timeout = 5_000;
        List<Integer> asked = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        EpollCalls calls = (EpollCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EpollCalls.class}, (proxy, method, arguments) -> {
                    times.add(System.nanoTime());
                    asked.add((Integer) arguments[3]);
                    long pause = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
                    while (System.nanoTime() < pause) {
                        Thread.onSpinWait();
                    }
                    return asked.size() < 4 ? -EINTR : 0;
                });
        Epoll epoll = new LinuxEpoll(calls, CloseOnExec.YES);
        long start = System.nanoTime();
        assertEquals(0, epoll.epollWait(0, epoll.newEvents(1), timeout));
        assertEquals(4, asked.size());
        assertEquals(timeout, asked.get(0));
        for (int i = 1; i < asked.size(); i++) {
            long left = start + TimeUnit.MILLISECONDS.toNanos(timeout) - times.get(i);
            assertTrue(TimeUnit.MILLISECONDS.toNanos(asked.get(i)) >= left, asked + " ends early");
            assertTrue(asked.get(i) < asked.get(i - 1), asked + " begins anew");
        }
    }
}
