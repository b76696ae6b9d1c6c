package posixkit.darwin;

import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_DATA;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_TIMER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_VNODE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ONESHOT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXIT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_WRITE;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import posixkit.Fd;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.Sysctl;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.testing.FamiliesProgram;
import posixkit.testing.Family;
import posixkit.testing.FamilyRun;
import posixkit.testing.PosixFamilies;

/** Families of functions that macOS has. The main class of a JVM that makes calls of them. */
public final class DarwinFamilies {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** Keeps the descriptors below 10,240, the first that macOS's posix_spawn refuses. No family has more than five at a time. */
    private static final int AT_ONCE = 64;

    private static final List<Family> ALL = PosixFamilies.and(
                    new Family("KQUEUE", DarwinFamilies::kqueue),
                    new Family("CHILDREN_OF_KQUEUE", DarwinFamilies::children),
                    // The stand-in watches files by inotify, of which a user has 128 instances, as a rule.
                    new Family("FILES_OF_KQUEUE", DarwinFamilies::watchedFiles).atMost(8),
                    new Family("SYSCTL", DarwinFamilies::sysctl),
                    new Family("COPIES", DarwinFamilies::copies),
                    new Family("ATTRIBUTES", DarwinFamilies::attributes),
                    new Family("PROCESS_INFO", DarwinFamilies::processInfo),
                    new Family("MACH_CLOCKS", DarwinFamilies::machClocks),
                    new Family("LIMITS", DarwinFamilies::limits),
                    new Family("SUSPENDED_SPAWN", DarwinFamilies::suspendedSpawn),
                    new Family("SIGNALS", DarwinFamilies::signals).ofPlatformThreads())
            .stream()
            .map(family -> family.atMost(AT_ONCE))
            .toList();

    private DarwinFamilies() {}

    public static void main(String[] args) throws Exception {
        FamiliesProgram.run(ALL);
    }

    private static void kqueue(FamilyRun run) throws IOException {
        Kqueue kqueue = run.posix.onDarwin().kqueue();
        int[] pipe = run.posix.io().pipe();
        try (Fd queue = run.own(kqueue.kqueue());
                Fd in = run.own(pipe[0]);
                Fd out = run.own(pipe[1])) {
            Kevents changes = kqueue.newKevents(1).set(0, in.num(), EVFILT_READ, EV_ADD, 0, 0, 42);
            Kevents events = kqueue.newKevents(4);
            run.same(0, kqueue.kevent(queue.num(), changes, 1, events, 0));
            run.posix.io().write(out.num(), run.hello());
            run.same(1, kqueue.kevent(queue.num(), null, 0, events, PATIENCE));
            run.same(in.num() + " 42 12", events.ident(0) + " " + events.udata(0) + " " + events.data(0));
            run.same("hello, world", run.read(in.num(), 100));
            changes.set(0, 7, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0, 2, 0);
            run.same(1, kqueue.kevent(queue.num(), changes, 1, events, PATIENCE));
            run.same("7 1", events.ident(0) + " " + events.data(0));
        }
    }

