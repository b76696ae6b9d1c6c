package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EBUSY;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxFcntl.F_SEAL_GROW;
import static posixkit.onlinux.constants.LinuxFcntl.F_SEAL_SEAL;
import static posixkit.onlinux.constants.LinuxFcntl.F_SEAL_SHRINK;
import static posixkit.onlinux.constants.LinuxFcntl.F_SEAL_WRITE;
import static posixkit.onlinux.constants.LinuxMemfd.MFD_ALLOW_SEALING;
import static posixkit.onlinux.constants.LinuxMmap.MLOCK_ONFAULT;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_DONTUNMAP;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_FIXED;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_MAYMOVE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.onlinux.OnLinuxMemory;
import posixkit.testing.Mapped;

/** Tests {@link OnLinuxMemory}. {@code /proc/self/smaps} is the oracle. */
@ExtendWith(Mapped.class)
class LinuxOnlyMemoryTest extends WithFiles {
    private static final long TOO_MUCH = 1L << 46;

    private final Memory memory = posix.memory();
    private final OnLinuxMemory more = posix.onLinux().memory();
    private final int page = posix.host().getpagesize();

    private Mapping pages(int count) throws IOException {
        return memory.mmap(-1, 0, (long) count * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON);
    }

    @Test
    void aMappingGrowsAndShrinks() throws IOException {
        Mapping small = pages(2);
        small.putLong(page, 42);
        Mapping large = more.mremap(small, 1000L * page, MREMAP_MAYMOVE);
        assertEquals(1000L * page, large.length());
        assertEquals(42, large.getLong(page));
        assertEquals(0, large.getLong(999L * page));
        large.putLong(999L * page, 43);
        assertThrows(IllegalStateException.class, () -> small.getLong(page));
        assertThrows(IllegalStateException.class, () -> memory.munmap(small));
        assertThrows(IllegalStateException.class, () -> more.mremap(small, page, 0));
        assertEquals(List.of(large), memory.mappings());
        assertTrue(Mapped.at(large.address()).orElseThrow().end() >= large.address() + large.length());
        small.close();
        assertEquals(42, large.getLong(page), "the earlier object unmaps nothing");

        Mapping back = more.mremap(large, page + 10, 0);
        assertEquals(large.address(), back.address(), "it shrinks in place");
        assertEquals(42, back.getLong(page));
        assertThrows(IndexOutOfBoundsException.class, () -> back.getLong(page + 3));
        long end = Mapped.at(back.address() + page).orElseThrow().end();
        assertTrue(end - back.address() < 1000L * page, end + "");
        back.close();
    }

    @Test
    void aMappedFileGrows() throws IOException {
        Path path = Files.write(dir.resolve("file"), new byte[3 * page]);
        try (Fd fd = open(path, O_RDWR)) {
            Mapping first = memory.mmap(fd.num(), 0, page, PROT_READ | PROT_WRITE, MAP_SHARED);
            try (Mapping all = more.mremap(first, 3L * page, MREMAP_MAYMOVE)) {
                all.putByte(2L * page, (byte) 7);
                assertEquals(7, Files.readAllBytes(path)[2 * page]);
            }
        }
    }

    @Test
    void afterAFailureTheMappingIsAsItWas() throws IOException {
        try (Mapping mapping = pages(4)) {
            mapping.putLong(0, 42);
            assertErrno(ENOMEM, () -> more.mremap(mapping, TOO_MUCH, MREMAP_MAYMOVE));
            assertErrno(EINVAL, () -> more.mremap(mapping, 0, MREMAP_MAYMOVE));
            assertEquals(42, mapping.getLong(0));
            memory.mprotect(mapping.slice(page, page), PROT_READ);
            assertErrno(EFAULT, () -> more.mremap(mapping, 100L * page, MREMAP_MAYMOVE));
            mapping.putLong(0, 43);
            assertThrows(IllegalStateException.class, () -> mapping.putLong(page, 1));
            assertRefused("newLength", () -> more.mremap(mapping, -1, 0));
            assertRefused("flags", () -> more.mremap(mapping, page, MREMAP_MAYMOVE | MREMAP_FIXED));
            assertRefused("flags", () -> more.mremap(mapping, page, MREMAP_MAYMOVE | MREMAP_DONTUNMAP));
            try (Mapping shorter = more.mremap(mapping, 2L * page, 0)) {
                shorter.putLong(0, 44);
                assertEquals(0, shorter.getLong(page));
                assertThrows(IllegalStateException.class, () -> shorter.putLong(page, 1));
            }
        }
    }

