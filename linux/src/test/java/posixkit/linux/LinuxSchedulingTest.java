package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sched.SCHED_FIFO;
import static posixkit.constants.Sched.SCHED_OTHER;
import static posixkit.constants.Sched.SCHED_RR;
import static posixkit.onlinux.constants.LinuxSched.SCHED_BATCH;
import static posixkit.onlinux.constants.LinuxSched.SCHED_IDLE;
import static posixkit.onlinux.constants.LinuxSched.SCHED_RESET_ON_FORK;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pread64;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pwrite64;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.SchedAttr;
import posixkit.onlinux.Scheduling;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** Tests {@link Scheduling} on a child process. The oracles are {@code taskset}, {@code chrt} and {@code /proc}. */
@ExtendWith(Descriptors.class)
class LinuxSchedulingTest {
    private static final int NOBODY = 1 << 22;

    private final Scheduling scheduling = Posix.get().onLinux().scheduling();
    private final CpuSet set = new CpuSet();

    @TempDir
    private Path dir;

    private interface Action {
        void run(int pid) throws IOException;
    }

    private static void withChild(Action action) throws IOException {
        int pid = Posix.get().processes().spawn(Spawn.of("/bin/sleep", "60"));
        try {
            action.run(pid);
        } finally {
            Posix.get().processes().kill(pid, 9);
            Children.await(pid);
        }
    }

    private static String allowed(int pid) throws IOException {
        return "CpuSet[" + Proc.field(Path.of("/proc/" + pid + "/status"), "Cpus_allowed_list") + "]";
    }

    /** What {@code chrt} says of a process: its policy and its priority. */
    private static String chrt(int pid) {
        return Programs.output("chrt", "-p", "" + pid)
                .replaceAll("(?m)^.*: ", "")
                .replace('\n', ' ');
    }

    @Test
    void aProcessRunsWhereItMay() throws IOException {
        withChild(pid -> {
            scheduling.schedGetaffinity(pid, set);
            assertEquals(allowed(pid), set.toString());
            int one = set.cpus().max().orElseThrow();
            scheduling.schedSetaffinity(pid, CpuSet.of(one, 5000));
            assertEquals("CpuSet[" + one + "]", allowed(pid));
            scheduling.schedGetaffinity(pid, set);
            assertEquals(CpuSet.of(one), set);
            Programs.output("taskset", "-p", "1", "" + pid);
            set.add(4000);
            scheduling.schedGetaffinity(pid, set);
            assertEquals(CpuSet.of(0), set);
            assertErrno(EINVAL, () -> scheduling.schedSetaffinity(pid, new CpuSet()));
            assertErrno(EINVAL, () -> scheduling.schedSetaffinity(pid, CpuSet.of((1 << 20) - 1)));
        });
        assertErrno(ESRCH, () -> scheduling.schedGetaffinity(NOBODY, set));
        assertErrno(ESRCH, () -> scheduling.schedSetaffinity(NOBODY, CpuSet.of(0)));
    }

    /** A kernel for more than 1024 processors takes no small mask. This one takes masks of 1024 bytes, and has processor 5000. */
    @Test
    void manyProcessorsFit() throws IOException {
        byte[] mask = new byte[1024];
        mask[5000 / 8] = (byte) (1 << 5000 % 8);
        Path file = Files.write(dir.resolve("mask"), mask);
        SyscallCalls kernel = OldKernel.KERNEL;
        int[] asked = {0};
        try (Fd fd = Fd.own(Posix.get().files().open(file.toString(), O_RDONLY))) {
            SyscallCalls large = (number, pid, size, address, none) -> {
                asked[0]++;
                return size < mask.length ? -EINVAL : kernel.syscall(SYS_pread64, fd.num(), address, mask.length, 0);
            };
            new LinuxScheduling(large).schedGetaffinity(1, set);
        }
        assertEquals(CpuSet.of(5000), set);
        assertEquals(4, asked[0], "128, 256, 512 and 1024 bytes");
        SyscallCalls endless = (number, pid, size, address, none) -> {
            asked[0] = (int) size;
            return -EINVAL;
        };
        assertMinus(EINVAL, new LinuxScheduling(endless).schedGetaffinityOrErrno(1, set));
        assertEquals((1 << 20) / Byte.SIZE, asked[0], "bytes for a million processors");
        assertEquals(CpuSet.of(5000), set, "unchanged after a failure");
    }

