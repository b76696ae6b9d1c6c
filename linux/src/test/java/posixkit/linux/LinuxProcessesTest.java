package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Open.O_RDONLY;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.ProcessesContract;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.unix.Bindings;

class LinuxProcessesTest extends ProcessesContract {
    /** With a glibc before 2.34, or another libc, what is open is closed one by one. */
    @Test
    void withoutClosefromTheChildHasNothingElseEither() throws IOException {
        Bindings bindings = LinuxBodies.over(Native.process());
        Processes old =
                LinuxPosixSpawnTest.withoutCode(bindings, new LinuxPosixSpawn(bindings, () -> LinuxPosixSpawnTest.OLD));

        Posix posix = Posix.get();
        try (Fd leaking = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            posix.io().fcntl(leaking.num(), F_SETFD, 0);
            String closed =
                    "[ ! -e /proc/$$/fd/" + leaking.num() + " ] && [ -e /proc/$$/fd/400 ] && [ -e /proc/$$/fd/2 ]";
            int child = old.spawn(Spawn.of("/bin/sh", "-c", closed).dup2(leaking.num(), 400));
            WaitStatus status = new WaitStatus();
            old.wait4(child, status, 0, null);
            assertEquals("exited 0", status.toString());
        }
    }
}
