package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Resource.RLIMIT_FSIZE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.LimitsContract;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.ProcessShell;
import posixkit.unix.Bindings;
import posixkit.unix.UnixHost;
import posixkit.unix.UnixProcesses;
import posixkit.unix.UnixSpawn;

class LinuxLimitsTest extends LimitsContract {
    /** Where getpriority is libc's, and −1 has to be told from a failure by errno. */
    @Nested
    class ByTheSharedBody extends LimitsContract {
        @Override
        protected Processes processes() {
            return byTheSharedBody(LinuxBodies.over(Native.process()));
        }
    }

    @Test
    @NeedsTool("cc")
    void whatLibcLacksIsEnosys(@TempDir Path directory) throws IOException {
        Path nothing = Compiler.library(directory, "nothing", "int nothing;\n");
        Bindings bindings = LinuxBodies.over(Native.library(nothing.toString()));
        Processes processes = byTheSharedBody(bindings);
        assertErrno(ENOSYS, () -> processes.getpriority(PRIO_PROCESS, 0));
        assertErrno(ENOSYS, () -> processes.setpriority(PRIO_PROCESS, 0, 1));
        assertErrno(ENOSYS, () -> processes.getrlimit(RLIMIT_FSIZE));
        assertErrno(ENOSYS, () -> processes.execve("/no/such", new String[] {"x"}, new String[0]));
        assertErrno(ENOSYS, () -> new UnixHost(bindings).sysconf(1));
    }

    private static Processes byTheSharedBody(Bindings bindings) {
        return new UnixProcesses(bindings, new UnixSpawn(bindings));
    }

    /** Two threads of one process, each with its own niceness, and what a third inherits. */
    @Test
    void nicenessIsAThreads() throws Exception {
        Processes processes = Posix.get().processes();
        int before = processes.getpriority(PRIO_PROCESS, 0);
        int ours = processes.getpriority(PRIO_PROCESS, processes.getpid());
        inAThread(() -> {
            processes.setpriority(PRIO_PROCESS, 0, before + 2);
            assertEquals(before + 2, processes.getpriority(PRIO_PROCESS, 0));
            assertEquals(before + 2, nicenessOfThisThread());
            inAThread(() -> {
                assertEquals(before + 2, processes.getpriority(PRIO_PROCESS, 0), "inherited");
                return null;
            });
            return null;
        });
        assertEquals(before, processes.getpriority(PRIO_PROCESS, 0));
        assertEquals(before, nicenessOfThisThread());
        assertEquals(ours, processes.getpriority(PRIO_PROCESS, processes.getpid()));
        assertEquals(ours, Integer.parseInt(Proc.stat(processes.getpid(), 19)));
    }

    /** In Java they are negative. */
    @Test
    void limitsInTheUpperHalfAreLimits() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String limits = "9223372036854775813 18446744073709551614";
            assertEquals("unlimited unlimited", child.ask(line("getrlimit", RLIMIT_FSIZE)), "to begin with");
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_FSIZE) + " " + limits));
            assertEquals(limits, child.ask(line("getrlimit", RLIMIT_FSIZE)));
            assertEquals("EINVAL", child.ask(line("setrlimit", RLIMIT_FSIZE, "18446744073709551614", "5")));
        }
    }

    private static int nicenessOfThisThread() throws IOException {
        String stat = java.nio.file.Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split("\\s")[16]);
    }

    private static void inAThread(Callable<Void> task) throws Exception {
        FutureTask<Void> future = new FutureTask<>(task);
        Thread thread = new Thread(future);
        thread.start();
        assertNull(future.get());
        thread.join();
    }
}