    /** Whatever another thread does with a mapping that moves: it reads what was written, or throws. */
    @Test
    void othersMayUseAMappingThatMoves() throws Exception {
        AtomicReference<Mapping> present = new AtomicReference<>(pages(2));
        present.get().putLong(page, 42);
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        List<Throwable> wrong = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread reader = new Thread(() -> {
                while (!isDone.get()) {
                    try {
                        Mapping mapping = present.get();
                        mapping.putLong(8, mapping.getLong(8) + 1);
                        if (mapping.getLong(page) != 42) {
                            throw new AssertionError("read something else");
                        }
                        reads.incrementAndGet();
                    } catch (IllegalStateException unmapped) {
                        Thread.onSpinWait();
                    } catch (Throwable e) {
                        synchronized (wrong) {
                            wrong.add(e);
                        }
                        return;
                    }
                }
            });
            reader.start();
            readers.add(reader);
        }
        for (int i = 0; i < 2_000; i++) {
            present.set(more.mremap(present.get(), (i % 2 == 0 ? 50L : 2L) * page, MREMAP_MAYMOVE));
        }
        while (reads.get() < 1_000 && wrong.isEmpty()) {
            Thread.onSpinWait();
        }
        isDone.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        present.get().close();
        assertEquals(List.of(), wrong);
    }

    @Test
    void pagesAreLockedWhenTheyAreUsed() throws IOException {
        try (Mapping mapping = pages(4)) {
            more.mlock2(mapping, MLOCK_ONFAULT);
            assertEquals(0, Mapped.at(mapping.address()).orElseThrow().bytes("Locked"));
            mapping.putByte(page, (byte) 1);
            assertEquals(page, Mapped.at(mapping.address()).orElseThrow().bytes("Locked"));
            more.mlock2(mapping, 0);
            assertEquals(4L * page, Mapped.at(mapping.address()).orElseThrow().bytes("Locked"));
            memory.munlock(mapping);
            assertErrno(EINVAL, () -> more.mlock2(mapping, 77));
        }
    }

    @Test
    void sealsForbidChanges() throws IOException {
        try (Fd fd = Fd.own(posix.onLinux().files().memfdCreate("sealed", MFD_ALLOW_SEALING));
                Fd other = Fd.own(posix.onLinux().files().memfdCreate("open", 0))) {
            posix.io().ftruncate(fd.num(), page);
            assertEquals(0, more.getSeals(fd.num()));
            more.addSeals(fd.num(), F_SEAL_SHRINK);
            assertErrno(EPERM, () -> posix.io().ftruncate(fd.num(), 1));
            posix.io().ftruncate(fd.num(), 2L * page);
            try (Mapping mapping = memory.mmap(fd.num(), 0, page, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                assertErrno(EBUSY, () -> more.addSeals(fd.num(), F_SEAL_WRITE));
                mapping.putByte(0, (byte) 1);
            }
            more.addSeals(fd.num(), F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
            assertEquals(F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL, more.getSeals(fd.num()));
            assertErrno(EPERM, () -> posix.io().write(fd.num(), new byte[1]));
            assertErrno(EPERM, () -> more.addSeals(fd.num(), F_SEAL_GROW));
            assertEquals(F_SEAL_SEAL, more.getSeals(other.num()), "without MFD_ALLOW_SEALING");
            assertErrno(EPERM, () -> more.addSeals(other.num(), F_SEAL_GROW));
        }
        assertErrno(EBADF, () -> more.getSeals(NOT_OPEN));
        assertMinus(EBADF, more.addSealsOrErrno(NOT_OPEN, F_SEAL_GROW));
        try (Fd file = open(file("file", ""), O_RDWR)) {
            int result = more.getSealsOrErrno(file.num());
            assertTrue(result == -EINVAL || result == F_SEAL_SEAL, "in memory, or not: " + result);
        }
    }

    @Test
    void secretMemoryCanOnlyBeMapped() throws IOException {
        int secret = more.memfdSecretOrErrno(0);
        assumeTrue(secret != -ENOSYS, "this kernel has no secret memory");
        try (Fd fd = Fd.own(secret)) {
            assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
            posix.io().ftruncate(fd.num(), page);
            try (Mapping mapping = memory.mmap(fd.num(), 0, page, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                mapping.putLong(0, 42);
                assertEquals(42, mapping.getLong(0));
                assertTrue(Mapped.at(mapping.address()).orElseThrow().file().contains("secretmem"));
            }
            assertErrno(EINVAL, () -> posix.io().read(fd.num(), new byte[1]));
        }
        assertErrno(EINVAL, () -> more.memfdSecret(1));
    }
}
