package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_CLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_FORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_STOP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_VFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_GETEVENTMSG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_EXITKILL;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACECLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEEXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEEXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACESYSGOOD;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEVFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_EXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_NONE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_exit_group;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_kill;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_mmap;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_read;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setpriority;
import static posixkit.onlinux.constants.LinuxWait.__WALL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertNullRefused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.onlinux.Ptrace;
import posixkit.onlinux.Regs;
import posixkit.onlinux.SyscallStop;
import posixkit.process.Processes;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Proc;
import posixkit.testing.Roles;

/**
 * What {@link Ptrace} promises, on children that are attached or seized. {@code /proc}, which needs no tracing, is the oracle.
 */
@ExtendWith(Descriptors.class)
class LinuxPtraceTest {
    private static final int NO_PROCESS = Integer.MAX_VALUE;
    private static final int NO_SIGNAL = 999;
    private static final int NO_REQUEST = 0x7777;

    /** The signal of a stop at a system call with PTRACE_O_TRACESYSGOOD. */
    private static final int CALL = SIGTRAP | 0x80;

    private final Posix posix = Posix.get();
    private final Processes processes = posix.processes();
    private final Ptrace ptrace = posix.onLinux().ptrace();

    private Children children;

    private interface OnTracee {
        void run(int pid) throws Exception;
    }

    /** Runs an action on a child that is stopped inside {@code read} and later exits with 7. Returns how the child ended. */
    private String onStopped(int options, OnTracee action) throws Exception {
        return onWaiting("exit 7", pid -> {
            ptrace.seize(pid, options | PTRACE_O_EXITKILL);
            ptrace.interrupt(pid);
            assertEquals(PTRACE_EVENT_STOP, next(pid).ptraceEvent());
            action.run(pid);
        });
    }

    /** Runs an action on a child that waits for a word until the action is done. Returns how the child ended. */
    private String onWaiting(String then, OnTracee action) throws Exception {
        try (Children started = new Children()) {
            children = started;
            int pid = children.start(children.waiting("read word; " + then));
            awaitCall(pid, SYS_read);
            try {
                action.run(pid);
            } catch (Throwable e) {
                processes.kill(pid, SIGKILL);
                throw e;
            }
            children.release();
            children.waited(pid);
            return Children.await(pid).toString();
        }
    }

    /** Waits until a child sleeps in a system call. From then on it runs its program for sure. */
    static void awaitCall(int pid, long number) throws IOException {
        Path file = Path.of("/proc", "" + pid, "syscall");
        long patience = System.nanoTime() + 30_000_000_000L;
        while (!Files.readString(file).startsWith(number + " ")) {
            assertTrue(System.nanoTime() < patience, "process " + pid + " does not get to call " + number);
            Thread.yield();
        }
    }

    private WaitStatus next(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        assertEquals(pid, processes.wait4(pid, status, __WALL, null));
        return status;
    }

    @Test
    void memoryIsReadWithAnyLengthAndAlignment() throws Exception {
        onStopped(0, pid -> {
            long sp = stackPointer(pid);
            for (int skew = 0; skew < 9; skew++) {
                for (int length = 0; length < 35; length++) {
                    byte[] text = new byte[length];
                    byte[] data = new byte[length];
                    assertEquals(length, ptrace.peekText(pid, sp + skew, text));
                    assertEquals(length, ptrace.peekData(pid, sp + skew, data));
                    assertArrayEquals(memory(pid, sp + skew, length), text);
                    assertArrayEquals(memory(pid, sp + skew, length), data);
                }
            }
            ptrace.detach(pid, 0);
        });
    }

    @Test
    void memoryIsWrittenWithAnyLengthAndAlignmentAndNoByteBesideIt() throws Exception {
        onStopped(0, pid -> {
            // Below the stack and what the processor lets a function use there.
            long place = (stackPointer(pid) & -16) - 1024;
            for (int skew = 0; skew < 9; skew++) {
                for (int length = 0; length < 35; length++) {
                    byte[] expected = memory(pid, place, 64);
                    byte[] written = new byte[length];
                    Arrays.fill(written, (byte) (length + 64 * skew + 1));
                    System.arraycopy(written, 0, expected, skew, length);
                    int done = length % 2 == 0
                            ? ptrace.pokeText(pid, place + skew, written)
                            : ptrace.pokeData(pid, place + skew, written);
                    assertEquals(length, done);
                    assertArrayEquals(expected, memory(pid, place, 64));
                }
            }
            ptrace.detach(pid, 0);
        });
    }

