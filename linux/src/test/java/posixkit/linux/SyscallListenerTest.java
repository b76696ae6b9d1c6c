package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dir;
import posixkit.file.Stat;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.system.SyscallEvents;
import posixkit.system.SyscallListener;
import posixkit.testing.Descriptors;
import posixkit.testing.Programs;

/** What {@link SyscallListener} promises, and what Flight Recorder's own tool sees of it. */
@ExtendWith(Descriptors.class)
class SyscallListenerTest {
    private final List<String> entered = new ArrayList<>();
    private final List<SyscallListener.Syscall> heard = new ArrayList<>();
    private final SyscallListener events = new SyscallEvents();

    /** One that hands on what it hears. */
    private final Posix posix = Posix.get().watchedBy(new SyscallListener() {
        @Override
        public void enters(String name, List<Object> arguments) {
            entered.add(name);
            events.enters(name, arguments);
        }

        @Override
        public void exits(Syscall call) {
            heard.add(call);
            events.exits(call);
        }
    });

    private SyscallListener.Syscall last() {
        return heard.get(heard.size() - 1);
    }

    @Test
    void aCallIsHeardOfBeforeAndAfter() throws Exception {
        Stat stat = posix.files().newStat();
        assertTrue(heard.isEmpty(), "a structure is made by no call");
        posix.files().stat("/etc", stat);
        assertEquals(List.of("stat"), entered);
        assertEquals("stat", last().name());
        assertEquals(List.of("/etc", stat), last().arguments());
        assertEquals(0, last().errno());
        assertTrue(last().nanos() > 0 && last().nanos() < 10_000_000_000L, last().toString());
        int pid = posix.processes().getpid();
        assertEquals(pid, last().result());
        assertEquals(ProcessHandle.current().pid(), pid);
    }

    @Test
    void whyItFailedIsHeardOf() {
        assertErrno(ENOENT, () -> posix.files().unlink("/no/such"));
        assertEquals(ENOENT, last().errno());
        assertEquals(-ENOENT, last().result());
        assertErrno(ENOENT, () -> posix.files().readlink("/no/such"));
        assertEquals(ENOENT, last().errno());
        assertEquals(null, last().result(), "a call that returns an object");
        assertMinus(EBADF, posix.io().readOrErrno(-1, ByteBuffer.allocate(1)));
        assertEquals("read", last().name());
        assertEquals(EBADF, last().errno());
        assertEquals(-EBADF, last().result());
        assertThrows(NullPointerException.class, () -> posix.files().unlink(null));
        assertEquals(0, last().errno(), "and what was refused");
        assertEquals(entered.size(), heard.size());
    }

    /** A convenience is what it is made of. */
    @Test
    void conveniencesAreTheirCalls() throws Exception {
        int fd = posix.files().open("/dev/null", 0);
        assertEquals(List.of("/dev/null", 0, 0), last().arguments());
        posix.io().close(fd);
        assertEquals(List.of("open", "close"), entered);
    }

    @Test
    void whatIsBehindADoorIsHeardOfButNotWhatIsRaw() throws Exception {
        assertErrno(ESRCH, () -> posix.onLinux().ptrace().cont(Integer.MAX_VALUE, 0));
        assertEquals("cont", last().name());
        posix.onLinux().syscalls().syscall(SYS_getpid, 0, 0, 0);
        assertEquals("syscall", last().name());
        int before = heard.size();
        posix.onLinux().syscalls().rawSyscall(SYS_getpid, 0, 0, 0);
        posix.onLinux().syscalls().rawSyscall6(SYS_getpid, 0, 0, 0, 0, 0, 0);
        posix.onLinux().syscalls().rawSyscallNoError(SYS_getpid, 0, 0, 0);
        assertEquals(before, heard.size());
        assertSame(posix.io(), posix.io());
        assertThrows(UnsupportedOperationException.class, posix::onDarwin);
    }

    @Test
    void everyRoleIsWatched() throws Exception {
        posix.ids().getuid();
        posix.clocks().gettimeofday();
        posix.host().getpagesize();
        posix.symbols().address("getpid");
        assertErrno(EINVAL, () -> posix.memory().mlockall(0));
        assertMinus(EBADF, posix.sockets().connectOrErrno(-1, SockAddr.Unix.path("/x")));
        posix.poll().poll(posix.poll().newPollFds(1), 0);
        assertEquals(
                List.of("getuid", "gettimeofday", "getpagesize", "address", "mlockall", "connect", "poll"), entered);
    }

