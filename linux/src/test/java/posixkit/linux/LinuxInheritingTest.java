package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEventfd.EFD_CLOEXEC;
import static posixkit.onlinux.constants.LinuxInotify.IN_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxTimerfd.TFD_CLOEXEC;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.InheritingContract;
import posixkit.file.Dirents;
import posixkit.net.SockAddr;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.Mounts;
import posixkit.process.SignalSet;
import posixkit.testing.NeedsRoot;

class LinuxInheritingTest extends InheritingContract {
    @Test
    void eventSetsAreInherited() throws IOException {
        Epoll epoll = posix.onLinux().epoll();
        assertCloseOnExec(false, epoll.epollCreate(1), epoll.epollCreate1(0));
        assertCloseOnExec(true, epoll.epollCreate1(EPOLL_CLOEXEC));
    }

    @Test
    void otherDescriptorsWithEventsAreInherited() throws IOException {
        int pid = posix.processes().getpid();
        assertCloseOnExec(
                false,
                posix.onLinux().inotify().inotifyInit1(0),
                posix.onLinux().timerfds().timerfdCreate(CLOCK_MONOTONIC, 0),
                posix.onLinux().eventfds().eventfd(0, 0),
                posix.onLinux().signals().signalfd(-1, new SignalSet(), 0),
                posix.onLinux().pidfds().pidfdOpen(pid, 0));
        assertCloseOnExec(
                true,
                posix.onLinux().inotify().inotifyInit1(IN_CLOEXEC),
                posix.onLinux().timerfds().timerfdCreate(CLOCK_MONOTONIC, TFD_CLOEXEC),
                posix.onLinux().eventfds().eventfd(0, EFD_CLOEXEC),
                usual.onLinux().signals().signalfd(-1, new SignalSet(), 0),
                usual.onLinux().pidfds().pidfdOpen(pid, 0));
    }

    @Test
    @NeedsRoot
    void descriptorsOfMountsAreInherited() throws IOException {
        for (Posix view : new Posix[] {posix, usual}) {
            Mounts mounts = view.onLinux().mounts();
            int context = mounts.fsopen("tmpfs", 0);
            mounts.fsconfigCmdCreate(context);
            assertCloseOnExec(
                    view == usual,
                    mounts.fsmount(context, 0, 0),
                    context,
                    mounts.fspick(AT_FDCWD, "/proc", 0),
                    mounts.openTree(AT_FDCWD, "/proc", 0));
        }
    }

    @Test
    void memoryFilesAreInherited() throws IOException {
        String name = "/posixkit-inherited-" + ProcessHandle.current().pid();
        assertCloseOnExec(false, posix.sharedMemory().shmOpen(name, O_CREAT | O_RDWR, 0600));
        assertCloseOnExec(true, usual.sharedMemory().shmOpen(name, O_RDWR, 0));
        usual.sharedMemory().shmUnlink(name);
        assertCloseOnExec(false, posix.onLinux().memory().memfdSecret(0));
        assertCloseOnExec(true, posix.onLinux().memory().memfdSecret(O_CLOEXEC));
    }

    @Test
    @NeedsRoot
    void whatAHandleOpensIsInherited() throws IOException {
        FileHandle handle = posix.onLinux().fileHandles().nameToHandleAt(AT_FDCWD, dir.toString(), 0);
        int mount = usual.files().open(dir.toString(), O_RDONLY);
        assertCloseOnExec(false, posix.onLinux().fileHandles().openByHandleAt(mount, handle, O_RDONLY));
        assertCloseOnExec(true, posix.onLinux().fileHandles().openByHandleAt(mount, handle, O_RDONLY | O_CLOEXEC));
        usual.io().close(mount);
    }

    @Test
    void acceptedSocketsAreInherited() throws IOException {
        int server = usual.sockets().socket(AF_INET, SOCK_STREAM, 0);
        usual.sockets().bind(server, new SockAddr.Inet4(new byte[] {127, 0, 0, 1}, 0));
        usual.sockets().listen(server, 2);
        int first = usual.sockets().socket(AF_INET, SOCK_STREAM, 0);
        usual.sockets().connect(first, usual.sockets().getsockname(server));
        int second = usual.sockets().socket(AF_INET, SOCK_STREAM, 0);
        usual.sockets().connect(second, usual.sockets().getsockname(server));
        assertCloseOnExec(false, posix.onLinux().sockets().accept4(server, null, 0));
        assertCloseOnExec(true, posix.onLinux().sockets().accept4(server, null, SOCK_CLOEXEC));
        assertCloseOnExec(true, server, first, second);
    }

    @Test
    void descriptorsOfPeersAreInherited() throws IOException {
        int[] pair = usual.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        int inherited = posix.onLinux().sockets().peerPidfdOrErrno(pair[0]);
        assumeTrue(inherited >= 0, "no SO_PEERPIDFD");
        assertCloseOnExec(false, inherited);
        assertCloseOnExec(true, usual.onLinux().sockets().peerPidfd(pair[0]), pair[0], pair[1]);
    }

    @Test
    void entriesOpenedInPlaceAreInherited() throws IOException {
        Files.createFile(Files.createTempDirectory(Files.createDirectories(dir.resolve("below")), "one")
                .resolve("file"));
        int fd = usual.files().open(dir.resolve("below").toString(), O_RDONLY | O_DIRECTORY);
        Dirents entries = posix.onLinux().files().newDirents(4096);
        int opened = 0;
        while (posix.onLinux().files().getdents64(fd, entries) > 0) {
            while (entries.next()) {
                assertCloseOnExec(false, posix.onLinux().files().openat(fd, entries, O_RDONLY, 0));
                opened++;
            }
        }
        assertEquals(3, opened);
        usual.io().close(fd);
    }
}
