package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxInotify.IN_DELETE;
import static posixkit.onlinux.constants.LinuxInotify.IN_IGNORED;
import static posixkit.onlinux.constants.LinuxInotify.IN_ISDIR;
import static posixkit.onlinux.constants.LinuxInotify.IN_MASK_CREATE;
import static posixkit.onlinux.constants.LinuxInotify.IN_MODIFY;
import static posixkit.onlinux.constants.LinuxInotify.IN_MOVED_FROM;
import static posixkit.onlinux.constants.LinuxInotify.IN_MOVED_TO;
import static posixkit.onlinux.constants.LinuxInotify.IN_NONBLOCK;
import static posixkit.onlinux.constants.LinuxInotify.IN_ONLYDIR;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.InotifyEvents;
import posixkit.testing.Programs;

/** Tests {@link Inotify}. The JDK makes the changes that are seen. */
class LinuxInotifyTest extends WithFiles {
    private static final int ROOM = 64 * 1024;
    private static final int ALL = IN_CREATE | IN_DELETE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO;

    private final Inotify inotify = posix.onLinux().inotify();
    private final InotifyEvents events = inotify.newEvents(ROOM);
    private int fd;

    private record Event(int wd, int mask, String name) {}

    @BeforeEach
    void create() throws IOException {
        fd = inotify.inotifyInit1(IN_NONBLOCK);
    }

    @AfterEach
    void close() throws IOException {
        close(fd);
    }

    /** Reads all events that there are. */
    private List<Event> events() throws IOException {
        List<Event> all = new ArrayList<>();
        while (inotify.readEventsOrErrno(fd, events) > 0) {
            while (events.next()) {
                all.add(new Event(events.wd(), events.mask(), events.name()));
            }
        }
        assertMinus(EAGAIN, inotify.readEventsOrErrno(fd, events));
        assertFalse(events.next());
        return all;
    }

    @Test
    void changesInADirectoryAreReported() throws IOException {
        int wd = inotify.inotifyAddWatch(fd, dir.toString(), ALL);
        Path file = Files.createFile(dir.resolve("näme"));
        Files.writeString(file, "x", StandardOpenOption.APPEND);
        Files.createDirectory(dir.resolve("sub"));
        Files.delete(file);
        assertEquals(
                List.of(
                        new Event(wd, IN_CREATE, "näme"),
                        new Event(wd, IN_MODIFY, "näme"),
                        new Event(wd, IN_CREATE | IN_ISDIR, "sub"),
                        new Event(wd, IN_DELETE, "näme")),
                events());
        assertEquals(FD_CLOEXEC, posix.io().fcntl(fd, F_GETFD, 0));
    }

    @Test
    void aRenamingHasTwoEventsWithOneCookie() throws IOException {
        Path from = Files.createDirectory(dir.resolve("from"));
        Path to = Files.createDirectory(dir.resolve("to"));
        Files.createFile(from.resolve("a"));
        int fromWd = inotify.inotifyAddWatch(fd, from.toString(), ALL);
        int toWd = inotify.inotifyAddWatch(fd, to.toString(), ALL);
        Files.move(from.resolve("a"), to.resolve("b"));
        assertTrue(inotify.readEvents(fd, events) > 0);
        assertTrue(events.next());
        assertEquals(new Event(fromWd, IN_MOVED_FROM, "a"), new Event(events.wd(), events.mask(), events.name()));
        int cookie = events.cookie();
        assertNotEquals(0, cookie);
        assertTrue(events.toString().contains("mask=IN_MOVED_FROM, "), events.toString());
        assertTrue(events.next());
        assertEquals(new Event(toWd, IN_MOVED_TO, "b"), new Event(events.wd(), events.mask(), events.name()));
        assertEquals(cookie, events.cookie());
        assertFalse(events.next());
        assertThrows(IllegalStateException.class, events::wd);
        assertThrows(IllegalStateException.class, events::name);
    }

