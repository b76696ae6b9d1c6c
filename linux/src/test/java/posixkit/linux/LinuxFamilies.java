package posixkit.linux;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import posixkit.Fd;
import posixkit.Names;
import posixkit.event.PollFds;
import posixkit.memory.Mapping;
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
import posixkit.testing.FamiliesProgram;
import posixkit.testing.Family;
import posixkit.testing.FamilyRun;
import posixkit.testing.PosixFamilies;

/** Families of functions that Linux has. The main class of a JVM that makes calls of them. */
public final class LinuxFamilies {
    private static final List<Family> ALL = PosixFamilies.and(
            new Family(
                    "NAMES_OF_BYTES",
                    run -> PosixFamilies.names(run, Names.of(new byte[] {'n', (byte) 0xff, (byte) 0x80}))),
            new Family("TRANSFERS", LinuxFamilies::transfers),
            new Family("PIDFDS", LinuxFamilies::pidfds),
            new Family("MEMORY_FILES", LinuxFamilies::memoryFiles),
            new Family("EPOLL", LinuxFamilies::epoll),
            // The kernel lets a user have 128 instances, as a rule.
            new Family("INOTIFY", LinuxFamilies::inotify).atMost(8),
            new Family("TIMERS", LinuxFamilies::timers),
            new Family("LIMITS", LinuxFamilies::limits),
            new Family("LINUX_HOST", LinuxFamilies::host),
            new Family("CALLS_BY_NUMBER", LinuxFamilies::callsByNumber),
            new Family("SIGNALS", LinuxFamilies::signals).ofPlatformThreads(),
            // Runs a handler in every thread, which is machine code.
            new Family("ALL_THREADS", LinuxFamilies::allThreads),
            // Starts a child in a way that posix_spawn cannot, which is machine code.
            new Family("DETAILED_SPAWN", LinuxFamilies::detailedSpawn));

    private LinuxFamilies() {}

    public static void main(String[] args) throws Exception {
        FamiliesProgram.run(ALL);
    }

    private static void transfers(FamilyRun run) throws IOException {
        byte[] hello = run.hello();
        try (Fd from = run.open("from", O_RDWR | O_CREAT);
                Fd to = run.open("to", O_RDWR | O_CREAT)) {
            run.posix.io().write(from.num(), hello);
            Transfers transfers = run.posix.onLinux().transfers();
            run.same((long) hello.length, transfers.sendfile(to.num(), from.num(), 0, 100));
            run.same("hello, world", run.read(run.own(run.posix.io().dup(to.num())), 100, 0));
        }
        run.posix.files().unlink(run.path("from"));
        run.posix.files().unlink(run.path("to"));
    }

    private static void pidfds(FamilyRun run) throws IOException {
        SpawnedChild child =
                run.posix.onLinux().pidfds().pidfdSpawn(Spawn.of("/bin/sleep", "1000"), new SpawnFailure());
        try (Fd pidfd = run.own(child.pidfd())) {
            run.posix.onLinux().pidfds().pidfdSendSignal(pidfd.num(), posixkit.constants.Signal.SIGKILL);
            PollFds fds = run.posix.poll().newPollFds(1);
            fds.add(pidfd.num(), POLLIN);
            run.same(1, run.posix.poll().poll(fds, -1));
        }
        run.same(posixkit.constants.Signal.SIGKILL, run.await(child.pid()).signal());
    }

