package posixkit.linux;

import static posixkit.onlinux.constants.LinuxInotify.IN_CLOEXEC;

import java.util.Objects;
import posixkit.linux.call.LinuxEventCalls;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.InotifyEvents;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.call.IoCalls;

final class LinuxInotify implements Inotify {
    private final IoCalls io;
    private final LinuxEventCalls calls;

    /** {@code IN_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxInotify(Bindings bindings, LinuxEventCalls calls) {
        io = bindings.calls().io();
        this.calls = calls;
        closeOnExec = bindings.closeOnExec().flag(IN_CLOEXEC);
    }

    @Override
    public int inotifyInit1OrErrno(int flags) {
        return calls.inotify_init1(flags | closeOnExec);
    }

    @Override
    public int inotifyAddWatchOrErrno(int fd, String path, int mask) {
        try (Scratch s = Scratch.open()) {
            return calls.inotify_add_watch(fd, s.string("path", path), mask);
        }
    }

    @Override
    public int inotifyRmWatchOrErrno(int fd, int wd) {
        return calls.inotify_rm_watch(fd, wd);
    }

    @Override
    public InotifyEvents newEvents(int bytes) {
        if (bytes < InotifyEvents.LONGEST) {
            throw new IllegalArgumentException("bytes: " + bytes + ", but an event may have " + InotifyEvents.LONGEST);
        }
        return new LinuxInotifyEvents(bytes);
    }

    @Override
    public int readEventsOrErrno(int fd, InotifyEvents into) {
        if (!(Objects.requireNonNull(into, "into") instanceof LinuxInotifyEvents events)) {
            throw new IllegalArgumentException("into: not from newEvents()");
        }
        return events.fill(io, fd);
    }
}
