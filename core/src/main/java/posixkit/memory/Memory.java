package posixkit.memory;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Maps, protects and locks pages of memory.
 *
 * <p>Where the C functions take an address and a length, these methods take a {@link Region}: a {@link Mapping}, or a slice of
 * one. So no method can change the Java heap, code, or other memory of the process. After a mapping is unmapped, every call
 * that uses it throws {@link IllegalStateException}.
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
     * Maps a part of a file into memory. With {@code MAP_ANON} and a descriptor of −1, maps new memory that is filled with
     * zeros instead.
     *
     * <p>{@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)} {@index mmap}
     *
     * <p>The kernel chooses the address. You may close the descriptor as soon as the call has returned. {@code offset} must be
     * a multiple of the page size, which is not 4096 on every machine. {@code length} may be any positive number.
     *
     * <p>The last page may extend past the end of the file. Its bytes behind the end of the file are zeros and are never
     * written to the file. Pages after this last page cannot be accessed; see {@link Region}.
     *
     * <p>{@code MAP_SHARED} memory without a file is never shared with another process, because posixkit does not fork. To
     * share memory, map a file that is kept in memory.
     *
     * <p>The call rejects {@code MAP_FIXED} and similar flags, because they can replace other mappings, including those of the
     * JVM. It also rejects bits of {@code prot} other than the three of POSIX. The length of a mapping of huge pages must be a
     * multiple of the huge page size; otherwise the mapping cannot be unmapped.
     *
     * @throws ErrnoException EINVAL: {@code length} is 0, {@code offset} is not a multiple of the page size, or the mapping is
     *     neither shared nor private; EACCES: the descriptor was not opened for the access that {@code prot} and {@code flags}
     *     need; EBADF: {@code fd} is not open; ENODEV: the file cannot be mapped; ENOMEM: too much memory, or too many
     *     mappings; EAGAIN: more memory than may be locked; EPERM: a seal of the file forbids the mapping, or the file system
     *     forbids execution
     */
    @Call("mmap(2)")
    Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException;

    /**
     * Unmaps all pages of {@code mapping}. A mapping can be unmapped only once.
     *
     * <p>{@code int munmap(void *addr, size_t length)} {@index munmap}
     *
     * <p>The call first waits for other calls and accesses that currently use the mapping. Calls and accesses after it throw
     * {@link IllegalStateException}. Changes of shared pages are still written to the file. {@link Mapping#close} does the
     * same, but may be called more than once.
     *
     * @throws ErrnoException ENOMEM: the process has too many mappings, and this mapping is the middle part of a larger one in
     *     the kernel; EINVAL: the mapping ends inside a huge page. In both cases the pages are still mapped
     * @throws IllegalStateException the mapping is already unmapped
     * @throws IllegalArgumentException the mapping is not from {@link #mmap} of this object
     */
    @Call("munmap(2)")
    default void munmap(Mapping mapping) throws ErrnoException {
        Outcome.ofObject("munmap", mapping, munmapOrErrno(mapping));
    }

    /** Same as {@link #munmap}, but returns 0 or −errno. */
    int munmapOrErrno(Mapping mapping);

    /**
     * Changes the protection of all pages that contain a byte of the region.
     *
     * <p>{@code int mprotect(void *addr, size_t len, int prot)} {@index mprotect}
     *
     * <p>The region must start at the start of a page. The call first waits for accesses that currently use the pages. The call
     * may fail with ENOMEM after it has changed only some of the pages. From then on, an access is allowed only if both the old
     * and the new protection allow it.
     *
     * @throws ErrnoException EACCES: {@code prot} allows an access for which the file was not opened; EINVAL: the region starts
     *     inside a page; ENOMEM: too many mappings
     */
    @Call("mprotect(2)")
    default void mprotect(Region region, int prot) throws ErrnoException {
        Outcome.ofObject("mprotect", region, mprotectOrErrno(region, prot));
    }

    /** Same as {@link #mprotect}, but returns 0 or −errno. */
    int mprotectOrErrno(Region region, int prot);

    /**
     * Writes the changes of a shared mapping to its file. With {@code MS_SYNC}, waits until the changes are on the disk.
     *
     * <p>{@code int msync(void *addr, size_t length, int flags)} {@index msync}
     *
     * <p>Other processes that map or read the file see the changes even without this call. The region must start at the start
     * of a page.
     *
     * @throws ErrnoException EINVAL: the region starts inside a page, or {@code flags} contains both {@code MS_SYNC} and
     *     {@code MS_ASYNC}; EBUSY: {@code flags} contains {@code MS_INVALIDATE}, and pages of the region are locked; EIO: the
     *     disk reported an error
     */
    @Call(value = "msync(2)", restarts = Call.Restart.ALWAYS)
    default void msync(Region region, int flags) throws ErrnoException {
        Outcome.ofObject("msync", region, Outcome.restarting(() -> msyncOrErrno(region, flags)));
    }

    /** Same as {@link #msync}, but returns 0 or −errno. */
    int msyncOrErrno(Region region, int flags);

    /**
     * Loads all pages that contain a byte of the region, and keeps them in memory until {@link #munlock} is called or they are
     * unmapped.
     *
     * <p>{@code int mlock(const void *addr, size_t len)} {@index mlock}
     *
     * <p>On Linux, one {@code munlock} undoes any number of {@code mlock} calls. macOS counts the calls, and a page needs as
     * many {@code munlock} calls.
     *
     * <p><b>In a JVM:</b> This protects only memory outside the Java heap. Objects on the heap cannot be protected this way:
     * the garbage collector moves them and leaves copies behind.
     *
     * @throws ErrnoException ENOMEM: more memory than RLIMIT_MEMLOCK allows, or a page does not exist; EPERM: RLIMIT_MEMLOCK is
     *     0; EAGAIN: some pages could not be locked
     */
    @Call("mlock(2)")
    default void mlock(Region region) throws ErrnoException {
        Outcome.ofObject("mlock", region, mlockOrErrno(region));
    }

    /** Same as {@link #mlock}, but returns 0 or −errno. */
    int mlockOrErrno(Region region);

    /**
     * Unlocks all pages that contain a byte of the region: the kernel may move them out of memory again.
     *
     * <p>{@code int munlock(const void *addr, size_t len)} {@index munlock}
     *
     * <p>This unlocks whole pages. If a neighbouring region has bytes in the same page, these bytes are unlocked too.
     *
     * @throws ErrnoException ENOMEM: on macOS, a page was not locked
     */
    @Call("munlock(2)")
    default void munlock(Region region) throws ErrnoException {
        Outcome.ofObject("munlock", region, munlockOrErrno(region));
    }

    /** Same as {@link #munlock}, but returns 0 or −errno. */
    int munlockOrErrno(Region region);

    /**
     * Locks all pages of the process. {@code flags} is {@code MCL_CURRENT} for the present pages, {@code MCL_FUTURE} for pages
     * that are mapped later, or both.
     *
     * <p>{@code int mlockall(int flags)} {@index mlockall}
     *
     * <p>On macOS this always fails with ENOSYS.
     *
     * <p><b>In a JVM:</b> This locks the whole reserved heap, the stacks of all threads, and the code. With {@code MCL_FUTURE}
     * and a limit on locked memory, the JVM may later fail to get more memory, for example for a new thread or a larger heap.
     * The JVM may not survive such a failure. With {@code MCL_ONFAULT}, Linux locks each page only when it is first used.
     *
     * @throws ErrnoException ENOMEM: more memory than RLIMIT_MEMLOCK allows; EPERM: RLIMIT_MEMLOCK is 0; EINVAL: {@code flags}
     *     is 0 or contains unknown flags
     */
    @Call("mlockall(2)")
    default void mlockall(int flags) throws ErrnoException {
        Outcome.of("mlockall", mlockallOrErrno(flags));
    }

    /** Same as {@link #mlockall}, but returns 0 or −errno. */
    int mlockallOrErrno(int flags);

    /**
     * Unlocks all pages of the process, including pages that other code locked. Also ends the effect of {@code MCL_FUTURE}.
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
     * Tells the kernel how the program will use the pages of the region.
     *
     * <p>{@code int madvise(void *addr, size_t length, int advice)} {@index madvise}
     *
     * <p>Some advice changes the contents of pages. On Linux, {@code MADV_DONTNEED} resets private memory to zeros or to the
     * contents of the file, and {@code MADV_REMOVE} removes the contents from the file and leaves a hole. The region must start
     * at the start of a page.
     *
     * <p>The call rejects advice that may make pages inaccessible, for example poison or guard pages. It also rejects advice
     * that posixkit does not know.
     *
     * @throws ErrnoException EINVAL: the region starts inside a page, or the advice is not allowed for this kind of memory, for
     *     example locked memory; ENOMEM: the kernel has not enough memory; EAGAIN: a resource is temporarily not available, try
     *     again
     */
    @Call(value = "madvise(2)", restarts = Call.Restart.ALWAYS)
    default void madvise(Region region, int advice) throws ErrnoException {
        Outcome.ofObject("madvise", region, Outcome.restarting(() -> madviseOrErrno(region, advice)));
    }

    /** Same as {@link #madvise}, but returns 0 or −errno. */
    int madviseOrErrno(Region region, int advice);

    /**
     * Returns the present mappings, in no particular order: all mappings that {@link #mmap} of this object returned and that
     * are not yet unmapped. C has no such function.
     */
    List<Mapping> mappings();
}
