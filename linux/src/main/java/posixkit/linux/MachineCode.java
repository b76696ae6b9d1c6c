package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import posixkit.ErrnoException;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;

/** One of our routines, in pages of its own, which are never both writable and executable, and are never given back. */
final class MachineCode {
    private final Mapping pages;

    /** {@code memory}: nobody else's, or somebody could unmap what runs. */
    MachineCode(Memory memory, byte[] code) throws ErrnoException {
        pages = memory.mmap(-1, 0, code.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
        pages.put(0, code, 0, code.length);
        memory.mprotect(pages, PROT_READ | PROT_EXEC);
    }

    long address() {
        return pages.address();
    }
}
