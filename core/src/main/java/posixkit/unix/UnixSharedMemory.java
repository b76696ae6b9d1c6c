package posixkit.unix;

import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Shm.IPC_RMID;
import static posixkit.constants.Shm.IPC_SET;
import static posixkit.constants.Shm.IPC_STAT;
import static posixkit.constants.Shm.SHM_RDONLY;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.memory.Mapping;
import posixkit.memory.SharedMemory;
import posixkit.memory.ShmidDs;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.SharedMemoryCalls;

/** Implements {@link SharedMemory} for Linux and macOS. <b>Internal.</b> */
public final class UnixSharedMemory implements SharedMemory {
    private final SharedMemoryCalls calls;
    private final IoCalls io;
    private final CloseOnExec closeOnExec;
    private final Layouts layouts;
    private final UnixMemory memory;
    private final Open open;
    private final int execute;

    /** The function {@code shm_open}. */
    public interface Open {
        int open(long name, int flags, int mode);
    }

    /**
     * @param memory keeps the mappings
     * @param open the function {@code shm_open}, whose prototype differs
     * @param execute the flag of {@code shmat} that makes pages executable; 0 if the system has none
     */
    public UnixSharedMemory(Bindings bindings, UnixMemory memory, Open open, int execute) {
        calls = bindings.calls().sharedMemory();
        io = bindings.calls().io();
        closeOnExec = bindings.closeOnExec();
        layouts = bindings.layouts();
        this.memory = memory;
        this.open = open;
        this.execute = execute;
    }

    /** libc has made the descriptor close-on-exec. */
    @Override
    public int shmOpenOrErrno(String name, int flags, int mode) {
        try (Scratch s = Scratch.open()) {
            int fd = open.open(s.string("name", name), flags, UnixFiles.mode(mode));
            if (fd >= 0 && closeOnExec == CloseOnExec.NO) {
                io.fcntl(fd, F_SETFD, 0);
            }
            return fd;
        }
    }

    @Override
    public int shmUnlinkOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            return calls.shm_unlink(s.string("name", name));
        }
    }

    @Override
    public int shmgetOrErrno(int key, long size, int flags) {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
        return calls.shmget(key, size, flags);
    }

    /**
     * Attaches a segment. Its size is known only afterwards: before that, the id could get another meaning. While the segment is
     * attached, the kernel keeps it.
     */
    @Override
    public Mapping shmat(int shmid, int flags) throws ErrnoException {
        if ((flags & ~(SHM_RDONLY | execute)) != 0) {
            throw new IllegalArgumentException("flags: 0x" + Integer.toHexString(flags) + " may replace a mapping");
        }
        long address = calls.shmat(shmid, 0, flags);
        Outcome.of("shmat", "shmid", shmid, address);
        ShmidDs status = layouts.newShmidDs();
        int result = shmctlStatOrErrno(shmid, status);
        if (result < 0) {
            calls.shmdt(address);
            Outcome.of("shmat", "shmid", shmid, result);
        }
        int write = (flags & SHM_RDONLY) == 0 ? PROT_WRITE : 0;
        int exec = (flags & execute) != 0 ? PROT_EXEC : 0;
        return memory.attached(address, status.segsz(), PROT_READ | write | exec);
    }

    @Override
    public int shmdtOrErrno(Mapping mapping) {
        return memory.detach(mapping);
    }

    @Override
    public int shmctlStatOrErrno(int shmid, ShmidDs into) {
        Struct status = layouts.own("into", into, Layouts.SHMID_DS);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(status.bytes().length);
            return s.filled(calls.shmctl(shmid, IPC_STAT, buffer), buffer, status);
        }
    }

    @Override
    public int shmctlSetOrErrno(int shmid, ShmidDs from) {
        Struct status = layouts.own("from", from, Layouts.SHMID_DS);
        try (Scratch s = Scratch.open()) {
            return calls.shmctl(shmid, IPC_SET, s.struct(status));
        }
    }

    @Override
    public int shmctlRmidOrErrno(int shmid) {
        return calls.shmctl(shmid, IPC_RMID, 0);
    }

    @Override
    public ShmidDs newShmidDs() {
        return layouts.newShmidDs();
    }
}
