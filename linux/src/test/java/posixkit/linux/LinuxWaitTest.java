package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.testing.Children.shell;
import static posixkit.testing.Children.statusOf;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.WaitContract;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

class LinuxWaitTest extends WaitContract {
    /** Beyond SIGRTMAX; libc keeps the first two after SIGSYS for itself. */
    private static final int LAST_SIGNAL = 64;

    private static final int EVERY_STATUS = 0x10000;
    private static final int LAST_EVENT = 0x80;

    private final Processes processes = Posix.get().processes();

    @Test
    void wait4WithAnOptionItDoesNotKnowIsEinval() {
        Processes processes = Posix.get().processes();
        assertErrno(EINVAL, () -> processes.wait4(1, null, 0x100, null));
        assertMinus(EINVAL, processes.wait4OrErrno(1, null, 0x100, null));
    }

    /** They have no names, and their numbers end where a status has no room for more. */
    @Test
    void aRealTimeSignalKillsAsOthersDo() throws IOException {
        for (int signal = 34; signal <= LAST_SIGNAL; signal += 10) {
            WaitStatus status = statusOf(shell("kill -" + signal + " $$; exit 9"));
            assertTrue(status.signaled());
            assertEquals(signal, status.signal());
            assertEquals("killed by signal " + signal, status.toString());
        }
    }

    /** It asks to be traced, by us, and so stands still at its new program. */
    @Test
    @NeedsTool("cc")
    void aTracedChildStopsForNoEvent(@TempDir Path directory) throws IOException {
        Path program = Compiler.program(
                directory.resolve("traced"),
                "#include <sys/ptrace.h>\n#include <unistd.h>\n"
                        + "int main(void) { ptrace(PTRACE_TRACEME, 0, 0, 0); execl(\"/bin/true\", \"true\", (char *) 0); return 9; }\n");
        int pid = processes.spawn(Spawn.of(program.toString()));
        WaitStatus status = new WaitStatus();
        assertEquals(pid, processes.wait4(pid, status, 0, null), "though nobody asked for stops");
        assertTrue(status.stopped());
        assertEquals(SIGTRAP, status.stopSignal());
        assertEquals(0, status.trapCause());
        assertEquals(0, status.ptraceEvent());
        assertEquals("stopped by SIGTRAP", status.toString());
        processes.kill(pid, SIGKILL);
        assertEquals(pid, processes.wait4(pid, status, 0, null));
        assertEquals(SIGKILL, status.signal());
        assertEquals(-1, status.trapCause());
    }

    /** The macros of C, as functions. Public for jnr-ffi. */
    public interface Macros {
        int how(int status);

        int numbers(int status);
    }

    /** All 65536 statuses without a ptrace event, and those that SIGTRAP and SIGSTOP have with each. */
    @Test
    @NeedsTool("cc")
    void everyQuestionHasTheAnswerOfCsMacro(@TempDir Path directory) throws IOException {
        String source = "#define _GNU_SOURCE\n#include <sys/wait.h>\n"
                + "int how(int w) { return (WIFEXITED(w) ? 1 : 0) | (WIFSIGNALED(w) ? 2 : 0) | (WIFSTOPPED(w) ? 4 : 0)"
                + " | (WIFCONTINUED(w) ? 8 : 0) | (WIFSIGNALED(w) && WCOREDUMP(w) ? 16 : 0); }\n"
                + "int numbers(int w) { return WIFEXITED(w) ? WEXITSTATUS(w) : WIFSIGNALED(w) ? WTERMSIG(w)"
                + " : WIFSTOPPED(w) ? WSTOPSIG(w) : -1; }\n";
        Macros macros = Native.library(
                        Compiler.library(directory, "macros", source).toString())
                .load(Macros.class);
        for (int status = 0; status < EVERY_STATUS; status++) {
            assertAnswers(macros, status);
        }
        for (int event = 1; event <= LAST_EVENT; event++) {
            assertAnswers(macros, event << 16 | 0x057F);
            assertAnswers(macros, event << 16 | 0x137F);
            assertEquals(event, new WaitStatus(event << 16 | 0x057F).trapCause());
            assertEquals(-1, new WaitStatus(event << 16 | 0x137F).trapCause());
            assertEquals(event, new WaitStatus(event << 16 | 0x137F).ptraceEvent());
        }
    }

    private static void assertAnswers(Macros macros, int raw) {
        WaitStatus status = new WaitStatus(raw);
        int how = (status.exited() ? 1 : 0)
                | (status.signaled() ? 2 : 0)
                | (status.stopped() ? 4 : 0)
                | (status.continued() ? 8 : 0)
                | (status.coreDump() ? 16 : 0);
        String which = "status 0x" + Integer.toHexString(raw);
        assertEquals(macros.how(raw), how, which);
        int number = macros.numbers(raw);
        assertEquals(status.exited() ? number : -1, status.exitStatus(), which);
        assertEquals(status.signaled() ? number : -1, status.signal(), which);
        assertEquals(status.stopped() ? number : -1, status.stopSignal(), which);
    }
}
