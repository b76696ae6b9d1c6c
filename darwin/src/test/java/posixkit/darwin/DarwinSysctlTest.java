package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_HW;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_KERN;
import static posixkit.ondarwin.constants.DarwinSysctl.HW_MEMSIZE;
import static posixkit.ondarwin.constants.DarwinSysctl.HW_NCPU;
import static posixkit.ondarwin.constants.DarwinSysctl.HW_PAGESIZE;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_BOOTTIME;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_HOSTNAME;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_MAXFILESPERPROC;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_OSRELEASE;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_OSTYPE;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC_ALL;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC_PID;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.darwin.layout.KinfoProc;
import posixkit.darwin.layout.Timeval_t;
import posixkit.ffi.Native;
import posixkit.ondarwin.Clockrate;
import posixkit.ondarwin.KinfoProcess;
import posixkit.ondarwin.Sysctl;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The kernel's variables. {@code uname}, {@code getconf}, {@code ps} and {@code /proc} are the oracles. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
class DarwinSysctlTest {
    private final Sysctl sysctl = Posix.get().onDarwin().sysctl();

    @Test
    void textIsWhatUnameTells() throws IOException {
        assertEquals(Programs.output("uname", "-s"), sysctl.text(CTL_KERN, KERN_OSTYPE));
        assertEquals(Programs.output("uname", "-s"), sysctl.text("kern.ostype"));
        assertEquals(Programs.output("uname", "-r"), sysctl.text(CTL_KERN, KERN_OSRELEASE));
        assertEquals(Programs.output("uname", "-r"), sysctl.text("kern.osrelease"));
        assertEquals(Programs.output("uname", "-v"), sysctl.text("kern.version"));
        assertEquals(Programs.output("uname", "-m"), sysctl.text("hw.machine"));
        assertEquals(Programs.output("uname", "-n"), sysctl.text(CTL_KERN, KERN_HOSTNAME));
    }

    @Test
    void bytesAreAsTheKernelHasThemWithTheirNul() throws IOException {
        byte[] expected = (Programs.output("uname", "-s") + "\0").getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(expected, sysctl.sysctl(CTL_KERN, KERN_OSTYPE));
        assertArrayEquals(expected, sysctl.sysctlbyname("kern.ostype"));
    }

    @Test
    @NeedsProc
    void numbersAreAsWideAsTheKernelHasThem() throws IOException {
        assertEquals(4, sysctl.sysctlbyname("hw.ncpu").length);
        assertEquals(Long.parseLong(Programs.output("getconf", "_NPROCESSORS_CONF")), sysctl.number(CTL_HW, HW_NCPU));
        assertEquals(sysctl.number(CTL_HW, HW_NCPU), sysctl.number("hw.ncpu"));
        long memory = Long.parseLong(Programs.output("getconf", "_PHYS_PAGES"))
                * Long.parseLong(Programs.output("getconf", "PAGESIZE"));
        assertEquals(8, sysctl.sysctl(CTL_HW, HW_MEMSIZE).length);
        assertEquals(memory, sysctl.number(CTL_HW, HW_MEMSIZE));
        assertEquals(memory, sysctl.number("hw.memsize"));
        assertEquals(
                Programs.output("cat", "/proc/sys/fs/nr_open"),
                Long.toString(sysctl.number(CTL_KERN, KERN_MAXFILESPERPROC)));
    }

    /** One of four bytes by number, and of eight by name. */
    @Test
    void thePageSizeHasTwoWidths() throws IOException {
        long size = Long.parseLong(Programs.output("getconf", "PAGESIZE"));
        assertEquals(4, sysctl.sysctl(CTL_HW, HW_PAGESIZE).length);
        assertEquals(8, sysctl.sysctlbyname("hw.pagesize").length);
        assertEquals(size, sysctl.number(CTL_HW, HW_PAGESIZE));
        assertEquals(size, sysctl.number("hw.pagesize"));
    }

    @Test
    void whatIsNoNumberIsNotReadAsOne() {
        assertThrows(IllegalArgumentException.class, () -> sysctl.number("kern.version"));
        assertThrows(IllegalArgumentException.class, () -> sysctl.number(CTL_KERN, KERN_BOOTTIME));
    }

