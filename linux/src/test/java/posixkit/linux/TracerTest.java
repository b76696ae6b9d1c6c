package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.SigCode.SI_USER;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACECLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEEXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEEXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEVFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;
import static posixkit.testing.Children.shell;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.Target;
import posixkit.onlinux.Regs;
import posixkit.onlinux.SyscallStop;
import posixkit.onlinux.Tracer;
import posixkit.onlinux.Tracer.Stop;
import posixkit.onlinux.Tracer.Stop.Kind;
import posixkit.onlinux.constants.LinuxSyscallNumber;
import posixkit.onlinux.constants.LinuxSyscallNumberX86_64;
import posixkit.process.Spawn;
import posixkit.system.SyscallListener;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** What {@link Tracer} promises. {@code strace} and {@code /proc} are the oracles. */
@ExtendWith(Descriptors.class)
class TracerTest {
    private static final int ALL_EVENTS =
            PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;

    private static final String SCRIPT = "/bin/true; (exit 4); echo $? >/dev/null; exec /bin/cat /dev/null";

    /** Calls whose number depends on the moment at which a child's end interrupts its parent. */
    private static final Set<String> AT_ANY_TIME = Set.of("rt_sigreturn", "wait4");

    private final Posix posix = Posix.get();

    @TempDir
    private Path dir;

    /** Compares every call of a shell and its children, in order, process by process. */
    @Test
    @NeedsTool("strace")
    void itSeesWhatStraceSees() throws Exception {
        Path log = dir.resolve("strace");
        Programs.output("strace", "-f", "-qq", "-e", "signal=none", "-o", log.toString(), "/bin/sh", "-c", SCRIPT);
        Map<String, List<String>> theirs = new LinkedHashMap<>();
        for (String line : Files.readAllLines(log)) {
            String[] words = line.split(" +", 2);
            List<String> calls = theirs.computeIfAbsent(words[0], p -> new ArrayList<>());
            if (!words[1].startsWith("<...")) {
                calls.add(words[1].substring(0, words[1].indexOf('(')));
            }
        }
        // strace also sees the execve that starts the shell. A Tracer begins after it.
        theirs.values().iterator().next().remove(0);
        Map<String, List<String>> ours = Collections.synchronizedMap(new LinkedHashMap<>());
        Spawn spawn = Spawn.of("/bin/sh", "-c", SCRIPT).open(1, "/dev/null", O_WRONLY, 0);
        try (Tracer tracer = Tracer.start(posix, spawn, ALL_EVENTS)) {
            assertEquals("exited 0", calls(tracer, ours));
        }
        theirs.values().forEach(calls -> calls.removeAll(AT_ANY_TIME));
        ours.values().forEach(calls -> calls.removeAll(AT_ANY_TIME));
        assertEquals(text(theirs), text(ours));
        assertEquals(3, ours.size(), "a shell and its children");
        assertTrue(ours.values().stream().allMatch(calls -> calls.contains("exit_group")));
    }

