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
import posixkit.Outcome;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.Region;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link Memory} for Linux and macOS. <b>Internal.</b> A subclass adds the flags and the kinds of advice that only its
 * operating system has.
 */
public class UnixMemory implements Memory {
    private final UnixCalls calls;
    private final Grace grace;
    private final Set<Mapping> mappings = ConcurrentHashMap.newKeySet();

    /** @param barrier makes accesses to mappings faster; null if the operating system has no such call */
    public UnixMemory(Bindings bindings, Barrier barrier) {
        calls = bindings.calls();
        grace = new Grace(barrier);
    }

    @Override
    public final Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException {
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length);
        }
        if ((flags & placing()) != 0) {
            throw new IllegalArgumentException("flags: a mapping at a chosen address may replace another");
        }
        checkProtection(prot);
        long address = calls.memory().mmap(0, length, prot, flags, fd, offset);
        if (fd < 0) {
            Outcome.of("mmap", "length", length, address);
        }
        Outcome.ofFd("mmap", fd, address);
        return mapping(address, length, Rights.of(prot, length), false);
    }

    /**
     * Returns a mapping object for a segment of shared memory that is attached at {@code address}.
     *
     * @param prot how the pages may be accessed
     */
    final Mapping attached(long address, long length, int prot) {
        return mapping(address, length, Rights.of(prot, length), true);
    }

    /** Detaches a segment of shared memory. Returns 0 or −errno. */
    final int detach(Mapping mapping) {
        if (!own(mapping).pages.areAttached()) {
            throw new IllegalArgumentException("mapping: " + mapping + " is not from shmat");
        }
        return munmapOrErrno(mapping);
    }

    /** A system call that changes the length of pages, and moves them perhaps. Returns their new address or −errno. */
    public interface Resize extends Pages.Resize {}

    /**
     * Changes the length of a mapping with {@code call}, and returns a new mapping object for the pages. The given object becomes
     * unmapped.
     */
    public final Mapping resized(Mapping mapping, long newLength, Resize call) throws ErrnoException {
        UnixMapping old = own(mapping);
        if (newLength < 0) {
            throw new IllegalArgumentException("newLength: " + newLength);
        }
        if (old.pages.areAttached()) {
            throw new IllegalArgumentException("mapping: " + mapping + " is from shmat");
        }
        Rights before = old.pages.rights();
        try {
            long address = old.pages.resize(call);
            if (address < 0) {
                Outcome.ofObject("mremap", mapping, (int) address);
            }
            return mapping(address, newLength, before.resized(newLength), false);
        } finally {
            if (old.pages.areUnmapped()) {
                mappings.remove(old);
            }
        }
    }

    /** A system call on a range of pages. Returns 0 or −errno. */
    public interface Use {
        int use(long address, long length, int argument);
    }

    /** Makes a system call on the pages of {@code region}, and keeps them mapped meanwhile. */
    public final int use(Region region, Use call, int argument) {
        UnixRegion range = own(region);
        long stamp = range.pages.hold();
        try {
            return call.use(range.address(), range.length(), argument);
        } finally {
            range.pages.release(stamp);
        }
    }

    @Override
    public final int mincoreOrErrno(Region region, byte[] vec) {
        UnixRegion range = own(region);
        Objects.requireNonNull(vec, "vec");
        int page = calls.host().getpagesize();
        // macOS also accepts a range that starts inside a page.
        long first = range.address() / page * page;
        int count = Math.toIntExact((range.address() - first + range.length() + page - 1) / page);
        if (vec.length < count) {
            throw new IllegalArgumentException("vec: " + vec.length + " bytes for " + count + " pages");
        }
        long stamp = range.pages.hold();
        try (Scratch s = Scratch.open()) {
            long states = s.alloc(count);
            int result = calls.memory().mincore(range.address(), range.length(), states);
            if (result == 0) {
                s.copyTo(vec, 0, states, count);
            }
            return result;
        } finally {
            range.pages.release(stamp);
        }
    }

    /**
     * Returns a mapping object for the new pages at {@code address}. If an exception prevents this, this method unmaps the pages
     * and then throws the exception. If it did not unmap the pages, they would stay mapped for ever, because the caller of
     * {@code mmap} gets no object with which it could unmap them.
     */
    private Mapping mapping(long address, long length, Rights rights, boolean isAttached) {
        UnixMapping mapping = null;
        try {
            mapping = new UnixMapping(this, new Pages(calls, grace, address, length, rights, isAttached));
            mappings.add(mapping);
            return mapping;
        } catch (Throwable e) {
            if (mapping == null && isAttached) {
                calls.sharedMemory().shmdt(address);
            } else if (mapping == null) {
                calls.memory().munmap(address, length);
            } else {
                // Another thread may have received this mapping from mappings(). Unmapping the pages by address would
                // not be enough. unmap(mapping) also marks the mapping as unmapped, so that an access by the other
                // thread throws.
                unmap(mapping);
            }
            throw e;
        }
    }

    @Override
    public final int munmapOrErrno(Mapping mapping) {
        int result = unmap(own(mapping));
        if (result == 0) {
            throw new IllegalStateException("unmapped already: " + mapping);
        }
        return Math.min(result, 0);
    }

    /**
     * Unmaps the pages of {@code mapping}. Returns 1 if this call unmapped them, 0 if they were unmapped before, −errno if they
     * are still mapped.
     */
    final int unmap(UnixMapping mapping) {
        try {
            return mapping.pages.unmap();
        } finally {
            // This check is in a finally block, because pages.unmap() may throw an InternalError after it has unmapped
            // the pages. The InternalError belongs to an earlier access: this thread accessed a lost page, for example
            // a page whose file was shortened. JDK 17 throws the InternalError late, perhaps in the middle of
            // pages.unmap().
            if (mapping.pages.areUnmapped()) {
                mappings.remove(mapping);
            }
        }
    }

    @Override
    public final int mprotectOrErrno(Region region, int prot) {
        UnixRegion range = own(region);
        checkProtection(prot);
        return range.pages.protect(range.start, range.length(), prot);
    }

    @Override
    public final int msyncOrErrno(Region region, int flags) {
        UnixRegion range = own(region);
        long stamp = range.pages.hold();
        try {
            return calls.memory().msync(range.address(), range.length(), flags);
        } finally {
            range.pages.release(stamp);
        }
    }

    @Override
    public final int mlockOrErrno(Region region) {
        UnixRegion range = own(region);
        long stamp = range.pages.hold();
        try {
            return calls.memory().mlock(range.address(), range.length());
        } finally {
            range.pages.release(stamp);
        }
    }

    @Override
    public final int munlockOrErrno(Region region) {
        UnixRegion range = own(region);
        long stamp = range.pages.hold();
        try {
            return calls.memory().munlock(range.address(), range.length());
        } finally {
            range.pages.release(stamp);
        }
    }

    @Override
    public final int mlockallOrErrno(int flags) {
        return calls.memory().mlockall(flags);
    }

    @Override
    public final int munlockallOrErrno() {
        return calls.memory().munlockall();
    }

    @Override
    public final int madviseOrErrno(Region region, int advice) {
        UnixRegion range = own(region);
        if (!isHarmless(advice)) {
            throw new IllegalArgumentException("advice: " + advice + " is not known to leave pages accessible");
        }
        long stamp = range.pages.hold();
        try {
            return calls.memory().madvise(range.address(), range.length(), advice);
        } finally {
            range.pages.release(stamp);
        }
    }

    @Override
    public final List<Mapping> mappings() {
        return List.copyOf(mappings);
    }

    /**
     * Returns the flags that {@code mmap} rejects with an IllegalArgumentException ({@code MAP_FIXED}, …). These flags affect
     * where the new pages are. With one of them, the pages may be in a range of addresses that the kernel did not choose, or the
     * kernel may extend the range later. Without any of them, the kernel chooses a free range of addresses.
     */
    protected int placing() {
        return MAP_FIXED;
    }

    /** Returns true if {@code advice} does not change whether the pages are accessible. */
    protected boolean isHarmless(int advice) {
        return advice == MADV_NORMAL
                || advice == MADV_RANDOM
                || advice == MADV_SEQUENTIAL
                || advice == MADV_WILLNEED
                || advice == MADV_DONTNEED
                || advice == MADV_FREE
                || advice == MADV_PAGEOUT;
    }

    private UnixMapping own(Mapping mapping) {
        if (Objects.requireNonNull(mapping, "mapping") instanceof UnixMapping known && known.isOf(this)) {
            return known;
        }
        throw new IllegalArgumentException("mapping: " + mapping + " is not from mmap of this object");
    }

    private static UnixRegion own(Region region) {
        if (Objects.requireNonNull(region, "region") instanceof UnixRegion known) {
            return known;
        }
        throw new IllegalArgumentException("region: " + region + " is not from mmap");
    }

    private static void checkProtection(int prot) {
        if ((prot & ~Rights.ALL) != 0) {
            throw new IllegalArgumentException("prot: " + prot + " has bits other than read, write and execute");
        }
    }
}
