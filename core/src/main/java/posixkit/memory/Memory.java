package posixkit.memory;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Pages of memory: mapping, protecting, locking them.
 *
 * <p>What C says with an address and a length is a {@link Region} here: a {@link Mapping}, or a slice of one. So no call can
 * be aimed at memory that is not a caller's own, at the heap or at code, and none once the mapping is gone: that is an
 * {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (Mapping file = memory.mmap(fd, 0, length, PROT_READ | PROT_WRITE, MAP_SHARED)) {
 *     file.putLong(8, 42);
 *     memory.msync(file, MS_SYNC);
 * }
 * }</pre>
 */
public interface Memory {
    /**
     * {@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)} {@index mmap}
     *
     * <p>Maps a file, or with {@code MAP_ANON} and a descriptor of −1 memory full of zeros. The kernel chooses the
     * address. The descriptor may be closed right afterwards.
     *
     * <p>{@code offset} must be a multiple of the page size, which is not 4096 everywhere; {@code length} need not. The last
     * page's bytes behind the end of the file are zeros and are never written back; pages behind that one cannot be
     * touched, see {@link Region}. {@code MAP_SHARED} memory without a file is shared with nobody, because programs are
     * started anew here, never forked; take a file in memory.
     *
     * <p>Refused are {@code MAP_FIXED} and its like, which put one mapping in place of another, the JVM's own too, and bits
     * of {@code prot} other than the three of POSIX. Huge pages must be asked for in whole ones, or they cannot be unmapped.
     *
     * @throws ErrnoException EINVAL: no bytes, an offset inside a page, neither shared nor private; EACCES: the descriptor
     *     is not open for what {@code prot} and {@code flags} ask; EBADF: not open; ENODEV: not a file that can be mapped;
     *     ENOMEM: too much, or too many mappings; EAGAIN: more than may be locked; EPERM: forbidden by a seal, or to be
     *     executed where that is not allowed
     */
    @Call("mmap(2)")
    Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException;

    /**
     * {@code int munmap(void *addr, size_t length)} {@index munmap}
     *
     * <p>Takes a mapping away, whole and once. Calls that are under way on it, and accesses, are waited for; what comes later
     * is refused. Shared pages that were changed still reach their file.
     *
     * @throws ErrnoException ENOMEM: too many mappings, and this one lies amid another; EINVAL: part of a huge page. It
     *     is then still there
     * @throws IllegalStateException it is unmapped already
     * @throws IllegalArgumentException it is not from {@link #mmap}
     */
    @Call("munmap(2)")
    void munmap(Mapping mapping) throws ErrnoException;

    /**
     * {@code int mprotect(void *addr, size_t len, int prot)} {@index mprotect}
     *
     * <p>Says anew what may be done with the pages: all that the region has a byte of. It must begin where a page does.
     * Accesses that are under way are waited for.
     *
     * <p>Should it fail halfway, as it may for ENOMEM, what the old and the new protection both allow is allowed from then on.
     *
     * @throws ErrnoException EACCES: more than the file was opened for; EINVAL: it begins inside a page; ENOMEM: too many
     *     mappings would result
     */
    @Call("mprotect(2)")
    void mprotect(Region region, int prot) throws ErrnoException;

    /**
     * {@code int msync(void *addr, size_t length, int flags)} {@index msync}
     *
     * <p>Writes what was changed in a shared mapping to its file, and with {@code MS_SYNC} waits until the disk has it. Others who
     * map or read the file see changes without this. It must begin where a page does.
     *
     * @throws ErrnoException EINVAL: it begins inside a page, or both {@code MS_SYNC} and {@code MS_ASYNC}; EBUSY: to be
     *     invalidated, but locked; EIO
     */
    @Call("msync(2)")
    void msync(Region region, int flags) throws ErrnoException;

    /**
     * {@code int mlock(const void *addr, size_t len)} {@index mlock}
     *
     * <p>Brings in all pages that the region has a byte of, and keeps them in memory until {@link #munlock} or unmapping. On
     * Linux once is undone by once, however often it was done; on macOS they are counted.
     *
     * <p><b>In a JVM:</b> of use for memory outside the heap only: the collector moves objects, and leaves copies behind.
     *
     * @throws ErrnoException ENOMEM: more than RLIMIT_MEMLOCK, or a page that is not there; EPERM: nothing may be locked;
     *     EAGAIN: some could not
     */
    @Call("mlock(2)")
    void mlock(Region region) throws ErrnoException;

    /**
     * {@code int munlock(const void *addr, size_t len)} {@index munlock}
     *
     * <p>Lets the pages be paged out again: all that the region has a byte of, neighbours' bytes in them included.
     *
     * @throws ErrnoException ENOMEM: on macOS, what was not locked
     */
    @Call("munlock(2)")
    void munlock(Region region) throws ErrnoException;

    /**
     * {@code int mlockall(int flags)} {@index mlockall}
     *
     * <p>Locks all pages of the process, those there are ({@code MCL_CURRENT}), those to come ({@code MCL_FUTURE}), or
     * both. macOS has no such thing and says ENOSYS.
     *
     * <p><b>In a JVM:</b> that is the heap, reserved as a whole, every thread's stack, and the code. With {@code MCL_FUTURE} and
     * a limit, it is the JVM's own growth that fails later, a new thread or a larger heap, and it may not survive that. Linux's
     * {@code MCL_ONFAULT} locks pages only as they are used.
     *
     * @throws ErrnoException ENOMEM: more than RLIMIT_MEMLOCK; EPERM: nothing may be locked; EINVAL: no flags, or unknown ones
     */
    @Call("mlockall(2)")
    void mlockall(int flags) throws ErrnoException;

    /**
     * {@code int munlockall(void)} {@index munlockall}
     *
     * <p>Unlocks all pages of the process, whoever locked them, and ends {@code MCL_FUTURE}.
     *
     * @throws ErrnoException ENOSYS: on macOS
     */
    @Call("munlockall(2)")
    void munlockall() throws ErrnoException;

    /**
     * {@code int madvise(void *addr, size_t length, int advice)} {@index madvise}
     *
     * <p>Tells what the pages will be used for. Not all of it is advice: {@code MADV_DONTNEED} on Linux turns private memory to
     * zeros, or back to what the file says; {@code MADV_REMOVE} makes a hole in the file. It must begin where a page does.
     *
     * <p>Refused is advice that is not known to leave pages accessible, as poisoning or guarding them.
     *
     * @throws ErrnoException EINVAL: it begins inside a page, or it is not for this kind of memory, locked memory for one;
     *     ENOMEM; EAGAIN: not now
     */
    @Call("madvise(2)")
    void madvise(Region region, int advice) throws ErrnoException;

    /**
     * No call of C: the mappings there are at the moment, in no order. Those that nobody wants any more are leaks.
     */
    @Call("mmap(2)")
    List<Mapping> mappings();
}