    private static void children(FamilyRun run) throws IOException {
        Kqueue kqueue = run.posix.onDarwin().kqueue();
        try (Fd queue = run.own(kqueue.kqueue())) {
            int pid = run.posix.processes().spawn(Spawn.of("/bin/sleep", "1000"));
            Kevents event = kqueue.newKevents(1).set(0, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
            run.same(0, kqueue.kevent(queue.num(), event, 1, null, 0));
            run.posix.processes().kill(pid, posixkit.constants.Signal.SIGKILL);
            run.same(1, kqueue.kevent(queue.num(), null, 0, event, PATIENCE));
            run.same((long) pid, event.ident(0));
            run.same(posixkit.constants.Signal.SIGKILL, run.await(pid).signal());
        }
    }

    private static void watchedFiles(FamilyRun run) throws IOException {
        Kqueue kqueue = run.posix.onDarwin().kqueue();
        try (Fd queue = run.own(kqueue.kqueue());
                Fd file = run.open("watched", O_RDWR | O_CREAT)) {
            Kevents event = kqueue.newKevents(1).set(0, file.num(), EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTE_WRITE, 0, 0);
            run.same(0, kqueue.kevent(queue.num(), event, 1, null, 0));
            run.posix.io().write(file.num(), run.hello());
            run.same(1, kqueue.kevent(queue.num(), null, 0, event, PATIENCE));
            run.same(NOTE_WRITE, event.fflags(0));
        }
        run.posix.files().unlink(run.path("watched"));
    }

    private static void sysctl(FamilyRun run) throws IOException {
        Sysctl sysctl = run.posix.onDarwin().sysctl();
        run.same(run.posix.host().uname().sysname(), sysctl.text("kern.ostype"));
        run.same((long) run.posix.host().getpagesize(), sysctl.number("hw.pagesize"));
        run.fails(ENOENT, () -> sysctl.text("kern.nothing.of.this.name"));
    }

    private static void copies(FamilyRun run) throws IOException {
        OnDarwinFiles files = run.posix.onDarwin().files();
        try (Fd file = run.open("file", O_RDWR | O_CREAT)) {
            run.posix.io().write(file.num(), run.hello());
        }
        files.clonefile(run.path("file"), run.path("clone"), 0);
        run.fails(EEXIST, () -> files.clonefile(run.path("file"), run.path("clone"), 0));
        run.same(0, files.copyfile(run.path("clone"), run.path("copy"), COPYFILE_DATA));
        run.same("hello, world", run.read(run.open("copy", O_RDONLY), 100, 0));
        for (String name : List.of("file", "clone", "copy")) {
            run.posix.files().unlink(run.path(name));
        }
    }

    private static void attributes(FamilyRun run) throws IOException {
        try (Fd file = run.open("f\u00e4le", O_RDWR | O_CREAT)) {
            run.same(
                    "f\u00e4le",
                    run.posix
                            .onDarwin()
                            .attributes()
                            .getattrlist(run.path("f\u00e4le"), 0)
                            .name());
            run.same(
                    run.posix.io().fstat(file.num()).ino(),
                    run.posix
                            .onDarwin()
                            .attributes()
                            .fgetattrlist(file.num(), 0)
                            .fileid());
        }
        run.posix.files().unlink(run.path("f\u00e4le"));
    }

    private static void processInfo(FamilyRun run) throws IOException {
        int pid = run.posix.processes().getpid();
        run.same(pid, run.posix.onDarwin().processes().procBsdinfo(pid, false).pid());
        run.same(true, run.posix.onDarwin().processes().procPidpath(pid).endsWith("/java"));
    }

    private static void machClocks(FamilyRun run) throws IOException {
        long before = run.posix.onDarwin().clocks().machAbsoluteTime();
        run.posix.clocks().nanosleep(TimeUnit.MILLISECONDS.toNanos(2));
        run.same(true, run.posix.onDarwin().clocks().machAbsoluteTime() > before);
    }

    /** The kernel bounds the number of descriptors of a process, whatever its limit is. */
    private static void limits(FamilyRun run) throws IOException {
        long limit = run.posix.processes().getrlimit(RLIMIT_NOFILE).cur();
        long most = run.posix.onDarwin().sysctl().number("kern.maxfilesperproc");
        run.same(Math.min(limit, most), (long) run.posix.host().getdtablesize());
    }

    private static void suspendedSpawn(FamilyRun run) throws IOException {
        int pid =
                run.posix.processes().spawn(Spawn.of("/bin/sh", "-c", "exit 6").startSuspended());
        run.posix.processes().kill(pid, SIGCONT);
        run.same("exited 6", run.await(pid).toString());
    }

    private static void signals(FamilyRun run) throws IOException {
        SignalSet old = new SignalSet();
        run.posix.signals().pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGUSR2), old);
        SignalSet now = new SignalSet();
        run.posix.signals().pthreadSigmask(SIG_SETMASK, old, now);
        run.same(true, now.contains(SIGUSR2));
        run.posix.signals().pthreadSigmask(SIG_SETMASK, null, now);
        run.same(old, now);
    }
}
