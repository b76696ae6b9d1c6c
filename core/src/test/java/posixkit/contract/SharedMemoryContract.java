package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Shm.IPC_CREAT;
import static posixkit.constants.Shm.IPC_EXCL;
import static posixkit.constants.Shm.IPC_PRIVATE;
import static posixkit.constants.Shm.SHM_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.SharedMemory;
import posixkit.memory.ShmidDs;
import posixkit.testing.Mapped;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** What {@link SharedMemory} promises on every system. {@code /dev/shm} and {@code ipcs} are the oracles. */
@ExtendWith(Mapped.class)
public abstract class SharedMemoryContract extends WithFiles {
    private static final int NO_SEGMENT = 0x7FFF_FFF0;

    protected final SharedMemory shared = posix.sharedMemory();
    private final Memory memory = posix.memory();
    private final String name =
            "/posixkit-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    private final Path inside = Path.of("/dev/shm" + name);
    private int id = -1;

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(inside);
        if (id >= 0) {
            shared.shmctlRmidOrErrno(id);
        }
    }

    @Test
    void namedMemoryIsSharedUntilItIsUnlinked() throws IOException {
        try (Fd fd = Fd.own(shared.shmOpen(name, O_CREAT | O_EXCL | O_RDWR, 0640))) {
            assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
            assertEquals(0, Files.size(inside));
            posix.io().ftruncate(fd.num(), 10_000);
            assertEquals(10_000, Files.size(inside));
            assertErrno(EEXIST, () -> shared.shmOpen(name, O_CREAT | O_EXCL | O_RDWR, 0600));
            try (Fd again = Fd.own(shared.shmOpen(name, O_RDONLY, 0));
                    Mapping writer = memory.mmap(fd.num(), 0, 10_000, PROT_READ | PROT_WRITE, MAP_SHARED);
                    Mapping reader = memory.mmap(again.num(), 0, 10_000, PROT_READ, MAP_SHARED)) {
                writer.putLong(9_000, 0x1234_5678_9ABCL);
                assertEquals(0x1234_5678_9ABCL, reader.getLong(9_000));
                assertErrno(EACCES, () -> memory.mmap(again.num(), 0, 1, PROT_READ | PROT_WRITE, MAP_SHARED));
                shared.shmUnlink(name);
                assertFalse(Files.exists(inside));
                writer.putLong(9_000, 5);
                assertEquals(5, reader.getLong(9_000));
            }
        }
        assertErrno(ENOENT, () -> shared.shmOpen(name, O_RDWR, 0));
        assertErrno(ENOENT, () -> shared.shmUnlink(name));
        assertMinus(ENOENT, shared.shmUnlinkOrErrno(name));
        assertErrno(EINVAL, () -> shared.shmOpen("/a/b", O_RDWR, 0));
        assertRefused("name", () -> shared.shmOpen("/a\0b", O_RDWR, 0));
    }

    @Test
    @NeedsTool("ipcs")
    void aSegmentIsAttachedAndDetached() throws IOException {
        id = shared.shmget(IPC_PRIVATE, 5_000, IPC_CREAT | 0600);
        ShmidDs before = shared.shmctlStat(id);
        assertEquals(5_000, before.segsz());
        assertEquals(0600, before.mode() & 0777);
        assertEquals(0, before.nattch());
        assertEquals(0, before.atime());
        assertEquals(ProcessHandle.current().pid(), before.cpid());
        assertEquals(posix.ids().geteuid(), before.uid());
        assertEquals(posix.ids().getegid(), before.cgid());
        Mapping first = shared.shmat(id, 0);
        Mapping second = shared.shmat(id, SHM_RDONLY);
        assertEquals(5_000, first.length());
        first.putInt(4_996, 77);
        assertEquals(77, second.getInt(4_996));
        assertThrows(IllegalStateException.class, () -> second.putInt(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> first.putInt(4_997, 1));
        assertTrue(memory.mappings().containsAll(List.of(first, second)));
        assertEquals(2, shared.shmctlStat(id).nattch());
        assertEquals("2", attached(id));
        first.close();
        first.close();
        shared.shmdt(second);
        assertEquals(0, shared.shmctlStat(id).nattch());
        assertThrows(IllegalStateException.class, () -> second.getInt(0));
        assertThrows(IllegalStateException.class, () -> shared.shmdt(second));
        assertTrue(shared.shmctlStat(id).dtime() > 1_700_000_000L);
        shared.shmctlRmid(id);
        assertEquals("", attached(id));
        assertErrno(EINVAL, () -> shared.shmctlRmid(id));
        assertErrno(EINVAL, () -> shared.shmat(id, 0));
    }

    /** How many times a segment is attached: the column after its size. */
    private static String attached(int id) {
        return Programs.output("ipcs", "-m")
                .lines()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 5 && words[1].equals(Integer.toString(id)))
                .map(words -> words[5])
                .findFirst()
                .orElse("");
    }

    @Test
    void aKeyFindsTheSegmentAgain() throws IOException {
        int key = (int) (0x7000_0000L + (ProcessHandle.current().pid() & 0xFF_FFFF));
        id = shared.shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600);
        assertEquals(id, shared.shmget(key, 100, 0));
        assertEquals(id, shared.shmget(key, 0, 0));
        assertErrno(EEXIST, () -> shared.shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600));
        assertErrno(EINVAL, () -> shared.shmget(key, 100_000, 0));
        assertErrno(ENOENT, () -> shared.shmget(key + 0x0100_0000, 100, 0));
        assertErrno(EINVAL, () -> shared.shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600));
        assertRefused("size: -1", () -> shared.shmget(key, -1, IPC_CREAT));
    }

    @Test
    void permissionsAreSet() throws IOException {
        id = shared.shmget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
        ShmidDs status = shared.shmctlStat(id);
        shared.shmctlSet(id, status.mode(0440));
        assertEquals(0440, shared.shmctlStat(id).mode() & 0777);
        assertEquals(status.uid(), shared.shmctlStat(id).uid());
        assertErrno(EINVAL, () -> shared.shmctlSet(NO_SEGMENT, status));
        assertMinus(EINVAL, shared.shmctlStatOrErrno(NO_SEGMENT, status));
        assertEquals(1, status.segsz(), "as it was");
        assertRefused("flags", () -> shared.shmat(id, 1 << 20));
    }

    /** A removed segment lives as long as somebody has attached it. */
    @Test
    void aRemovedSegmentIsUsable() throws IOException {
        id = shared.shmget(IPC_PRIVATE, 8, IPC_CREAT | 0600);
        try (Mapping mapping = shared.shmat(id, 0)) {
            shared.shmctlRmid(id);
            mapping.putLong(0, 9);
            assertEquals(9, mapping.getLong(0));
            memory.mprotect(mapping, PROT_READ);
            assertThrows(IllegalStateException.class, () -> mapping.putLong(0, 1));
        }
    }

    @Test
    void otherMappingsAreNotDetached() throws IOException {
        try (Mapping mapping = memory.mmap(-1, 0, 1, PROT_READ, MAP_PRIVATE | MAP_ANON)) {
            assertRefused("mapping", () -> shared.shmdt(mapping));
            assertEquals(0, mapping.getByte(0));
        }
    }

    @Test
    void pagesInMemoryAreTold() throws IOException {
        int page = posix.host().getpagesize();
        try (Mapping mapping = memory.mmap(-1, 0, 4L * page - 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            byte[] pages = new byte[5];
            pages[4] = 55;
            memory.mincore(mapping, pages);
            assertEquals(List.of(0, 0, 0, 0, 55), low(pages));
            mapping.putByte(2L * page, (byte) 1);
            memory.mincore(mapping, pages);
            assertEquals(List.of(0, 0, 1, 0, 55), low(pages));
            memory.mincore(mapping.slice(2L * page, 1), pages);
            assertEquals(1, pages[0] & 1);
            assertEquals(insideAPage(), memory.mincoreOrErrno(mapping.slice(1, 1), pages));
            assertRefused("vec", () -> memory.mincore(mapping, new byte[3]));
        }
    }

    /** Returns what mincore returns for a range that starts inside a page: 0 or −errno. */
    protected int insideAPage() {
        return -EINVAL;
    }

    private static List<Integer> low(byte[] pages) {
        return List.of(pages[0] & 1, pages[1] & 1, pages[2] & 1, pages[3] & 1, (int) pages[4]);
    }
}
