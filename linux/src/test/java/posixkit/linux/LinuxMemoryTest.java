package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.contract.MemoryContract;
import posixkit.ffi.Native;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.testing.Compiler;
import posixkit.testing.Mapped;
import posixkit.testing.NeedsTool;

class LinuxMemoryTest extends MemoryContract {
    private final Memory memory = Posix.get().memory();

    @Override
    protected int pipe(boolean toRead) {
        return toRead ? ENODEV : EACCES;
    }

    @Override
    protected byte afterNotNeeded(byte before) {
        return 0;
    }

    /** Linux does not count how often a page was locked. */
    @Test
    void whatWasNotLockedIsUnlockedAllTheSame() throws IOException {
        long page = Posix.get().host().getpagesize();
        try (Mapping mapping = memory.mmap(-1, 0, 3 * page, PROT_READ, MAP_PRIVATE | MAP_ANON)) {
            memory.mlock(mapping.slice(page, page));
            memory.mlock(mapping.slice(page, page));
            memory.munlock(mapping);
            assertEquals(0, Mapped.at(mapping.address() + page).orElseThrow().bytes("Locked"));
        }
    }

    /** This mmap returns a range that needs more buffers than an array can hold, so making the mapping fails after the call. */
    private static final String TOO_LARGE = """
            long unmapped[2];
            long mmap(long address, long length, int prot, int flags, int fd, long offset) { return 0x10000; }
            int munmap(long address, long length) { unmapped[0] = address; unmapped[1] = length; return 0; }
            """;

    @Test
    @NeedsTool("cc")
    void pagesThatCannotBeRecordedAreUnmapped(@TempDir Path directory) throws IOException {
        Native library = Native.library(
                Compiler.library(directory, "toolarge", TOO_LARGE).toString());
        Memory memory = new LinuxMemory(LinuxBodies.over(library), null);
        long length = 1L << 61;
        assertThrows(
                NegativeArraySizeException.class, () -> memory.mmap(-1, 0, length, PROT_READ, MAP_PRIVATE | MAP_ANON));
        assertEquals(0x10000, Native.pointerAt(library.symbol("unmapped")));
        assertEquals(length, Native.pointerAt(library.symbol("unmapped") + Long.BYTES));
        assertEquals(List.of(), memory.mappings());
    }

    /** Each Memory lists its own mappings, so only it may unmap them. */
    @Test
    void aMappingIsUnmappedByWhoMappedIt() throws ErrnoException {
        Memory other = new LinuxMemory(LinuxBodies.over(Native.process()), null);
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
            others.get(60, TimeUnit.SECONDS);
            assertThrows(IllegalStateException.class, () -> mapping.putByte(0, (byte) 1));
        }
    }
}
