package posixkit.unix;

import static posixkit.constants.Mmap.MADV_DONTNEED;
import static posixkit.constants.Mmap.MADV_FREE;
import static posixkit.constants.Mmap.MADV_NORMAL;
import static posixkit.constants.Mmap.MADV_PAGEOUT;
import static posixkit.constants.Mmap.MADV_RANDOM;
import static posixkit.constants.Mmap.MADV_SEQUENTIAL;
import static posixkit.constants.Mmap.MADV_WILLNEED;
import static posixkit.constants.Mmap.MAP_FIXED;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posixkit.ErrnoException;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.Region;

/** {@link Memory}, but for what only one system knows. <b>Internal.</b> */
public class UnixMemory implements Memory {
    private final MemoryCalls calls;
    private final MapCall map;
    private final Set<Mapping> mappings = ConcurrentHashMap.newKeySet();

    public UnixMemory(Bindings bindings) {
        calls = bindings.library().load(MemoryCalls.class);
        map = bindings.library().loadSix(MapCall.class, MapCall.WithoutStub.class);
    }

    @Override
    public final Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException {
        if (length < 0) {
            throw new IllegalArgumentException("a length of " + length);
        }
        if ((flags & placing()) != 0) {
            throw new IllegalArgumentException("a mapping that says where it lies may take the place of another");
        }
        protection(prot);
        long address = Result.negate(map.mmap(0, length, prot, flags, fd, offset));
        if (fd < 0) {
            Result.orThrow(address, "mmap", "length", length);
        }
        Result.orThrow(address, "mmap", "fd", fd);
        return mapped(address, length, prot);
    }

    @Override
    public final void munmap(Mapping mapping) throws ErrnoException {
        if (!unmap(own(mapping))) {
            throw new IllegalStateException("unmapped already: " + mapping);
        }
    }

    @Override
    public final void mprotect(Region region, int prot) throws ErrnoException {
        UnixRegion ours = own(region);
        protection(prot);
        Result.orThrow(ours.pages.protect(ours.start, ours.length(), prot), "mprotect", ours.toString());
    }

    @Override
    public final void msync(Region region, int flags) throws ErrnoException {
        UnixRegion ours = own(region);
        int result = ours.pages.call(() -> Result.negate(calls.msync(ours.address(), ours.length(), flags)));
        Result.orThrow(result, "msync", ours.toString());
    }

    @Override
    public final void mlock(Region region) throws ErrnoException {
        UnixRegion ours = own(region);
        int result = ours.pages.call(() -> Result.negate(calls.mlock(ours.address(), ours.length())));
        Result.orThrow(result, "mlock", ours.toString());
    }

    @Override
    public final void munlock(Region region) throws ErrnoException {
        UnixRegion ours = own(region);
        int result = ours.pages.call(() -> Result.negate(calls.munlock(ours.address(), ours.length())));
        Result.orThrow(result, "munlock", ours.toString());
    }

    @Override
    public final void mlockall(int flags) throws ErrnoException {
        Result.check(calls.mlockall(flags), "mlockall");
    }

    @Override
    public final void munlockall() throws ErrnoException {
        Result.check(calls.munlockall(), "munlockall");
    }

    @Override
    public final void madvise(Region region, int advice) throws ErrnoException {
        UnixRegion ours = own(region);
        if (!isHarmless(advice)) {
            throw new IllegalArgumentException("advice " + advice + " is not known to leave pages accessible");
        }
        int result = ours.pages.call(() -> Result.negate(calls.madvise(ours.address(), ours.length(), advice)));
        Result.orThrow(result, "madvise", ours.toString());
    }

    @Override
    public final List<Mapping> mappings() {
        return List.copyOf(mappings);
    }

    /** The flags with which a mapping is not simply put where there is room. */
    protected int placing() {
        return MAP_FIXED;
    }

    /** Whether pages can be accessed after this advice as before. */
    protected boolean isHarmless(int advice) {
        return advice == MADV_NORMAL
                || advice == MADV_RANDOM
                || advice == MADV_SEQUENTIAL
                || advice == MADV_WILLNEED
                || advice == MADV_DONTNEED
                || advice == MADV_FREE
                || advice == MADV_PAGEOUT;
    }

    /** Whether it was this that unmapped it. An older JVM may tell of a page lost before only now, in the middle. */
    final boolean unmap(UnixMapping mapping) throws ErrnoException {
        try {
            return Result.orThrow(mapping.pages.unmap(), "munmap", mapping.toString()) > 0;
        } finally {
            if (mapping.pages.areGone()) {
                mappings.remove(mapping);
            }
        }
    }

    /** Unmapped again if there is no heap left to keep account of it. */
    private Mapping mapped(long address, long length, int prot) {
        try {
            UnixMapping mapping = new UnixMapping(this, new Pages(calls, address, length, prot));
            mappings.add(mapping);
            return mapping;
        } catch (OutOfMemoryError e) {
            calls.munmap(address, length);
            throw e;
        }
    }

    private UnixMapping own(Mapping mapping) {
        if (mapping.getClass() == UnixMapping.class && ((UnixMapping) mapping).isOf(this)) {
            return (UnixMapping) mapping;
        }
        throw new IllegalArgumentException("not a mapping made here: " + mapping);
    }

    private static UnixRegion own(Region region) {
        if (Objects.requireNonNull(region) instanceof UnixRegion ours) {
            return ours;
        }
        throw new IllegalArgumentException("not of a mapping made here: " + region);
    }

    private static void protection(int prot) {
        if ((prot & ~Rights.ALL) != 0) {
            throw new IllegalArgumentException("protection has other bits than read, write and execute: " + prot);
        }
    }
}
