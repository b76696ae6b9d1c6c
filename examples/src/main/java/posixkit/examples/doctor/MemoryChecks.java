package posixkit.examples.doctor;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSPC;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Mmap.MADV_NORMAL;
import static posixkit.constants.Mmap.MADV_WILLNEED;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.MS_SYNC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Shm.IPC_CREAT;
import static posixkit.constants.Shm.IPC_PRIVATE;
import static posixkit.constants.Shm.SHM_RDONLY;
import static posixkit.examples.doctor.Checkup.same;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.SharedMemory;
import posixkit.memory.ShmidDs;

/** Checks the calls that map, protect and lock memory, and memory that processes share. */
final class MemoryChecks {
    private static final long LENGTH = 1 << 16;
    private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

    private final Posix posix;
    private final Memory memory;
    private final Workplace workplace;

    private MemoryChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        memory = posix.memory();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        MemoryChecks checks = new MemoryChecks(posix, workplace);
        checkup.check("mmap", checks::anonymous);
        checkup.check("mmap of a file, msync", checks::file);
        checkup.check("mprotect, madvise", checks::protection);
        checkup.check("mlock, mincore", checks::residence);
        checkup.check("shm_open", checks::named);
        checkup.check("shmget, shmat", checks::withKey);
    }

    private Mapping map() throws Exception {
        return memory.mmap(-1, 0, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
    }

    private String anonymous() throws Exception {
        try (Mapping mapping = map()) {
            same("fresh memory", mapping.getLong(0), 0L);
            mapping.putLong(LENGTH - Long.BYTES, NUMBER);
            same("what was put", mapping.getLong(LENGTH - Long.BYTES), NUMBER);
            return LENGTH + " bytes at 0x" + Long.toHexString(mapping.address());
        }
    }

    private String file() throws Exception {
        Path path = workplace.file("x".repeat((int) LENGTH));
        try (Fd file = workplace.open(path, O_RDWR);
                Mapping mapping = memory.mmap(file.num(), 0, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED)) {
            same("byte", mapping.getByte(LENGTH - 1), (byte) 'x');
            mapping.put(0, "hello".getBytes(StandardCharsets.US_ASCII), 0, 5);
            memory.msync(mapping, MS_SYNC);
        }
        same("content", Files.readString(path).substring(0, 6), "hellox");
        return "the JDK reads what was put";
    }

    private String protection() throws Exception {
        try (Mapping mapping = map()) {
            mapping.putLong(0, NUMBER);
            memory.madvise(mapping, MADV_WILLNEED);
            memory.madvise(mapping, MADV_NORMAL);
            memory.mprotect(mapping, PROT_READ);
            same("what was put", mapping.getLong(0), NUMBER);
            memory.mprotect(mapping, PROT_READ | PROT_WRITE);
            mapping.putLong(0, 1);
            return "read-only and back";
        }
    }

    private String residence() throws Exception {
        int page = posix.host().getpagesize();
        try (Mapping mapping = map()) {
            // A user may be permitted to lock little memory or none.
            int result = memory.mlockOrErrno(mapping);
            same("mlock", result == 0 || result == -EPERM || result == -ENOMEM || result == -EAGAIN, true);
            mapping.putLong(0, NUMBER);
            byte[] resident = new byte[(int) (LENGTH / page)];
            memory.mincore(mapping, resident);
            same("first page is in memory", resident[0] & 1, 1);
            if (result == 0) {
                memory.munlock(mapping);
            }
            return result == 0 ? resident.length + " pages locked" : "mlock fails with " + -result;
        }
    }

    private String named() throws Exception {
        SharedMemory shared = posix.sharedMemory();
        String name = "/pk-doctor" + posix.processes().getpid();
        try (Fd first = posix.io().own(shared.shmOpen(name, O_RDWR | O_CREAT | O_EXCL, 0600))) {
            try (Fd second = posix.io().own(shared.shmOpen(name, O_RDWR, 0))) {
                same("again", shared.shmOpenOrErrno(name, O_RDWR | O_CREAT | O_EXCL, 0600), -EEXIST);
                posix.io().ftruncate(first.num(), LENGTH);
                try (Mapping one = memory.mmap(first.num(), 0, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED);
                        Mapping other = memory.mmap(second.num(), 0, LENGTH, PROT_READ, MAP_SHARED)) {
                    one.putLong(Long.BYTES, NUMBER);
                    same("seen by the other mapping", other.getLong(Long.BYTES), NUMBER);
                }
            } finally {
                shared.shmUnlink(name);
            }
        }
        return name;
    }

    private String withKey() throws Exception {
        SharedMemory shared = posix.sharedMemory();
        int id = shared.shmgetOrErrno(IPC_PRIVATE, LENGTH, IPC_CREAT | 0600);
        if (id == -ENOSPC || id == -ENOMEM || id == -ENOSYS) {
            return "shmget fails with " + -id + ": this system permits no more";
        }
        same("shmget", id >= 0, true);
        try (Mapping mapping = shared.shmat(id, 0)) {
            mapping.putLong(0, NUMBER);
            ShmidDs state = shared.shmctlStat(id);
            same("size", state.segsz(), LENGTH);
            same("owner", state.uid(), posix.ids().geteuid());
            same("attached", state.nattch(), 1L);
            same("creator", state.cpid(), posix.processes().getpid());
            shared.shmctlSet(id, state.mode(0400));
            same("mode", shared.shmctlStat(id).mode() & 0777, 0400);
            Mapping other = shared.shmat(id, SHM_RDONLY);
            long seen = other.getLong(0);
            shared.shmdt(other);
            same("seen by the other mapping", seen, NUMBER);
        } finally {
            shared.shmctlRmid(id);
        }
        return LENGTH + " bytes with id " + id;
    }
}
