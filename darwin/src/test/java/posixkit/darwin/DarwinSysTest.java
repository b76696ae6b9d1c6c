package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Sysconf._SC_MESSAGE_PASSING;
import static posixkit.constants.Sysconf._SC_NPROCESSORS_ONLN;
import static posixkit.constants.Sysconf._SC_PHYS_PAGES;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.SysContract;
import posixkit.ffi.Native;
import posixkit.system.Host;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

@NeedsTool("cc")
class DarwinSysTest extends SysContract {
    /** An option that a Mac lacks. */
    @Override
    protected int undefined() {
        return _SC_MESSAGE_PASSING;
    }

    @Test
    void darwinsNumbersAreNotLinuxs() throws IOException {
        Host system = Posix.get().host();
        assertEquals(Programs.output("getconf", "_NPROCESSORS_ONLN"), text(system.sysconf(_SC_NPROCESSORS_ONLN)));
        assertEquals(Programs.output("getconf", "_PHYS_PAGES"), text(system.sysconf(_SC_PHYS_PAGES)));
    }

    /** No test can see what is on the disk. A library in libSystem's place counts the calls of sync. */
    @Test
    void syncAsksLibSystem(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "sync", "long synced;\nvoid sync(void) { synced++; }\n")
                        .toString());
        Host system = DarwinPosix.bind(library).host();
        system.sync();
        assertEquals(1, Native.pointerAt(library.symbol("synced")));
        assertErrno(ENOSYS, () -> system.sysconf(_SC_PHYS_PAGES));
        assertErrno(ENOSYS, () -> system.uname());
        assertMinus(ENOSYS, system.unameOrErrno(system.newUtsname()));
        Posix.get().host().sync();
    }
}
