package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_RDONLY;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;

/** Tests mknod of glibc before 2.33. */
class VersionedNodesTest extends WithFiles {
    private final Native libc = Native.process();

    @BeforeEach
    void thisLibcHasTheOldNames() {
        assumeTrue(libc.symbol("__xmknod") != 0, "this libc has only the new names");
    }

    @Test
    void theOldNamesMakeTheSameNodes() throws IOException {
        LinuxNodeCalls old = new VersionedNodes(libc);
        try (Scratch s = Scratch.open();
                Fd fd = open(dir, O_RDONLY)) {
            assertEquals(0, old.mknod(s.string("path", dir + "/a"), S_IFIFO | 0600, 0));
            assertEquals(0, old.mknodat(fd.num(), s.string("path", "b"), S_IFIFO | 0400, 0));
            assertEquals(-1, old.mknod(s.string("path", dir + "/a"), S_IFIFO | 0600, 0));
            assertEquals(EEXIST, Native.errno());
            assertEquals(-1, old.mknod(s.string("path", dir + "/x"), S_IFIFO | 0600, 1L << 32));
            assertEquals(EINVAL, Native.errno());
            assertEquals(-1, old.mknodat(fd.num(), s.string("path", "b"), S_IFIFO | 0600, 0));
            assertEquals(EEXIST, Native.errno());
        }
        assertEquals(S_IFIFO | 0600, mode(dir + "/a"));
        assertEquals(S_IFIFO | 0400, mode(dir + "/b"));
    }

    @Test
    @NeedsRoot
    void theOldNamesTakeTheDevicesNumber() {
        LinuxNodeCalls old = new VersionedNodes(libc);
        try (Scratch s = Scratch.open()) {
            assertEquals(0, old.mknod(s.string("path", dir + "/a"), S_IFCHR | 0600, 1 << 8 | 3));
            assertEquals(0, old.mknodat(-1, s.string("path", dir + "/b"), S_IFCHR | 0600, 1 << 8 | 5));
        }
        assertEquals("1 3", Programs.output("stat", "-c", "%t %T", dir + "/a"));
        assertEquals("1 5", Programs.output("stat", "-c", "%t %T", dir + "/b"));
    }

    @Test
    @NeedsTool("cc")
    void theyAreTakenWhereTheNewOnesAreNot(@TempDir Path libraries) throws IOException {
        Path library = Compiler.library(libraries, "old", "int __xmknod(void) { return 0; }\n");
        assertInstanceOf(VersionedNodes.class, VersionedNodes.orPlain(Native.library(library.toString())));
        assertNotEquals(VersionedNodes.class, VersionedNodes.orPlain(libc).getClass());
    }
}
