package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_EXCEPT;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_SIGNAL;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_VNODE;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_WRITE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_EOF;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ONESHOT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_ATTRIB;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXIT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXITSTATUS;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXTEND;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_LINK;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_LOWAT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_OOB;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_RENAME;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_WRITE;
import static posixkit.ondarwin.constants.DarwinOpen.O_EVTONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;

/** The events of each filter. */
class DarwinKqueueFiltersTest extends WithKqueue {
    private static final int ALL = NOTE_ATTRIB | NOTE_DELETE | NOTE_EXTEND | NOTE_LINK | NOTE_RENAME | NOTE_WRITE;

    @TempDir
    Path dir;

    @Test
    void readTellsHowManyBytesAndAgainUntilTheyAreRead() throws IOException {
        change(read.num(), EVFILT_READ, EV_ADD, 0, 0, MARK);
        io.write(write.num(), new byte[300]);
        for (int i = 0; i < 2; i++) {
            awaitOne(read.num(), EVFILT_READ);
            assertEquals(300, events.data(0));
            assertEquals(MARK, events.udata(0));
        }
        io.read(read.num(), new byte[100]);
        awaitOne(read.num(), EVFILT_READ);
        assertEquals(200, events.data(0));
        io.read(read.num(), new byte[200]);
        assertNothing("all is read");
    }

    @Test
    void clearTellsOnceOfWhatIsNew() throws IOException {
        change(read.num(), EVFILT_READ, EV_ADD | EV_CLEAR);
        io.write(write.num(), new byte[3]);
        awaitOne(read.num(), EVFILT_READ);
        assertNothing("told");
        io.write(write.num(), new byte[2]);
        awaitOne(read.num(), EVFILT_READ);
        assertEquals(5, events.data(0));
        assertFlags(EV_CLEAR);
    }

    @Test
    void lowWaterIsWaitedFor() throws IOException {
        change(read.num(), EVFILT_READ, EV_ADD, NOTE_LOWAT, 10, 0);
        io.write(write.num(), new byte[9]);
        assertNothing("one is missing");
        io.write(write.num(), new byte[1]);
        awaitOne(read.num(), EVFILT_READ);
        assertEquals(10, events.data(0));
        write.close();
        io.read(read.num(), new byte[8]);
        awaitOne(read.num(), EVFILT_READ);
        assertFlags(EV_EOF);
    }

    @Test
    void writeTellsHowMuchThereIsRoomFor() throws IOException {
        change(write.num(), EVFILT_WRITE, EV_ADD);
        awaitOne(write.num(), EVFILT_WRITE);
        long room = events.data(0);
        assertTrue(room >= 512, room + " bytes");
        io.write(write.num(), new byte[100]);
        awaitOne(write.num(), EVFILT_WRITE);
        assertEquals(room - 100, events.data(0));
        read.close();
        awaitOne(write.num(), EVFILT_WRITE);
        assertFlags(EV_EOF);
    }

    /** Before macOS 10.15, this failed with EPIPE. */
    @Test
    void sinceMacOs10Dot15APipeWithoutReaderIsWatchedAndHasEnded() throws IOException {
        read.close();
        if (!MacOs.isSince(10, 15)) {
            assertErrno(EPIPE, () -> change(write.num(), EVFILT_WRITE, EV_ADD));
            return;
        }
        change(write.num(), EVFILT_WRITE, EV_ADD, 0, 0, MARK);
        awaitOne(write.num(), EVFILT_WRITE);
        assertFlags(EV_EOF);
        assertEquals(0, events.data(0), "room");
        assertEquals(MARK, events.udata(0));
    }

