package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.SpawnContract;
import posixkit.process.Spawn;

class LinuxSpawnTest extends SpawnContract {
    /** Refused, rather than started at once. */
    @Test
    void nothingIsStartedSuspended() {
        Spawn suspended = Spawn.of("/bin/true").startSuspended();
        assertThrows(
                UnsupportedOperationException.class,
                () -> Posix.get().processes().spawn(suspended));
    }
}