    @Test
    @NeedsProc
    void aStructureIsReadByItsLayout() throws IOException {
        byte[] bytes = sysctl.sysctl(CTL_KERN, KERN_BOOTTIME);
        Timeval_t time = new Timeval_t();
        assertEquals(time.bytes().length, bytes.length);
        System.arraycopy(bytes, 0, time.bytes(), 0, bytes.length);
        String start = Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.startsWith("btime "))
                .findFirst()
                .orElseThrow();
        assertEquals(start, "btime " + time.sec());
    }

    @Test
    void aNamesNumbersAreFoundAndServeAsWell() throws IOException {
        assertArrayEquals(new int[] {CTL_KERN, KERN_OSTYPE}, sysctl.sysctlnametomib("kern.ostype"));
        assertArrayEquals(new int[] {CTL_KERN, KERN_PROC, KERN_PROC_ALL}, sysctl.sysctlnametomib("kern.proc.all"));
        assertArrayEquals(new int[] {CTL_HW}, sysctl.sysctlnametomib("hw"));
        int[] page = sysctl.sysctlnametomib("hw.pagesize");
        assertArrayEquals(sysctl.sysctlbyname("hw.pagesize"), sysctl.sysctl(page));
        int[] withPid = Arrays.copyOf(sysctl.sysctlnametomib("kern.proc.pid"), 4);
        withPid[3] = Posix.get().processes().getpid();
        assertEquals(Set.of(withPid[3]), pids(sysctl.sysctl(withPid)));
    }

    /** As many as there are, each of the right length; those we know are among them, with what the system says of them. */
    @Test
    void allProcessesAreListed() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting().processGroup(0));
            byte[] all = sysctl.sysctl(CTL_KERN, KERN_PROC, KERN_PROC_ALL);
            assertEquals(0, all.length % KinfoProc.SIZE);
            assertTrue(pids(all).containsAll(Set.of(pid, Posix.get().processes().getpid())));
            byte[] one = sysctl.sysctl(CTL_KERN, KERN_PROC, KERN_PROC_PID, pid);
            assertEquals(KinfoProc.SIZE, one.length);
            ByteBuffer info = ByteBuffer.wrap(one).order(ByteOrder.nativeOrder());
            assertEquals(pid, info.getInt(KinfoProc.PID));
            assertEquals(Posix.get().processes().getpid(), info.getInt(KinfoProc.PPID));
            assertEquals(pid, info.getInt(KinfoProc.PGID));
            assertEquals(Posix.get().ids().getuid(), info.getInt(KinfoProc.UID));
            assertEquals(
                    Programs.output("ps", "-o", "ni=", "-p", "" + pid).strip(), Integer.toString(one[KinfoProc.NICE]));
            assertEquals("sh", new String(one, KinfoProc.COMM, 2, StandardCharsets.UTF_8));
            assertEquals(0, sysctl.sysctl(CTL_KERN, KERN_PROC, KERN_PROC_PID, Integer.MAX_VALUE).length, "nobody");
        }
    }

    @Test
    @NeedsProc
    void processesAndTimesAreValues() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting().processGroup(0));
            List<KinfoProcess> one = sysctl.processes(CTL_KERN, KERN_PROC, KERN_PROC_PID, pid);
            assertEquals(1, one.size());
            KinfoProcess process = one.get(0);
            assertEquals(pid, process.pid());
            assertEquals(pid, process.pgid());
            assertEquals(Posix.get().processes().getpid(), process.ppid());
            assertEquals(Posix.get().ids().getuid(), process.uid());
            assertEquals("sh", process.comm());
            assertEquals(Programs.output("ps", "-o", "ni=", "-p", "" + pid).strip(), Integer.toString(process.nice()));
            List<KinfoProcess> all = sysctl.processes(CTL_KERN, KERN_PROC, KERN_PROC_ALL);
            assertTrue(all.stream().anyMatch(each -> each.pid() == pid));
            assertTrue(all.size() > 1);
            assertEquals(List.of(), sysctl.processes(CTL_KERN, KERN_PROC, KERN_PROC_PID, Integer.MAX_VALUE));
        }
        String started =
                Programs.output("sed", "-n", "s/^btime //p", "/proc/stat").strip();
        assertEquals(Instant.ofEpochSecond(Long.parseLong(started)), sysctl.time("kern.boottime"));
        assertEquals(new Clockrate(100, 10_000, 0, 100, 100), sysctl.clockrate());
        assertErrno(ENOENT, () -> sysctl.time("kern.no"));
        assertErrno(ENOENT, () -> sysctl.processes(CTL_KERN, KERN_PROC));
        assertRefused("name", () -> sysctl.time("hw.ncpu"));
        assertRefused("name", () -> sysctl.processes(sysctl.sysctlnametomib("hw.ncpu")));
    }

    @Test
    void everyCallFailsWithItsErrno() {
        assertEquals(
                "\"1.9999\"",
                assertErrno(ENOENT, () -> sysctl.sysctl(CTL_KERN, 9999)).subject());
        assertEquals(
                "\"no.such\"",
                assertErrno(ENOENT, () -> sysctl.sysctlbyname("no.such")).subject());
        assertEquals(
                "\"no.such\"",
                assertErrno(ENOENT, () -> sysctl.sysctlnametomib("no.such")).subject());
        assertErrno(ENOENT, () -> sysctl.sysctlbyname(""));
        assertErrno(ENOENT, () -> sysctl.sysctl(CTL_KERN, KERN_PROC));
        assertErrno(ENOENT, () -> sysctl.sysctlbyname("kern"));
        assertEquals(
                "\"1.1.3\"",
                assertErrno(EISDIR, () -> sysctl.sysctl(CTL_KERN, KERN_OSTYPE, 3))
                        .subject());
        assertErrno(EINVAL, () -> sysctl.sysctl(CTL_KERN));
        assertErrno(EINVAL, () -> sysctl.sysctl());
        assertErrno(EINVAL, () -> sysctl.sysctl(new int[13]));
        assertErrno(EINVAL, () -> sysctl.sysctl(CTL_KERN, KERN_PROC, KERN_PROC_PID));
    }

    @Test
    void whatNobodyMaySetIsEperm() {
        byte[] value = {1, 2, 3, 4};
        assertEquals(
                "\"6.3\"",
                assertErrno(EPERM, () -> sysctl.sysctl(new int[] {CTL_HW, HW_NCPU}, value))
                        .subject());
        assertEquals(
                "\"hw.ncpu\"",
                assertErrno(EPERM, () -> sysctl.sysctlbyname("hw.ncpu", value)).subject());
        assertMinus(EPERM, sysctl.sysctlOrErrno(new int[] {CTL_HW, HW_NCPU}, value));
        assertMinus(EPERM, sysctl.sysctlbynameOrErrno("hw.ncpu", value));
        assertMinus(ENOENT, sysctl.sysctlbynameOrErrno("no.such", value));
        assertErrno(EPERM, () -> sysctl.set("hw.memsize", 1L << 40));
        assertErrno(EPERM, () -> sysctl.set("hw.ncpu", -1));
        assertErrno(EPERM, () -> sysctl.set("kern.ostype", "Other"));
        assertThrows(IllegalArgumentException.class, () -> sysctl.set("hw.ncpu", 1L << 31));
        assertThrows(IllegalArgumentException.class, () -> sysctl.set("kern.boottime", 1));
    }

    /** In a namespace of their own, whose host has a name of its own. */
    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void rootSetsTheHostsName() throws IOException {
        String before = Programs.output("uname", "-n");
        try (ChildJvm child = ChildJvm.startBy(List.of("unshare", "--uts"), SysctlShell.class)) {
            assertEquals("ok", child.ask("byName elsewhere"));
            assertEquals("elsewhere", child.ask("uname"));
            assertEquals("ok", child.ask("byNumbers nowhere"));
            assertEquals("nowhere", child.ask("uname"));
            assertEquals("EINVAL", child.ask("byName " + "x".repeat(256)));
            assertEquals("nowhere", child.ask("uname"));
            assertEquals("EPERM", child.ask("asNobody byName here"));
            assertEquals("nowhere", child.ask("uname"));
        }
        assertEquals(before, Programs.output("uname", "-n"));
    }

    @Test
    void wrongUseIsRefused() {
        assertThrows(NullPointerException.class, () -> sysctl.sysctl((int[]) null));
        assertThrows(NullPointerException.class, () -> sysctl.sysctlbyname(null));
        assertThrows(NullPointerException.class, () -> sysctl.sysctlnametomib(null));
        assertThrows(NullPointerException.class, () -> sysctl.sysctlbyname("kern.hostname", null));
        assertThrows(NullPointerException.class, () -> sysctl.sysctl(new int[] {CTL_KERN, KERN_HOSTNAME}, null));
        assertThrows(IllegalArgumentException.class, () -> sysctl.sysctlbyname("kern\0.ostype"));
        assertThrows(IllegalArgumentException.class, () -> sysctl.sysctlnametomib("kern\0.ostype"));
    }

    /** A list that has grown at each of the first three reads, or at all reads; a value without a NUL. */
    private static final String GROWING = """
            #include <errno.h>
            #include <string.h>
            extern int *__errno_location(void);
            int calls, asked, most_room;
            static int answer(const char *value, int size, void *old, unsigned long *length) {
                int room = (int) *length;
                if (!old) return asked++, *length = (unsigned long) size, 0;
                if (room > most_room) most_room = room;
                if (calls++ < 3 || size > 1000) return *__errno_location() = 12, -1;
                memcpy(old, value, *length = (unsigned long) size);
                return 0;
            }
            int sysctl(int *name, unsigned count, void *old, unsigned long *length, void *value, unsigned long size) {
                return answer("0123456789", name[count - 1], old, length);
            }
            """;

    @Test
    void whatHasGrownIsAskedForAgainWithMoreRoom(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "growing", GROWING).toString());
        Sysctl growing = DarwinPosix.bind(library).onDarwin().sysctl();
        assertEquals("01234", growing.text(CTL_KERN, 5));
        assertEquals(4, number(library, "calls"));
        assertEquals(4, number(library, "asked"), "each time anew");
        assertEquals(5 + (64 << 3), number(library, "most_room"));
        assertErrno(ENOMEM, () -> growing.sysctl(CTL_KERN, 1001));
        assertEquals(12, number(library, "asked") - 4, "and not for ever");
        assertArrayEquals(new byte[0], growing.sysctl(CTL_KERN, 0));
        assertErrno(ENOSYS, () -> growing.sysctlbyname("kern.ostype"));
        assertErrno(ENOSYS, () -> growing.sysctlnametomib("kern.ostype"));
    }

    /** A libSystem with one variable, whose name and text are not UTF-8. */
    @Test
    void nameAndTextNeedNotBeUtf8(@TempDir Path directory) throws IOException {
        String source = """
                #include <string.h>
                long same;
                int sysctlbyname(const char *name, void *old, unsigned long *length, const void *value, unsigned long size) {
                    same = !strcmp(name, "a.\\xfe");
                    if (value) same = same && size == 3 && !memcmp(value, "\\xff\\xc3\\xa9", 3);
                    if (length) *length = 4;
                    if (old) memcpy(old, "\\xff\\xc3\\xa9", 4);
                    return 0;
                }
                """;
        Native library =
                Native.library(Compiler.library(directory, "bytes", source).toString());
        Sysctl one = DarwinPosix.bind(library).onDarwin().sysctl();
        assertEquals("\uDCFFé", one.text("a.\uDCFE"));
        assertEquals(1, number(library, "same"));
        one.set("a.\uDCFE", "\uDCFFé");
        assertEquals(1, number(library, "same"));
        assertEquals(0, one.sysctlbynameOrErrno("a.\uDCFE", new byte[] {1}));
        assertEquals(0, number(library, "same"));
        for (String value : new String[] {"\uD800", "a\0b", "\uDCC3\uDCA9"}) {
            String refused = assertThrows(IllegalArgumentException.class, () -> one.set("a", value))
                    .getMessage();
            assertTrue(refused.startsWith("value: "), refused);
        }
        String refused = assertThrows(
                        IllegalArgumentException.class, () -> one.sysctlbynameOrErrno("\uD800", new byte[0]))
                .getMessage();
        assertTrue(refused.startsWith("name: "), refused);
    }

    @Test
    void aNameMayHaveTwelveNumbers(@TempDir Path directory) throws IOException {
        String source = """
                long room;
                int sysctlnametomib(const char *name, int *mib, unsigned long *count) {
                    room = (long) *count;
                    for (int i = 0; i < 12; i++) mib[i] = name[0] * 1000 + i;
                    return 0;
                }
                """;
        Native library =
                Native.library(Compiler.library(directory, "twelve", source).toString());
        int[] numbers = DarwinPosix.bind(library).onDarwin().sysctl().sysctlnametomib("\1");
        assertArrayEquals(IntStream.range(1000, 1012).toArray(), numbers);
        assertEquals(12, Native.pointerAt(library.symbol("room")));
    }

    private static int number(Native library, String name) {
        return (int) Native.pointerAt(library.symbol(name));
    }

    private static Set<Integer> pids(byte[] list) {
        ByteBuffer infos = ByteBuffer.wrap(list).order(ByteOrder.nativeOrder());
        Set<Integer> pids = new TreeSet<>();
        for (int at = 0; at < list.length; at += KinfoProc.SIZE) {
            pids.add(infos.getInt(at + KinfoProc.PID));
        }
        assertFalse(pids.contains(0));
        return pids;
    }
}
