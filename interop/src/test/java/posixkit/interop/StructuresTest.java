package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RLIM_INFINITY;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jnr.posix.FileStat;
import jnr.posix.NanosecondFileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.RLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.process.Rlimit;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.time.Timeval;

/** jnr-posix, in the same process, is the oracle. */
class StructuresTest {
    private static final POSIX JNR = POSIXFactory.getNativePOSIX();
    private static final Posix OURS = Posix.get();

    @TempDir
    Path folder;

    @Test
    void everyMethodOfAFileStatReturnsWhatJnrPosixReturns() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        OURS.files().chmod(file.toString(), 06754);
        OURS.files().mkfifo(folder.resolve("fifo").toString(), 0600);
        OURS.files().symlink("file", folder.resolve("link").toString());
        OURS.files().mkdir(folder.resolve("tmp").toString(), 01777);
        for (String name : List.of("file", "fifo", "link", "tmp")) {
            String path = folder.resolve(name).toString();
            assertEquals(
                    values(JNR.lstat(path)), values(FileStats.toJnr(OURS.files().lstat(path))), path);
        }
        for (String path : List.of("/", "/dev/null", "/bin/sh", "/etc/passwd")) {
            assertEquals(
                    values(JNR.stat(path)), values(FileStats.toJnr(OURS.files().stat(path))), path);
        }
        int[] pair = OURS.sockets().socketpair(posixkit.constants.Sock.AF_UNIX, posixkit.constants.Sock.SOCK_STREAM, 0);
        try (Fd one = Fd.own(pair[0]);
                Fd other = Fd.own(pair[1])) {
            FileStat socket = FileStats.toJnr(OURS.io().fstat(one.num()));
            assertEquals(values(JNR.fstat(one.num())), values(socket));
            assertEquals("socket", socket.ftype());
            assertFalse(socket.isIdentical(FileStats.toJnr(OURS.io().fstat(other.num()))));
        }
    }

    @Test
    @NeedsGnu
    @NeedsTool("stat")
    void deviceNumbersAreSplitAsTheSystemSplitsThem() throws Exception {
        FileStat device = FileStats.toJnr(OURS.files().stat("/dev/null"));
        assertEquals(
                Programs.output("stat", "-c", "%t:%T", "/dev/null"),
                Integer.toHexString(device.major(device.rdev())) + ":"
                        + Integer.toHexString(device.minor(device.rdev())));
        assertTrue(device.isCharDev());
        assertEquals("characterSpecial", device.ftype());
    }

    @Test
    void aSupplementaryGroupIsAGroupOfThisProcess() throws Exception {
        FileStat view = FileStats.toJnr(OURS.files().stat("/"));
        for (int group : OURS.ids().getgroups()) {
            assertTrue(view.groupMember(group));
        }
        assertFalse(view.groupMember(0x7ffffff0));
    }

    @Test
    void aViewChangesWithItsStatAndACopyDoesNot() throws Exception {
        Stat reused = OURS.files().newStat();
        OURS.files().stat("/", reused);
        NanosecondFileStat view = FileStats.toJnr(reused);
        Stat copy = FileStats.fromJnr(view);
        OURS.files().stat("/etc/passwd", reused);
        assertTrue(view.isFile());
        assertTrue(copy.isDirectory());
        assertEquals(reused.toString(), view.toString());
    }

    @Test
    void aFileStatOfJnrPosixBecomesAStat() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Stat ours = OURS.files().stat(file.toString());
        Stat copy = FileStats.fromJnr(JNR.stat(file.toString()));
        assertEquals(ours.dev(), copy.dev());
        assertEquals(ours.ino(), copy.ino());
        assertEquals(ours.mode(), copy.mode());
        assertEquals(ours.nlink(), copy.nlink());
        assertEquals(ours.uid(), copy.uid());
        assertEquals(ours.gid(), copy.gid());
        assertEquals(ours.rdev(), copy.rdev());
        assertEquals(4, copy.size());
        assertEquals(ours.blksize(), copy.blksize());
        assertEquals(ours.blocks(), copy.blocks());
        assertEquals(ours.atime(), copy.atime());
        assertEquals(ours.mtime(), copy.mtime());
        assertEquals(ours.ctime(), copy.ctime());
        assertNotEquals(0, copy.mtimeNsec());
        assertEquals(copy, FileStats.fromJnr(FileStats.toJnr(copy)));
        assertTrue(copy.toString().contains("size=4"), copy.toString());
        assertThrows(NullPointerException.class, () -> FileStats.fromJnr(null));
        assertThrows(NullPointerException.class, () -> FileStats.toJnr(null));
    }

    @Test
    void timesGoBothWays() {
        Timeval time = Timeval.of(-3L << 40, 999_999);
        jnr.posix.Timeval there = Timevals.toJnr(time);
        assertEquals(-3L << 40, there.sec());
        assertEquals(999_999, there.usec());
        assertEquals(time, Timevals.fromJnr(there));
        jnr.posix.Timeval filled = JNR.allocateTimeval();
        Timevals.copy(time, filled);
        assertEquals(time, Timevals.fromJnr(filled));
        assertThrows(NullPointerException.class, () -> Timevals.copy(time, null));
    }

    @Test
    void limitsGoBothWays() throws Exception {
        RLimit theirs = JNR.getrlimit(RLIMIT_NOFILE);
        Rlimit ours = OURS.processes().getrlimit(RLIMIT_NOFILE);
        assertEquals(ours, Rlimits.fromJnr(theirs));
        RLimit back = Rlimits.toJnr(ours);
        assertEquals(theirs.rlimCur(), back.rlimCur());
        assertEquals(theirs.rlimMax(), back.rlimMax());
        OURS.processes().setrlimit(RLIMIT_NOFILE, Rlimits.fromJnr(theirs));
        assertEquals(ours, OURS.processes().getrlimit(RLIMIT_NOFILE));
    }

    @Test
    void noLimitStaysNoLimit() {
        Rlimit none = OURS.processes().newRlimit().cur(RLIM_INFINITY).max(RLIM_INFINITY);
        RLimit there = Rlimits.toJnr(none);
        assertEquals(RLIM_INFINITY, there.rlimCur());
        assertEquals(none, Rlimits.fromJnr(there));
        assertThrows(NullPointerException.class, () -> Rlimits.fromJnr(null));
    }

    /** What the methods without arguments return. */
    private static Map<String, Object> values(FileStat stat) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : NanosecondFileStat.class.getMethods()) {
            if (method.getParameterCount() == 0) {
                try {
                    values.put(method.getName(), method.invoke(stat));
                } catch (InvocationTargetException e) {
                    throw new AssertionError(method.getName(), e.getCause());
                }
            }
        }
        assertTrue(values.size() > 35, values.toString());
        return values;
    }
}