    /** A transfer ends where a mapping ends, and returns its length. It fails where nothing is mapped. */
    @Test
    void theEndOfAMappingIsNotCrossed() throws Exception {
        onStopped(0, pid -> {
            long end = endOfStack(pid);
            byte[] bytes = new byte[24];
            assertEquals(13, ptrace.peekData(pid, end - 13, bytes));
            assertArrayEquals(memory(pid, end - 13, 13), Arrays.copyOf(bytes, 13));
            assertArrayEquals(new byte[11], Arrays.copyOfRange(bytes, 13, 24), "the rest is as it was");
            assertEquals(13, ptrace.pokeData(pid, end - 13, bytes));
            assertErrno(EIO, () -> ptrace.peekText(pid, end, bytes));
            assertErrno(EIO, () -> ptrace.peekData(pid, 0, bytes));
            assertErrno(EIO, () -> ptrace.pokeText(pid, end, bytes));
            assertErrno(EIO, () -> ptrace.pokeData(pid, 0, bytes));
            assertErrno(EIO, () -> ptrace.pokeData(pid, 0, new byte[8]));
            ptrace.detach(pid, 0);
        });
    }

    /** The child may not write to a page of code itself. */
    @Test
    void codeCanBeWritten() throws Exception {
        onStopped(0, pid -> {
            Regs regs = ptrace.newRegs();
            ptrace.getRegs(pid, regs);
            byte[] was = new byte[5];
            ptrace.peekText(pid, regs.pc(), was);
            byte[] changed = {1, 2, 3, 4, 5};
            assertEquals(5, ptrace.pokeText(pid, regs.pc(), changed));
            assertArrayEquals(changed, memory(pid, regs.pc(), 5));
            ptrace.pokeText(pid, regs.pc(), was);
            ptrace.detach(pid, 0);
        });
    }

    @Test
    void registersAreWhatProcSays() throws Exception {
        onStopped(0, pid -> {
            String[] words = Files.readString(Path.of("/proc", "" + pid, "syscall"))
                    .strip()
                    .split(" ");
            Regs regs = ptrace.newRegs();
            ptrace.getRegs(pid, regs);
            assertEquals(Long.parseLong(words[0]), regs.syscallNumber());
            for (int i = 0; i < 6; i++) {
                assertEquals(Long.parseUnsignedLong(words[1 + i].substring(2), 16), regs.argument(i), "argument " + i);
            }
            assertEquals(Long.parseUnsignedLong(words[7].substring(2), 16), regs.sp());
            assertEquals(Long.parseUnsignedLong(words[8].substring(2), 16), regs.pc());
            ptrace.detach(pid, 0);
        });
    }

    @Test
    void everyRegisterThatIsWrittenIsReadAgain() throws Exception {
        onStopped(0, pid -> {
            Regs before = ptrace.newRegs();
            ptrace.getRegs(pid, before);
            Regs changed = ptrace.newRegs();
            ptrace.getRegs(pid, changed);
            List<String> general = Target.IS_X86_64
                    ? List.of(
                            "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rcx", "rdx", "rsi",
                            "rdi")
                    : before.names().stream()
                            .filter(name -> name.startsWith("x"))
                            .toList();
            long value = 0x0123_4567_89AB_CDEFL;
            for (String name : general) {
                changed.set(name, value++);
            }
            ptrace.setRegs(pid, changed);
            Regs after = ptrace.newRegs();
            ptrace.getRegs(pid, after);
            for (String name : before.names()) {
                assertEquals(changed.get(name), after.get(name), name);
            }
            ptrace.setRegs(pid, before);
            ptrace.detach(pid, 0);
        });
    }

    @Test
    void aSegmentThatIsNoneIsRefused() throws Exception {
        onStopped(0, pid -> {
            Regs regs = ptrace.newRegs();
            ptrace.getRegs(pid, regs);
            if (Target.IS_X86_64) {
                assertErrno(EIO, () -> ptrace.setRegs(pid, regs.set("cs", 0)));
            } else {
                assertErrno(EINVAL, () -> ptrace.setRegs(pid, regs.set("pstate", -1)));
            }
            ptrace.detach(pid, 0);
        });
    }