    private static String text(Map<String, List<String>> calls) {
        return calls.values().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** Collects the calls of a tracee and of its children, and returns how the tracee ended. */
    private static String calls(Tracer tracer, Map<String, List<String>> into) throws Exception {
        List<String> calls = into.computeIfAbsent("" + tracer.pid(), p -> new ArrayList<>());
        List<CompletableFuture<String>> children = new ArrayList<>();
        Stop stop = tracer.stop();
        while (stop.kind() != Kind.END) {
            if (stop.kind() == Kind.CALL) {
                SyscallStop call = tracer.call();
                if (call.op() == PTRACE_SYSCALL_INFO_ENTRY) {
                    calls.add(name(call.entryNr()));
                }
            } else if (stop.kind() == Kind.EVENT && stop.message() != 0 && isBirth(stop)) {
                Tracer child = tracer.takeChild();
                into.put("" + child.pid(), new ArrayList<>());
                child.await();
                children.add(CompletableFuture.supplyAsync(() -> childsCalls(child, into)));
            }
            tracer.resumeToCall();
            stop = tracer.await();
        }
        for (CompletableFuture<String> child : children) {
            child.get();
        }
        return stop.status().toString();
    }

    private static String childsCalls(Tracer child, Map<String, List<String>> into) {
        try {
            return calls(child, into);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isBirth(Stop stop) {
        return stop.event() != PTRACE_EVENT_EXEC && stop.event() != PTRACE_EVENT_EXIT;
    }

    private static String name(long number) throws IllegalAccessException {
        Map<Long, String> names = new HashMap<>();
        Class<?> table = Target.IS_X86_64 ? LinuxSyscallNumberX86_64.class : LinuxSyscallNumber.class;
        for (Field field : table.getFields()) {
            names.put(((Number) field.get(null)).longValue(), field.getName().substring("SYS_".length()));
        }
        return names.get(number);
    }

    @Test
    void aProgramStandsBeforeItsFirstInstruction() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), 0)) {
            Stop stop = tracer.stop();
            assertEquals(Kind.SIGNAL, stop.kind());
            assertEquals(SIGTRAP, stop.signal());
            String[] words = Files.readString(Path.of("/proc/" + tracer.pid() + "/syscall"))
                    .strip()
                    .split(" ");
            assertEquals(
                    Long.parseUnsignedLong(words[words.length - 1].substring(2), 16),
                    tracer.regs().pc());
            tracer.resume();
            Stop end = tracer.await();
            assertEquals(Kind.END, end.kind());
            assertEquals("exited 3", end.status().toString());
            assertEquals(-1, end.signal());
            assertEquals(end, tracer.stop());
        }
    }

    @Test
    void memoryAndRegistersCanBeChanged() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), 0)) {
            Regs regs = tracer.regs();
            byte[] word = new byte[8];
            assertEquals(8, tracer.read(regs.sp(), word));
            assertEquals(3, word[0], "the number of arguments is on top of the stack");
            byte[] changed = "abcdefgh".getBytes(StandardCharsets.US_ASCII);
            assertEquals(8, tracer.write(regs.sp() - 64, changed));
            assertEquals(8, tracer.read(regs.sp() - 64, word));
            assertArrayEquals(changed, word);
            tracer.setRegs(regs);
            SyscallStop call;
            do {
                tracer.resumeToCall();
                assertEquals(Kind.CALL, tracer.await().kind());
                call = tracer.call();
            } while (call.op() != PTRACE_SYSCALL_INFO_ENTRY || call.entryNr() != LinuxSyscallNumber.SYS_exit_group);
            tracer.setRegs(tracer.regs().argument(0, 9));
            tracer.resume();
            assertEquals("exited 9", tracer.await().status().toString());
        }
    }

    @Test
    void tracerAndStopPrintWhatTheyHold() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), PTRACE_O_TRACEEXIT)) {
            String start = "Tracer{pid=" + tracer.pid() + ", state=";
            assertEquals("Stop{kind=SIGNAL, signal=SIGTRAP}", tracer.stop().toString());
            assertEquals(start + "STOPPED, stop=Stop{kind=SIGNAL, signal=SIGTRAP}}", tracer.toString());
            tracer.resumeToCall();
            assertEquals(start + "RUNNING}", tracer.toString());
            assertEquals("Stop{kind=CALL}", tracer.await().toString());
            tracer.resume();
            assertEquals(
                    "Stop{kind=EVENT, event=PTRACE_EVENT_EXIT, message=768}",
                    tracer.await().toString());
            tracer.resume();
            assertEquals("Stop{kind=END, status=exited 3}", tracer.await().toString());
            assertEquals(start + "GONE, stop=Stop{kind=END, status=exited 3}}", tracer.toString());
        }
    }

    /** A killed tracee stops at its exit too, and the kernel drops a second SIGKILL. */
    @Test
    void aTraceeThatStopsAtItsExitCanBeKilled() throws IOException {
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/sleep", "1000"), PTRACE_O_TRACEEXIT)) {
            tracer.resume();
            do {
                tracer.kill();
            } while (tracer.await().kind() == Kind.EVENT);
            assertEquals("killed by SIGKILL", tracer.stop().status().toString());
        }
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), PTRACE_O_TRACEEXIT)) {
            tracer.resume();
            assertEquals(PTRACE_EVENT_EXIT, tracer.await().event());
            tracer.kill();
            assertEquals(Kind.END, tracer.await().kind());
        }
    }

    @Test
    void aSignalSaysWhoSentIt() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("kill -USR1 $$; kill -STOP $$"), 0)) {
            assertEquals(SIGTRAP, tracer.siginfo().signo());
            tracer.resume();
            assertEquals(SIGUSR1, tracer.await().signal());
            assertEquals(SIGUSR1, tracer.siginfo().signo());
            assertEquals(SI_USER, tracer.siginfo().code());
            assertEquals(tracer.pid(), tracer.siginfo().pid());
            assertEquals(posix.ids().getuid(), tracer.siginfo().uid());
            tracer.resume(0);
            assertEquals(SIGSTOP, tracer.await().signal());
            tracer.resume();
            assertEquals(SIGSTOP, tracer.await().signal());
            assertErrno(EINVAL, tracer::siginfo); // The process is stopped by now. No signal is on its way.
            tracer.resume();
            assertEquals(0, tracer.await().status().exitStatus());
            assertThrows(IllegalStateException.class, tracer::siginfo);
        }
    }

    @Test
    void stepsAreSingle() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), 0)) {
            long last = tracer.regs().pc();
            for (int i = 0; i < 50; i++) {
                tracer.step(0);
                assertEquals(SIGTRAP, tracer.await().signal());
                long pc = tracer.regs().pc();
                assertTrue(pc != last || i > 0);
                last = pc;
            }
            tracer.step(SIGTERM);
            assertEquals("killed by SIGTERM", tracer.await().status().toString());
        }
    }

    @Test
    void birthsProgramsAndEndsAreEvents() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("/bin/true; exit 5"), ALL_EVENTS)) {
            tracer.resume();
            Stop birth = tracer.await();
            assertEquals(Kind.EVENT, birth.kind());
            assertTrue(isBirth(birth));
            try (Tracer child = tracer.takeChild()) {
                assertThrows(IllegalStateException.class, tracer::takeChild);
                assertEquals(birth.message(), child.pid());
                assertThrows(IllegalStateException.class, child::stop);
                assertThrows(IllegalStateException.class, child::regs);
                assertEquals(Kind.INTERRUPT, child.await().kind());
                tracer.resume();
                child.resume();
                assertEquals(PTRACE_EVENT_EXEC, child.await().event());
                child.resume();
                assertEquals(PTRACE_EVENT_EXIT, child.await().event());
                child.resume();
                assertEquals("exited 0", child.await().status().toString());
            }
            Stop stop = tracer.await();
            while (stop.kind() == Kind.SIGNAL) {
                tracer.resume();
                stop = tracer.await();
            }
            assertEquals(PTRACE_EVENT_EXIT, stop.event());
            assertEquals(5 << 8, stop.message());
            tracer.resume();
            assertEquals("exited 5", tracer.await().status().toString());
        }
    }

    @Test
    void aRunningProcessIsAttachedToAndLetGo() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            LinuxPtraceTest.awaitCall(pid, LinuxSyscallNumber.SYS_read);
            try (Tracer tracer = Tracer.attach(posix, pid, 0)) {
                assertEquals(Kind.INTERRUPT, tracer.stop().kind());
                assertFalse(Proc.field(Path.of("/proc/" + pid + "/status"), "TracerPid")
                        .equals("0"));
                tracer.resume();
                tracer.interrupt();
                assertEquals(Kind.INTERRUPT, tracer.await().kind());
                tracer.resume();
                // Closed while it runs.
            }
            assertEquals("0", Proc.field(Path.of("/proc/" + pid + "/status"), "TracerPid"));
            children.release();
            children.waited(pid);
            assertEquals("exited 7", Children.await(pid).toString());
        }
    }

    /** A group stop lasts until SIGCONT. */
    @Test
    void aStoppedProcessStaysSo() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            LinuxPtraceTest.awaitCall(pid, LinuxSyscallNumber.SYS_read);
            try (Tracer tracer = Tracer.attach(posix, pid, 0)) {
                tracer.resume();
                posix.processes().kill(pid, SIGSTOP);
                assertEquals(SIGSTOP, tracer.await().signal());
                assertEquals(Kind.SIGNAL, tracer.stop().kind());
                tracer.resume();
                assertEquals(Kind.GROUP, tracer.await().kind());
                tracer.resume();
                posix.processes().kill(pid, SIGCONT);
                Stop stop = tracer.await();
                while (stop.kind() != Kind.SIGNAL) {
                    tracer.resume();
                    stop = tracer.await();
                }
                assertEquals(SIGCONT, stop.signal());
            }
            children.release();
            children.waited(pid);
            assertEquals("exited 7", Children.await(pid).toString());
        }
    }

    @Test
    void aProgramOfOursIsLetGoWhereverItIs() throws IOException {
        try (Children children = new Children()) {
            int running;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                running = tracer.pid();
                tracer.resume();
            }
            int untouched;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                untouched = tracer.pid();
            }
            int interrupted;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                interrupted = tracer.pid();
                tracer.resume();
                posix.processes().kill(interrupted, SIGCONT);
            }
            children.release();
            for (int pid : new int[] {running, untouched, interrupted}) {
                assertEquals("exited 7", Children.await(pid).toString());
            }
        }
    }

    @Test
    void whatIsKilledMeanwhileIsSaidToBe() throws IOException {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), 0)) {
            posix.processes().kill(tracer.pid(), SIGKILL);
            Proc.awaitZombie(tracer.pid());
            assertErrno(ESRCH, tracer::regs);
            assertEquals("killed by SIGKILL", tracer.await().status().toString());
            assertThrows(IllegalStateException.class, tracer::await);
            assertThrows(IllegalStateException.class, tracer::interrupt);
            assertThrows(IllegalStateException.class, () -> tracer.resume(0));
        }
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/sleep", "1000"), 0)) {
            tracer.kill();
            assertEquals("killed by SIGKILL", tracer.await().status().toString());
        }
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/sleep", "1000"), 0)) {
            tracer.resume();
            tracer.kill();
            assertEquals("killed by SIGKILL", tracer.await().status().toString());
            assertThrows(IllegalStateException.class, tracer::kill);
        }
    }

    /** A single close, as {@code try} calls it, waits for the end and ends the tracing thread. */
    @Test
    void closeWaitsForTheEndOfATraceeThatWasKilled() throws Exception {
        long threads = tracingThreads();
        Tracer closed = Tracer.start(posix, shell("exit 3"), 0);
        posix.processes().kill(closed.pid(), SIGKILL);
        Proc.awaitZombie(closed.pid());
        closed.close();
        assertErrno(ECHILD, () -> Children.await(closed.pid()));
        assertEquals("Stop{kind=END, status=killed by SIGKILL}", closed.stop().toString());
        awaitTracingThreads(threads);
    }

    @Test
    void aFailedStartLeavesNoProcessBehind() throws Exception {
        long threads = tracingThreads();
        List<Integer> spawned = new ArrayList<>();
        Posix watched = posix.watchedBy(afterSpawn(spawned::add));
        assertErrno(EINVAL, () -> Tracer.start(watched, Spawn.of("/bin/sleep", "1000"), 1 << 29));
        assertEquals(1, spawned.size());
        assertErrno(ECHILD, () -> Children.await(spawned.get(0)));
        assertFalse(Files.exists(Path.of("/proc/" + spawned.get(0))));
        awaitTracingThreads(threads);
    }

    @Test
    void aProgramThatDiesBeforeItIsTracedIsEsrch() throws Exception {
        long threads = tracingThreads();
        List<Integer> spawned = new ArrayList<>();
        Posix watched = posix.watchedBy(afterSpawn(pid -> {
            spawned.add(pid);
            try {
                posix.processes().kill(pid, SIGKILL);
                Proc.awaitZombie(pid);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        assertErrno(ESRCH, () -> Tracer.start(watched, Spawn.of("/bin/sleep", "1000"), 0));
        assertErrno(ECHILD, () -> Children.await(spawned.get(0)));
        awaitTracingThreads(threads);
    }

    private static SyscallListener afterSpawn(IntConsumer action) {
        return new SyscallListener() {
            @Override
            public void exits(Syscall call) {
                if (call.name().equals("spawn") && call.errno() == 0) {
                    action.accept((Integer) call.result());
                }
            }
        };
    }

    /** Somebody else waited for the end of a tracee that was stopped. */
    @Test
    void closeEndsTracingOfAStoppedTraceeThatSomebodyReaped() throws Exception {
        long threads = tracingThreads();
        Tracer tracer = Tracer.start(posix, Spawn.of("/bin/sleep", "1000"), 0);
        posix.processes().kill(tracer.pid(), SIGKILL);
        assertEquals("killed by SIGKILL", Children.await(tracer.pid()).toString());
        tracer.close();
        tracer.close();
        assertThrows(IllegalStateException.class, tracer::stop);
        awaitTracingThreads(threads);
    }

    /** And of one that ran. Its number may be another process's by then, so close sends no signal. */
    @Test
    void closeEndsTracingOfARunningTraceeThatSomebodyReaped() throws Exception {
        long threads = tracingThreads();
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        Posix watched = posix.watchedBy(new SyscallListener() {
            @Override
            public void exits(Syscall call) {
                calls.add(call.name());
            }
        });
        Tracer tracer = Tracer.start(watched, Spawn.of("/bin/sleep", "1000"), 0);
        tracer.resume();
        posix.processes().kill(tracer.pid(), SIGKILL);
        assertEquals("killed by SIGKILL", Children.await(tracer.pid()).toString());
        tracer.close();
        assertFalse(calls.contains("kill"), calls.toString());
        assertThrows(IllegalStateException.class, tracer::await);
        awaitTracingThreads(threads);
    }

    @Test
    void awaitFailsOnceWhenSomebodyElseReapedTheTracee() throws Exception {
        long threads = tracingThreads();
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/sleep", "1000"), 0)) {
            tracer.resume();
            posix.processes().kill(tracer.pid(), SIGKILL);
            assertEquals("killed by SIGKILL", Children.await(tracer.pid()).toString());
            assertErrno(ECHILD, tracer::await);
            awaitTracingThreads(threads);
            assertThrows(IllegalStateException.class, tracer::await);
            assertThrows(IllegalStateException.class, tracer::stop);
            assertThrows(IllegalStateException.class, tracer::kill);
        }
    }

    /** A signal that {@code interrupt} sent must not stop the program after it was let go. */
    @Test
    void anInterruptThatDidNotArriveYetDoesNotOutliveTheTracer() throws IOException {
        try (Children children = new Children()) {
            int pid;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                pid = tracer.pid();
                tracer.interrupt();
            }
            children.release();
            assertEnds(pid, "exited 7");
        }
    }

    /** A second interrupt while the first has stopped the program already must not stop it again after it was let go. */
    @Test
    void aSecondInterruptDoesNotOutliveTheTracer() throws Exception {
        try (Children children = new Children()) {
            int pid;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                pid = tracer.pid();
                tracer.interrupt();
                tracer.resume();
                awaitStateOf(pid, "t");
                tracer.interrupt();
            }
            children.release();
            assertEnds(pid, "exited 7");
        }
    }

    /** SIGCONT makes the kernel forget a SIGSTOP that has not arrived; letting go waits for one that comes. */
    @Test
    void anInterruptThatWasTakenBackIsNotWaitedForInVain() throws Exception {
        try (Children children = new Children()) {
            int pid;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                pid = tracer.pid();
                tracer.interrupt();
                posix.processes().kill(pid, SIGCONT);
            }
            children.release();
            assertEnds(pid, "exited 7");
        }
    }

    /** Twenty times: the stop may come before the thread that asked for it goes on. */
    @Test
    void anotherThreadInterruptsWhoeverWaits() throws Exception {
        try (Children children = new Children()) {
            int pid;
            try (Tracer tracer = Tracer.start(posix, children.waiting(), 0)) {
                pid = tracer.pid();
                for (int i = 0; i < 20; i++) {
                    tracer.resume(0); // without the SIGSTOP, which would stop it once more
                    CompletableFuture<Void> interrupted = CompletableFuture.runAsync(() -> {
                        try {
                            tracer.interrupt();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                    assertEquals(SIGSTOP, tracer.await().signal());
                    interrupted.get();
                }
            }
            children.release();
            assertEnds(pid, "exited 7");
        }
    }

    /** The kernel stops a new child with a SIGSTOP of its own, which is not the one of an interrupt. */
    @Test
    void anInterruptOfANewChildDoesNotOutliveItsTracer() throws Exception {
        try (Tracer tracer =
                Tracer.start(posix, shell("/bin/true; exit 5"), PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK)) {
            tracer.resume();
            assertTrue(isBirth(tracer.await()));
            int pid;
            try (Tracer child = tracer.takeChild()) {
                pid = child.pid();
                awaitStateOf(pid, "t");
                child.interrupt();
            }
            try {
                Proc.awaitZombie(pid);
            } finally {
                posix.processes().kill(pid, SIGKILL);
            }
            Stop stop;
            do {
                tracer.resume();
                stop = tracer.await();
            } while (stop.kind() != Kind.END);
            assertEquals("exited 5", stop.status().toString());
        }
    }

    private static void awaitStateOf(int pid, String state) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!Proc.stat(pid, 3).equals(state)) {
            assertTrue(System.nanoTime() < deadline, "process " + pid + " does not reach the state " + state);
            Thread.sleep(1);
        }
    }

    private void assertEnds(int pid, String status) throws IOException {
        try {
            Proc.awaitZombie(pid);
        } finally {
            posix.processes().kill(pid, SIGKILL);
        }
        assertEquals(status, Children.await(pid).toString());
    }

    private static long tracingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("posixkit-tracer"))
                .count();
    }

    private static void awaitTracingThreads(long count) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (tracingThreads() != count) {
            assertTrue(System.nanoTime() < deadline, "a tracing thread stays");
            Thread.sleep(1);
        }
    }

    @Test
    void whatCannotBeTracedIsSaid() {
        assertErrno(ENOENT, () -> Tracer.start(posix, Spawn.of("/no/such"), 0));
        assertErrno(ESRCH, () -> Tracer.attach(posix, Integer.MAX_VALUE, 0));
    }

    /** Several threads may make requests of a stopped tracee. */
    @Test
    void otherThreadsMayAsk() throws Exception {
        try (Tracer tracer = Tracer.start(posix, shell("exit 3"), 0)) {
            List<CompletableFuture<Long>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return tracer.regs().pc();
                    } catch (IOException e) {
                        return -1L;
                    }
                }));
            }
            for (CompletableFuture<Long> answer : answers) {
                assertEquals(tracer.regs().pc(), answer.get());
            }
            tracer.resume();
            assertThrows(IllegalStateException.class, tracer::regs, "it runs");
            assertThrows(IllegalStateException.class, () -> tracer.resume(0));
            assertThrows(IllegalStateException.class, tracer::stop);
            assertEquals("exited 3", tracer.await().status().toString());
        }
    }
}
