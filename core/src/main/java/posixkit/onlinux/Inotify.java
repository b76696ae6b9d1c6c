package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Watches files and directories. An inotify descriptor becomes readable when something happens to a watched file, so it can be in
 * an {@link Epoll} set together with sockets.
 *
 * <pre>{@code
 * Inotify inotify = posix.onLinux().inotify();
 * try (Fd fd = Fd.own(inotify.inotifyInit1(0))) {
 *     inotify.inotifyAddWatch(fd.num(), "/etc", IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO);
 *     InotifyEvents events = inotify.newEvents(64 * 1024);
 *     while (inotify.readEvents(fd.num(), events) > 0) {
 *         while (events.next()) {
 *             System.out.println(events.name());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A watch is for one directory, not for the directories below it. Events come only for changes on this machine: a network file
 * system reports no changes of other machines.
 */
public interface Inotify {
    /**
     * Creates an inotify descriptor. It is close-on-exec.
     *
     * <p>{@code int inotify_init1(int flags)} {@index inotify_init1}
     *
     * @param flags {@code IN_NONBLOCK} or 0
     * @throws ErrnoException EINVAL: {@code flags} is wrong; EMFILE: too many descriptors are open, or this user has too many
     *     inotify descriptors; ENFILE: too many files are open in the system
     */
    @Call("inotify_init1(2)")
    default int inotifyInit1(int flags) throws ErrnoException {
        return Outcome.of("inotify_init1", inotifyInit1OrErrno(flags));
    }

    /** Same as {@link #inotifyInit1}, but returns the descriptor or −errno. */
    int inotifyInit1OrErrno(int flags);

    /**
     * Watches the file or directory at {@code path}, and returns the number of the watch. If the inotify descriptor watches the
     * file already, this method changes the watch and returns its number.
     *
     * <p>{@code int inotify_add_watch(int fd, const char *path, uint32_t mask)} {@index inotify_add_watch}
     *
     * @param mask which events to report, for example {@code IN_CREATE | IN_DELETE}; together with flags, for example {@code
     *     IN_ONLYDIR}: fail if {@code path} is not a directory
     * @throws ErrnoException ENOSPC: this user has too many watches; EACCES: the user may not read the file; EEXIST: {@code mask}
     *     contains {@code IN_MASK_CREATE}, and the file is watched already; ENOTDIR: {@code mask} contains {@code IN_ONLYDIR},
     *     and {@code path} is not a directory; EINVAL: {@code fd} is not an inotify descriptor, or {@code mask} contains no
     *     event; EBADF: {@code fd} is not open; ENOENT: {@code path} does not exist
     */
    @Call("inotify_add_watch(2)")
    default int inotifyAddWatch(int fd, String path, int mask) throws ErrnoException {
        return Outcome.ofPath("inotify_add_watch", path, inotifyAddWatchOrErrno(fd, path, mask));
    }

    /** Same as {@link #inotifyAddWatch}, but returns the number of the watch or −errno. */
    int inotifyAddWatchOrErrno(int fd, String path, int mask);

    /**
     * Ends the watch {@code wd}. The last event of a watch is {@code IN_IGNORED}. Earlier events may still be unread.
     *
     * <p>{@code int inotify_rm_watch(int fd, int wd)} {@index inotify_rm_watch}
     *
     * @throws ErrnoException EINVAL: there is no such watch, or {@code fd} is not an inotify descriptor; EBADF: {@code fd} is not
     *     open
     */
    @Call("inotify_rm_watch(2)")
    default void inotifyRmWatch(int fd, int wd) throws ErrnoException {
        Outcome.of("inotify_rm_watch", "watch", wd, inotifyRmWatchOrErrno(fd, wd));
    }

    /** Same as {@link #inotifyRmWatch}, but returns 0 or −errno. */
    int inotifyRmWatchOrErrno(int fd, int wd);

    /**
     * Creates a buffer for events.
     *
     * @param bytes the size. It must be at least {@link InotifyEvents#LONGEST}, so that every event fits
     */
    InotifyEvents newEvents(int bytes);

    /**
     * Reads as many whole events as there are and as fit into {@code into}, and returns their number of bytes. Waits until there
     * is an event, unless the descriptor is non-blocking.
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and there is no event; EBADF: {@code fd} is not open
     */
    @Call(value = "read(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int readEvents(int fd, InotifyEvents into) throws ErrnoException {
        int result;
        do {
            result = readEventsOrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("read", fd, result);
    }

    /** Same as {@link #readEvents}, but returns the number of bytes or −errno. */
    int readEventsOrErrno(int fd, InotifyEvents into);
}
