package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.SysContract;
import posixkit.ffi.Native;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.unix.UnixHost;

class LinuxSysTest extends SysContract {
    /** A library in libc's place, with a name, a text and a message that are long. */
    private static final String LONG = """
            #include <errno.h>
            #include <stdio.h>
            #include <string.h>
            char *environ;
            int dup2(int from, int to) { errno = EBADF; return -1; }
            int gethostname(char *name, unsigned long size) {
                memset(name, 'h', size < 1000 ? size : 1000);
                if (size <= 1000) return size < 600 ? 0 : (errno = ENAMETOOLONG, -1);
                name[1000] = 0;
                return 0;
            }
            unsigned long confstr(int name, char *text, unsigned long size) {
                if (name == 1) return 0;
                if (name == 2) { errno = EINVAL; return 0; }
                char whole[701];
                memset(whole, 'c', 700);
                whole[700] = 0;
                snprintf(text, size, "%s", whole);
                return 701;
            }
            int __xpg_strerror_r(int error, char *text, unsigned long size) {
                return snprintf(text, size, "%0900d", error) < size ? 0 : ERANGE;
            }
            """;

    @Test
    @NeedsTool("cc")
    void textsOfAnyLengthAreReadWhole(@TempDir Path directory) throws IOException {
        UnixHost host = new UnixHost(LinuxBodies.over(
                Native.library(Compiler.library(directory, "long", LONG).toString())));
        assertEquals("h".repeat(1000), host.gethostname());
        assertEquals("c".repeat(700), host.confstr(0));
        assertEquals(String.format("%0900d", 7), host.strerror(7));
        for (int i = 0; i < 3; i++) {
            assertNull(host.confstr(1), "no value");
            assertErrno(EINVAL, () -> host.confstr(2));
        }
    }

    @Test
    @NeedsTool("cc")
    void whatLibcLacksIsAnError(@TempDir Path directory) throws IOException {
        UnixHost host = new UnixHost(LinuxBodies.over(Native.library(
                Compiler.library(directory, "none", "char *environ;\n").toString())));
        assertErrno(ENOSYS, host::gethostname);
        assertErrno(ENOSYS, () -> host.confstr(0));
        assertThrows(UnsupportedOperationException.class, () -> host.strerror(1));
    }

    /** No test can see what is on the disk. A library in libc's place counts the calls of sync. */
    @Test
    @NeedsTool("cc")
    void syncAsksLibc(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "sync", "long synced;\nvoid sync(void) { synced++; }\n")
                        .toString());
        new UnixHost(LinuxBodies.over(library)).sync();
        assertEquals(1, Native.pointerAt(library.symbol("synced")));
        Posix.get().host().sync();
    }
}