    @Test
    void aListenerThatThrowsLosesNothing() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        int[] uid = {-1};
        Thread thread = new Thread(() -> uid[0] = Posix.get()
                .watchedBy(call -> {
                    throw new IllegalStateException(call.name());
                })
                .ids()
                .getuid());
        thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        thread.start();
        thread.join();
        assertEquals(Posix.get().ids().getuid(), uid[0]);
        assertEquals("getuid", thrown.get(0).getMessage());
    }

    /** An Error too: a descriptor must reach whoever opened it. */
    @Test
    void anErrorInAListenerLosesNoDescriptor() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        int[] fd = {-1};
        Thread thread = new Thread(() -> fd[0] = Posix.get()
                .watchedBy(call -> {
                    throw new AssertionError(call.name());
                })
                .files()
                .openOrErrno("/dev/null", 0, 0));
        thread.setUncaughtExceptionHandler((t, e) -> {
            thrown.add(e);
            throw new IllegalStateException("and so does the handler");
        });
        thread.start();
        thread.join();
        assertEquals("open", thrown.get(0).getMessage());
        Posix.get().io().close(fd[0]);
    }

    /** What a role hands out makes its calls through that role. */
    @Test
    void whatARoleHandsOutIsReportedToo() throws Exception {
        try (Fd device = posix.io().own(posix.files().open("/dev/null", 0))) {
            assertTrue(device.num() >= 0);
        }
        assertEquals(List.of("open", "close"), entered);
        entered.clear();
        try (Dir dir = posix.files().opendir("/proc/self/fdinfo")) {
            assertTrue(dir.next());
            assertTrue(dir.next());
            assertTrue(Set.of(".", "..").contains(dir.name()), dir.name());
        }
        assertEquals(List.of("opendir", "readdir_r", "readdir_r", "closedir"), entered);
    }

    @Test
    void unmappingIsReportedHoweverItIsDone() throws Exception {
        Mapping mapping = posix.memory().mmap(-1, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANON);
        mapping.close();
        mapping.close();
        assertEquals(List.of("mmap", "munmap"), entered);
        assertThrows(IllegalStateException.class, () -> mapping.getByte(0));
    }

    @Test
    void descriptorsInAReceivedMessageAreClosedThroughTheRole() throws Exception {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = posix.io().own(pair[0]);
                Fd there = posix.io().own(pair[1])) {
            ByteBuffer word = ByteBuffer.allocate(1);
            posix.sockets()
                    .sendmsg(here.num(), Message.of(ByteBuffer.allocate(1)).fds(here.num()), 0);
            entered.clear();
            try (Message in = Message.into(word, 1)) {
                posix.sockets().recvmsg(there.num(), in, 0);
                assertEquals(1, in.fdCount());
            }
            assertEquals(List.of("recvmsg", "close"), entered);
        }
    }

    @Test
    void aWatchedRoleIsEqualToItself() {
        assertEquals(posix.files(), posix.files());
        assertEquals(posix.files().hashCode(), posix.files().hashCode());
        assertFalse(posix.files().equals(Posix.get().files()));
        assertFalse(posix.files().equals(null));
        assertEquals("watched FileTree", posix.files().toString());
    }

    @Test
    void othersAreNotHeardOf() throws Exception {
        Posix.get().files().stat("/etc");
        assertTrue(heard.isEmpty());
    }

    @Test
    void flightRecorderShowsCalls(@TempDir Path dir) {
        String asked = printed(dir.resolve("asked.jfr"), ",+posixkit.Syscall#enabled=true");
        assertTrue(asked.contains("name = \"stat\"") && asked.contains("arguments = \"[\"/etc\", Stat{dev="), asked);
        assertTrue(asked.contains("name = \"unlink\"") && asked.contains("errno = " + ENOENT), asked);
        assertTrue(asked.contains("duration = ") && asked.contains("WatchedProgram.main"), asked);
        assertFalse(printed(dir.resolve("off.jfr"), "").contains("posixkit.Syscall"), "off by default");
        String slow =
                printed(dir.resolve("slow.jfr"), ",+posixkit.Syscall#enabled=true,+posixkit.Syscall#threshold=10s");
        assertFalse(slow.contains("posixkit.Syscall"), slow);
    }

    private static String printed(Path recording, String options) {
        String home = System.getProperty("java.home");
        Programs.output(
                home + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:StartFlightRecording=filename=" + recording + options,
                "-cp",
                System.getProperty("java.class.path"),
                WatchedProgram.class.getName());
        return Programs.output(
                home + "/bin/jfr",
                "-J-XX:TieredStopAtLevel=1",
                "print",
                "--stack-depth",
                "20",
                "--events",
                "posixkit.Syscall",
                recording.toString());
    }
}
