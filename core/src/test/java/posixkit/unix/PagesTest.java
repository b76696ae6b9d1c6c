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

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posixkit.ffi.Native;

/** What becomes of pages when a call fails. Here calls fail because they start inside a page. */
class PagesTest {
    private static final Native LIBC = Native.process();

    private final MemoryCalls calls = LIBC.load(MemoryCalls.class);
    private final MapCall map = LIBC.loadSix(MapCall.class, MapCall.WithoutStub.class);
    private final long length = 2L * calls.getpagesize();
    private final long address = map.mmap(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);

    private final Set<String> refused = new TreeSet<>();
    private final Pages pages = new Pages(refusing(), address, length, PROT_READ | PROT_WRITE);

    @AfterEach
    void unmap() {
        calls.munmap(address, length);
    }

    private MemoryCalls refusing() {
        return (MemoryCalls) Proxy.newProxyInstance(
                MemoryCalls.class.getClassLoader(), new Class<?>[] {MemoryCalls.class}, (proxy, method, arguments) -> {
                    if (refused.contains(method.getName())) {
                        arguments[0] = (long) arguments[0] + 1;
                    }
                    return method.invoke(calls, arguments);
                });
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
                    new Pages(calls, address, size, PROT_READ).chunk(size - 1).capacity());
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
