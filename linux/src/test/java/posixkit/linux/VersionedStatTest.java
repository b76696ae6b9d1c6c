package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Open;
import posixkit.ffi.Native;
import posixkit.file.Stat;
import posixkit.linux.layout.Stat_t;
import posixkit.unix.Scratch;
import posixkit.unix.StatCalls;

/** Compares the stat family of glibc before 2.33 with the newer functions. */
class VersionedStatTest {
    private final Native libc = Native.process();

    @Test
    void theOldNamesFillTheSameStructure(@TempDir Path dir) throws IOException {
        assumeTrue(libc.symbol("__xstat") != 0, "this libc has only the new names");
        StatCalls old = new VersionedStat(libc);
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.writeString(dir.resolve("file"), "content"));
        Posix posix = Posix.get();
        try (Scratch s = Scratch.open();
                Fd fd = Fd.own(posix.files().open(link.toString(), Open.O_RDONLY))) {
            long path = s.string("path", link.toString());
            long buffer = s.alloc(Stat_t.SIZE);
            Stat followed = posix.files().stat(link.toString());
            Stat itself = posix.files().lstat(link.toString());

            assertEquals(0, old.stat(path, buffer));
            assertSame(followed, s, buffer);
            assertEquals(0, old.lstat(path, buffer));
            assertSame(itself, s, buffer);
            assertEquals(0, old.fstat(fd.num(), buffer));
            assertSame(followed, s, buffer);
            assertEquals(0, old.fstatat(AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW));
            assertSame(itself, s, buffer);

            long missing = s.string("path", "/no/such");
            assertEquals(-1, old.stat(missing, buffer));
            assertEquals(ENOENT, Native.errno());
            assertEquals(-1, old.lstat(missing, buffer));
            assertEquals(-1, old.fstat(-1, buffer));
            assertEquals(EBADF, Native.errno());
            assertEquals(-1, old.fstatat(AT_FDCWD, missing, buffer, 0));
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
}