    /** Follows a child from call to call: arguments on entry, results on exit. */
    @Test
    void aCallCanBeSeenAndChanged() throws Exception {
        SyscallStop stop = ptrace.newSyscallStop();
        Regs regs = ptrace.newRegs();
        String end = onStopped(PTRACE_O_TRACESYSGOOD, pid -> {
            ptrace.getSyscallInfo(pid, stop);
            assertEquals(PTRACE_SYSCALL_INFO_NONE, stop.op());
            do {
                ptrace.syscall(pid, 0);
                assertEquals(CALL, next(pid).stopSignal());
                ptrace.getSyscallInfo(pid, stop);
                ptrace.getRegs(pid, regs);
                assertEquals(regs.pc(), stop.instructionPointer());
                assertEquals(regs.sp(), stop.stackPointer());
                if (stop.op() == PTRACE_SYSCALL_INFO_ENTRY) {
                    assertEquals(regs.syscallNumber(), stop.entryNr());
                    for (int i = 0; i < 6; i++) {
                        assertEquals(regs.argument(i), stop.entryArgs(i));
                    }
                    if (stop.entryNr() == SYS_read) {
                        // Of nothing: the shell then sees the end of its input.
                        ptrace.setRegs(pid, regs.argument(2, 0));
                    }
                } else {
                    assertEquals(PTRACE_SYSCALL_INFO_EXIT, stop.op());
                    assertEquals(regs.result(), stop.exitRval());
                    assertEquals(regs.result() < 0 && regs.result() > -4096 ? 1 : 0, stop.exitIsError());
                }
            } while (regs.syscallNumber() != SYS_exit_group);
            ptrace.setRegs(pid, regs.argument(0, 42));
            ptrace.cont(pid, 0);
        });
        assertEquals("exited 42", end);
    }

