package posixkit.memory;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Maps, protects and locks pages of memory.
 *
 * <p>Where C passes an address and a length, these calls take a {@link Region}: a {@link Mapping}, or a slice of one. So no call can
 * reach the Java heap, code, or memory of others. Once a mapping is unmapped, every call on it throws {@link IllegalStateException}.
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
     * Maps a file; or, with {@code MAP_ANON} and a descriptor of −1, memory full of zeros.
     *
     * <p>{@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)} {@index mmap}
     *
     * <p>The kernel chooses the address. You may close the descriptor right afterwards. {@code offset} must be a multiple of the page
     * size, which is not 4096 everywhere; {@code length} need not. Bytes of the last page behind the end of the file are zeros, and are
     * never written to the file. Pages behind that page cannot be accessed; see {@link Region}. No other process ever shares {@code
     * MAP_SHARED} memory without a file, because posixkit does not fork; map a file in memory instead.
     *
     * <p>The call rejects {@code MAP_FIXED} and similar flags, which can replace other mappings, the JVM's included. It rejects bits of
     * {@code prot} other than the three of POSIX. The length of a mapping of huge pages must be a multiple of their size, or it cannot be
     * unmapped.
     *
     * @throws ErrnoException EINVAL: {@code length} is 0, {@code offset} is inside a page, or the mapping is neither shared nor private;
     *     EACCES: the descriptor was not opened for what {@code prot} and {@code flags} need; EBADF: not open; ENODEV: not a file that can
     *     be mapped; ENOMEM: too much memory, or too many mappings; EAGAIN: more than may be locked; EPERM: a seal forbids it, or the
     *     file system forbids execution
     */
    @Call("mmap(2)")
    Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException;

    /**
     * Unmaps a mapping, whole and once.
     *
     * <p>{@code int munmap(void *addr, size_t length)} {@index munmap}
     *
     * <p>The call waits for calls and accesses that are under way on the mapping. Later ones throw {@link IllegalStateException}. Changes
     * of shared pages still reach their file. {@link Mapping#close} does the same, but may be called twice.
     *
     * @throws ErrnoException ENOMEM: too many mappings, and this one lies inside another; EINVAL: part of a huge page. The pages are then
     *     still mapped
     * @throws IllegalStateException the mapping is unmapped already
     * @throws IllegalArgumentException the mapping is not from {@link #mmap} of this object
     */
    @Call("munmap(2)")
    default void munmap(Mapping mapping) throws ErrnoException {
        Outcome.ofObject("munmap", mapping, munmapOrErrno(mapping));
    }

    /** Same as {@link #munmap}, but returns 0 or −errno. */
    int munmapOrErrno(Mapping mapping);

    /**
     * Changes what is allowed on the pages that the region has a byte of.
     *
     * <p>{@code int mprotect(void *addr, size_t len, int prot)} {@index mprotect}
     *
     * <p>The region must start at the start of a page. The call waits for accesses that are under way. If it fails halfway, as it may
     * with ENOMEM, accesses need both the old and the new protection from then on.
     *
     * @throws ErrnoException EACCES: more than the file was opened for; EINVAL: the region starts inside a page; ENOMEM: too many
     *     mappings
     */
    @Call("mprotect(2)")
    default void mprotect(Region region, int prot) throws ErrnoException {
        Outcome.ofObject("mprotect", region, mprotectOrErrno(region, prot));
    }

    /** Same as {@link #mprotect}, but returns 0 or −errno. */
    int mprotectOrErrno(Region region, int prot);

    /**
     * Writes changes of a shared mapping to its file; with {@code MS_SYNC}, waits until they are on the disk.
     *
     * <p>{@code int msync(void *addr, size_t length, int flags)} {@index msync}
     *
     * <p>Other processes that map or read the file see changes without this call. The region must start at the start of a page.
     *
     * @throws ErrnoException EINVAL: the region starts inside a page, or both {@code MS_SYNC} and {@code MS_ASYNC}; EBUSY: {@code
     *     MS_INVALIDATE} of locked pages; EIO
     */
    @Call(value = "msync(2)", restarts = Call.Restart.ALWAYS)
    default void msync(Region region, int flags) throws ErrnoException {
        Outcome.ofObject("msync", region, Outcome.restarting(() -> msyncOrErrno(region, flags)));
    }

    /** Same as {@link #msync}, but returns 0 or −errno. */
    int msyncOrErrno(Region region, int flags);

    /**
     * Loads all pages that the region has a byte of, and keeps them in memory until {@link #munlock} or unmapping.
     *
     * <p>{@code int mlock(const void *addr, size_t len)} {@index mlock}
     *
     * <p>On Linux one {@code munlock} undoes any number of {@code mlock}; macOS counts them.
     *
     * <p><b>In a JVM:</b> this protects memory outside the heap only. The garbage collector moves objects and leaves copies behind.
     *
     * @throws ErrnoException ENOMEM: more than RLIMIT_MEMLOCK, or a page that is not there; EPERM: the limit is 0; EAGAIN: some pages
     *     could not be locked
     */
    @Call("mlock(2)")
    default void mlock(Region region) throws ErrnoException {
        Outcome.ofObject("mlock", region, mlockOrErrno(region));
    }

    /** Same as {@link #mlock}, but returns 0 or −errno. */
    int mlockOrErrno(Region region);

    /**
     * Allows the system to page out all pages that the region has a byte of.
     *
     * <p>{@code int munlock(const void *addr, size_t len)} {@index munlock}
     *
     * <p>This unlocks whole pages, including bytes of neighbouring regions in them.
     *
     * @throws ErrnoException ENOMEM: on macOS, pages that were not locked
     */
    @Call("munlock(2)")
    default void munlock(Region region) throws ErrnoException {
        Outcome.ofObject("munlock", region, munlockOrErrno(region));
    }

    /** Same as {@link #munlock}, but returns 0 or −errno. */
    int munlockOrErrno(Region region);

    /**
     * Locks all pages of the process: the present ones ({@code MCL_CURRENT}), the future ones ({@code MCL_FUTURE}), or both.
     *
     * <p>{@code int mlockall(int flags)} {@index mlockall}
     *
     * <p>On macOS this always fails with ENOSYS.
     *
     * <p><b>In a JVM:</b> this locks the whole reserved heap, every thread's stack, and the code. With {@code MCL_FUTURE} and a limit, the
     * JVM's own growth fails later, for instance a new thread or a larger heap, and the JVM may not survive that. Linux's {@code
     * MCL_ONFAULT} locks pages only when they are used.
     *
     * @throws ErrnoException ENOMEM: more than RLIMIT_MEMLOCK; EPERM: the limit is 0; EINVAL: no flags, or unknown ones
     */
    @Call("mlockall(2)")
    default void mlockall(int flags) throws ErrnoException {
        Outcome.of("mlockall", mlockallOrErrno(flags));
    }

    /** Same as {@link #mlockall}, but returns 0 or −errno. */
    int mlockallOrErrno(int flags);

    /**
     * Unlocks all pages of the process, whoever locked them, and ends {@code MCL_FUTURE}.
     *
     * <p>{@code int munlockall(void)} {@index munlockall}
     *
     * @throws ErrnoException ENOSYS: on macOS
     */
    @Call("munlockall(2)")
    default void munlockall() throws ErrnoException {
        Outcome.of("munlockall", munlockallOrErrno());
    }

    /** Same as {@link #munlockall}, but returns 0 or −errno. */
    int munlockallOrErrno();

    /**
     * Tells the kernel how the pages will be used.
     *
     * <p>{@code int madvise(void *addr, size_t length, int advice)} {@index madvise}
     *
     * <p>Some advice changes contents: on Linux, {@code MADV_DONTNEED} resets private memory to zeros or to the contents of the file, and
     * {@code MADV_REMOVE} makes a hole in the file. The region must start at the start of a page.
     *
     * <p>The call rejects advice that may make pages inaccessible, such as poisoning or guarding them, and advice that it does not know.
     *
     * @throws ErrnoException EINVAL: the region starts inside a page, or the advice is not for this kind of memory, for instance locked
     *     memory; ENOMEM; EAGAIN: try again
     */
    @Call(value = "madvise(2)", restarts = Call.Restart.ALWAYS)
    default void madvise(Region region, int advice) throws ErrnoException {
        Outcome.ofObject("madvise", region, Outcome.restarting(() -> madviseOrErrno(region, advice)));
    }

    /** Same as {@link #madvise}, but returns 0 or −errno. */
    int madviseOrErrno(Region region, int advice);

    /** Returns the present mappings, in no order. This is no call of C: it lists what {@link #mmap} returned and nobody has unmapped. */
    List<Mapping> mappings();
}