    /** This kernel has no interval of seconds, and takes a structure without a size. */
    @Test
    void aStructureIsReadAndWrittenWhole() throws IOException {
        ByteBuffer interval = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        Path file = Files.write(
                dir.resolve("structure"), interval.putLong(2).putLong(3).array());
        SyscallCalls kernel = OldKernel.KERNEL;
        try (Fd fd = Fd.own(Posix.get().files().open(file.toString(), O_RDWR))) {
            SyscallCalls slow =
                    (number, pid, address, b, c) -> kernel.syscall(SYS_pread64, fd.num(), address, interval.limit(), 0);
            assertEquals(2_000_000_003L, new LinuxScheduling(slow).schedRrGetInterval(1));
            SyscallCalls curious =
                    (number, pid, address, b, c) -> kernel.syscall(SYS_pwrite64, fd.num(), address, Integer.BYTES, 0);
            new LinuxScheduling(curious).schedSetattr(1, scheduling.newSchedAttr());
            ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            assertEquals(56, written.getInt(), "SCHED_ATTR_SIZE_VER1");
        }
    }

    @Test
    void aThreadMovesItselfOnly() throws Exception {
        CpuSet whole = new CpuSet();
        scheduling.schedGetaffinity(0, whole);
        Thread thread = new Thread(() -> {
            try {
                scheduling.schedSetaffinity(0, CpuSet.of(0));
                assertEquals("0", Proc.field(Path.of("/proc/thread-self/status"), "Cpus_allowed_list"));
                assertEquals(0, scheduling.getcpu().number());
                set.add(0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        thread.join();
        assertTrue(set.contains(0), "the thread failed");
        scheduling.schedGetaffinity(0, set);
        assertEquals(whole, set);
        Scheduling.Cpu cpu = scheduling.getcpu();
        assertTrue(whole.contains(cpu.number()), cpu.toString());
        assertTrue(Files.exists(Path.of("/sys/devices/system/cpu/cpu" + cpu.number())));
        scheduling.schedYield();
    }

    @Test
    void aPolicyIsSetAndRead() throws IOException {
        withChild(pid -> {
            assertEquals(SCHED_OTHER, scheduling.schedGetscheduler(pid));
            scheduling.schedSetscheduler(pid, SCHED_BATCH, 0);
            assertEquals("SCHED_BATCH 0", chrt(pid));
            Programs.output("chrt", "-i", "-p", "0", "" + pid);
            assertEquals(SCHED_IDLE, scheduling.schedGetscheduler(pid));
            assertEquals(0, scheduling.schedGetparam(pid));
            scheduling.schedSetparam(pid, 0);
            assertErrno(EINVAL, () -> scheduling.schedSetparam(pid, 1));
            assertErrno(EINVAL, () -> scheduling.schedSetscheduler(pid, 99, 0));
            assertErrno(EINVAL, () -> scheduling.schedSetscheduler(pid, SCHED_BATCH, 1));
            assertTrue(scheduling.schedRrGetInterval(pid) >= 0);
        });
        assertErrno(ESRCH, () -> scheduling.schedGetscheduler(NOBODY));
        assertErrno(ESRCH, () -> scheduling.schedGetparam(NOBODY));
        assertErrno(EINVAL, () -> scheduling.schedGetparam(-1));
        assertErrno(ESRCH, () -> scheduling.schedRrGetInterval(NOBODY));
        assertEquals(SCHED_OTHER, scheduling.schedGetscheduler(0));
    }

    @Test
    @NeedsRoot
    void aProcessWithAPriorityGoesFirst() throws IOException {
        withChild(pid -> {
            scheduling.schedSetscheduler(pid, SCHED_RR | SCHED_RESET_ON_FORK, 7);
            assertEquals("SCHED_RR|SCHED_RESET_ON_FORK 7", chrt(pid));
            assertEquals(SCHED_RR | SCHED_RESET_ON_FORK, scheduling.schedGetscheduler(pid));
            long slice = Long.parseLong(Programs.output("cat", "/proc/sys/kernel/sched_rr_timeslice_ms")) * 1_000_000;
            assertEquals(slice, scheduling.schedRrGetInterval(pid), 10_000_000);
            scheduling.schedSetparam(pid, 8);
            assertEquals(8, scheduling.schedGetparam(pid));
            Programs.output("chrt", "-f", "-p", "9", "" + pid);
            assertEquals(9, scheduling.schedGetparam(pid));
            assertEquals(SCHED_FIFO, scheduling.schedGetscheduler(pid));
        });
    }

    @Test
    void attributesAreSetAndRead() throws IOException {
        SchedAttr attr = scheduling.newSchedAttr();
        withChild(pid -> {
            scheduling.schedSetattr(pid, attr.policy(SCHED_BATCH).nice(5));
            assertEquals("SCHED_BATCH 0", chrt(pid));
            assertEquals("5", Proc.stat(pid, 19));
            Programs.output("renice", "-n", "11", "-p", "" + pid);
            SchedAttr seen = scheduling.newSchedAttr();
            scheduling.schedGetattr(pid, seen);
            assertEquals(11, seen.nice());
            assertEquals(SCHED_BATCH, seen.policy());
            SchedAttr kept = seen.copy();
            assertErrno(EINVAL, () -> scheduling.schedSetattr(pid, kept.policy(99)));
            assertErrno(
                    EINVAL,
                    () -> scheduling.schedSetattr(pid, kept.policy(SCHED_OTHER).flags(1L << 40)));
            assertEquals(SCHED_BATCH, seen.policy());
        });
        assertErrno(ESRCH, () -> scheduling.schedGetattr(NOBODY, attr));
        assertErrno(ESRCH, () -> scheduling.schedSetattr(NOBODY, scheduling.newSchedAttr()));
    }

    @Test
    void prioritiesHaveTheirRange() throws IOException {
        assertEquals(99, scheduling.schedGetPriorityMax(SCHED_FIFO));
        assertEquals(1, scheduling.schedGetPriorityMin(SCHED_RR));
        assertEquals(0, scheduling.schedGetPriorityMax(SCHED_OTHER));
        assertEquals(0, scheduling.schedGetPriorityMin(SCHED_OTHER));
        assertErrno(EINVAL, () -> scheduling.schedGetPriorityMax(99));
        assertErrno(EINVAL, () -> scheduling.schedGetPriorityMin(-1));
        Scheduling old = new LinuxScheduling((number, a, b, c, d) -> -ENOSYS);
        assertMinus(ENOSYS, old.schedGetattrOrErrno(1, old.newSchedAttr()));
        assertMinus(ENOSYS, old.schedYieldOrErrno());
        assertErrno(ENOSYS, old::getcpu);
    }

    @Test
    void aSetGrows() {
        CpuSet large = CpuSet.of(IntStream.rangeClosed(100, 3000).toArray());
        assertEquals("CpuSet[100-3000]", large.toString());
        assertEquals(2901, large.size());
        assertEquals(3001, large.length());
        CpuSet copy = large.copy();
        large.remove(2000).remove(1 << 19);
        assertFalse(large.contains(2000));
        assertTrue(copy.contains(2000));
        large.clear();
        assertEquals(new CpuSet(), large);
        assertEquals(0, large.length());
        assertRefused("cpu", () -> large.add(-1));
        assertRefused("cpu", () -> large.contains(1 << 20));
        assertRefused("index", () -> large.word(-1));
        assertThrows(NullPointerException.class, () -> scheduling.schedGetaffinity(1, null));
        large.add((1 << 20) - 1);
        assertEquals("CpuSet[1048575]", large.toString());
    }
}
