package posixkit.contract;

import static java.nio.file.Files.readString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Resource.RUSAGE_SELF;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Wait.WCONTINUED;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.constants.Wait.WUNTRACED;
import static posixkit.testing.Children.shell;
import static posixkit.testing.Children.statusOf;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.constants.Signal;
import posixkit.process.Processes;
import posixkit.process.Rusage;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** What {@link Processes#wait4} and {@link WaitStatus} promise on every system, of children that end in every way there is. */
@ExtendWith(Descriptors.class)
public abstract class WaitContract {
    private final Processes processes = Posix.get().processes();

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 127, 128, 255})
    void wait4TellsTheExitCode(int code) throws IOException {
        WaitStatus status = statusOf(shell("exit " + code));
        assertTrue(status.exited());
        assertEquals(code, status.exitStatus());
        assertEquals("exited " + code, status.toString());
    }

    /** All that end a process wherever the build was started; the others a shell may have set to be ignored. */
    @ParameterizedTest
    @NeedsProc
    @ValueSource(
            strings = {
                "ABRT", "ALRM", "BUS", "FPE", "ILL", "KILL", "PIPE", "PROF", "QUIT", "SEGV", "SYS", "TERM", "TRAP",
                "USR1", "USR2", "VTALRM", "XCPU", "XFSZ"
            })
    void wait4TellsTheSignal(String name) throws Exception {
        assumeFalse(coresGoToAProgram(), "whose limit does not count");
        WaitStatus status = statusOf(shell("ulimit -c 0; kill -" + name + " $$; exit 9"));
        assertTrue(status.signaled());
        assertEquals(number(name), status.signal());
        assertFalse(status.exited() || status.stopped() || status.continued() || status.coreDump());
        assertEquals(-1, status.exitStatus());
        assertEquals(-1, status.stopSignal());
        assertEquals(-1, status.trapCause());
        assertEquals("killed by SIG" + name, status.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABRT", "BUS", "FPE", "ILL", "QUIT", "SEGV", "SYS", "TRAP", "XCPU", "XFSZ"})
    void wait4TellsThatACoreWasDumped(String name) throws Exception {
        assumeFalse(Programs.output("/bin/sh", "-c", "ulimit -H -c").equals("0"), "cores are not to be had here");
        String script = "cd '" + dir + "' && ulimit -c unlimited && kill -" + name + " $$; exit 9";
        WaitStatus status = statusOf(shell(script));
        assertEquals("killed by SIG" + name + " (core dumped)", status.toString());
        assertTrue(status.signaled() && status.coreDump());
        assertEquals(number(name), status.signal());
        assertFalse(status.exited() || status.stopped() || status.continued());
    }

    /** In a group of its own, whose leader's parent is in another: the system stops no group that nobody could wake. */
    @ParameterizedTest
    @ValueSource(strings = {"STOP", "TSTP", "TTIN", "TTOU"})
    void wait4TellsWhatStoppedAChild(String name) throws Exception {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting().processGroup(0));
            processes.kill(pid, number(name));
            WaitStatus status = new WaitStatus();
            assertEquals(pid, processes.wait4(pid, status, WUNTRACED, null));
            assertTrue(status.stopped());
            assertFalse(status.exited() || status.signaled() || status.continued() || status.coreDump());
            assertEquals(number(name), status.stopSignal());
            assertEquals(-1, status.signal());
            assertEquals(-1, status.exitStatus());
            assertEquals(-1, status.trapCause());
            assertEquals(0, status.ptraceEvent());
            assertEquals("stopped by SIG" + name, status.toString());
            processes.kill(pid, SIGKILL);
        }
    }

    @Test
    void wait4WithNothingToReportIsZeroAndTouchesNothing() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            WaitStatus status = new WaitStatus(0x1234);
            Rusage usage = processes.newRusage();
            byte[] bytes = ((Struct) usage).bytes();
            Arrays.fill(bytes, (byte) 0x55);
            byte[] before = bytes.clone();
            assertEquals(0, processes.wait4(pid, status, WNOHANG, usage));
            assertEquals(0, processes.wait4OrErrno(pid, status, WNOHANG, usage));
            assertEquals(0, processes.wait4(pid, null, WNOHANG, null));
            assertEquals(0x1234, status.raw());
            assertArrayEquals(before, bytes);
            assertMinus(ECHILD, processes.wait4OrErrno(1, status, 0, usage));
            assertEquals(0x1234, status.raw());
            assertArrayEquals(before, bytes);
            children.release();
            assertEquals(pid, processes.wait4(pid, status, 0, usage));
            children.waited(pid);
            assertEquals(7, status.exitStatus());
            assertFalse(Arrays.equals(before, bytes));
        }
    }

    @Test
    void wait4SeesAChildStopGoOnAndEnd() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            WaitStatus status = new WaitStatus();
            processes.kill(pid, SIGSTOP);
            assertEquals(pid, processes.wait4(pid, status, WUNTRACED, null));
            assertTrue(status.stopped());
            assertEquals(SIGSTOP, status.stopSignal());
            assertEquals(-1, status.exitStatus());
            assertEquals("T", Proc.state(pid));
            assertEquals(0, processes.wait4(pid, status, WNOHANG | WUNTRACED, null), "told once");
            processes.kill(pid, SIGCONT);
            assertEquals(pid, processes.wait4(pid, status, WCONTINUED, null));
            assertTrue(status.continued());
            assertFalse(status.stopped() || status.exited() || status.signaled() || status.coreDump());
            assertEquals(-1, status.stopSignal());
            assertEquals(-1, status.signal());
            assertEquals(-1, status.exitStatus());
            assertEquals("continued", status.toString());
            processes.kill(pid, SIGSTOP);
            assertEquals(pid, processes.wait4(pid, status, WUNTRACED | WCONTINUED, null));
            assertTrue(status.stopped());
            processes.kill(pid, SIGCONT);
            children.release();
            assertEquals(pid, processes.wait4(pid, status, 0, null));
            children.waited(pid);
            assertEquals(7, status.exitStatus());
        }
    }

    @Test
    void wait4OfNoChildIsEchild() throws IOException {
        int pid = processes.spawn(shell("exit 1"));
        assertEquals(pid, processes.wait4OrErrno(pid, null, 0, null));
        assertEquals(
                "pid " + pid,
                assertErrno(ECHILD, () -> processes.wait4(pid, null, 0, null)).subject());
        assertMinus(ECHILD, processes.wait4OrErrno(pid, null, WNOHANG, null));
        assertErrno(ECHILD, () -> processes.wait4(1, null, 0, null));
        assertErrno(ECHILD, () -> processes.wait4(processes.getpid(), null, 0, null));
    }

    @Test
    void wait4TakesOneOfAGroup() throws IOException {
        try (Children children = new Children()) {
            int leader = children.start(children.waiting().processGroup(0));
            int member = children.start(children.waiting().processGroup(leader));
            assertEquals(0, processes.wait4(-leader, null, WNOHANG, null));
            processes.kill(member, SIGKILL);
            assertEquals(member, processes.wait4(-leader, null, 0, null));
            children.waited(member);
            processes.kill(leader, SIGKILL);
            assertEquals(leader, processes.wait4(-leader, null, 0, null));
            children.waited(leader);
            assertErrno(ECHILD, () -> processes.wait4(-leader, null, 0, null));
        }
    }

    /** Elsewhere: here it could take a child of the JDK's. */
    @Test
    void wait4TakesAnyChild() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("true exited 5", child.ask("waitForAny -1"));
            assertEquals("true exited 5", child.ask("waitForAny 0"));
        }
    }

    @Test
    void aRusageOfSomebodyElseIsRefusedAndTheChildStays() throws IOException {
        Rusage foreign = (Rusage) Proxy.newProxyInstance(
                Rusage.class.getClassLoader(), new Class<?>[] {Rusage.class}, (proxy, method, arguments) -> null);
        int pid = processes.spawn(shell("exit 6"));
        Proc.awaitZombie(pid);
        assertThrows(IllegalArgumentException.class, () -> processes.wait4(pid, null, 0, foreign));
        assertThrows(IllegalArgumentException.class, () -> processes.wait4OrErrno(pid, null, 0, foreign));
        assertThrows(IllegalArgumentException.class, () -> processes.getrusage(RUSAGE_SELF, foreign));
        assertThrows(NullPointerException.class, () -> processes.getrusage(RUSAGE_SELF, null));
        WaitStatus status = new WaitStatus();
        assertEquals(pid, processes.wait4(pid, status, 0, null));
        assertEquals(6, status.exitStatus());
    }

    private static int number(String signal) throws ReflectiveOperationException {
        return Signal.class.getField("SIG" + signal).getInt(null);
    }

    private static boolean coresGoToAProgram() throws IOException {
        Path pattern = Path.of("/proc/sys/kernel/core_pattern");
        return Files.exists(pattern) && readString(pattern).startsWith("|");
    }
}
