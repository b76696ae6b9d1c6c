package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import posixkit.ErrnoException;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;

/**
 * Holds a piece of machine code. The pages that contain the code are never both writable and executable, and are never unmapped.
 */
final class MachineCode {
    private final Mapping pages;

    /**
     * Allocates new pages with {@code memory}, copies {@code code} to these pages, and makes the pages executable. No other code
     * may use the object {@code memory}. Otherwise, that other code could unmap the pages.
     */
    MachineCode(Memory memory, byte[] code) throws ErrnoException {
        pages = memory.mmap(-1, 0, code.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
        try {
            pages.put(0, code, 0, code.length);
            memory.mprotect(pages, PROT_READ | PROT_EXEC);
        } catch (Throwable e) {
            memory.munmap(pages);
            throw e;
        }
    }

    long address() {
        return pages.address();
    }
}
