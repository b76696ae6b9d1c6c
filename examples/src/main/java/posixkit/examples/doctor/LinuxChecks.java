package posixkit.examples.doctor;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxMemfd.MFD_CLOEXEC;
import static posixkit.onlinux.constants.LinuxStatx.STATX_BASIC_STATS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.InotifyEvents;
import posixkit.onlinux.OnLinux;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.Statx;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** Checks some of the calls that only Linux has. */
final class LinuxChecks {
    private static final int NOT_LONG = 10_000;
    private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

    private final Posix posix;
    private final OnLinux linux;
    private final Workplace workplace;

    private LinuxChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        linux = posix.onLinux();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        LinuxChecks checks = new LinuxChecks(posix, workplace);
        checkup.check("epoll", checks::epoll);
        checkup.check("eventfd, ppoll", checks::eventfd);
        checkup.check("timerfd", checks::timer);
        checkup.check("signalfd", checks::signals);
        checkup.check("inotify", checks::inotify);
        checkup.check("statx", checks::statx);
        checkup.check("memfd_create, sendfile", checks::memory);
        checkup.check("pidfd_open", checks::pidfd);
        checkup.check("sysinfo", checks::sysinfo);
    }

    private String epoll() throws Exception {
        Epoll epoll = linux.epoll();
        int[] ends = posix.io().pipe();
        try (Fd read = posix.io().own(ends[0]);
                Fd write = posix.io().own(ends[1]);
                Fd set = posix.io().own(epoll.epollCreate1(EPOLL_CLOEXEC))) {
            epoll.epollCtl(set.num(), EPOLL_CTL_ADD, read.num(), EPOLLIN, NUMBER);
            EpollEvents ready = epoll.newEvents(2);
            same("ready before", epoll.epollWait(set.num(), ready, 0), 0);
            posix.io().write(write.num(), new byte[1]);
            same("ready after", epoll.epollWait(set.num(), ready, NOT_LONG), 1);
            same("events", ready.events(0), EPOLLIN);
            same("data", ready.data(0), NUMBER);
            return "a pipe with a byte is ready";
        }
    }

    private boolean isReadable(Fd fd, long timeoutNanos) throws Exception {
        PollFds fds = posix.poll().newPollFds(1);
        fds.add(fd.num(), POLLIN);
        return linux.poll().ppoll(fds, timeoutNanos) == 1;
    }

    private String eventfd() throws Exception {
        try (Fd event = posix.io().own(linux.eventfds().eventfd(0, 0))) {
            same("ready before", isReadable(event, 0), false);
            posix.io()
                    .write(
                            event.num(),
                            ByteBuffer.allocate(Long.BYTES)
                                    .order(ByteOrder.nativeOrder())
                                    .putLong(0, 7));
            same("ready after", isReadable(event, 0), true);
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            posix.io().read(event.num(), value);
            same("value", value.getLong(0), 7L);
            return "a counter of 7";
        }
    }

    private String timer() throws Exception {
        try (Fd timer = posix.io().own(linux.timerfds().timerfdCreate(CLOCK_MONOTONIC, 0))) {
            linux.timerfds().timerfdSettime(timer.num(), 0, 20_000_000, 0);
            long left = linux.timerfds().timerfdGettime(timer.num()).valueNanos();
            within("nanoseconds left", left, 0, 20_000_000);
            same("ready", isReadable(timer, NOT_LONG * 1_000_000L), true);
            return "20 ms are over";
        }
    }

    private String signals() throws Exception {
        SignalSet urgent = SignalSet.of(SIGURG);
        SignalSet earlier = new SignalSet();
        posix.signals().pthreadSigmask(SIG_BLOCK, urgent, earlier);
        try (Fd signals = posix.io().own(linux.signals().signalfd(-1, urgent, 0))) {
            posix.processes().raise(SIGURG);
            SignalEvents events = linux.signals().newEvents(2);
            linux.signals().readEvents(signals.num(), events);
            same("is there", events.next(), true);
            same("signal", events.signal(), SIGURG);
            same("sender", events.pid(), posix.processes().getpid());
            return "SIGURG of this process";
        } finally {
            posix.signals().pthreadSigmask(SIG_SETMASK, earlier, null);
        }
    }

    private String inotify() throws Exception {
        Inotify inotify = linux.inotify();
        Path directory = Files.createDirectory(workplace.path("directory"));
        try (Fd watcher = posix.io().own(inotify.inotifyInit1(0))) {
            int watch = inotify.inotifyAddWatch(watcher.num(), directory.toString(), IN_CREATE);
            Files.createFile(directory.resolve("file"));
            InotifyEvents events = inotify.newEvents(1 << 12);
            inotify.readEvents(watcher.num(), events);
            same("is there", events.next(), true);
            same("watch", events.wd(), watch);
            same("name", events.name(), "file");
            inotify.inotifyRmWatch(watcher.num(), watch);
            return "a file is created";
        }
    }

    private String statx() throws Exception {
        Path path = workplace.file("0123456789");
        Statx known = linux.files().newStatx();
        linux.files().statx(AT_FDCWD, path.toString(), 0, STATX_BASIC_STATS, known);
        same("inode", known.ino(), Files.getAttribute(path, "unix:ino"));
        same("size", known.size(), Files.size(path));
        same("time", known.mtime(), Files.getLastModifiedTime(path).toInstant());
        return known.size() + " bytes";
    }

    private String memory() throws Exception {
        try (Fd file = workplace.open("0123456789");
                Fd memory = posix.io().own(linux.files().memfdCreate("pk-doctor", MFD_CLOEXEC))) {
            same("bytes", linux.transfers().sendfile(memory.num(), file.num(), 2, 5), 5L);
            byte[] content = new byte[5];
            posix.io().pread(memory.num(), content, 0, content.length, 0);
            same("content", new String(content, StandardCharsets.US_ASCII), "23456");
            return "a part of a file";
        }
    }

    private String pidfd() throws Exception {
        int child = posix.processes().spawn(Spawn.of("/bin/sleep", "60"));
        try (Fd process = posix.io().own(linux.pidfds().pidfdOpen(child, 0))) {
            linux.pidfds().pidfdSendSignal(process.num(), SIGKILL);
            same("ended", isReadable(process, NOT_LONG * 1_000_000L), true);
            return "a child is killed";
        } finally {
            posix.processes().kill(child, SIGKILL);
            posix.processes().wait4(child, new WaitStatus(), 0, null);
        }
    }

    private String sysinfo() throws Exception {
        long total = linux.host().sysinfo().totalram();
        String words = Files.readAllLines(Path.of("/proc/meminfo")).get(0);
        // A container may show less in /proc than the kernel has.
        within("kilobytes in /proc", Long.parseLong(words.replaceAll("\\D", "")), 1, total >> 10);
        return total + " bytes of memory";
    }
}
