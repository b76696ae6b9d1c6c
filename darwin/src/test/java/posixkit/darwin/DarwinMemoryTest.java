package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MCL_CURRENT;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_CAN_REUSE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_FREE_REUSABLE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_FREE_REUSE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_ZERO_WIRED_PAGES;
import static posixkit.ondarwin.constants.DarwinMmap.MAP_NOCACHE;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.contract.MemoryContract;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.testing.Mapped;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinMemoryTest extends MemoryContract {
    private static final int ANONYMOUS = MAP_PRIVATE | MAP_ANON;

    private final Memory memory = Posix.get().memory();

    @Override
    protected int pipe(boolean toRead) {
        return EINVAL;
    }

    /** macOS may keep the contents; the stand-in does. */
    @Override
    protected byte afterNotNeeded(byte before) {
        return before;
    }

    /** The kernel pages out on advice only in builds of Apple's own. */
    @Override
    protected int pageout() {
        return -ENOTSUP;
    }

    @Test
    void aProcessIsNotLockedAsAWhole() {
        assertErrno(ENOSYS, () -> memory.mlockall(MCL_CURRENT));
        assertErrno(ENOSYS, () -> memory.mlockall(0));
        ErrnoException thrown = assertErrno(ENOSYS, memory::munlockall);
        assertEquals("munlockall: ENOSYS (78): Function not implemented", thrown.getMessage());
    }

    @Test
    @NeedsProc
    void locksAreCountedPageByPage() throws IOException {
        int page = 4096;
        try (Mapping map = memory.mmap(-1, 0, 3 * page, PROT_READ | PROT_WRITE, ANONYMOUS)) {
            memory.mlock(map.slice(0, 2 * page));
            memory.mlock(map.slice(page, page));
            memory.munlock(map.slice(page, page));
            assertEquals(2 * page, locked(map, page));
            assertErrno(ENOMEM, () -> memory.munlock(map));
            assertEquals(2 * page, locked(map, page), "nothing of it");
            memory.munlock(map.slice(page, page));
            assertEquals(0, locked(map, page));
            assertEquals(page, locked(map, 0));
        }
    }

    private static long locked(Mapping map, long place) throws IOException {
        return Mapped.at(map.address() + place).orElseThrow().bytes("Locked");
    }

    @Test
    void adviceOfMacOsIsTaken() throws IOException {
        try (Mapping map = memory.mmap(-1, 0, 1 << 16, PROT_READ | PROT_WRITE, ANONYMOUS)) {
            map.putByte(0, (byte) 1);
            for (int advice : new int[] {MADV_ZERO_WIRED_PAGES, MADV_FREE_REUSABLE, MADV_FREE_REUSE, MADV_CAN_REUSE}) {
                memory.madvise(map, advice);
            }
            int next = 11;
            assertThrows(IllegalArgumentException.class, () -> memory.madvise(map, next));
        }
    }

    @Test
    @NeedsProc
    void flagsOfMacOsReachTheSystem() throws IOException {
        try (Mapping map = memory.mmap(-1, 0, 1, PROT_READ, ANONYMOUS | MAP_NOCACHE)) {
            assertTrue(Mapped.at(map.address()).isPresent());
        }
        assertErrno(EINVAL, () -> memory.mmap(1, 0, 1, PROT_READ, ANONYMOUS));
    }
}
