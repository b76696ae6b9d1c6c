package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