    @Test
    void aResultCanBeChangedAndACallBeMadeAnother() throws Exception {
        Regs regs = ptrace.newRegs();
        String end = onWaiting("kill -TERM $$ 2>/dev/null; exit $?", pid -> {
            ptrace.seize(pid, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
            ptrace.interrupt(pid);
            next(pid);
            boolean entering = false;
            do {
                ptrace.syscall(pid, 0);
                assertEquals(CALL, next(pid).stopSignal());
                entering = !entering;
                ptrace.getRegs(pid, regs);
                if (entering && regs.syscallNumber() == SYS_read) {
                    ptrace.setRegs(pid, regs.argument(2, 0));
                }
            } while (regs.syscallNumber() != SYS_kill);
            if (Target.IS_X86_64) {
                ptrace.setRegs(pid, regs.syscallNumber(-1));
            } else {
                ptrace.setRegs(pid, regs.argument(1, 0));
            }
            ptrace.syscall(pid, 0);
            next(pid);
            ptrace.getRegs(pid, regs);
            assertEquals(Target.IS_X86_64 ? -ENOSYS : 0, regs.result());
            ptrace.setRegs(pid, regs.result(-EPERM));
            ptrace.detach(pid, 0);
        });
        assertEquals("exited 1", end, "the signal was not sent, and the shell was told that it may not");
    }

    @Test
    void signalsAreHeldAndHandedOn() throws Exception {
        String swallowed = onStopped(0, pid -> {
            processes.kill(pid, SIGTERM);
            ptrace.cont(pid, 0);
            assertEquals("stopped by SIGTERM", next(pid).toString());
            ptrace.detach(pid, 0);
        });
        assertEquals("exited 7", swallowed);
        String passed = onStopped(0, pid -> {
            processes.kill(pid, SIGTERM);
            ptrace.cont(pid, 0);
            next(pid);
            ptrace.cont(pid, SIGTERM);
        });
        assertEquals("killed by SIGTERM", passed);
        String atTheEnd = onStopped(0, pid -> {
            processes.kill(pid, SIGTERM);
            ptrace.cont(pid, 0);
            next(pid);
            ptrace.detach(pid, SIGUSR1);
        });
        assertEquals("killed by SIGUSR1", atTheEnd);
    }

    @Test
    void oneInstructionIsOneStep() throws Exception {
        String end = onStopped(0, pid -> {
            // Or the first step would wait for the word.
            children.release();
            Set<Long> places = new HashSet<>();
            Regs regs = ptrace.newRegs();
            for (int i = 0; i < 20; i++) {
                ptrace.singleStep(pid, 0);
                assertEquals("stopped by SIGTRAP", next(pid).toString());
                ptrace.getRegs(pid, regs);
                places.add(regs.pc());
            }
            assertTrue(places.size() > 3, places.toString());
            ptrace.singleStep(pid, SIGTERM);
        });
        assertEquals("killed by SIGTERM", end);
    }

    /** The child makes the call and then continues where it was. */
    @Test
    void aCallIsPutBefore() throws Exception {
        String end = onStopped(0, pid -> {
            Regs before = ptrace.newRegs();
            ptrace.getRegs(pid, before);
            byte[] code = memory(pid, before.pc(), 16);
            assertEquals(pid, ptrace.inject(pid, SYS_getpid).result());
            assertEquals(-EBADF, ptrace.inject(pid, SYS_close, 1_000_000).result());
            assertEquals(0, ptrace.inject(pid, SYS_setpriority, 0, 0, 11).result());
            assertEquals("11", Proc.stat(pid, 19));
            long mapped = ptrace.inject(pid, SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0)
                    .result();
            assertArrayEquals(new byte[4096], memory(pid, mapped, 4096), "six arguments");
            processes.kill(pid, SIGTERM);
            assertEquals(pid, ptrace.inject(pid, SYS_getpid).result());
            ptrace.cont(pid, 0);
            assertEquals("stopped by SIGTERM", next(pid).toString(), "the signal is not lost");
            assertThrows(IllegalArgumentException.class, () -> ptrace.inject(pid, SYS_getpid, 1, 2, 3, 4, 5, 6, 7));
            assertArrayEquals(code, memory(pid, before.pc(), 16));
            ptrace.detach(pid, 0);
        });
        assertEquals("exited 7", end);
    }

    @Test
    void eventsTellWhatTheyAreAbout() throws Exception {
        int options = PTRACE_O_TRACEFORK
                | PTRACE_O_TRACEVFORK
                | PTRACE_O_TRACECLONE
                | PTRACE_O_TRACEEXEC
                | PTRACE_O_TRACEEXIT
                | PTRACE_O_EXITKILL;
        List<String> seen = new ArrayList<>();
        try (Children children = new Children()) {
            int pid = children.start(children.waiting("read word; /bin/true; exit 4"));
            awaitCall(pid, SYS_read);
            ptrace.seize(pid, 0);
            ptrace.interrupt(pid);
            next(pid);
            ptrace.setOptions(pid, options);
            children.release();
            ptrace.cont(pid, 0);
            WaitStatus status = next(pid);
            assertTrue(
                    List.of(PTRACE_EVENT_FORK, PTRACE_EVENT_VFORK, PTRACE_EVENT_CLONE)
                            .contains(status.trapCause()),
                    status.toString());
            int child = (int) ptrace.getEventMsg(pid);
            assertEquals("" + pid, Proc.stat(child, 4), "its parent");
            ptrace.cont(pid, 0);
            assertEquals(PTRACE_EVENT_STOP, next(child).ptraceEvent(), "and it begins stopped");
            ptrace.cont(child, 0);
            assertEquals(PTRACE_EVENT_EXEC, next(child).trapCause());
            assertEquals(child, ptrace.getEventMsg(child), "the thread it was");
            assertEquals("true", Proc.field(Path.of("/proc/" + child + "/status"), "Name"));
            ptrace.cont(child, 0);
            assertEquals(PTRACE_EVENT_EXIT, next(child).trapCause());
            assertEquals(0, ptrace.getEventMsg(child));
            ptrace.cont(child, 0);
            assertEquals("exited 0", next(child).toString());
            status = next(pid);
            if (status.stopSignal() == SIGCHLD) {
                ptrace.cont(pid, SIGCHLD);
                status = next(pid);
            }
            assertEquals(PTRACE_EVENT_EXIT, status.trapCause());
            assertEquals("exited 4", new WaitStatus((int) ptrace.getEventMsg(pid)).toString());
            ptrace.cont(pid, 0);
            children.waited(pid);
            assertEquals("exited 4", Children.await(pid).toString());
        }
    }

    @Test
    void attachingStopsAndDetachingLetsRun() throws Exception {
        String end = onWaiting("exit 7", pid -> {
            Path status = Path.of("/proc", "" + pid, "status");
            ptrace.attach(pid);
            assertEquals("stopped by SIGSTOP", next(pid).toString());
            assertEquals(
                    Files.readSymbolicLink(Path.of("/proc/thread-self"))
                            .getFileName()
                            .toString(),
                    Proc.field(status, "TracerPid"));
            assertErrno(EPERM, () -> ptrace.attach(pid));
            assertErrno(EIO, () -> ptrace.interrupt(pid)); // only what was seized
            ptrace.detach(pid, 0);
            assertEquals("0", Proc.field(status, "TracerPid"));
        });
        assertEquals("exited 7", end);
    }

    @Test
    void whatCannotBeIsSaid() throws Exception {
        assertErrno(ESRCH, () -> ptrace.attach(NO_PROCESS));
        ErrnoException nobody = assertErrno(ESRCH, () -> ptrace.seize(NO_PROCESS, 0));
        assertEquals("ptrace", nobody.call());
        assertEquals("pid " + NO_PROCESS, nobody.subject());
        assertErrno(EPERM, () -> ptrace.attach(processes.getpid())); // none of one's own threads
        onStopped(0, pid -> {
            assertErrno(EINVAL, () -> ptrace.setOptions(pid, 1 << 30));
            assertErrno(EIO, () -> ptrace.cont(pid, NO_SIGNAL));
            assertErrno(EIO, () -> ptrace.syscall(pid, NO_SIGNAL));
            assertErrno(EIO, () -> ptrace.singleStep(pid, NO_SIGNAL));
            assertErrno(EIO, () -> ptrace.detach(pid, NO_SIGNAL));
            assertErrno(EIO, () -> ptrace.ptrace(NO_REQUEST, pid, 0, 0));
            assertErrno(EFAULT, () -> ptrace.ptrace(PTRACE_GETEVENTMSG, pid, 0, 8));
            ptrace.cont(pid, 0);
            assertErrno(ESRCH, () -> ptrace.getEventMsg(pid)); // it runs
            assertErrno(ESRCH, () -> ptrace.getRegs(pid, ptrace.newRegs()));
            assertErrno(ESRCH, () -> ptrace.setRegs(pid, ptrace.newRegs()));
            assertErrno(ESRCH, () -> ptrace.getSyscallInfo(pid, ptrace.newSyscallStop()));
            assertErrno(ESRCH, () -> ptrace.setOptions(pid, 0));
            assertErrno(ESRCH, () -> ptrace.peekData(pid, 0, new byte[1]));
            assertErrno(ESRCH, () -> ptrace.inject(pid, SYS_getpid));
            assertErrno(ESRCH, () -> ptrace.pokeData(pid, 0, new byte[1]));
            assertErrno(ESRCH, () -> ptrace.detach(pid, 0));
        });
        assertErrno(EIO, () -> ptrace.seize(processes.getppid(), 1 << 30));
    }

    @Test
    void whatIsNotOursIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ptrace.getRegs(1, foreign(Regs.class)));
        assertThrows(IllegalArgumentException.class, () -> ptrace.setRegs(1, foreign(Regs.class)));
        assertThrows(IllegalArgumentException.class, () -> ptrace.getSyscallInfo(1, foreign(SyscallStop.class)));
    }

    @Test
    void nullIsRefusedByTheArgumentsName() {
        assertNullRefused("into", () -> ptrace.peekTextOrErrno(1, 0, null));
        assertNullRefused("into", () -> ptrace.peekDataOrErrno(1, 0, null));
        assertNullRefused("from", () -> ptrace.pokeTextOrErrno(1, 0, null));
        assertNullRefused("from", () -> ptrace.pokeDataOrErrno(1, 0, null));
        assertNullRefused("into", () -> ptrace.getRegsOrErrno(1, null));
        assertNullRefused("from", () -> ptrace.setRegsOrErrno(1, null));
        assertNullRefused("into", () -> ptrace.getSyscallInfoOrErrno(1, null));
        assertNullRefused("arguments", () -> ptrace.inject(1, SYS_getpid, (long[]) null));
    }

    /** No request reaches a process that does not exist: each twin returns what its plain form throws. */
    @ParameterizedTest
    @MethodSource("twins")
    void aTwinReturnsTheErrnoThatThePlainFormThrows(Method twin) throws Exception {
        Object[] arguments = new Object[twin.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = twin.getParameterTypes()[i];
            boolean isPid = twin.getParameters()[i].getName().equals("pid");
            arguments[i] = type == int.class
                    ? (Object) (isPid ? NO_PROCESS : 0)
                    : type == long.class
                            ? (Object) 0L
                            : type == byte[].class
                                    ? new byte[8]
                                    : type == Regs.class ? ptrace.newRegs() : ptrace.newSyscallStop();
        }
        if (twin.getName().equals("ptraceOrErrno")) {
            arguments[0] = PTRACE_GETEVENTMSG;
        }
        assertEquals(-ESRCH, ((Number) twin.invoke(ptrace, arguments)).intValue());
        Method plain = Roles.otherFace(twin).orElseThrow();
        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> plain.invoke(ptrace, arguments));
        assertEquals(ESRCH, ((ErrnoException) thrown.getCause()).errno());
    }

    static Stream<Method> twins() {
        return Roles.methods(Ptrace.class).stream().filter(Roles::isTwin);
    }

    @Test
    void aConvenienceReturnsWhatTheFillingFormFills() throws Exception {
        onStopped(PTRACE_O_TRACESYSGOOD, pid -> {
            Regs regs = ptrace.newRegs();
            assertEquals(0, ptrace.getRegsOrErrno(pid, regs));
            assertEquals(regs, ptrace.getRegs(pid));
            assertEquals(0, ptrace.setRegsOrErrno(pid, regs));
            assertEquals(8, ptrace.peekDataOrErrno(pid, regs.sp(), new byte[8]));
            assertEquals(0, ptrace.syscallOrErrno(pid, 0));
            next(pid);
            SyscallStop stop = ptrace.newSyscallStop();
            assertEquals(0, ptrace.getSyscallInfoOrErrno(pid, stop));
            assertEquals(stop.op(), ptrace.getSyscallInfo(pid).op());
            assertEquals(stop.instructionPointer(), ptrace.getSyscallInfo(pid).instructionPointer());
            assertEquals(0, ptrace.detachOrErrno(pid, 0));
        });
    }

    private static <T> T foreign(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> null));
    }

    /** Only the thread that attached may make requests, and no other thread of this process. */
    @Test
    void requestsAreOneThreads() throws Exception {
        onStopped(0, pid -> {
            CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> {
                try {
                    return ptrace.getEventMsg(pid);
                } catch (ErrnoException e) {
                    return (long) -e.errno();
                }
            });
            assertEquals(-ESRCH, other.get());
            ptrace.detach(pid, 0);
        });
    }

    /** A tracer that is killed takes its tracees with it. */
    @Test
    void nothingStoppedIsLeftBehind() throws Exception {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            awaitCall(pid, SYS_read);
            try (ChildJvm jvm = ChildJvm.start(TracingProgram.class)) {
                assertEquals("stopped", jvm.ask("" + pid));
                assertEquals(128 + SIGKILL, jvm.last("die").exit());
            }
            children.waited(pid);
            assertEquals("killed by SIGKILL", Children.await(pid).toString());
        }
    }

    @Test
    @NeedsRoot
    void othersProcessesAreNotForUsersToTrace() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(TracingProgram.class, "-Dtracing.user=12345")) {
            assertEquals("EPERM", jvm.ask("" + processes.getpid()));
        }
    }

    private long stackPointer(int pid) throws ErrnoException {
        Regs regs = ptrace.newRegs();
        ptrace.getRegs(pid, regs);
        return regs.sp();
    }

    private static byte[] memory(int pid, long address, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            file.seek(address);
            byte[] bytes = new byte[length];
            file.readFully(bytes);
            return bytes;
        }
    }

    private static long endOfStack(int pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", "" + pid, "maps"))) {
            if (line.endsWith("[stack]")) {
                return Long.parseUnsignedLong(line.substring(line.indexOf('-') + 1, line.indexOf(' ')), 16);
            }
        }
        throw new AssertionError("no stack in process " + pid);
    }
}
