package posixkit.linux;

import static posixkit.onlinux.constants.LinuxMmap.MADV_COLD;
import static posixkit.onlinux.constants.LinuxMmap.MADV_COLLAPSE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DODUMP;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DOFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DONTDUMP;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DONTFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DONTNEED_LOCKED;
import static posixkit.onlinux.constants.LinuxMmap.MADV_HUGEPAGE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_KEEPONFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_MERGEABLE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_NOHUGEPAGE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_POPULATE_READ;
import static posixkit.onlinux.constants.LinuxMmap.MADV_POPULATE_WRITE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_REMOVE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_UNMERGEABLE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_WIPEONFORK;
import static posixkit.onlinux.constants.LinuxMmap.MAP_FIXED_NOREPLACE;
import static posixkit.onlinux.constants.LinuxMmap.MAP_GROWSDOWN;

import java.util.Set;
import posixkit.linux.call.SyscallCalls;
import posixkit.unix.Barrier;
import posixkit.unix.Bindings;
import posixkit.unix.UnixMemory;

final class LinuxMemory extends UnixMemory {
    /**
     * Values of madvise's parameter {@code advice} that leave the pages as accessible as before. The values that
     * {@link UnixMemory#isHarmless} accepts are not repeated here. This set does not contain MADV_HWPOISON and MADV_SOFT_OFFLINE,
     * because they make the kernel treat pages as faulty memory. It does not contain values that newer kernels add either.
     */
    private static final Set<Integer> HARMLESS = Set.of(
            MADV_COLD,
            MADV_COLLAPSE,
            MADV_DODUMP,
            MADV_DOFORK,
            MADV_DONTDUMP,
            MADV_DONTFORK,
            MADV_DONTNEED_LOCKED,
            MADV_HUGEPAGE,
            MADV_KEEPONFORK,
            MADV_MERGEABLE,
            MADV_NOHUGEPAGE,
            MADV_POPULATE_READ,
            MADV_POPULATE_WRITE,
            MADV_REMOVE,
            MADV_UNMERGEABLE,
            MADV_WIPEONFORK);

    /** @param barrier makes accesses to mappings faster; null if they need not be fast */
    LinuxMemory(Bindings bindings, Barrier barrier) {
        super(bindings, barrier);
    }

    /** Returns an object whose accesses to mappings need no memory barriers: a thread that unmaps pages makes one for all threads. */
    static LinuxMemory withBarrier(Bindings bindings, SyscallCalls kernel) {
        return new LinuxMemory(bindings, new Membarrier(kernel));
    }

    /**
     * Returns the flags for which mmap throws IllegalArgumentException. {@code MAP_GROWSDOWN} is one of them, because a mapping
     * that grows cannot be unmapped by its first address and its length.
     */
    @Override
    protected int placing() {
        return super.placing() | MAP_FIXED_NOREPLACE | MAP_GROWSDOWN;
    }

    @Override
    protected boolean isHarmless(int advice) {
        return super.isHarmless(advice) || HARMLESS.contains(advice);
    }
}
