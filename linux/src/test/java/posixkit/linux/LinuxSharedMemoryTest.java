package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Shm.IPC_CREAT;
import static posixkit.constants.Shm.IPC_PRIVATE;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_MAYMOVE;
import static posixkit.onlinux.constants.LinuxShm.SHM_DEST;
import static posixkit.onlinux.constants.LinuxShm.SHM_EXEC;
import static posixkit.onlinux.constants.LinuxShm.SHM_REMAP;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.contract.SharedMemoryContract;
import posixkit.memory.Mapping;
import posixkit.testing.Mapped;

class LinuxSharedMemoryTest extends SharedMemoryContract {
    @Test
    void aSegmentIsExecutableIfAFlagSaysSo() throws IOException {
        int id = shared.shmget(IPC_PRIVATE, 8, IPC_CREAT | 0700);
        try (Mapping mapping = shared.shmat(id, SHM_EXEC)) {
            shared.shmctlRmid(id);
            assertEquals(SHM_DEST, shared.shmctlStat(id).mode() & SHM_DEST);
            assertTrue(Mapped.at(mapping.address()).orElseThrow().rights().startsWith("rwx"));
            assertRefused("flags", () -> shared.shmat(id, SHM_REMAP));
            assertRefused("mapping", () -> posix.onLinux().memory().mremap(mapping, 1, MREMAP_MAYMOVE));
        }
    }
}
