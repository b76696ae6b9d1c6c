package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Pathconf._PC_2_SYMLINKS;
import static posixkit.constants.Pathconf._PC_ALLOC_SIZE_MIN;
import static posixkit.constants.Pathconf._PC_ASYNC_IO;
import static posixkit.constants.Pathconf._PC_CHOWN_RESTRICTED;
import static posixkit.constants.Pathconf._PC_FILESIZEBITS;
import static posixkit.constants.Pathconf._PC_LINK_MAX;
import static posixkit.constants.Pathconf._PC_MAX_CANON;
import static posixkit.constants.Pathconf._PC_MAX_INPUT;
import static posixkit.constants.Pathconf._PC_NAME_MAX;
import static posixkit.constants.Pathconf._PC_NO_TRUNC;
import static posixkit.constants.Pathconf._PC_PATH_MAX;
import static posixkit.constants.Pathconf._PC_PIPE_BUF;
import static posixkit.constants.Pathconf._PC_PRIO_IO;
import static posixkit.constants.Pathconf._PC_REC_INCR_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_MAX_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_MIN_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_XFER_ALIGN;
import static posixkit.constants.Pathconf._PC_SYMLINK_MAX;
import static posixkit.constants.Pathconf._PC_SYNC_IO;
import static posixkit.constants.Pathconf._PC_VDISABLE;
import static posixkit.constants.StatvfsFlag.ST_NOSUID;
import static posixkit.constants.StatvfsFlag.ST_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.constants.Errno;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.testing.AttributeShell;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests statfs, statvfs and pathconf, by path and by descriptor. The oracles are {@code stat -f} and getconf. */
public abstract class StatfsContract extends WithFiles {
    private static final int NO_SUCH_NAME = 999;

    /** The limits by the names that getconf uses. */
    private static final Map<String, Integer> LIMITS = Map.ofEntries(
            Map.entry("LINK_MAX", _PC_LINK_MAX),
            Map.entry("MAX_CANON", _PC_MAX_CANON),
            Map.entry("MAX_INPUT", _PC_MAX_INPUT),
            Map.entry("NAME_MAX", _PC_NAME_MAX),
            Map.entry("PATH_MAX", _PC_PATH_MAX),
            Map.entry("PIPE_BUF", _PC_PIPE_BUF),
            Map.entry("_POSIX_ASYNC_IO", _PC_ASYNC_IO),
            Map.entry("_POSIX_CHOWN_RESTRICTED", _PC_CHOWN_RESTRICTED),
            Map.entry("_POSIX_NO_TRUNC", _PC_NO_TRUNC),
            Map.entry("_POSIX_PRIO_IO", _PC_PRIO_IO),
            Map.entry("_POSIX_SYNC_IO", _PC_SYNC_IO),
            Map.entry("_POSIX_VDISABLE", _PC_VDISABLE),
            Map.entry("FILESIZEBITS", _PC_FILESIZEBITS),
            Map.entry("POSIX_ALLOC_SIZE_MIN", _PC_ALLOC_SIZE_MIN),
            Map.entry("POSIX_REC_INCR_XFER_SIZE", _PC_REC_INCR_XFER_SIZE),
            Map.entry("POSIX_REC_MAX_XFER_SIZE", _PC_REC_MAX_XFER_SIZE),
            Map.entry("POSIX_REC_MIN_XFER_SIZE", _PC_REC_MIN_XFER_SIZE),
            Map.entry("POSIX_REC_XFER_ALIGN", _PC_REC_XFER_ALIGN),
            Map.entry("SYMLINK_MAX", _PC_SYMLINK_MAX),
            Map.entry("POSIX2_SYMLINKS", _PC_2_SYMLINKS));

