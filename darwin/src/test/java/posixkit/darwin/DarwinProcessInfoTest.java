package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.ondarwin.constants.DarwinProc.PROC_ALL_PIDS;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PGRP_ONLY;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDTASKINFO;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDTBSDINFO;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PPID_ONLY;
import static posixkit.ondarwin.constants.DarwinProc.PROC_RUID_ONLY;
import static posixkit.ondarwin.constants.DarwinProc.PROC_UID_ONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.darwin.layout.ProcBsdinfo_t;
import posixkit.darwin.layout.ProcTaskinfo_t;
import posixkit.ffi.Native;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.OnDarwinProcesses;
import posixkit.ondarwin.ProcBsdinfo;
import posixkit.ondarwin.ProcTaskinfo;
import posixkit.testing.Children;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** What libproc tells of processes. {@code ps}, {@code readlink} and the JDK are the oracles. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
class DarwinProcessInfoTest {
    private static final int NOBODY = Integer.MAX_VALUE;

    private final Posix posix = Posix.get();
    private final OnDarwinProcesses processes = posix.onDarwin().processes();

    private static String ps(int pid, String column) throws IOException {
        return Programs.output("ps", "-o", column + "=", "-p", "" + pid).strip();
    }

    private static boolean contains(int[] pids, long pid) {
        return Arrays.stream(pids).anyMatch(each -> each == pid);
    }

    @Test
    void listsAreOfThoseAskedFor() throws IOException {
        int me = posix.processes().getpid();
        int user = posix.ids().getuid();
        try (Children children = new Children()) {
            int leader = children.start(children.waiting().processGroup(0));
            int other = children.start(children.waiting().processGroup(leader));
            int[] group = processes.procListpids(PROC_PGRP_ONLY, leader);
            Arrays.sort(group);
            assertArrayEquals(IntStream.of(leader, other).sorted().toArray(), group);
            int[] mine = processes.procListpids(PROC_PPID_ONLY, me);
            assertTrue(contains(mine, leader) && contains(mine, other) && !contains(mine, me));
            for (int[] pids : new int[][] {
                processes.procListpids(PROC_ALL_PIDS, 0),
                processes.procListpids(PROC_UID_ONLY, user),
                processes.procListpids(PROC_RUID_ONLY, user)
            }) {
                assertTrue(contains(pids, me) && contains(pids, leader) && contains(pids, other));
            }
        }
        assertArrayEquals(new int[0], processes.procListpids(PROC_PGRP_ONLY, NOBODY), "nobody");
        assertErrno(EINVAL, () -> processes.procListpids(0, 0));
        assertErrno(EINVAL, () -> processes.procListpids(99, 0));
    }

