package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.file.Stat;
import posixkit.linux.call.JnrLinuxFileCalls;
import posixkit.linux.call.LinuxFileCalls;
import posixkit.linux.layout.Stat_t;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;
import posixkit.unix.call.FileCalls;
import posixkit.unix.call.JnrFileCalls;

/**
 * A library that has {@code __xstat} and its kind, and no {@code stat} or {@code mknod}, like a glibc before 2.33. Its functions
 * call the old functions of this glibc.
 */
@NeedsTool("cc")
class OldLibcTest extends WithFiles {
    private static final String LIBRARY = """
            extern void *dlsym(void *, const char *);
            #define OLD(name, parameters, ...) int name parameters { return ((int (*) parameters) dlsym(0, #name))(__VA_ARGS__); }
            OLD(__xstat, (int v, const char *p, void *b), v, p, b)
            OLD(__lxstat, (int v, const char *p, void *b), v, p, b)
            OLD(__fxstat, (int v, int fd, void *b), v, fd, b)
            OLD(__fxstatat, (int v, int fd, const char *p, void *b, int f), v, fd, p, b, f)
            OLD(__xmknod, (int v, const char *p, unsigned mode, unsigned long *dev), v, p, mode, dev)
            OLD(__xmknodat, (int v, int fd, const char *p, unsigned mode, unsigned long *dev), v, fd, p, mode, dev)
            """;

    private FileCalls files;
    private LinuxFileCalls more;

    @BeforeEach
    void load(@TempDir Path compiled) throws IOException {
        assumeTrue(Native.process().symbol("__xstat") != 0, "this libc has only the new names");
        Native library =
                Native.library(Compiler.library(compiled, "old", LIBRARY).toString());
        assertEquals(0, library.symbol("stat"));
        files = new JnrFileCalls(library);
        more = new JnrLinuxFileCalls(library);
    }

    @Test
    void theOldNamesFillTheSameStructure() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.writeString(dir.resolve("file"), "content"));
        Posix posix = Posix.get();
        try (Scratch s = Scratch.open();
                Fd fd = Fd.own(posix.files().open(link.toString(), O_RDONLY))) {
            long path = s.string("path", link.toString());
            long buffer = s.alloc(Stat_t.SIZE);
            Stat followed = posix.files().stat(link.toString());
            Stat itself = posix.files().lstat(link.toString());

            assertEquals(0, files.stat(path, buffer));
            assertSame(followed, s, buffer);
            assertEquals(0, files.lstat(path, buffer));
            assertSame(itself, s, buffer);
            assertEquals(0, files.fstat(fd.num(), buffer));
            assertSame(followed, s, buffer);
            assertEquals(0, files.fstatat(AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW));
            assertSame(itself, s, buffer);

            long missing = s.string("path", "/no/such");
            assertEquals(-ENOENT, files.stat(missing, buffer));
            assertEquals(-ENOENT, files.lstat(missing, buffer));
            assertEquals(-EBADF, files.fstat(-1, buffer));
            assertEquals(-ENOENT, files.fstatat(AT_FDCWD, missing, buffer, 0));
            assertSame(itself, s, buffer);
        }
    }

    /** Compares all members except the access times, which reading changes. */
    private static void assertSame(Stat expected, Scratch s, long buffer) {
        Stat_t actual = new Stat_t();
        s.copyTo(actual, buffer);
        ((Stat_t) expected).atimeSec(0).atimeNsec(0);
        actual.atimeSec(0).atimeNsec(0);
        assertArrayEquals(((Stat_t) expected).bytes(), actual.bytes());
    }

    @Test
    void theOldNamesMakeTheSameNodes() throws IOException {
        try (Scratch s = Scratch.open();
                Fd fd = open(dir, O_RDONLY)) {
            assertEquals(0, files.mknod(s.string("path", dir + "/a"), S_IFIFO | 0600, 0));
            assertEquals(0, more.mknodat(fd.num(), s.string("path", "b"), S_IFIFO | 0400, 0));
            assertEquals(-EEXIST, files.mknod(s.string("path", dir + "/a"), S_IFIFO | 0600, 0));
            assertEquals(-EINVAL, files.mknod(s.string("path", dir + "/x"), S_IFIFO | 0600, 1L << 32));
            assertEquals(-EEXIST, more.mknodat(fd.num(), s.string("path", "b"), S_IFIFO | 0600, 0));
        }
        assertEquals(S_IFIFO | 0600, mode(dir + "/a"));
        assertEquals(S_IFIFO | 0400, mode(dir + "/b"));
    }

    @Test
    @NeedsRoot
    void theOldNamesTakeTheDevicesNumber() {
        try (Scratch s = Scratch.open()) {
            assertEquals(0, files.mknod(s.string("path", dir + "/a"), S_IFCHR | 0600, 1 << 8 | 3));
            assertEquals(0, more.mknodat(-1, s.string("path", dir + "/b"), S_IFCHR | 0600, 1 << 8 | 5));
        }
        assertEquals("1 3", Programs.output("stat", "-c", "%t %T", dir + "/a"));
        assertEquals("1 5", Programs.output("stat", "-c", "%t %T", dir + "/b"));
    }
}