    @Test
    void aFileIsReadableUpToItsEnd() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "0123456789");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDWR))) {
            change(fd.num(), EVFILT_READ, EV_ADD);
            awaitOne(fd.num(), EVFILT_READ);
            assertEquals(10, events.data(0));
            io.lseek(fd.num(), 7, SEEK_SET);
            awaitOne(fd.num(), EVFILT_READ);
            assertEquals(3, events.data(0));
            io.lseek(fd.num(), 10, SEEK_SET);
            assertNothing("at the end");
            Files.writeString(file, "0123456789ab");
            awaitOne(fd.num(), EVFILT_READ);
            assertEquals(2, events.data(0));
        }
    }

    @Test
    void beyondTheEndOfAFileThereAreFewerThanNoBytesToRead() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "0123456789");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDWR))) {
            change(fd.num(), EVFILT_READ, EV_ADD);
            io.lseek(fd.num(), 13, SEEK_SET);
            awaitOne(fd.num(), EVFILT_READ);
            assertEquals(-3, events.data(0));
            assertEquals(0, io.read(fd.num(), new byte[1]));
        }
    }

    @Test
    void aFileHasRoomForOneByteWhateverItsSize() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "0123456789");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDWR))) {
            change(fd.num(), EVFILT_WRITE, EV_ADD);
            awaitOne(fd.num(), EVFILT_WRITE);
            assertEquals(1, events.data(0));
        }
    }

    @Test
    void aDirectoryIsNotReadableThisWay() throws IOException {
        try (Fd fd = Fd.own(posix.files().open(dir.toString(), O_RDONLY))) {
            assertErrno(EINVAL, () -> change(fd.num(), EVFILT_READ, EV_ADD));
        }
    }

    @Test
    void aQueueIsReadableWhenItHasEvents() throws IOException {
        try (Fd inner = Fd.own(kqueue.kqueue())) {
            change(inner.num(), EVFILT_READ, EV_ADD);
            assertEquals(0, kqueue.kevent(inner.num(), changes.set(0, read.num(), EVFILT_READ, EV_ADD), 1, null, 0));
            assertNothing("nor has the other");
            io.write(write.num(), new byte[1]);
            awaitOne(inner.num(), EVFILT_READ);
            assertEquals(1, events.data(0), "events");
            assertEquals(1, kqueue.kevent(inner.num(), null, 0, events, 0));
        }
    }

    /** The JDK makes the connections. The tests find the descriptors in the system's list. */
    @Test
    @NeedsProc
    void aSocketTellsOfConnectionsBytesAndItsEnd() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            int listening = descriptorOf(port, 0);
            change(listening, EVFILT_READ, EV_ADD);
            assertNothing("nobody has called");
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel another = SocketChannel.open(server.getLocalAddress())) {
                awaitOne(listening, EVFILT_READ);
                assertEquals(2, events.data(0), "connections");
                try (SocketChannel served = server.accept()) {
                    change(listening, EVFILT_READ, EV_DELETE);
                    int fd = descriptorOf(port, ((InetSocketAddress) served.getRemoteAddress()).getPort());
                    change(fd, EVFILT_READ, EV_ADD);
                    SocketChannel caller =
                            served.getRemoteAddress().equals(client.getLocalAddress()) ? client : another;
                    caller.write(ByteBuffer.allocate(7));
                    awaitOne(fd, EVFILT_READ);
                    assertEquals(7, events.data(0));
                    assertEquals(0, events.flags(0) & EV_EOF);
                    caller.shutdownOutput();
                    awaitOne(fd, EVFILT_READ);
                    while ((events.flags(0) & EV_EOF) == 0) {
                        awaitOne(fd, EVFILT_READ);
                    }
                    assertEquals(7, events.data(0), "unread all the same");
                }
            }
        }
    }

    /** The JDK's socket writes urgent data. Normal reads skip it, so it stays. */
    @Test
    @NeedsProc
    void urgentDataIsAnExceptionOfASocket() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel served = server.accept()) {
                int fd = descriptorOf(port, ((InetSocketAddress) served.getRemoteAddress()).getPort());
                change(fd, EVFILT_EXCEPT, EV_ADD | EV_CLEAR, NOTE_OOB, 0, MARK);
                client.write(ByteBuffer.allocate(3));
                assertNothing("nothing urgent");
                client.socket().sendUrgentData('!');
                awaitOne(fd, EVFILT_EXCEPT);
                assertEquals(NOTE_OOB, events.fflags(0));
                assertEquals(MARK, events.udata(0));
                assertEquals(0, events.flags(0) & EV_EOF);
                client.shutdownOutput();
                awaitOne(fd, EVFILT_EXCEPT);
                assertFlags(EV_EOF);
            }
        }
        assertErrno(EINVAL, () -> change(read.num(), EVFILT_EXCEPT, EV_ADD, NOTE_OOB, 0, 0));
        assertErrno(EBADF, () -> change(1_000_000, EVFILT_EXCEPT, EV_ADD, NOTE_OOB, 0, 0));
    }

    @Test
    void aFileTellsWhatHappensToIt() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "0123");
        Path other = dir.resolve("other");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_EVTONLY))) {
            change(fd.num(), EVFILT_VNODE, EV_ADD | EV_CLEAR, ALL, 0, MARK);
            assertNothing("nothing has happened");
            Files.writeString(file, "4567", StandardOpenOption.WRITE);
            assertHappened(fd, NOTE_WRITE);
            Files.writeString(file, "8", StandardOpenOption.APPEND);
            assertHappened(fd, NOTE_WRITE | NOTE_EXTEND);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
            assertHappened(fd, NOTE_ATTRIB);
            Files.createLink(other, file);
            assertHappened(fd, NOTE_LINK);
            Files.move(file, dir.resolve("moved"));
            assertHappened(fd, NOTE_RENAME);
            assertEquals(MARK, events.udata(0));
            Files.delete(other);
            assertHappened(fd, NOTE_DELETE | NOTE_LINK);
        }
    }

    private void assertHappened(Fd fd, int what) throws IOException {
        awaitOne(fd.num(), EVFILT_VNODE);
        assertEquals(what, events.fflags(0), "0x" + Integer.toHexString(events.fflags(0)));
        assertNothing("told once");
    }

    @Test
    void aDirectoryTellsOfNamesThatComeAndGo() throws IOException {
        try (Fd fd = Fd.own(posix.files().open(dir.toString(), O_EVTONLY))) {
            change(fd.num(), EVFILT_VNODE, EV_ADD | EV_CLEAR, ALL, 0, 0);
            Path file = Files.createFile(dir.resolve("file"));
            assertHappened(fd, NOTE_WRITE);
            Files.writeString(file, "its own affair");
            assertNothing("not the directory's");
            Files.delete(file);
            assertHappened(fd, NOTE_WRITE);
            Files.createDirectory(dir.resolve("directory"));
            assertHappened(fd, NOTE_WRITE | NOTE_LINK);
        }
    }

    /** Without EV_CLEAR an event is reported again and again. Only requested changes are reported. */
    @Test
    void onlyWhatIsAskedForIsToldAndItStays() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "0123");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_EVTONLY))) {
            change(fd.num(), EVFILT_VNODE, EV_ADD, NOTE_ATTRIB, 0, 0);
            Files.writeString(file, "456789");
            assertNothing("not asked for");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            for (int i = 0; i < 2; i++) {
                awaitOne(fd.num(), EVFILT_VNODE);
                assertEquals(NOTE_ATTRIB, events.fflags(0));
            }
        }
        assertNothing("closed, and so forgotten");
        assertErrno(EINVAL, () -> change(read.num(), EVFILT_VNODE, EV_ADD, NOTE_WRITE, 0, 0));
        assertErrno(EBADF, () -> change(1_000_000, EVFILT_VNODE, EV_ADD, NOTE_WRITE, 0, 0));
    }

    @Test
    void aChildsEndIsToldWithItsStatus() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            change(pid, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_EXITSTATUS, 0, MARK);
            assertNothing("it lives");
            children.release();
            awaitOne(pid, EVFILT_PROC);
            assertSaid(NOTE_EXIT | NOTE_EXITSTATUS);
            assertFlags(EV_EOF | EV_ONESHOT);
            WaitStatus status = Children.await(pid);
            children.waited(pid);
            assertEquals(status.raw(), events.data(0));
            assertEquals(7, new WaitStatus((int) events.data(0)).exitStatus());
            assertNothing("once");
            assertErrno(ESRCH, () -> change(pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0));
        }
    }

    @Test
    void aKilledChildsStatusNamesTheSignal() throws IOException {
        try (Children children = new Children()) {
            for (int signal : new int[] {SIGKILL, SIGUSR1}) {
                int pid = children.start(children.waiting());
                change(pid, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_EXITSTATUS, 0, 0);
                posix.processes().kill(pid, signal);
                awaitOne(pid, EVFILT_PROC);
                assertEquals(signal, new WaitStatus((int) events.data(0)).signal());
            }
        }
    }

    @Test
    void aStrangersEndMayBeToldToAnybody() throws IOException {
        int parent = posix.processes().getppid();
        change(parent, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
        change(parent, EVFILT_PROC, EV_DELETE);
        assertErrno(ESRCH, () -> change(Integer.MAX_VALUE, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0));
    }

    /** Before macOS 11, it was told to nobody but a parent. */
    @Test
    void sinceMacOs11AStrangersStatusIsToldToThoseWhoMaySignalIt() throws IOException {
        int parent = posix.processes().getppid();
        boolean isTold = MacOs.isSince(11, 0) && posix.processes().killOrErrno(parent, 0) == 0;
        changes.set(0, parent, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_EXITSTATUS, 0, 0);
        assertEquals(isTold ? 0 : -EACCES, kqueue.keventOrErrno(queue.num(), changes, 1, null, 0));
    }

    @Test
    @NeedsRoot
    void theStatusOfAProcessThatOneMayNotSignalIsEacces() throws IOException {
        try (ChildJvm child = ChildJvm.start(FileShell.class)) {
            int stranger = posix.processes().getpid();
            assertEquals(MacOs.isSince(11, 0) ? "ok" : "EACCES", child.ask("watchStatus " + stranger));
            assertEquals("ok", child.ask("setuid 1234"));
            assertEquals("EACCES", child.ask("watchStatus " + stranger));
        }
    }

    /** SIGURG: its default action is to do nothing. */
    @Test
    void aSignalIsCountedAndDoesWhatItAlwaysDid() throws IOException {
        change(SIGURG, EVFILT_SIGNAL, EV_ADD, 0, 0, MARK);
        assertNothing("none has come");
        for (int i = 0; i < 2; i++) {
            posix.processes().kill(posix.processes().getpid(), SIGURG);
            awaitOne(SIGURG, EVFILT_SIGNAL);
            assertEquals(1, events.data(0));
            assertEquals(MARK, events.udata(0));
            assertFlags(EV_CLEAR);
        }
        change(SIGURG, EVFILT_SIGNAL, EV_DELETE);
        posix.processes().kill(posix.processes().getpid(), SIGURG);
        assertNothing("nobody counts any more");
    }

    /** Returns the descriptor of a socket of the JDK with these two ports. A listening socket has remote port 0. */
    private static int descriptorOf(int local, int remote) throws IOException {
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] words = line.strip().split("\\s+");
                if (!words[0].equals("sl") && port(words[1]) == local && port(words[2]) == remote) {
                    return descriptorOf("socket:[" + words[9] + "]");
                }
            }
        }
        throw new AssertionError("no socket from " + local + " to " + remote);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    private static int descriptorOf(String socket) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors.toList()) {
                if (Files.isSymbolicLink(each)
                        && Files.readSymbolicLink(each).toString().equals(socket)) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        }
        throw new AssertionError("no descriptor of " + socket);
    }
}