    @Test
    void thePathIsThatOfTheProgram() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            assertEquals(Path.of("/bin/sh").toRealPath().toString(), processes.procPidpath(pid));
        }
        int me = posix.processes().getpid();
        assertEquals(
                Path.of(System.getProperty("java.home"), "bin", "java")
                        .toRealPath()
                        .toString(),
                processes.procPidpath(me));
        assertEquals(
                "pid 2147483647",
                assertErrno(ESRCH, () -> processes.procPidpath(NOBODY)).subject());
        assertErrno(ESRCH, () -> processes.procPidpath(-1));
    }

    @Test
    void theBsdHalfIsWhatPsTells() throws IOException {
        try (Children children = new Children()) {
            Instant before = Instant.now();
            int pid = children.start(children.waiting().processGroup(0));
            ProcBsdinfo info = processes.procBsdinfo(pid, false);
            assertEquals(pid, info.pid());
            assertEquals(pid, info.pgid());
            assertEquals(posix.processes().getpid(), info.ppid());
            assertEquals("sh", info.comm());
            assertEquals("sh", info.name());
            for (String[] each : new String[][] {
                {"uid", "" + info.uid()},
                {"ruid", "" + info.ruid()},
                {"svuid", "" + info.svuid()},
                {"gid", "" + info.gid()},
                {"rgid", "" + info.rgid()},
                {"svgid", "" + info.svgid()},
                {"ni", "" + info.nice()}
            }) {
                assertEquals(ps(pid, each[0]), each[1], each[0]);
            }
            Duration ago = Duration.between(before, info.start()).abs();
            assertTrue(ago.compareTo(Duration.ofSeconds(3)) < 0, before + " " + info);
            assertTrue(info.nfiles() >= 3, info.toString());
            assertEquals("?".equals(ps(pid, "tty")), info.tdev() == -1);
            posix.processes().kill(pid, SIGSTOP);
            while (!ps(pid, "state").equals("T")) {
                Thread.onSpinWait();
            }
            assertEquals(4, processes.procBsdinfo(pid, false).status());
            posix.processes().kill(pid, SIGCONT);
        }
        assertErrno(ESRCH, () -> processes.procBsdinfo(NOBODY, true));
    }

    /** Most calls find no zombie. */
    @Test
    void zombiesAreFoundByWhoAsksForThem() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(Children.shell("exit 0"));
            while (!ps(pid, "state").equals("Z")) {
                Thread.onSpinWait();
            }
            assertEquals(5, processes.procBsdinfo(pid, true).status());
            assertTrue(contains(processes.procListpids(PROC_ALL_PIDS, 0), pid));
            assertErrno(ESRCH, () -> processes.procBsdinfo(pid, false));
            assertErrno(ESRCH, () -> processes.procTaskinfo(pid));
            assertErrno(ESRCH, () -> processes.procPidpath(pid));
        }
    }

    @Test
    void theMachHalfCountsThreadsMemoryAndTime() throws IOException {
        int me = posix.processes().getpid();
        ProcTaskinfo info = processes.procTaskinfo(me);
        MachTimebase unit = posix.onDarwin().clocks().machTimebaseInfo();
        long nanos = (info.totalUser() + info.totalSystem()) * unit.numer() / unit.denom();
        long after =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        assertTrue(nanos > 0 && nanos <= after + 20_000_000, nanos + " " + after);
        assertEquals(Long.parseLong(ps(me, "vsz")) / 1e5, info.virtualSize() / 1024 / 1e5, 2);
        assertEquals(Long.parseLong(ps(me, "rss")) / 1e5, info.residentSize() / 1024 / 1e5, 0.5);
        assertTrue(info.threadnum() > 1 && info.faults() > 0, info.toString());
        try (Children children = new Children()) {
            assertEquals(
                    1,
                    processes.procTaskinfo(children.start(children.waiting())).threadnum());
        }
        assertErrno(ESRCH, () -> processes.procTaskinfo(NOBODY));
    }

    @Test
    void bytesNeedRoomForAll() throws IOException {
        int me = posix.processes().getpid();
        byte[] info = new byte[ProcBsdinfo_t.SIZE + 8];
        Arrays.fill(info, (byte) 7);
        assertEquals(ProcBsdinfo_t.SIZE, processes.procPidinfo(me, PROC_PIDTBSDINFO, 0, info));
        assertEquals(me, ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt(ProcBsdinfo_t.PID));
        assertEquals(7, info[ProcBsdinfo_t.SIZE]);
        assertEquals(
                "pid " + me,
                assertErrno(
                                ENOMEM,
                                () -> processes.procPidinfo(me, PROC_PIDTBSDINFO, 0, new byte[ProcBsdinfo_t.SIZE - 1]))
                        .subject());
        assertMinus(ENOMEM, processes.procPidinfoOrErrno(me, PROC_PIDTASKINFO, 0, new byte[0]));
        assertMinus(ESRCH, processes.procPidinfoOrErrno(NOBODY, PROC_PIDTASKINFO, 0, new byte[ProcTaskinfo_t.SIZE]));
        assertMinus(EINVAL, processes.procPidinfoOrErrno(me, 0, 0, info));
    }

    /** Each list fills all the room, up to the third; later lists, paths and infos are empty, and errno stays as it was. */
    private static final String GROWING = """
            extern int *__errno_location(void);
            int dup2(int from, int to) {
                return *__errno_location() = 9, -1;
            }
            int calls, most_room;
            int proc_listpids(unsigned type, unsigned info, int *into, int size) {
                if (!into) return 8;
                most_room = size;
                if (info == 0) return 0;
                int count = calls++ < 3 ? size / 4 : 5;
                for (int i = 0; i < count; i++) into[i] = i + 1;
                return count * 4;
            }
            int proc_pidpath(int pid, char *into, unsigned size) {
                return 0;
            }
            """;

    @Test
    void whatHasGrownIsReadAgainWithMoreRoom(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "growing", GROWING).toString());
        OnDarwinProcesses growing = DarwinPosix.bind(library).onDarwin().processes();
        assertArrayEquals(new int[] {1, 2, 3, 4, 5}, growing.procListpids(PROC_PGRP_ONLY, 1));
        assertEquals(4, (int) Native.pointerAt(library.symbol("calls")));
        assertEquals(8 << 3, (int) Native.pointerAt(library.symbol("most_room")));
        assertArrayEquals(new int[0], growing.procListpids(PROC_PGRP_ONLY, 0));
        assertEquals("", growing.procPidpath(1));
        assertErrno(ENOSYS, () -> growing.procTaskinfo(1));
    }
}