    @Test
    void aFileHasEventsWithoutAName() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        int wd = inotify.inotifyAddWatch(fd, file.toString(), IN_MODIFY);
        Files.writeString(file, "x");
        inotify.inotifyRmWatch(fd, wd);
        assertEquals(List.of(new Event(wd, IN_MODIFY, ""), new Event(wd, IN_IGNORED, "")), events());
        assertErrno(EINVAL, () -> inotify.inotifyRmWatch(fd, wd));
    }

    @Test
    void eventsAreNeverSplit() throws IOException {
        int wd = inotify.inotifyAddWatch(fd, dir.toString(), IN_CREATE);
        InotifyEvents few = inotify.newEvents(InotifyEvents.LONGEST);
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            created.add(i + "-" + "x".repeat(i % 2 == 0 ? 0 : 250));
            Files.createFile(dir.resolve(created.get(i)));
        }
        List<String> seen = new ArrayList<>();
        while (inotify.readEventsOrErrno(fd, few) > 0) {
            while (few.next()) {
                assertEquals(wd, few.wd());
                seen.add(few.name());
            }
        }
        assertEquals(created, seen);
        Files.createFile(dir.resolve("y".repeat(255)));
        assertEquals(InotifyEvents.LONGEST, inotify.readEvents(fd, few));
    }

    @Test
    void lostEventsAreReported() throws IOException {
        int most = Integer.parseInt(Programs.output("cat", "/proc/sys/fs/inotify/max_queued_events"));
        inotify.inotifyAddWatch(fd, dir.toString(), IN_MODIFY);
        // Two files in turn, because an event that equals the one before it is left out.
        try (FileChannel one = FileChannel.open(file("one", ""), StandardOpenOption.WRITE);
                FileChannel two = FileChannel.open(file("two", ""), StandardOpenOption.WRITE)) {
            for (int i = 0; i < most + 100; i++) {
                (i % 2 == 0 ? one : two).write(ByteBuffer.wrap(new byte[1]), 0);
            }
        }
        int count = 0;
        int overflows = 0;
        int last = -1;
        while (inotify.readEventsOrErrno(fd, events) > 0) {
            while (events.next()) {
                count++;
                if (events.isOverflow()) {
                    overflows++;
                    last = count;
                }
            }
        }
        assertEquals(most + 1, last, "of " + count);
        assertEquals(1, overflows);
    }

    @Test
    void failuresHaveTheirErrno() throws IOException {
        assertEquals("InotifyEvents[no current event]", events.toString());
        assertErrno(EINVAL, () -> inotify.inotifyInit1(1));
        assertErrno(ENOENT, () -> inotify.inotifyAddWatch(fd, dir + "/absent", IN_CREATE));
        assertErrno(EINVAL, () -> inotify.inotifyAddWatch(fd, dir.toString(), 0));
        assertErrno(EBADF, () -> inotify.inotifyAddWatch(NOT_OPEN, dir.toString(), IN_CREATE));
        assertErrno(ENOTDIR, () -> inotify.inotifyAddWatch(fd, file("file", "").toString(), IN_CREATE | IN_ONLYDIR));
        int wd = inotify.inotifyAddWatch(fd, dir.toString(), IN_CREATE);
        assertEquals(wd, inotify.inotifyAddWatch(fd, dir.toString(), IN_DELETE));
        assertErrno(EEXIST, () -> inotify.inotifyAddWatch(fd, dir.toString(), IN_CREATE | IN_MASK_CREATE));
        assertErrno(EBADF, () -> inotify.readEvents(NOT_OPEN, events));
        assertRefused("bytes", () -> inotify.newEvents(InotifyEvents.LONGEST - 1));
        assertEquals(
                "into",
                assertThrows(NullPointerException.class, () -> inotify.readEvents(fd, null))
                        .getMessage());
    }

    /** What comes from a descriptor of another kind is refused, and not read beyond its end. */
    @Test
    void whatIsNoEventIsRefused() throws IOException {
        int[] pipe = posix.io().pipe();
        byte[] wrong = new byte[24];
        wrong[13] = 1;
        posix.io().write(pipe[1], wrong);
        assertEquals(24, inotify.readEvents(pipe[0], events));
        assertThrows(IllegalStateException.class, events::next);
        posix.io().write(pipe[1], new byte[5]);
        assertEquals(5, inotify.readEvents(pipe[0], events));
        assertThrows(IllegalStateException.class, events::next);
        close(pipe[0]);
        close(pipe[1]);
    }
}