    @Test
    @NeedsGnu
    @NeedsProc
    void statfsKnowsWhatCoreutilsKnow() throws IOException {
        for (Path path : new Path[] {dir, Path.of("/proc/self"), Path.of("/sys")}) {
            assertKnown(path, files.statfs(path.toString()));
            Statfs statfs = files.newStatfs();
            files.statfs(path.toString(), statfs);
            assertKnown(path, statfs);
            ((Struct) statfs).clear();
            assertEquals(0, files.statfsOrErrno(path.toString(), statfs));
            assertKnown(path, statfs);
            try (Fd fd = open(path, O_RDONLY)) {
                assertKnown(path, posix.io().fstatfs(fd.num()));
                ((Struct) statfs).clear();
                posix.io().fstatfs(fd.num(), statfs);
                assertKnown(path, statfs);
            }
        }
        assertNotEquals(
                files.statfs("/proc").type(), files.statfs(dir.toString()).type());
    }

    /** Allows for other processes that use the file system meanwhile: free counts may differ by 1 %. */
    private static void assertKnown(Path path, Statfs statfs) {
        String still = Programs.output("stat", "-f", "-c", "%t %s %b %c %i", path.toString());
        assertEquals(
                still,
                Long.toHexString(statfs.type()) + " " + statfs.bsize() + " " + statfs.blocks() + " " + statfs.files()
                        + " " + fsid(statfs),
                path.toString());
        String[] free =
                Programs.output("stat", "-f", "-c", "%f %a %d", path.toString()).split(" ");
        assertNear(Long.parseLong(free[0]), statfs.bfree(), statfs.blocks());
        assertNear(Long.parseLong(free[1]), statfs.bavail(), statfs.blocks());
        assertNear(Long.parseLong(free[2]), statfs.ffree(), statfs.files());
    }

    private static void assertNear(long expected, long actual, long all) {
        assertTrue(Math.abs(expected - actual) <= all / 100, expected + " and " + actual + " of " + all);
    }

    /** Returns the id as coreutils print it: two words without leading zeros. */
    private static String fsid(Statfs statfs) {
        byte[] id = statfs.fsid();
        StringBuilder hex = new StringBuilder();
        for (int word = 0; word < id.length; word += Integer.BYTES) {
            for (int i = word + Integer.BYTES - 1; i >= word; i--) {
                hex.append(HexFormat.of().toHexDigits(id[i]));
            }
        }
        return Long.toHexString(Long.parseUnsignedLong(hex.toString(), 16));
    }

    @Test
    @NeedsGnu
    @NeedsProc
    void statvfsKnowsWhatCoreutilsKnow() throws IOException {
        for (Path path : new Path[] {dir, Path.of("/proc/self"), Path.of("/sys")}) {
            assertKnown(path, files.statvfs(path.toString()));
            Statvfs statvfs = files.newStatvfs();
            files.statvfs(path.toString(), statvfs);
            assertKnown(path, statvfs);
            ((Struct) statvfs).clear();
            assertEquals(0, files.statvfsOrErrno(path.toString(), statvfs));
            assertKnown(path, statvfs);
            try (Fd fd = open(path, O_RDONLY)) {
                assertKnown(path, posix.io().fstatvfs(fd.num()));
                ((Struct) statvfs).clear();
                posix.io().fstatvfs(fd.num(), statvfs);
                assertKnown(path, statvfs);
            }
        }
    }

