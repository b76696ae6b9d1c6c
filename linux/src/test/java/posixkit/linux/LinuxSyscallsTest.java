package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_copy_file_range;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_exit;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_exit_group;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_lseek;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_munmap;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pwrite64;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setuid;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.linux.symbols.SyscallSymbols;
import posixkit.memory.Mapping;
import posixkit.onlinux.Syscalls;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.Interrupter;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;

/** What {@link Syscalls} promises. {@code /proc} and the JDK are the oracles. */
@ExtendWith(Descriptors.class)
class LinuxSyscallsTest {
    private static final int NOT_OPEN = 1_000_000;

    /** A number beyond all system calls. */
    private static final int NO_CALL = 100_000;

    private final Posix posix = Posix.get();
    private final Syscalls syscalls = posix.onLinux().syscalls();
    private final Syscalls unguarded = posix.onLinux().unguardedSyscalls();

    @TempDir
    Path dir;

    @Test
    void whatTheKernelAnswersComesBack() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertEquals(pid, syscalls.syscall(SYS_getpid, 0, 0, 0));
        assertEquals(pid, syscalls.syscall6(SYS_getpid, 0, 0, 0, 0, 0, 0));
        assertEquals(pid, syscalls.syscallOrErrno(SYS_getpid, 0, 0, 0));
        assertEquals(pid, syscalls.syscall6OrErrno(SYS_getpid, 0, 0, 0, 0, 0, 0));
        assertEquals(pid, syscalls.rawSyscall(SYS_getpid, 0, 0, 0));
        assertEquals(pid, syscalls.rawSyscall6(SYS_getpid, 0, 0, 0, 0, 0, 0));
        assertEquals(pid, syscalls.rawSyscallNoError(SYS_getpid, 0, 0, 0));
        String tid = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        assertEquals(tid, "" + unguarded.rawSyscallNoError(SYS_gettid, 0, 0, 0), "of the thread that asks");
    }

    @Test
    void threeArgumentsArrive() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "content");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDONLY))) {
            assertEquals(4, syscalls.syscall(SYS_lseek, fd.num(), -3, 2));
            assertEquals(6, syscalls.rawSyscall(SYS_lseek, fd.num(), 2, 1));
            long large = 0x3_4567_89ABL;
            assertEquals(large, syscalls.syscall(SYS_lseek, fd.num(), large, 0), "as wide as registers");
        }
    }

    @Test
    void sixArgumentsArrive() throws IOException {
        Path from = Files.writeString(dir.resolve("from"), "0123456789");
        Path to = Files.writeString(dir.resolve("to"), "----------");
        int page = posix.host().getpagesize();
        try (Fd in = Fd.own(posix.files().open(from.toString(), O_RDONLY));
                Fd out = Fd.own(posix.files().open(to.toString(), O_RDWR));
                Mapping offsets = posix.memory().mmap(-1, 0, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            offsets.putLong(0, 3);
            offsets.putLong(8, 5);
            long address = offsets.address();
            assertEquals(4, syscalls.syscall6(SYS_copy_file_range, in.num(), address, out.num(), address + 8, 4, 0));
            assertEquals("-----3456-", Files.readString(to));
            assertEquals(7, offsets.getLong(0));
            assertEquals(9, offsets.getLong(8));
            assertErrno(
                    EINVAL,
                    () -> syscalls.syscall6(
                            SYS_copy_file_range, in.num(), address, out.num(), address + 8, 4, 1 << 20));
            assertMinus(
                    EINVAL,
                    syscalls.rawSyscall6(SYS_copy_file_range, in.num(), address, out.num(), address + 8, 4, 1 << 20));
            offsets.put(0, new byte[] {'a', 'b'}, 0, 2);
            assertEquals(
                    2, syscalls.syscall6(SYS_pwrite64, out.num(), address, 2, 1, 0, 0), "with fewer, the rest is 0");
            assertEquals("-ab--3456-", Files.readString(to));
        }
    }

    @Test
    void anErrorIsThrownOrComesBackNegative() {
        ErrnoException failed = assertErrno(EBADF, () -> syscalls.syscall(SYS_close, NOT_OPEN, 0, 0));
        assertEquals("syscall", failed.call());
        assertEquals("number " + SYS_close, failed.subject());
        assertErrno(EBADF, () -> syscalls.syscall6(SYS_close, NOT_OPEN, 0, 0, 0, 0, 0));
        assertMinus(EBADF, syscalls.syscallOrErrno(SYS_close, NOT_OPEN, 0, 0));
        assertMinus(EBADF, syscalls.syscall6OrErrno(SYS_close, NOT_OPEN, 0, 0, 0, 0, 0));
        assertMinus(EBADF, syscalls.rawSyscall(SYS_close, NOT_OPEN, 0, 0));
        assertMinus(EBADF, syscalls.rawSyscall6(SYS_close, NOT_OPEN, 0, 0, 0, 0, 0));
        assertErrno(ENOSYS, () -> syscalls.syscall(NO_CALL, 0, 0, 0));
        assertErrno(ENOSYS, () -> syscalls.syscall(-1, 0, 0, 0));
    }

    @Test
    void whatTheJvmRunsOnIsNotTakenFromIt() {
        for (long number : new long[] {SYS_exit, SYS_exit_group, SYS_setuid, SYS_munmap}) {
            assertThrows(IllegalArgumentException.class, () -> syscalls.syscallOrErrno(number, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.syscall6OrErrno(number, 0, 0, 0, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.syscall6(number, 0, 0, 0, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.syscall(number, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.rawSyscall(number, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.rawSyscall6(number, 0, 0, 0, 0, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> syscalls.rawSyscallNoError(number, 0, 0, 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> syscalls.syscall(number | 1L << 32, 0, 0, 0),
                    "the kernel sees the lower half");
        }
        assertMinus(EINVAL, unguarded.rawSyscall(SYS_munmap, 1, 1, 0));
    }

    /** The kernel's errors end at −4095. A libc that returns its first argument stands for a call with such values. */
    @Test
    @NeedsTool("cc")
    void aNegativeValueIsNoError() throws IOException {
        String source = """
                extern int *__errno_location(void);
                long syscall(long number, long a, long b, long c, long d, long e, long f) {
                    if (a < 0 && a >= -4095) return *__errno_location() = (int) -a, -1;
                    return a;
                }
                """;
        Native libc = Native.library(Compiler.library(dir, "echo", source).toString());
        Syscalls echo = LinuxPosix.bind(libc).onLinux().syscalls();
        for (long value : new long[] {-4096, -5000, Integer.MIN_VALUE, Long.MIN_VALUE, 0, 4095, Long.MAX_VALUE}) {
            assertFalse(Outcome.isErrno(value), "" + value);
            assertEquals(value, echo.syscall(SYS_getpid, value, 0, 0));
            assertEquals(value, echo.syscall6(SYS_getpid, value, 0, 0, 0, 0, 0));
            assertEquals(value, echo.syscallOrErrno(SYS_getpid, value, 0, 0));
            assertEquals(value, echo.rawSyscall(SYS_getpid, value, 0, 0));
        }
        for (int errno : new int[] {1, 2, 4095}) {
            assertTrue(Outcome.isErrno(-errno));
            assertEquals(
                    errno,
                    assertThrows(ErrnoException.class, () -> echo.syscall(SYS_getpid, -errno, 0, 0))
                            .errno());
            assertEquals(
                    errno,
                    assertThrows(ErrnoException.class, () -> echo.syscall6(SYS_getpid, -errno, 0, 0, 0, 0, 0))
                            .errno());
            assertEquals(-errno, echo.syscallOrErrno(SYS_getpid, -errno, 0, 0));
            assertEquals(-errno, echo.rawSyscall(SYS_getpid, -errno, 0, 0));
        }
    }

    /** A signal does not make the call happen twice. */
    @Test
    @NeedsTool("cc")
    void nothingBeginsAgain() throws IOException {
        Interrupter interrupter = new Interrupter(dir, List.of(SyscallSymbols.class));
        Syscalls interrupted = LinuxPosix.bind(interrupter.library()).onLinux().syscalls();
        interrupted.syscall(SYS_getpid, 0, 0, 0);
        interrupter.arm();
        assertErrno(EINTR, () -> interrupted.syscall(SYS_getpid, 0, 0, 0));
    }

    /** In 32 bits, the largest ids look like errors. */
    @Test
    @NeedsRoot
    void aLargeIdIsNoError() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setuid 4294967294"));
            assertEquals("4294967294", child.ask("rawGeteuid"));
        }
    }

    /** Unlike libc's setuid, a raw call changes the calling thread only. */
    @Test
    @NeedsRoot
    void aRawCallIsOneThreads() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("rawSetfsuid 12345"));
            assertEquals(2, child.ofAllThreads("Uid").size());
        }
        assertEquals("0 0 0 0", Proc.ofThisThread("Uid"));
    }
}
