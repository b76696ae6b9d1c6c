package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posixkit.ffi.Native;
import posixkit.testing.Replaced;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.MemoryCalls;
import posixkit.unix.call.UnixCalls;

/** What becomes of pages when a call fails. Here calls fail because they start inside a page. */
class PagesTest {
    private final UnixCalls calls = new JnrUnixCalls(Native.process());
    private final long length = 2L * calls.host().getpagesize();
    private final long address = calls.memory().mmap(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);

    private final Set<String> refused = new TreeSet<>();
    private final Pages pages =
            new Pages(refusing(), new Grace(null), address, length, Rights.of(PROT_READ | PROT_WRITE, length), false);

    @AfterEach
    void unmap() {
        calls.memory().munmap(address, length);
    }

    private UnixCalls refusing() {
        MemoryCalls memory = calls.memory();
        for (String name : List.of("munmap", "mprotect")) {
            memory = Replaced.function(MemoryCalls.class, memory, name, (arguments, real) -> {
                if (refused.contains(name)) {
                    arguments[0] = (long) arguments[0] + 1;
                }
                return real.call(arguments);
            });
        }
        return Replaced.topic(UnixCalls.class, calls, MemoryCalls.class, memory);
    }

    @Test
    void pagesThatCouldNotBeUnmappedCanStillBeUsedAndUnmapped() {
        refused.add("munmap");
        assertEquals(-EINVAL, pages.unmap());
        assertFalse(pages.areUnmapped());
        pages.require(PROT_READ | PROT_WRITE, 0, length);
        pages.chunk(8).putLong(8, 42);
        assertEquals(42, pages.chunk(8).getLong(8));
        refused.clear();
        assertEquals(1, pages.unmap());
        assertTrue(pages.areUnmapped());
        assertEquals(0, pages.unmap());
        assertThrows(IllegalStateException.class, () -> pages.require(PROT_READ, 0, 1));
        assertThrows(IllegalStateException.class, pages::hold);
        assertThrows(IllegalStateException.class, () -> pages.protect(0, length, PROT_READ));
    }

    /** The test accesses no byte of these pages, so they need not be mapped. */
    @Test
    void whatIsShorterThanTwoBuffersIsOne() {
        for (long size : new long[] {1, (1L << 30) - 1, 1L << 30}) {
            assertEquals(
                    size,
                    new Pages(calls, new Grace(null), address, size, Rights.of(PROT_READ, size), false)
                            .chunk(size - 1)
                            .capacity());
        }
    }

    /** The kernel may have changed some of the pages, so only accesses that both protections allow are safe. */
    @Test
    void afterAFailedChangeOnlyWhatBothProtectionsAllowIsAllowed() {
        refused.add("mprotect");
        assertEquals(-EINVAL, pages.protect(0, length / 2, PROT_READ | PROT_EXEC));
        pages.require(PROT_READ, 0, length);
        pages.require(PROT_WRITE, length / 2, length / 2);
        assertThrows(IllegalStateException.class, () -> pages.require(PROT_WRITE, 0, 1));
        assertEquals(
                "the pages are protected against being used",
                assertThrows(IllegalStateException.class, () -> pages.require(PROT_EXEC, 0, 1))
                        .getMessage());
        refused.clear();
        assertEquals(0, pages.protect(0, length / 2, PROT_READ | PROT_WRITE));
        pages.require(PROT_READ | PROT_WRITE, 0, length);
    }

    @Test
    void pagesWhoseBeginningIsNotAPagesAreNotTouched() {
        assertEquals(-EINVAL, pages.protect(1, length / 2, 0));
        pages.require(PROT_READ | PROT_WRITE, 0, length);
    }
}
