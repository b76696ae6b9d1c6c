package posixkit.memory;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Creates memory that processes share by a name (POSIX) or by a key (System V).
 *
 * <pre>{@code
 * SharedMemory shared = posix.sharedMemory();
 * try (Fd fd = Fd.own(shared.shmOpen("/counter", O_CREAT | O_RDWR, 0600))) {
 *     posix.io().ftruncate(fd.num(), 4096);
 *     try (Mapping counter = posix.memory().mmap(fd.num(), 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED)) {
 *         counter.getAndAddLong(0, 1);
 *     }
 * }
 * }</pre>
 *
 * <p>Memory of both kinds stays until a program removes it or the machine is restarted, also if no process uses it.
 */
public interface SharedMemory {
    /**
     * Opens memory that has a name, and returns a descriptor for {@link Memory#mmap}. The descriptor is close-on-exec. New memory
     * has the length 0; {@code ftruncate} sets its length.
     *
     * <p>{@code int shm_open(const char *name, int oflag, mode_t mode)} {@index shm_open}
     *
     * <p>On Linux, the memory is a file in {@code /dev/shm}. On macOS, the descriptor can be mapped, but not read or written, and
     * the length can be set once.
     *
     * @param name a slash and a name without further slashes. macOS allows 31 bytes
     * @param flags {@code O_RDONLY} or {@code O_RDWR}, with {@code O_CREAT}, {@code O_EXCL} and {@code O_TRUNC}
     * @param mode the permissions of new memory
     * @throws ErrnoException ENOENT: there is none with this name, and {@code flags} does not contain {@code O_CREAT}; EEXIST:
     *     there is one, and {@code flags} contains {@code O_CREAT} and {@code O_EXCL}; EACCES: the permissions forbid it; EINVAL:
     *     {@code name} is no such name; ENAMETOOLONG; EMFILE, ENFILE: too many files are open
     */
    @Call("shm_open(3)")
    default int shmOpen(String name, int flags, int mode) throws ErrnoException {
        return Outcome.ofPath("shm_open", name, shmOpenOrErrno(name, flags, mode));
    }

    /** Same as {@link #shmOpen}, but returns the descriptor or −errno. */
    int shmOpenOrErrno(String name, int flags, int mode);

    /**
     * Removes the name of shared memory. The memory stays as long as a descriptor or a mapping of it does.
     *
     * <p>{@code int shm_unlink(const char *name)} {@index shm_unlink}
     *
     * @throws ErrnoException ENOENT: there is none with this name; EACCES: the permissions forbid it; EINVAL: {@code name} is no
     *     such name; ENAMETOOLONG
     */
    @Call("shm_unlink(3)")
    default void shmUnlink(String name) throws ErrnoException {
        Outcome.ofPath("shm_unlink", name, shmUnlinkOrErrno(name));
    }

    /** Same as {@link #shmUnlink}, but returns 0 or −errno. */
    int shmUnlinkOrErrno(String name);

    /**
     * Finds or creates the segment of shared memory that has the key {@code key}, and returns its id.
     *
     * <p>{@code int shmget(key_t key, size_t size, int shmflg)} {@index shmget}
     *
     * @param key a number that the programs have agreed upon, or {@code IPC_PRIVATE}: a new segment without a key
     * @param size the number of bytes of a new segment; at most the size of a present one
     * @param flags the permissions of a new segment, with {@code IPC_CREAT} and {@code IPC_EXCL}
     * @throws ErrnoException ENOENT: there is no segment with this key, and {@code flags} does not contain {@code IPC_CREAT};
     *     EEXIST: there is one, and {@code flags} contains {@code IPC_CREAT} and {@code IPC_EXCL}; EINVAL: {@code size} is 0 or too
     *     large; EACCES: the permissions forbid it; ENOSPC, ENOMEM: there are too many segments
     * @throws IllegalArgumentException if {@code size} is negative
     */
    @Call("shmget(2)")
    default int shmget(int key, long size, int flags) throws ErrnoException {
        return Outcome.of("shmget", "key", key, shmgetOrErrno(key, size, flags));
    }

    /** Same as {@link #shmget}, but returns the id or −errno. */
    int shmgetOrErrno(int key, long size, int flags);

