package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.memory.Mapping;
import posixkit.memory.Region;

/**
 * Works on mappings, and on files that are only in memory, with calls that only Linux has. {@link posixkit.memory.Memory} has the
 * other calls; {@link OnLinuxFiles#memfdCreate} creates a file in memory.
 *
 * <p>{@code mseal} is not offered: sealed pages can never be unmapped again, so {@link Mapping#close} could not keep its promise.
 */
public interface OnLinuxMemory {
    /**
     * Changes the length of {@code mapping}, and returns a new object for the pages. The pages keep their bytes and their
     * protection. New bytes are zeros, or the next bytes of the file. The given object becomes unmapped: every later access to
     * it throws {@link IllegalStateException}.
     *
     * <p>{@code void *mremap(void *old_address, size_t old_size, size_t new_size, int flags, ... )} {@index mremap}
     *
     * <p>If other threads are using the mapping, this method first waits until their accesses have ended. If it fails, the mapping
     * is as it was.
     *
     * @param flags {@code MREMAP_MAYMOVE}: the kernel may move the pages to another address; or 0
     * @throws ErrnoException ENOMEM: there is no room at this address, and {@code flags} does not contain {@code MREMAP_MAYMOVE},
     *     or there is not enough memory; EFAULT: parts of the mapping have different protections, so the kernel does not make it
     *     longer; EAGAIN: the pages are locked, and the process may not lock so much memory; EINVAL: {@code newLength} is 0, or the
     *     pages are huge
     * @throws IllegalStateException if {@code mapping} is already unmapped
     * @throws IllegalArgumentException if {@code newLength} is negative, if {@code flags} contains any other flag, which may replace
     *     another mapping or keep this one, or if {@code mapping} is from {@code shmat}
     */
    @Call("mremap(2)")
    Mapping mremap(Mapping mapping, long newLength, int flags) throws ErrnoException;

    /**
     * Keeps all pages that contain a byte of {@code region} in physical memory, like {@link posixkit.memory.Memory#mlock}.
     *
     * <p>{@code int mlock2(const void *addr, size_t len, unsigned int flags)} {@index mlock2} (Linux 4.4, glibc 2.27)
     *
     * @param flags {@code MLOCK_ONFAULT}: keep a page from its first use on, and do not load it now; or 0
     * @throws ErrnoException with the errnos of {@link posixkit.memory.Memory#mlock}; EINVAL: {@code flags} is wrong, or not
     *     0 on an older kernel; ENOSYS: glibc is older
     */
    @Call(value = "mlock2(2)", since = "4.4")
    default void mlock2(Region region, int flags) throws ErrnoException {
        Outcome.ofObject("mlock2", region, mlock2OrErrno(region, flags));
    }

    /** Same as {@link #mlock2}, but returns 0 or −errno. */
    int mlock2OrErrno(Region region, int flags);

    /**
     * Creates a file in memory that only processes with its descriptor can see: the kernel itself removes the pages from its own
     * memory. Returns the descriptor, which is close-on-exec. {@code ftruncate} sets the length of the file, once.
     *
     * <p>{@code int memfd_secret(unsigned int flags)} {@index memfd_secret} (Linux 5.14)
     *
     * <p>The file can only be mapped, with {@code MAP_SHARED}, and not read or written. Its pages count as locked.
     *
     * @param flags 0
     * @throws ErrnoException EINVAL: {@code flags} is wrong; EMFILE, ENFILE: too many files are open; ENOSYS: the kernel is older,
     *     or was started without {@code secretmem.enable}
     */
    @Call(value = "memfd_secret(2)", since = "5.14")
    default int memfdSecret(int flags) throws ErrnoException {
        return Outcome.of("memfd_secret", memfdSecretOrErrno(flags));
    }

    /** Same as {@link #memfdSecret}, but returns the descriptor or −errno. */
    int memfdSecretOrErrno(int flags);

    /**
     * Forbids changes of a file in memory for ever. A program seals a file before it passes it to a process that relies on its
     * length or its content.
     *
     * <p>{@code int fcntl(int fd, F_ADD_SEALS, int seals)} {@index F_ADD_SEALS} (Linux 3.17)
     *
     * @param seals {@code F_SEAL_SHRINK}, {@code F_SEAL_GROW}, {@code F_SEAL_WRITE}, {@code F_SEAL_FUTURE_WRITE} (Linux 5.1),
     *     {@code F_SEAL_SEAL}: no further seals
     * @throws ErrnoException EPERM: the file has the seal {@code F_SEAL_SEAL}, was created without {@code MFD_ALLOW_SEALING}, or
     *     {@code fd} is not open for writing; EBUSY: {@code F_SEAL_WRITE}, and the file is mapped for writing; EINVAL: the file is
     *     not in memory, or {@code seals} is wrong; EBADF: {@code fd} is not open
     */
    @Call(value = "fcntl(2)", since = "3.17", restarts = Call.Restart.ALWAYS)
    default void addSeals(int fd, int seals) throws ErrnoException {
        int result;
        do {
            result = addSealsOrErrno(fd, seals);
        } while (result == -EINTR);
        Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #addSeals}, but returns 0 or −errno. */
    int addSealsOrErrno(int fd, int seals);

    /**
     * Returns the seals of a file in memory.
     *
     * <p>{@code int fcntl(int fd, F_GET_SEALS)} {@index F_GET_SEALS} (Linux 3.17)
     *
     * @throws ErrnoException EINVAL: the file is not in memory; EBADF: {@code fd} is not open
     */
    @Call(value = "fcntl(2)", since = "3.17", restarts = Call.Restart.ALWAYS)
    default int getSeals(int fd) throws ErrnoException {
        int result;
        do {
            result = getSealsOrErrno(fd);
        } while (result == -EINTR);
        return Outcome.ofFd("fcntl", fd, result);
    }

    /** Same as {@link #getSeals}, but returns the seals or −errno. */
    int getSealsOrErrno(int fd);
}
