package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.contract.MemoryContract;
import posixkit.ffi.Native;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;

class LinuxMemoryTest extends MemoryContract {
    private final Memory memory = Posix.get().memory();

    /** Whoever unmaps also keeps the books. */
    @Test
    void aMappingIsUnmappedByWhoMappedIt() throws ErrnoException {
        Memory other = new LinuxMemory(LinuxBodies.over(Native.process()));
        try (Mapping mapping = other.mmap(-1, 0, 1, PROT_READ, MAP_PRIVATE | MAP_ANON)) {
            assertThrows(IllegalArgumentException.class, () -> memory.munmap(mapping));
            assertEquals(0, mapping.getByte(0));
        }
    }

    @Test
    void whoHasChangedAProtectionLetsOthersDoSo() throws Exception {
        try (Mapping mapping = memory.mmap(-1, 0, 1, PROT_READ, MAP_PRIVATE | MAP_ANON)) {
            memory.mprotect(mapping, PROT_READ | PROT_WRITE);
            CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
                try {
                    memory.mprotect(mapping, PROT_READ);
                } catch (ErrnoException e) {
                    throw new AssertionError(e);
                }
            });
            others.get(10, TimeUnit.SECONDS);
            assertThrows(IllegalStateException.class, () -> mapping.putByte(0, (byte) 1));
        }
    }
}
