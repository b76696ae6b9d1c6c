package posixkit.examples.network;

import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_WRITE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DELETE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dir;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwin;

/** macOS: kqueue, its own sendfile, and a walk from directory to directory that follows no symbolic link. */
final class DarwinServerSystem implements ServerSystem {
    private static final int WORKING_DIRECTORY_OF_PROCESS = -1;

    private final Posix posix;
    private final OnDarwin darwin;
    private final Kqueue kqueue;
    private final Fd queue;
    private final Kevents events;
    private final Kevents changes;

    DarwinServerSystem(Posix posix) throws ErrnoException {
        this.posix = posix;
        darwin = posix.onDarwin();
        kqueue = darwin.kqueue();
        events = kqueue.newKevents(EVENTS);
        changes = kqueue.newKevents(2);
        queue = Fd.own(kqueue.kqueue());
    }

    @Override
    public void watch(int fd) throws ErrnoException {
        change(changes.set(0, fd, EVFILT_READ, EV_ADD), 1);
    }

    @Override
    public void waitFor(int fd, boolean writing) throws ErrnoException {
        changes.set(0, fd, writing ? EVFILT_READ : EVFILT_WRITE, EV_DELETE);
        changes.set(1, fd, writing ? EVFILT_WRITE : EVFILT_READ, EV_ADD);
        change(changes, 2);
    }

    /** Does nothing: the kernel forgets a descriptor when it is closed. */
    @Override
    public void forget(int fd) {}

    private void change(Kevents wanted, int count) throws ErrnoException {
        kqueue.kevent(queue.num(), wanted, count, null, 0);
    }

    @Override
    public int await(int timeoutMillis) throws ErrnoException {
        return kqueue.kevent(queue.num(), null, 0, events, TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    @Override
    public int fd(int index) {
        return (int) events.ident(index);
    }

    @Override
    public boolean isWritable(int index) {
        return events.filter(index) == EVFILT_WRITE;
    }

    @Override
    public int more() {
        return 0;
    }

    @Override
    public long sendfileOrErrno(int socket, int file, long offset, long length) {
        return darwin.sockets().sendfileOrErrno(file, socket, offset, length);
    }

    @Override
    public int openBeneathOrErrno(int directory, String path) {
        return Walk.openOrErrno(posix, directory, path);
    }

    /** The loop's thread enters the directory, because only a path can name a directory for {@code opendir}. */
    @Override
    public List<String> names(int directory) throws ErrnoException {
        List<String> names = new ArrayList<>();
        darwin.files().pthreadFchdirNp(directory);
        try (Dir entries = posix.files().opendir(".")) {
            while (entries.next()) {
                if (!entries.name().equals(".") && !entries.name().equals("..")) {
                    names.add(entries.name());
                }
            }
        } finally {
            darwin.files().pthreadFchdirNp(WORKING_DIRECTORY_OF_PROCESS);
        }
        return names;
    }

    @Override
    public void close() throws ErrnoException {
        queue.close();
    }
}