    private void assertKnown(Path path, Statvfs statvfs) throws IOException {
        String still = Programs.output("stat", "-f", "-c", "%s %S %b %c %l", path.toString());
        assertEquals(
                still,
                statvfs.bsize() + " " + statvfs.frsize() + " " + statvfs.blocks() + " " + statvfs.files() + " "
                        + statvfs.namemax(),
                path.toString());
        byte[] id = files.statfs(path.toString()).fsid();
        assertEquals(idOfStatvfs(ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN)), statvfs.fsid());
        String[] free =
                Programs.output("stat", "-f", "-c", "%f %a %d", path.toString()).split(" ");
        assertNear(Long.parseLong(free[0]), statvfs.bfree(), statvfs.blocks());
        assertNear(Long.parseLong(free[1]), statvfs.bavail(), statvfs.blocks());
        assertNear(Long.parseLong(free[2]), statvfs.ffree(), statvfs.files());
        assertNear(Long.parseLong(free[2]), statvfs.favail(), statvfs.files());
    }

    /** Returns the id that statvfs gives, from the bytes of the id that statfs gives. */
    protected long idOfStatvfs(ByteBuffer idOfStatfs) {
        return idOfStatfs.getLong(0);
    }

    @Test
    void aFailingStatvfsLeavesTheStructureAndALinkIsFollowed() throws IOException {
        Statvfs statvfs = files.newStatvfs();
        byte[] bytes = ((Struct) statvfs).bytes();
        Arrays.fill(bytes, (byte) 0x55);
        byte[] before = bytes.clone();
        ErrnoException thrown = assertErrno(ENOENT, () -> files.statvfs(dir + "/missing", statvfs));
        assertEquals("statvfs", thrown.call());
        thrown = assertErrno(EBADF, () -> posix.io().fstatvfs(NOT_OPEN, statvfs));
        assertEquals("fstatvfs", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
        assertArrayEquals(before, bytes);
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("/dev"));
        files.statvfs(link.toString(), statvfs);
        assertArrayEquals(((Struct) files.statvfs("/dev")).bytes(), bytes);
    }

    /** The oracle is {@code findmnt}, which reads the options of the mount in mountinfo. */
    @Test
    @NeedsProc
    @NeedsTool("findmnt")
    void theFlagsOfStatvfsAreThoseOfTheMount() throws IOException {
        for (String path : new String[] {dir.toString(), "/proc", "/sys"}) {
            List<String> options = List.of(
                    Programs.output("findmnt", "-nro", "OPTIONS", "-T", path).split(","));
            long flags = files.statvfs(path).flag();
            assertEquals(options.contains("ro"), (flags & ST_RDONLY) != 0, path);
            assertEquals(options.contains("nosuid"), (flags & ST_NOSUID) != 0, path);
        }
    }

    @Test
    void aFailingStatfsLeavesTheStructureAndALinkIsFollowed() throws IOException {
        Statfs statfs = files.newStatfs();
        byte[] bytes = ((Struct) statfs).bytes();
        Arrays.fill(bytes, (byte) 0x55);
        byte[] before = bytes.clone();
        assertErrno(ENOENT, () -> files.statfs(dir + "/missing", statfs));
        ErrnoException thrown = assertErrno(EBADF, () -> posix.io().fstatfs(NOT_OPEN, statfs));
        assertEquals("fstatfs", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
        assertArrayEquals(before, bytes);
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("/dev"));
        files.statfs(link.toString(), statfs);
        assertArrayEquals(((Struct) files.statfs("/dev")).bytes(), bytes);
    }

    @Test
    @NeedsGnu
    void statfsOfANameThatIsNotText() throws IOException {
        String path = dir + "/\uDCFFe\uDCE4";
        close(files.creat(path, 0600));
        Statfs statfs = files.newStatfs();
        files.statfs(path, statfs);
        assertKnown(dir, statfs);
        assertEquals(OptionalLong.of(255), files.pathconf(path, _PC_NAME_MAX));
    }

    @Test
    void aStatfsOfSomebodyElseIsRefused() {
        Statfs foreign = (Statfs) Proxy.newProxyInstance(
                Statfs.class.getClassLoader(), new Class<?>[] {Statfs.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> files.statfs(dir.toString(), foreign));
        assertThrows(IllegalArgumentException.class, () -> posix.io().fstatfs(0, foreign));
        assertThrows(NullPointerException.class, () -> files.statfs(dir.toString(), null));
        assertThrows(NullPointerException.class, () -> posix.io().fstatfs(0, null));
        Statvfs foreignToo = (Statvfs) Proxy.newProxyInstance(
                Statvfs.class.getClassLoader(), new Class<?>[] {Statvfs.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> files.statvfs(dir.toString(), foreignToo));
        assertThrows(IllegalArgumentException.class, () -> posix.io().fstatvfs(0, foreignToo));
    }

    /** Returns the expected limit by getconf's name. */
    protected OptionalLong limit(String name, Path path) {
        String answer = Programs.output("getconf", name, path.toString());
        return answer.equals("undefined") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
    }

    /** Returns a name without a limit in a directory. */
    protected int unlimited() {
        return _PC_SYMLINK_MAX;
    }

    @Test
    @NeedsTool("getconf")
    void pathconfKnowsWhatTheSystemKnows() throws IOException {
        Path file = file("file", "");
        for (Path path : new Path[] {dir, file, Path.of("/dev"), Path.of("/dev/null")}) {
            try (Fd fd = open(path, O_RDONLY)) {
                for (Map.Entry<String, Integer> limit : LIMITS.entrySet()) {
                    OptionalLong expected = limit(limit.getKey(), path);
                    String what = limit.getKey() + " of " + path;
                    assertEquals(expected, files.pathconf(path.toString(), limit.getValue()), what);
                    assertEquals(expected, posix.io().fpathconf(fd.num(), limit.getValue()), what);
                }
            }
        }
    }

    /** Before each call another call fails and leaves its errno behind. */
    @Test
    void noLimitIsNoneWhateverErrnoWasBefore() throws IOException {
        String path = dir.toString();
        try (Fd fd = open(dir, O_RDONLY)) {
            assertErrno(EINVAL, () -> files.readlink(path));
            assertEquals(OptionalLong.empty(), files.pathconf(path, unlimited()));
            assertErrno(EINVAL, () -> files.readlink(path));
            assertEquals(OptionalLong.empty(), posix.io().fpathconf(fd.num(), unlimited()));
            assertErrno(ENOENT, () -> files.unlink(path + "/missing"));
            assertEquals(OptionalLong.empty(), files.pathconf(path, unlimited()));
            assertErrno(EBADF, () -> posix.io().close(NOT_OPEN));
            assertEquals(OptionalLong.empty(), posix.io().fpathconf(fd.num(), unlimited()));
        }
    }

    @Test
    void pathconfFailsWithItsErrno() throws IOException {
        String path = dir.toString();
        ErrnoException thrown = assertErrno(EINVAL, () -> files.pathconf(path, NO_SUCH_NAME));
        assertEquals("pathconf", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(EINVAL, () -> files.pathconf(path, -1));
        assertErrno(ENOENT, () -> files.pathconf(path + "/missing", _PC_SYMLINK_MAX));
        assertErrno(ENOENT, () -> files.pathconf(path + "/missing", _PC_NAME_MAX));
        try (Fd fd = open(dir, O_RDONLY)) {
            thrown = assertErrno(EINVAL, () -> posix.io().fpathconf(fd.num(), NO_SUCH_NAME));
            assertEquals("fpathconf", thrown.call());
            assertEquals("fd " + fd.num(), thrown.subject());
        }
        thrown = assertErrno(EBADF, () -> posix.io().fpathconf(NOT_OPEN, _PC_SYMLINK_MAX));
        assertEquals("fpathconf", thrown.call());
        assertErrno(EBADF, () -> posix.io().fpathconf(NOT_OPEN, _PC_NAME_MAX));
    }

    @Test
    void fpathconfOfAPipeIsWhatItTakesInOnePiece() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            OptionalLong expected = OptionalLong.of(posixkit.constants.Limits.PIPE_BUF);
            assertEquals(expected, posix.io().fpathconf(read.num(), _PC_PIPE_BUF));
            assertEquals(expected, posix.io().fpathconf(write.num(), _PC_PIPE_BUF));
        }
    }

    @Test
    @NeedsRoot
    void whoMayNotGetThereIsTold() throws IOException {
        Path closed = Files.createDirectory(dir.resolve("closed"));
        file("closed/file", "");
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chmod", "700", closed.toString());
        try (ChildJvm child = ChildJvm.start(AttributeShell.class)) {
            assertEquals("ok", child.ask("statfs " + closed + "/file"));
            assertEquals("ok", child.ask("seteuid 1234"));
            String eacces = Errno.name(EACCES);
            assertEquals(eacces, child.ask("statfs " + closed + "/file"));
            assertEquals(eacces, child.ask("statvfs " + closed + "/file"));
            assertEquals(eacces, child.ask("pathconf " + closed + "/file " + _PC_SYMLINK_MAX));
            assertEquals(eacces, child.ask("pathconf " + closed + "/file " + _PC_LINK_MAX));
            assertEquals("ok", child.ask("statfs " + closed));
            assertEquals("ok", child.ask("pathconf " + closed + " " + _PC_SYMLINK_MAX));
        }
    }
}