    /**
     * Attaches the segment {@code shmid}, and returns the mapping. The kernel chooses the address. {@link Mapping#close} detaches
     * the segment. {@link Memory#mappings} lists it, and the methods of {@link Memory} accept it.
     *
     * <p>{@code void *shmat(int shmid, const void *shmaddr, int shmflg)} {@index shmat}
     *
     * @param flags {@code SHM_RDONLY}, or 0 for reading and writing; on Linux also {@code SHM_EXEC}
     * @throws ErrnoException EINVAL, EIDRM: there is no such segment; EACCES: the permissions forbid it; EMFILE: the process has
     *     attached too many segments; ENOMEM
     * @throws IllegalArgumentException if {@code flags} contains {@code SHM_REMAP}, or a flag that posixkit does not know: it might
     *     replace other mappings
     */
    @Call("shmat(2)")
    Mapping shmat(int shmid, int flags) throws ErrnoException;

    /**
     * Detaches a segment. If other threads are using the mapping, this method first waits, as {@link Memory#munmap} does.
     *
     * <p>{@code int shmdt(const void *shmaddr)} {@index shmdt}
     *
     * @throws ErrnoException EINVAL: the kernel knows of no segment at this address
     * @throws IllegalStateException if {@code mapping} is already detached
     * @throws IllegalArgumentException if {@code mapping} was not returned by {@link #shmat}
     */
    @Call("shmdt(2)")
    default void shmdt(Mapping mapping) throws ErrnoException {
        Outcome.ofObject("shmdt", mapping, shmdtOrErrno(mapping));
    }

    /** Same as {@link #shmdt}, but returns 0 or −errno. */
    int shmdtOrErrno(Mapping mapping);

    /**
     * Fills {@code into} with what the kernel knows of the segment {@code shmid}.
     *
     * <p>{@code int shmctl(int shmid, IPC_STAT, struct shmid_ds *buf)} {@index shmctl} {@index IPC_STAT}
     *
     * @throws ErrnoException EINVAL, EIDRM: there is no such segment; EACCES: the permissions forbid reading
     */
    @Call("shmctl(2)")
    default void shmctlStat(int shmid, ShmidDs into) throws ErrnoException {
        Outcome.of("shmctl", "shmid", shmid, shmctlStatOrErrno(shmid, into));
    }

    /** Same as {@link #shmctlStat(int, ShmidDs)}, but returns 0 or −errno. */
    int shmctlStatOrErrno(int shmid, ShmidDs into);

    /** Same as {@link #shmctlStat(int, ShmidDs)}, but returns a new object. */
    default ShmidDs shmctlStat(int shmid) throws ErrnoException {
        ShmidDs status = newShmidDs();
        shmctlStat(shmid, status);
        return status;
    }

    /**
     * Sets the owner, the group and the lowest nine bits of the permissions of the segment {@code shmid}.
     *
     * <p>{@code int shmctl(int shmid, IPC_SET, struct shmid_ds *buf)} {@index IPC_SET}
     *
     * @throws ErrnoException EPERM: this process is neither the owner nor the creator, and is not privileged; EINVAL, EIDRM: there
     *     is no such segment, or an id is not valid
     */
    @Call("shmctl(2)")
    default void shmctlSet(int shmid, ShmidDs from) throws ErrnoException {
        Outcome.of("shmctl", "shmid", shmid, shmctlSetOrErrno(shmid, from));
    }

    /** Same as {@link #shmctlSet}, but returns 0 or −errno. */
    int shmctlSetOrErrno(int shmid, ShmidDs from);

    /**
     * Removes the segment {@code shmid}. The memory stays as long as a process has attached it.
     *
     * <p>{@code int shmctl(int shmid, IPC_RMID, NULL)} {@index IPC_RMID}
     *
     * @throws ErrnoException EPERM: this process is neither the owner nor the creator, and is not privileged; EINVAL, EIDRM: there
     *     is no such segment
     */
    @Call("shmctl(2)")
    default void shmctlRmid(int shmid) throws ErrnoException {
        Outcome.of("shmctl", "shmid", shmid, shmctlRmidOrErrno(shmid));
    }

    /** Same as {@link #shmctlRmid}, but returns 0 or −errno. */
    int shmctlRmidOrErrno(int shmid);

    /** Creates an object for {@link #shmctlStat(int, ShmidDs)} and {@link #shmctlSet}. All its numbers are 0. */
    ShmidDs newShmidDs();
}
