package posixkit.linux;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.Transfers.CURRENT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxRename.RENAME_EXCHANGE;
import static posixkit.onlinux.constants.LinuxRename.RENAME_NOREPLACE;
import static posixkit.onlinux.constants.LinuxStatx.STATX_BASIC_STATS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.file.FileTree;
import posixkit.file.Stat;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.linux.call.LinuxCalls;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.OnLinuxIo;
import posixkit.onlinux.Statx;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.unix.Parking;

/**
 * The main class of a JVM in which some names of the C library are hidden ({@link HiddenNames}). Makes the calls whose functions
 * have such names, then runs tests. Arguments: an empty directory, and the names of test classes.
 */
final class OtherLibcProgram {
    private static final int BAD = -1;
    private static final long MILLISECOND = 1_000_000;

    private final Posix posix = Posix.get();
    private final FileTree files = posix.files();
    private final Path dir;
    private final List<String> lines = new ArrayList<>();

    private OtherLibcProgram(Path dir) {
        this.dir = dir;
    }

    public static void main(String[] args) throws IOException {
        calls(Path.of(args[0])).forEach(System.out::println);
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().filters(includeClassNamePatterns(".*"));
        Arrays.stream(args).skip(1).forEach(name -> request.selectors(selectClass(name)));
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures()
                .forEach(failure ->
                        System.out.println(failure.getTestIdentifier().getUniqueId() + ": " + failure.getException()));
        System.out.println("tests " + summary.getTestsSucceededCount() + " " + summary.getTotalFailureCount());
    }

    /** Makes the calls in an empty directory, and returns a line for each result. */
    static List<String> calls(Path dir) throws IOException {
        OtherLibcProgram program = new OtherLibcProgram(dir);
        program.files();
        program.moreFiles();
        program.io();
        program.epoll();
        program.accounts();
        program.sharedMemory();
        program.spawn();
        return program.lines;
    }

    private void say(String call, Object result) {
        lines.add(call + ": " + result);
    }

    private void fail(String call, IntSupplier result) {
        say(call, Errno.name(-result.getAsInt()));
    }

    private static String text(Stat stat) {
        return stat.size() + " " + Integer.toOctalString(stat.mode()) + " " + stat.nlink() + " " + stat.mtime();
    }

    private void files() throws IOException {
        String file = Files.writeString(dir.resolve("file"), "content").toString();
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        files.utimes(
                file,
                posix.clocks().newTimeval().sec(7).usec(8),
                posix.clocks().newTimeval().sec(9).usec(10));
        say("stat", text(files.stat(link)));
        say("lstat", files.lstat(link).isSymbolicLink());
        say("fstatat", text(files.fstatat(AT_FDCWD, link, 0)));
        try (Fd fd = Fd.own(files.open(file, O_RDONLY))) {
            say("fstat", text(posix.io().fstat(fd.num())));
        }
        Stat none = files.newStat();
        fail("stat", () -> files.statOrErrno(dir + "/none", none));
        fail("lstat", () -> files.lstatOrErrno(file + "/none", none));
        fail("fstatat", () -> files.fstatatOrErrno(BAD, "none", none, 0));
        fail("fstat", () -> posix.io().fstatOrErrno(BAD, none));
        files.mknod(dir + "/first", S_IFIFO | 0600, 0);
        say("mknod", text(files.stat(dir + "/first")).split(" ")[1]);
        fail("mknod", () -> files.mknodOrErrno(dir + "/first", S_IFIFO | 0600, 0));
        posix.onLinux().files().mknodat(AT_FDCWD, dir + "/second", S_IFIFO | 0400, 0);
        say("mknodat", text(files.stat(dir + "/second")).split(" ")[1]);
        fail("mknodat", () -> posix.onLinux().files().mknodatOrErrno(BAD, "second", S_IFIFO | 0400, 0));
    }

    private void moreFiles() throws IOException {
        OnLinuxFiles more = posix.onLinux().files();
        String file = dir + "/file";
        Statx statx = more.newStatx();
        more.statx(AT_FDCWD, file, 0, STATX_BASIC_STATS, statx);
        say("statx", statx.size() + " " + Integer.toOctalString(statx.mode()) + " " + statx.mtime());
        fail("statx", () -> more.statxOrErrno(AT_FDCWD, dir + "/none", 0, STATX_BASIC_STATS, statx));
        fail("statx", () -> more.statxOrErrno(AT_FDCWD, file, BAD, STATX_BASIC_STATS, statx));
        Files.writeString(dir.resolve("other"), "other");
        fail("renameat2", () -> more.renameat2OrErrno(AT_FDCWD, file, AT_FDCWD, dir + "/other", RENAME_NOREPLACE));
        more.renameat2(AT_FDCWD, file, AT_FDCWD, dir + "/other", RENAME_EXCHANGE);
        say("renameat2", Files.readString(dir.resolve("file")) + " " + Files.readString(dir.resolve("other")));
    }

