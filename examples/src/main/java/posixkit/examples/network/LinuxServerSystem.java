package posixkit.examples.network;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLERR;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLHUP;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLOUT;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_DEL;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_MOD;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_MORE;
import static posixkit.onlinux.constants.LinuxOpenat2.RESOLVE_BENEATH;
import static posixkit.onlinux.constants.LinuxOpenat2.RESOLVE_NO_MAGICLINKS;

import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dirents;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.OnLinux;

/** Linux: epoll, sendfile, and openat2 with RESOLVE_BENEATH. */
final class LinuxServerSystem implements ServerSystem {
    private static final int READ = O_RDONLY | O_NONBLOCK | O_NOCTTY;
    private static final int DIRECTORY_BYTES = 32 * 1024;

    private final Posix posix;
    private final OnLinux linux;
    private final Epoll epoll;
    private final Fd set;
    private final EpollEvents events;

    LinuxServerSystem(Posix posix) throws ErrnoException {
        this.posix = posix;
        linux = posix.onLinux();
        epoll = linux.epoll();
        events = epoll.newEvents(EVENTS);
        set = Fd.own(epoll.epollCreate1(EPOLL_CLOEXEC));
    }

    @Override
    public void watch(int fd) throws ErrnoException {
        epoll.epollCtl(set.num(), EPOLL_CTL_ADD, fd, EPOLLIN);
    }

    @Override
    public void waitFor(int fd, boolean writing) throws ErrnoException {
        epoll.epollCtl(set.num(), EPOLL_CTL_MOD, fd, writing ? EPOLLOUT : EPOLLIN);
    }

    @Override
    public void forget(int fd) throws ErrnoException {
        epoll.epollCtl(set.num(), EPOLL_CTL_DEL, fd);
    }

    @Override
    public int await(int timeoutMillis) throws ErrnoException {
        return epoll.epollWait(set.num(), events, timeoutMillis);
    }

    @Override
    public int fd(int index) {
        return events.fd(index);
    }

    @Override
    public boolean isWritable(int index) {
        return (events.events(index) & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0;
    }

    @Override
    public int more() {
        return MSG_MORE;
    }

    @Override
    public long sendfileOrErrno(int socket, int file, long offset, long length) {
        return linux.transfers().sendfileOrErrno(socket, file, offset, length);
    }

    /** On a kernel before 5.6, which has no openat2, no symbolic link is followed. */
    @Override
    public int openBeneathOrErrno(int directory, String path) {
        int result;
        do {
            // EAGAIN: somebody renamed a part of the path meanwhile.
            result = linux.files().openat2OrErrno(directory, path, READ, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
        } while (result == -EAGAIN || result == -EINTR);
        return result == -ENOSYS ? Walk.openOrErrno(posix, directory, path) : result;
    }

    @Override
    public List<String> names(int directory) throws ErrnoException {
        List<String> names = new ArrayList<>();
        Dirents entries = linux.files().newDirents(DIRECTORY_BYTES);
        while (linux.files().getdents64(directory, entries) > 0) {
            while (entries.nextNamed()) {
                names.add(entries.name());
            }
        }
        return names;
    }

    @Override
    public void close() throws ErrnoException {
        set.close();
    }
}