    private static void epoll(FamilyRun run) throws IOException {
        Epoll epoll = run.posix.onLinux().epoll();
        try (Fd set = run.own(epoll.epollCreate1(0));
                Fd event = run.own(run.posix.onLinux().eventfds().eventfd(0, 0))) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, event.num(), EPOLLIN);
            EpollEvents events = epoll.newEvents(4);
            run.same(0, epoll.epollWait(set.num(), events, 1));
            byte[] three = ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putLong(3)
                    .array();
            run.same(8, run.posix.io().write(event.num(), three));
            run.same(1, epoll.epollWait(set.num(), events, 10_000));
            run.same(event.num(), events.fd(0));
            byte[] count = new byte[8];
            run.same(8, run.posix.io().read(event.num(), count));
            run.same(true, Arrays.equals(three, count));
        }
    }

    private static void inotify(FamilyRun run) throws IOException {
        try (Fd watch = run.own(run.posix.onLinux().inotify().inotifyInit1(0))) {
            run.posix.onLinux().inotify().inotifyAddWatch(watch.num(), run.dir, IN_CREATE);
            run.open("watched", O_RDWR | O_CREAT).close();
            InotifyEvents events = run.posix.onLinux().inotify().newEvents(InotifyEvents.LONGEST);
            run.posix.onLinux().inotify().readEvents(watch.num(), events);
            run.same(true, events.next());
            run.same("watched", events.name());
            run.same(false, events.next());
        }
        run.posix.files().unlink(run.path("watched"));
    }

    private static void timers(FamilyRun run) throws IOException {
        try (Fd timer = run.own(run.posix.onLinux().timerfds().timerfdCreate(CLOCK_MONOTONIC, 0))) {
            run.posix.onLinux().timerfds().timerfdSettime(timer.num(), 0, TimeUnit.MILLISECONDS.toNanos(2), 0);
            byte[] expirations = new byte[8];
            run.same(8, run.posix.io().read(timer.num(), expirations));
            run.same(
                    1L,
                    ByteBuffer.wrap(expirations).order(ByteOrder.nativeOrder()).getLong());
        }
    }

    private static void signals(FamilyRun run) throws IOException {
        SignalSet old = new SignalSet();
        SignalSet set = SignalSet.of(SIGUSR2);
        run.posix.signals().pthreadSigmask(SIG_BLOCK, set, old);
        try (Fd fd = run.own(run.posix.onLinux().signals().signalfd(-1, set, 0))) {
            int tid = (int) run.posix.onLinux().syscalls().syscall(SYS_gettid, 0, 0, 0);
            run.posix.onLinux().signals().tgkill(run.posix.processes().getpid(), tid, SIGUSR2);
            SignalEvents events = run.posix.onLinux().signals().newEvents(2);
            run.posix.onLinux().signals().readEvents(fd.num(), events);
            run.same(true, events.next());
            run.same(SIGUSR2, events.signal());
            run.same(run.posix.processes().getpid(), events.pid());
        } finally {
            run.posix.signals().pthreadSigmask(SIG_SETMASK, old, null);
        }
    }

    private static void allThreads(FamilyRun run) throws IOException {
        run.same(
                (long) run.posix.processes().getpid(),
                run.posix.onLinux().syscalls().allThreadsSyscall(SYS_getpid, 0, 0, 0));
    }

    private static void detailedSpawn(FamilyRun run) throws IOException {
        Spawn spawn = Spawn.of("/bin/sh", "-c", "[ $(umask) = 0027 ] && [ \"$PWD\" = / ]")
                .umask(027)
                .directory("/");
        run.same("exited 0", run.await(run.posix.processes().spawn(spawn)).toString());
        run.fails(
                ENOENT, () -> run.posix.processes().spawn(Spawn.of("/bin/true").directory("/no/such")));
    }

    private static void limits(FamilyRun run) throws IOException {
        Rlimit limit = run.posix.processes().getrlimit(RLIMIT_NOFILE);
        Rlimit same = run.posix.onLinux().kernel().prlimit(0, RLIMIT_NOFILE);
        run.same(limit.cur(), same.cur());
        run.same(limit.cur(), (long) run.posix.host().getdtablesize());
    }

    private static void host(FamilyRun run) throws IOException {
        run.same("Linux", run.posix.host().uname().sysname());
        byte[] random = new byte[64];
        run.same(64, run.posix.onLinux().host().getrandom(random, 0));
        run.same(false, Arrays.equals(new byte[64], random));
    }

    private static void callsByNumber(FamilyRun run) throws IOException {
        run.same(
                (long) run.posix.processes().getpid(),
                run.posix.onLinux().syscalls().syscall(SYS_getpid, 0, 0, 0));
    }

    private static void memoryFiles(FamilyRun run) throws IOException {
        try (Fd memory = run.own(run.posix.onLinux().files().memfdCreate("families", 0))) {
            run.posix.io().ftruncate(memory.num(), FamilyRun.PAGE);
            try (Mapping one = run.posix
                            .memory()
                            .mmap(memory.num(), 0, FamilyRun.PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
                    Mapping two = run.posix.memory().mmap(memory.num(), 0, FamilyRun.PAGE, PROT_READ, MAP_SHARED)) {
                run.same(0, one.getAndAddInt(8, 5));
                run.same(5, two.getIntAcquire(8));
            }
        }
    }
}