    private void io() throws IOException {
        OnLinuxIo io = posix.onLinux().io();
        ByteBuffer[] buffers = {ByteBuffer.allocate(2), ByteBuffer.allocateDirect(3)};
        try (Fd fd = Fd.own(files.open(dir + "/io", O_RDWR | O_CREAT, 0600))) {
            ByteBuffer[] written = {ByteBuffer.wrap("abcd".getBytes()), ByteBuffer.wrap("efgh".getBytes())};
            say("pwritev2", io.pwritev2(fd.num(), written, 2, 0));
            say("preadv2", io.preadv2(fd.num(), buffers, 4, 0) + " " + (char) buffers[0].get(0));
            say("preadv2", io.preadv2(fd.num(), clear(buffers), CURRENT, 0) + " " + (char) buffers[1].get(0));
            say("preadv2", io.preadv2(fd.num(), clear(buffers), CURRENT, 0) + " " + (char) buffers[1].get(0));
            say("preadv2", io.preadv2(fd.num(), clear(buffers), 1L << 40, 0));
            fail("preadv2", () -> (int) io.preadv2OrErrno(fd.num(), clear(buffers), 0, 1 << 30));
        }
        fail("preadv2", () -> (int) io.preadv2OrErrno(BAD, clear(buffers), 0, 0));
        fail("pwritev2", () -> (int) io.pwritev2OrErrno(BAD, clear(buffers), 0, 0));
    }

    private static ByteBuffer[] clear(ByteBuffer... buffers) {
        Arrays.stream(buffers).forEach(ByteBuffer::clear);
        return buffers;
    }

    private void epoll() throws IOException {
        Epoll epoll = posix.onLinux().epoll();
        EpollEvents events = epoll.newEvents(2);
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Fd fd = Fd.own(epoll.epollCreate1(0))) {
            epoll.epollCtl(fd.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, 42);
            say("epoll_pwait2", epoll.epollPwait2(fd.num(), events, 0));
            long start = System.nanoTime();
            say("epoll_pwait2", epoll.epollPwait2(fd.num(), events, MILLISECOND / 2));
            say("epoll_pwait2 waits", System.nanoTime() - start >= MILLISECOND / 2);
            posix.io().write(write.num(), new byte[1]);
            say("epoll_pwait2", epoll.epollPwait2(fd.num(), events, -1) + " " + events.data(0));
        }
        fail("epoll_pwait2", () -> epoll.epollPwait2OrErrno(BAD, events, 0));
    }

    private void accounts() throws IOException {
        Accounts accounts = posix.accounts();
        for (int round = 0; round < 2; round++) {
            accounts.setpwent();
            for (Passwd user = accounts.getpwent(); user != null; user = accounts.getpwent()) {
                say("getpwent", user);
            }
            say("getpwent", accounts.getpwent());
            accounts.setgrent();
            for (Group group = accounts.getgrent(); group != null; group = accounts.getgrent()) {
                say("getgrent", group);
            }
            say("getgrent", accounts.getgrent());
        }
        accounts.endpwent();
        accounts.endgrent();
    }

    /** Prints the descriptors that a program gets from posix_spawn, which starts programs if there may be no machine code. */
    private void spawn() throws IOException {
        LinuxCalls linux = LinuxCalls.over(Native.process(), Route.chosen(), Parking.NONE);
        Processes processes = LinuxPosixSpawnTest.withoutCode(
                LinuxBodies.over(Native.process()),
                new LinuxPosixSpawn(LinuxBodies.over(Native.process()), linux::linuxSpawn));
        Path output = dir.resolve("output");
        try (Fd inherited = Fd.own(posix.inheriting().files().open(dir + "/file", O_RDONLY));
                Fd out = Fd.own(files.open(output.toString(), O_RDWR | O_CREAT, 0600))) {
            int child = processes.spawn(Spawn.of("/bin/sh", "-c", "cd /proc/self/fd && echo *")
                    .dup2(out.num(), 1)
                    .dup2(inherited.num(), 20));
            WaitStatus status = new WaitStatus();
            processes.wait4(child, status, 0, null);
            say("posix_spawn", status + " " + Files.readString(output).strip());
        }
    }

    private void sharedMemory() throws IOException {
        String name = "/posixkit-" + ProcessHandle.current().pid();
        fail("shm_unlink", () -> posix.sharedMemory().shmUnlinkOrErrno(name));
        fail("shm_open", () -> posix.sharedMemory().shmOpenOrErrno(name, O_RDWR, 0600));
        try (Fd fd = Fd.own(posix.sharedMemory().shmOpen(name, O_RDWR | O_CREAT, 0600))) {
            posix.io().write(fd.num(), new byte[3]);
            say("shm_open", Files.size(Path.of("/dev/shm" + name)));
        } finally {
            posix.sharedMemory().shmUnlink(name);
        }
        say("shm_unlink", Files.exists(Path.of("/dev/shm" + name)));
    }
}
