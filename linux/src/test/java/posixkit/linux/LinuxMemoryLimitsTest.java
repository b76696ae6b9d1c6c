package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mmap.MADV_DONTNEED;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.MCL_CURRENT;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxMmap.MADV_COLD;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DODUMP;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DOFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DONTDUMP;
import static posixkit.onlinux.constants.LinuxMmap.MADV_DONTFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_HWPOISON;
import static posixkit.onlinux.constants.LinuxMmap.MADV_KEEPONFORK;
import static posixkit.onlinux.constants.LinuxMmap.MADV_POPULATE_WRITE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_REMOVE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_SOFT_OFFLINE;
import static posixkit.onlinux.constants.LinuxMmap.MADV_WIPEONFORK;
import static posixkit.onlinux.constants.LinuxMmap.MAP_FIXED_NOREPLACE;
import static posixkit.onlinux.constants.LinuxMmap.MAP_GROWSDOWN;
import static posixkit.onlinux.constants.LinuxMmap.MAP_POPULATE;
import static posixkit.onlinux.constants.LinuxMmap.MCL_ONFAULT;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.Mapped;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;

/** Flags, advice and limits of memory that are Linux's alone. */
@ExtendWith({Descriptors.class, Mapped.class})
class LinuxMemoryLimitsTest {
    private static final int ANONYMOUS = MAP_PRIVATE | MAP_ANON;
    private static final int NOBODY = 65534;

    private final Memory memory = Posix.get().memory();

    private static ChildJvm unprivileged(int mayLock) throws IOException {
        ChildJvm child = ChildJvm.startBy(List.of("prlimit", "--memlock=" + mayLock), MemoryShell.class);
        if (Posix.get().ids().geteuid() == 0) {
            assertEquals("ok", child.ask("setuid " + NOBODY));
        }
        return child;
    }

    @Test
    @NeedsTool("prlimit")
    void moreThanTheLimitIsNotLocked() throws IOException {
        int limit = 1 << 20;
        try (ChildJvm child = unprivileged(limit)) {
            assertEquals("ok", child.ask("mlock " + limit));
            assertEquals("ENOMEM", child.ask("mlock " + (limit + 1)));
            assertEquals("ok", child.ask("mmapLocked " + limit));
            assertEquals("EAGAIN", child.ask("mmapLocked " + (limit + 1)));
            assertEquals("ENOMEM", child.ask("mlockall " + MCL_CURRENT));
            assertEquals("0 kB", Proc.field(Path.of("/proc/" + child.pid() + "/status"), "VmLck"));
        }
    }

    @Test
    @NeedsTool("prlimit")
    void whereNothingMayBeLockedThatIsEperm() throws IOException {
        try (ChildJvm child = unprivileged(0)) {
            assertEquals("EPERM", child.ask("mlock 1"));
            assertEquals("EPERM", child.ask("mmapLocked 1"));
            assertEquals("EPERM", child.ask("mlockall " + MCL_CURRENT));
        }
    }

    @Test
    @NeedsRoot
    void mlockallLocksTheWholeJvmUntilMunlockall() throws IOException {
        try (ChildJvm child = ChildJvm.start(MemoryShell.class)) {
            Path status = Path.of("/proc/" + child.pid() + "/status");
            assertEquals("0 kB", Proc.field(status, "VmLck"));
            assertEquals("ok", child.ask("mlockall " + (MCL_CURRENT | MCL_ONFAULT)));
            long locked = Long.parseLong(Proc.field(status, "VmLck").replace(" kB", ""));
            assertTrue(locked > 64 * 1024, locked + " kB, more than the heap");
            assertEquals("ok", child.ask("munlockall 0"));
            assertEquals("0 kB", Proc.field(status, "VmLck"));
        }
    }

    @Test
    void mlockallWithoutFlagsOrWithUnknownOnesIsEinval() {
        assertErrno(EINVAL, () -> memory.mlockall(0));
        assertErrno(EINVAL, () -> memory.mlockall(1 << 20));
        assertMinus(EINVAL, memory.mlockallOrErrno(0));
        assertEquals(0, memory.munlockallOrErrno());
    }

    @Test
    void flagsThatPlaceAMappingOrLetItGrowAreRefused() {
        for (int flag : new int[] {MAP_FIXED_NOREPLACE, MAP_GROWSDOWN}) {
            assertThrows(IllegalArgumentException.class, () -> memory.mmap(-1, 0, 4096, PROT_READ, ANONYMOUS | flag));
        }
    }

    @Test
    void flagsReachTheKernel() throws IOException {
        long length = 1 << 20;
        try (Mapping now = memory.mmap(-1, 0, length, PROT_READ | PROT_WRITE, ANONYMOUS | MAP_POPULATE);
                Mapping later = memory.mmap(-1, 0, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON)) {
            assertTrue(Mapped.at(now.address()).orElseThrow().bytes("Rss") >= length);
            assertEquals(0, Mapped.at(later.address()).orElseThrow().bytes("Rss"));
            memory.madvise(later, MADV_POPULATE_WRITE);
            assertEquals(length, Mapped.at(later.address()).orElseThrow().bytes("Rss"));
        }
    }

    @Test
    void adviceOfLinuxIsTaken() throws IOException {
        try (Mapping map = memory.mmap(-1, 0, 1 << 16, PROT_READ | PROT_WRITE, ANONYMOUS)) {
            map.putByte(0, (byte) 1);
            for (int advice : new int[] {
                MADV_COLD, MADV_DONTDUMP, MADV_DODUMP, MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK, MADV_KEEPONFORK
            }) {
                memory.madvise(map, advice);
            }
            assertEquals(1, map.getByte(0));
            assertErrno(EINVAL, () -> memory.madvise(map, MADV_REMOVE));
            memory.mlock(map);
            assertErrno(EINVAL, () -> memory.madvise(map, MADV_DONTNEED));
        }
    }

    /** 102 and 103 install and remove guard pages on newer kernels. Touching a guard page raises SIGSEGV. */
    @Test
    void adviceThatTakesPagesAwayIsRefused() throws IOException {
        try (Mapping map = memory.mmap(-1, 0, 1 << 16, PROT_READ | PROT_WRITE, ANONYMOUS)) {
            for (int advice : new int[] {MADV_HWPOISON, MADV_SOFT_OFFLINE, 102, 103, 1_000}) {
                assertThrows(IllegalArgumentException.class, () -> memory.madvise(map, advice));
            }
        }
    }

    @Test
    void aHoleIsMadeInTheFile(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("file"), new byte[] {1, 2, 3});
        try (Fd fd = Fd.own(Posix.get().files().open(file.toString(), O_RDWR));
                Mapping map = memory.mmap(fd.num(), 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED)) {
            memory.madvise(map, MADV_REMOVE);
            assertEquals(0, Files.readAllBytes(file)[2]);
            assertEquals(3, Files.size(file));
        }
    }
}
