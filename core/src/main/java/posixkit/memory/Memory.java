package posixkit.memory;

import static posixkit.constants.Errno.EINTR;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Maps, protects and locks pages of memory.
 *
 * <p>Where the C functions take an address and a length, the methods of this interface take a {@link Region}. A region is a
 * {@link Mapping} or a part of a mapping ({@link Region#slice}). Therefore no method with a {@code Region} can change the Java
 * heap, the code of the JVM, or other memory that {@link #mmap} did not map. If a mapping is already unmapped, a method that gets
 * the mapping, or a part of the mapping, throws {@link IllegalStateException}. Every access to the bytes of the mapping also
 * throws this exception.
 *
 * <p>In the following example, {@code memory} is an object of this interface. The descriptor {@code fd} is open for reading and
 * writing. The file has {@code length} bytes:
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
     * Maps {@code length} bytes of the file {@code fd} into memory, starting at {@code offset} in the file. If {@code flags}
     * contains {@code MAP_ANON} and {@code fd} is −1, this method maps new memory without a file. The bytes of the new memory are
     * zeros.
     *
     * <p>{@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)} {@index mmap}
     *
     * <p>The kernel chooses the address. You may close {@code fd} as soon as this method has returned. {@code offset} must be a
     * multiple of the page size, which is not 4096 on every machine. {@code length} may be any positive number.
     *
     * <p>The end of the file can lie inside a page. In this page, the bytes after the end of the file are zeros, and the kernel
     * never writes these bytes to the file. Pages of the mapping after this page cannot be accessed. {@link Region} describes
     * what an access to such a page does.
     *
     * <p>Memory without a file cannot be shared with another process, even with {@code MAP_SHARED}. Only a forked child could
     * share it, and posixkit does not fork. To share memory, map the same file in both processes. To avoid the disk, use a file
     * in a file system that keeps its files in memory, for example a tmpfs on Linux.
     *
     * <p>If {@code flags} asks for huge pages, {@code length} must be a multiple of the huge page size; otherwise the mapping
     * cannot be unmapped.
     *
     * @throws ErrnoException EINVAL: {@code length} is 0, {@code offset} is not a multiple of the page size, or {@code flags}
     *     contains neither {@code MAP_SHARED} nor {@code MAP_PRIVATE}; EACCES: {@code fd} was not opened for the access that
     *     {@code prot} and {@code flags} need; EBADF: {@code fd} is not open; ENODEV: the file cannot be mapped; ENOMEM: there is
     *     not enough memory, or the process has too many mappings; EAGAIN: the kernel would have to lock the new pages, for
     *     example after {@link #mlockall}, but the process may not lock so much memory; EPERM: a seal of the file (for example
     *     {@code F_SEAL_WRITE} of a memfd on Linux) forbids the mapping, or {@code prot} contains {@code PROT_EXEC} and the file
     *     system forbids execution
     * @throws IllegalArgumentException if {@code length} is negative; if {@code flags} contains {@code MAP_FIXED}, which can
     *     replace other mappings, including those of the JVM; on Linux, if {@code flags} contains {@code MAP_FIXED_NOREPLACE} or
     *     {@code MAP_GROWSDOWN}; or if {@code prot} contains other bits than {@code PROT_READ}, {@code PROT_WRITE} and
     *     {@code PROT_EXEC}
     */
    @Call("mmap(2)")
    Mapping mmap(int fd, long offset, long length, int prot, int flags) throws ErrnoException;

    /**
     * Unmaps all pages of {@code mapping}. A mapping can be unmapped only once.
     *
     * <p>{@code int munmap(void *addr, size_t length)} {@index munmap}
     *
     * <p>If other threads are using the mapping when this method is called, this method first waits until these threads have
     * finished their calls and accesses. Every later call with the mapping, and every later access to its bytes, throws
     * {@link IllegalStateException}. The kernel still writes changes of shared pages to the file, even after this method has
     * returned. {@link Mapping#close} also unmaps the pages, but does nothing if the pages are already unmapped.
     *
     * <p>The kernel may have joined this mapping and adjacent mappings into one larger mapping. If the pages of this mapping are
     * in the middle of the larger mapping, the kernel must split the larger mapping into two. The split fails with ENOMEM if the
     * process already has too many mappings.
     *
     * @throws ErrnoException ENOMEM: the kernel would have to split a larger mapping, but the process already has too many
     *     mappings; EINVAL: the mapping ends inside a huge page. After each of these failures, the pages of {@code mapping} are
     *     still mapped
     * @throws IllegalStateException if {@code mapping} is already unmapped
     * @throws IllegalArgumentException if {@code mapping} was not returned by {@link #mmap} of this object
     */
    @Call("munmap(2)")
    default void munmap(Mapping mapping) throws ErrnoException {
        Outcome.ofObject("munmap", mapping, munmapOrErrno(mapping));
    }

    /** Same as {@link #munmap}, but returns 0 or −errno. */
    int munmapOrErrno(Mapping mapping);

    /**
     * Sets the protection of all pages that contain a byte of {@code region} to {@code prot}. {@code prot} is a combination of
     * {@code PROT_READ}, {@code PROT_WRITE} and {@code PROT_EXEC}, or {@code PROT_NONE}.
     *
     * <p>{@code int mprotect(void *addr, size_t len, int prot)} {@index mprotect}
     *
     * <p>{@code region} must start at the start of a page. If other threads are accessing the pages, this method first waits
     * until their accesses have ended. If this method fails with EACCES or ENOMEM, the kernel may have changed the protection of
     * only some pages. After such a failure, the methods of {@link Region} allow an access to one of the pages only if both the
     * old and the new protection allow the access.
     *
     * @throws ErrnoException EACCES: {@code prot} allows an access for which the file was not opened; EINVAL: {@code region}
     *     starts inside a page; ENOMEM: the process has too many mappings
     * @throws IllegalArgumentException if {@code prot} contains any bit other than {@code PROT_READ}, {@code PROT_WRITE} and
     *     {@code PROT_EXEC}
     */
    @Call("mprotect(2)")
    default void mprotect(Region region, int prot) throws ErrnoException {
        Outcome.ofObject("mprotect", region, mprotectOrErrno(region, prot));
    }

    /** Same as {@link #mprotect}, but returns 0 or −errno. */
    int mprotectOrErrno(Region region, int prot);

    /**
     * Writes the changed bytes of {@code region} to the mapped file, if the mapping was created with {@code MAP_SHARED}. If
     * {@code flags} contains {@code MS_SYNC}, this method waits until the bytes are on the disk.
     *
     * <p>{@code int msync(void *addr, size_t length, int flags)} {@index msync}
     *
     * <p>Other processes that map or read the file see the changes even without this call. {@code region} must start at the start
     * of a page.
     *
     * @throws ErrnoException EINVAL: {@code region} starts inside a page, or {@code flags} contains both {@code MS_SYNC} and
     *     {@code MS_ASYNC}; EBUSY: {@code flags} contains {@code MS_INVALIDATE}, and pages of {@code region} are locked
     *     ({@link #mlock}); EIO: the disk reported an error
     */
    @Call(value = "msync(2)", restarts = Call.Restart.ALWAYS)
    default void msync(Region region, int flags) throws ErrnoException {
        int result;
        do {
            result = msyncOrErrno(region, flags);
        } while (result == -EINTR);
        Outcome.ofObject("msync", region, result);
    }

    /** Same as {@link #msync}, but returns 0 or −errno. */
    int msyncOrErrno(Region region, int flags);

    /**
     * Loads all pages that contain a byte of {@code region}, and keeps them in physical memory until {@link #munlock} is called
     * or the pages are unmapped.
     *
     * <p>{@code int mlock(const void *addr, size_t len)} {@index mlock}
     *
     * <p>On Linux, one {@code munlock} undoes any number of {@code mlock} calls. macOS counts the {@code mlock} calls for each
     * page and unlocks the page only after the same number of {@code munlock} calls.
     *
     * <p><b>In a JVM:</b> this method can, for example, prevent the kernel from writing a password to the swap space. The
     * password must be stored in {@code region}. This method cannot protect a password on the Java heap: the garbage collector
     * moves objects and leaves copies of the objects behind.
     *
     * @throws ErrnoException ENOMEM: more memory would be locked than RLIMIT_MEMLOCK allows, or a page cannot be loaded, for
     *     example because it lies beyond the end of its file; EPERM: RLIMIT_MEMLOCK is 0; EAGAIN: some pages could not be locked
     */
    @Call("mlock(2)")
    default void mlock(Region region) throws ErrnoException {
        Outcome.ofObject("mlock", region, mlockOrErrno(region));
    }

    /** Same as {@link #mlock}, but returns 0 or −errno. */
    int mlockOrErrno(Region region);

    /**
     * Unlocks all pages that contain a byte of {@code region}: the kernel may move them out of physical memory again.
     *
     * <p>{@code int munlock(const void *addr, size_t len)} {@index munlock}
     *
     * <p>The kernel unlocks whole pages. If another locked region has bytes in the same page, these bytes are unlocked too.
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
     * Locks all pages of the process in physical memory. {@code MCL_CURRENT} in {@code flags} locks the pages that are mapped at
     * the time of the call. {@code MCL_FUTURE} locks the pages that are mapped later. {@code flags} can contain both.
     *
     * <p>{@code int mlockall(int flags)} {@index mlockall}
     *
     * <p>On macOS, this method always fails with ENOSYS.
     *
     * <p><b>In a JVM:</b> this method also locks the memory of the JVM itself: the whole reserved heap, the stacks of all
     * threads, and the code. With {@code MCL_FUTURE} and a limit on locked memory, the JVM may later fail to get more memory, for
     * example for a new thread or a larger heap. Such a failure can end the JVM. If {@code flags} also contains
     * {@code MCL_ONFAULT}, Linux locks each page only when it is first used.
     *
     * @throws ErrnoException ENOMEM: more memory would be locked than RLIMIT_MEMLOCK allows; EPERM: RLIMIT_MEMLOCK is 0; EINVAL:
     *     {@code flags} is 0 or contains unknown flags
     */
    @Call("mlockall(2)")
    default void mlockall(int flags) throws ErrnoException {
        Outcome.of("mlockall", mlockallOrErrno(flags));
    }

    /** Same as {@link #mlockall}, but returns 0 or −errno. */
    int mlockallOrErrno(int flags);

    /**
     * Unlocks all pages of the process, including pages that other code of the process locked. This method also ends the effect
     * of {@code MCL_FUTURE} in an earlier {@link #mlockall}: the kernel does not lock pages that are mapped later.
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
     * Tells the kernel how the program will use the pages of {@code region}. {@code advice} is a constant such as
     * {@code MADV_SEQUENTIAL} or {@code MADV_WILLNEED}.
     *
     * <p>{@code int madvise(void *addr, size_t length, int advice)} {@index madvise}
     *
     * <p>{@code region} must start at the start of a page. Some advice changes the contents of the pages. On Linux,
     * {@code MADV_DONTNEED} resets private memory to zeros or to the contents of the file. On Linux, {@code MADV_REMOVE} removes
     * the contents from the file and leaves a hole.
     *
     * <p>Posixkit has a list of constants for {@code advice} that never make pages inaccessible. This method rejects every
     * constant that is not in the list. For example, this method rejects constants that mark pages as broken (poison), and
     * constants that forbid every access to pages (guard pages).
     *
     * @throws ErrnoException EINVAL: {@code region} starts inside a page, or {@code advice} is not allowed for this kind of
     *     memory, for example locked memory; ENOMEM: the kernel has not enough memory; EAGAIN: a resource is temporarily not
     *     available, try again; ENOTSUP: {@code advice} is {@code MADV_PAGEOUT}, on macOS
     * @throws IllegalArgumentException if {@code advice} can make the pages inaccessible, or if posixkit does not know
     *     {@code advice}
     */
    @Call(value = "madvise(2)", restarts = Call.Restart.ALWAYS)
    default void madvise(Region region, int advice) throws ErrnoException {
        int result;
        do {
            result = madviseOrErrno(region, advice);
        } while (result == -EINTR);
        Outcome.ofObject("madvise", region, result);
    }

    /** Same as {@link #madvise}, but returns 0 or −errno. */
    int madviseOrErrno(Region region, int advice);

    /**
     * Tells which pages of {@code region} are in physical memory. Stores one byte for each page: its bit 0 is set if the page is
     * in memory.
     *
     * <p>{@code int mincore(void *addr, size_t len, unsigned char *vec)} {@index mincore}
     *
     * <p>On Linux, the other bits mean nothing, and for a file that the process may not write, the kernel says that all pages are
     * in memory. On macOS, the other bits are constants {@code MINCORE_…}.
     *
     * @param vec where the bytes are stored, from index 0 on
     * @throws ErrnoException EINVAL: on Linux, {@code region} starts inside a page; EAGAIN: the kernel is short of memory
     * @throws IllegalArgumentException if {@code vec} has fewer bytes than {@code region} has pages
     */
    @Call("mincore(2)")
    default void mincore(Region region, byte[] vec) throws ErrnoException {
        Outcome.ofObject("mincore", region, mincoreOrErrno(region, vec));
    }

    /** Same as {@link #mincore}, but returns 0 or −errno. */
    int mincoreOrErrno(Region region, byte[] vec);

    /**
     * Returns all mappings that {@link #mmap} of this object returned and that are not yet unmapped, in no particular order. No C
     * function corresponds to this method.
     */
    List<Mapping> mappings();
}
