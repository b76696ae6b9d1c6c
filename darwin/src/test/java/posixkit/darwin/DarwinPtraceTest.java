package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.NSIG;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_ATTACH;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_ATTACHEXC;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_CONTINUE;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_DENY_ATTACH;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_DETACH;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_KILL;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_READ_D;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_READ_I;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_READ_U;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_STEP;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_TRACE_ME;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_WRITE_D;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_WRITE_I;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_WRITE_U;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** Tracing. {@code /proc} and how tracees end are the oracles; the tracers are other JVMs. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
class DarwinPtraceTest {
    /** Where it stopped; the only address there is. */
    private static final long HERE = 1;

    private static final int NO_REQUEST = 99;

    private final OnDarwinPtrace ptrace = Posix.get().onDarwin().ptrace();

    @Test
    @NeedsProc
    void aTraceeStopsAndGoesOnAndIsLetGo() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = sleeping(tracer);
            assertEquals("0", tracerOf(pid));
            assertEquals("ok", ask(tracer, PT_ATTACHEXC, pid, 0, 0));
            assertEquals("stopped by SIGSTOP", tracer.ask("wait " + pid));
            assertNotEquals("0", tracerOf(pid));
            assertTrue(Files.exists(Path.of("/proc", "" + tracer.pid(), "task", tracerOf(pid))), "it is the tracer");
            assertEquals("t", Proc.stat(pid, 3));
            assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, 0));
            assertEquals("true", tracer.ask("isRunning " + pid));
            assertNotEquals("t", Proc.stat(pid, 3));
            assertEquals("ok", tracer.ask("kill " + pid + " " + SIGUSR1));
            assertEquals("stopped by SIGUSR1", tracer.ask("wait " + pid));
            assertEquals("ok", ask(tracer, PT_DETACH, pid, HERE, 0));
            assertEquals("0", tracerOf(pid));
            assertEquals("true", tracer.ask("isRunning " + pid), "the signal was its tracer's");
            assertEquals("ok", tracer.ask("kill " + pid + " " + SIGUSR2));
            assertEquals("killed by SIGUSR2", tracer.ask("wait " + pid));
        }
    }

    /** Told in Darwin's numbers, which for these are not Linux's. */
    @Test
    void aTraceeGoesOnWithTheSignalItIsGiven() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = attached(tracer, PT_ATTACH);
            assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, SIGUSR1));
            assertEquals("killed by SIGUSR1", tracer.ask("wait " + pid));
        }
    }

    @Test
    @NeedsProc
    void aStepIsOneInstruction() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = running(tracer, "while :; do :; done");
            assertEquals("ok", ask(tracer, PT_ATTACHEXC, pid, 0, 0));
            assertEquals("stopped by SIGSTOP", tracer.ask("wait " + pid));
            List<String> places = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                places.add(instruction(pid));
                assertEquals("ok", ask(tracer, PT_STEP, pid, HERE, 0));
                assertEquals("stopped by SIGTRAP", tracer.ask("wait " + pid));
            }
            assertTrue(places.stream().distinct().count() > 1, places + ": it went somewhere");
            assertEquals("ok", ask(tracer, PT_KILL, pid, 0, 0));
            assertEquals("killed by SIGKILL", tracer.ask("wait " + pid));
        }
    }

    @Test
    @NeedsProc
    void whoAsksToBeTracedStopsWhenItIsAnotherProgram() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            String java = "exec " + String.join(" ", command()) + " 'exit 9'";
            int pid = child(tracer, java);
            String stop = tracer.ask("wait " + pid);
            while (!stop.equals("stopped by SIGTRAP")) { // the VM's own signals
                assertEquals("stopped by SIGSEGV", stop);
                assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, SIGSEGV));
                stop = tracer.ask("wait " + pid);
            }
            assertEquals(
                    "sh", Files.readString(Path.of("/proc/" + pid + "/comm")).strip());
            assertTrue(Files.exists(Path.of("/proc", "" + tracer.pid(), "task", tracerOf(pid))), "its parent's");
            assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, 0));
            assertEquals("exited 9", tracer.ask("wait " + pid));
        }
    }

    @Test
    @NeedsProc
    void onlyWhereItStoppedIsASupportedAddress() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = attached(tracer, PT_ATTACHEXC);
            for (long addr : new long[] {0, 2, -1, (1L << 32) + 1}) {
                assertEquals("ENOTSUP", ask(tracer, PT_CONTINUE, pid, addr, 0), addr + "");
                assertEquals("ENOTSUP", ask(tracer, PT_STEP, pid, addr, 0), addr + "");
            }
            assertEquals("EINVAL", ask(tracer, PT_CONTINUE, pid, HERE, NSIG));
            assertEquals("EINVAL", ask(tracer, PT_STEP, pid, HERE, -1));
            assertEquals("t", Proc.stat(pid, 3), "it has not moved");
            assertEquals("ok", ask(tracer, PT_KILL, pid, 0, 0));
            assertEquals("killed by SIGKILL", tracer.ask("wait " + pid));
        }
    }

    /** Reading and writing have numbers and nothing more. */
    @ParameterizedTest
    @ValueSource(ints = {PT_READ_I, PT_READ_D, PT_READ_U, PT_WRITE_I, PT_WRITE_D, PT_WRITE_U, NO_REQUEST, -1})
    void memoryAndRegistersAreNotToBeHad(int request) throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = attached(tracer, PT_ATTACHEXC);
            assertEquals("EINVAL", ask(tracer, request, pid, 0, 0));
            assertEquals("ok", ask(tracer, PT_KILL, pid, 0, 0));
            assertEquals("killed by SIGKILL", tracer.ask("wait " + pid));
        }
    }

    @Test
    void whatIsNotStoppedOrNotOursIsRefused() throws IOException {
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class);
                ChildJvm other = ChildJvm.start(TraceShell.class)) {
            int pid = sleeping(tracer);
            assertEquals("EPERM", ask(tracer, PT_CONTINUE, pid, HERE, 0), "not traced");
            assertEquals("ok", ask(tracer, PT_ATTACHEXC, pid, 0, 0));
            assertEquals("stopped by SIGSTOP", tracer.ask("wait " + pid));
            assertEquals("EBUSY", ask(other, PT_ATTACHEXC, pid, 0, 0), "traced by somebody else");
            assertEquals("EBUSY", ask(other, PT_CONTINUE, pid, HERE, 0), "traced by somebody else");
            assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, 0));
            assertEquals("EBUSY", ask(tracer, PT_STEP, pid, HERE, 0), "not stopped");
            assertEquals("EBUSY", ask(tracer, PT_DETACH, pid, 0, 0), "not stopped");
            assertEquals("EINVAL", ask(tracer, PT_ATTACHEXC, tracer.pid(), 0, 0), "itself");
            assertEquals("ok", tracer.ask("kill " + pid + " 9"));
            assertEquals("killed by SIGKILL", tracer.ask("wait " + pid));
        }
    }

    @Test
    void theSystemAndNobodyAreNotToBeTraced() {
        assertEquals(
                "pid 1",
                assertErrno(EPERM, () -> ptrace.ptrace(PT_ATTACHEXC, 1, 0, 0)).subject());
        assertMinus(EPERM, ptrace.ptraceOrErrno(PT_ATTACHEXC, 1, 0, 0));
        assertErrno(EPERM, () -> ptrace.ptrace(PT_CONTINUE, 0, HERE, 0));
        assertErrno(EPERM, () -> ptrace.ptrace(PT_CONTINUE, -5, HERE, 0));
        assertErrno(ESRCH, () -> ptrace.ptrace(PT_ATTACHEXC, Integer.MAX_VALUE, 0, 0));
        assertErrno(
                EINVAL,
                () -> ptrace.ptrace(PT_ATTACHEXC, Posix.get().processes().getpid(), 0, 0));
    }

    @Test
    void aTraceeDiesWithItsTracer() throws IOException {
        int pid;
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            pid = attached(tracer, PT_ATTACHEXC);
            assertEquals("ok", ask(tracer, PT_CONTINUE, pid, HERE, 0));
        }
        long patience = System.nanoTime() + 30_000_000_000L;
        while (!Programs.run("ps", "-o", "stat=", "-p", "" + pid).output().matches("(Z.*)?\\s*")) {
            assertTrue(System.nanoTime() < patience, "it goes on");
            Thread.yield();
        }
    }

    /** Who looks at such a program is sent the signal that ends it, as on a Mac. */
    @Test
    @NeedsProc
    void whoDeniesIsNotTraced(@TempDir Path directory) throws IOException {
        Path attacher = Compiler.program(directory, "attacher", """
                #include <dlfcn.h>
                #include <stdlib.h>
                int main(int count, char **words) {
                    int (*ptrace)(int, int, char *, int) = dlsym(dlopen(words[1], RTLD_NOW), "ptrace");
                    return count != 4 || ptrace(atoi(words[2]), atoi(words[3]), 0, 0) ? 1 : 0;
                }
                """);
        String library = System.getProperty(DarwinPosix.LIBRARY);
        try (ChildJvm target = ChildJvm.start(TraceShell.class)) {
            String request = Integer.toString(PT_ATTACHEXC);
            assertEquals("ok", ask(target, PT_DENY_ATTACH, 0, 0, 0));
            Programs.Outcome outcome = Programs.run(attacher.toString(), library, request, "" + target.pid());
            assertEquals(128 + SIGSEGV, outcome.exit(), outcome.errors());
            assertEquals("0", tracerOf(target.pid()));
        }
    }

    /** It exits with 45. A program in C, for it is one thread: the others of a JVM would not let their tracer see its end. */
    @Test
    void whoDeniesAndIsTracedAlreadyEnds(@TempDir Path directory) throws IOException {
        Path denier = Compiler.program(directory, "denier", """
                #include <dlfcn.h>
                #include <stdlib.h>
                int main(int count, char **words) {
                    int (*ptrace)(int, int, char *, int) = dlsym(dlopen(words[1], RTLD_NOW), "ptrace");
                    if (count != 4 || ptrace(atoi(words[2]), 0, 0, 0)) return 1;
                    return ptrace(atoi(words[3]), 0, 0, 0) ? 2 : 3;
                }
                """);
        String words = " '" + System.getProperty(DarwinPosix.LIBRARY) + "' " + PT_TRACE_ME + " " + PT_DENY_ATTACH;
        try (ChildJvm tracer = ChildJvm.start(TraceShell.class)) {
            int pid = child(tracer, "exec '" + denier + "'" + words);
            assertEquals("exited 45", tracer.ask("wait " + pid));
        }
    }

    @Test
    void everyArgumentArrivesAndAMissingCallIsEnosys(@TempDir Path directory) throws IOException {
        String source = """
                long seen[4];
                int ptrace(int request, int pid, char *addr, int data) {
                    seen[0] = request, seen[1] = pid, seen[2] = (long) addr, seen[3] = data;
                    return 0;
                }
                """;
        Native library =
                Native.library(Compiler.library(directory, "recorder", source).toString());
        DarwinPosix.bind(library).onDarwin().ptrace().ptrace(11, 22, 1L << 40 | 33, -44);
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seen.add(Native.pointerAt(library.symbol("seen") + (long) i * Long.BYTES));
        }
        assertEquals(List.of(11L, 22L, 1L << 40 | 33, -44L), seen);
        Native nothing = Native.library(
                Compiler.library(directory, "nothing", "int nothing;\n").toString());
        assertErrno(ENOSYS, () -> DarwinPosix.bind(nothing).onDarwin().ptrace().ptrace(PT_KILL, 2, 0, 0));
    }

    private static int child(ChildJvm tracer, String script) throws IOException {
        return Integer.parseInt(tracer.ask("spawn " + script));
    }

    /** Starts a shell that runs its script by now. Before that, execve's SIGTRAP would stop a child that is traced. */
    private static int running(ChildJvm tracer, String script) throws IOException {
        return Integer.parseInt(tracer.ask("start " + script));
    }

    private static int sleeping(ChildJvm tracer) throws IOException {
        return running(tracer, "read word");
    }

    private static int attached(ChildJvm tracer, int request) throws IOException {
        int pid = sleeping(tracer);
        assertEquals("ok", ask(tracer, request, pid, 0, 0));
        assertEquals("stopped by SIGSTOP", tracer.ask("wait " + pid));
        return pid;
    }

    private static String ask(ChildJvm tracer, int request, int pid, long addr, int data) throws IOException {
        return tracer.ask(request(request, pid, addr, data));
    }

    private static String request(int request, int pid, long addr, int data) {
        return "ptrace " + request + " " + pid + " " + addr + " " + data;
    }

    private static String tracerOf(int pid) throws IOException {
        return Proc.field(Path.of("/proc/" + pid + "/status"), "TracerPid");
    }

    /** Where it is: the last number of its system call, or of running code. */
    private static String instruction(int pid) throws IOException {
        String[] words =
                Files.readString(Path.of("/proc/" + pid + "/syscall")).strip().split(" ");
        return words[words.length - 1];
    }

    /** Our own kind of JVM, interpreted: it makes fewer signals for itself. */
    private static List<String> command() {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint", "-XX:+UseSerialGC"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("posixkit."))
                .forEach(name -> words.add("'-D" + name + "=" + System.getProperty(name) + "'"));
        words.addAll(List.of("-cp", "'" + System.getProperty("java.class.path") + "'", TraceShell.class.getName()));
        return words;
    }
}
