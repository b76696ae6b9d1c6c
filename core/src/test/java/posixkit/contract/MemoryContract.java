package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Mmap.MADV_DONTNEED;
import static posixkit.constants.Mmap.MADV_FREE;
import static posixkit.constants.Mmap.MADV_NORMAL;
import static posixkit.constants.Mmap.MADV_PAGEOUT;
import static posixkit.constants.Mmap.MADV_RANDOM;
import static posixkit.constants.Mmap.MADV_SEQUENTIAL;
import static posixkit.constants.Mmap.MADV_WILLNEED;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_FIXED;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.MS_ASYNC;
import static posixkit.constants.Mmap.MS_INVALIDATE;
import static posixkit.constants.Mmap.MS_SYNC;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_NONE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.Region;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.Mapped;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** What {@link Memory} promises on every system. The JDK's file channels and {@code /proc/self/smaps} are the oracles. */
@ExtendWith({Descriptors.class, Mapped.class})
public abstract class MemoryContract {
    private static final int READ_WRITE = PROT_READ | PROT_WRITE;

    private final Posix posix = Posix.get();
    private final Memory memory = posix.memory();
    private final int page = Integer.parseInt(Programs.output("getconf", "PAGESIZE"));

    @TempDir
    private Path dir;

    private Path file;

    /** Writes three pages, each full of another letter. */
    @BeforeEach
    void write() throws IOException {
        byte[] content = new byte[3 * page];
        for (int i = 0; i < 3; i++) {
            Arrays.fill(content, i * page, (i + 1) * page, (byte) ('a' + i));
        }
        file = Files.write(dir.resolve("naïve"), content);
    }

    /** Returns the errno of mapping one end of a pipe. */
    protected abstract int pipe(boolean toRead);

    /** Returns the value of a byte of anonymous memory after {@code MADV_DONTNEED}. */
    protected abstract byte afterNotNeeded(byte before);

    private Mapping map(int open, long offset, long length, int prot, int flags) throws IOException {
        try (Fd fd = Fd.own(posix.files().open(file.toString(), open))) {
            return memory.mmap(fd.num(), offset, length, prot, flags);
        }
    }

    private Mapping anonymous(long pages, int prot) throws IOException {
        return memory.mmap(-1, 0, pages * page, prot, MAP_PRIVATE | MAP_ANON);
    }

    @Test
    @NeedsProc
    void aFileIsMappedFromItsOffsetAndStaysWhenTheDescriptorIsClosed() throws IOException {
        try (Mapping map = map(O_RDONLY, page, page + 7, PROT_READ, MAP_SHARED)) {
            assertEquals(page + 7, map.length());
            assertEquals('b', map.getByte(0));
            assertEquals('b', map.getByte(page - 1));
            assertEquals('c', map.getByte(page + 6));
            byte[] all = new byte[page + 7];
            map.get(0, all, 0, all.length);
            assertArrayEquals(Arrays.copyOfRange(Files.readAllBytes(file), page, 2 * page + 7), all);

            Mapped kernels = Mapped.at(map.address()).orElseThrow();
            assertEquals(map.address(), kernels.start());
            assertEquals(map.address() + 2 * page, kernels.end(), "whole pages");
            assertEquals("r--s", kernels.rights());
            assertEquals(page, kernels.offset());
            assertEquals(file.toRealPath().toString(), kernels.file());
        }
    }

    @Test
    void whatIsPutIntoASharedMappingIsInTheFileAtOnce() throws IOException {
        try (Mapping map = map(O_RDWR, 0, 3L * page, READ_WRITE, MAP_SHARED)) {
            map.putLong(page + 8, 0x1122_3344_5566_7788L);
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            assertEquals(0x1122_3344_5566_7788L, content.getLong(page + 8));
            assertEquals('b', content.get(page + 7));
            assertEquals('b', content.get(page + 16));
            Mapped.assertRights("rw-s", map.address());
            Files.write(file, "xyz".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
            assertEquals('z', map.getByte(2), "and the other way round");
        }
    }

    @Test
    void aPrivateMappingCopiesWhatIsWritten() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (Mapping map = map(O_RDONLY, 0, 2L * page, READ_WRITE, MAP_PRIVATE)) {
            map.putInt(5, -1);
            assertEquals(-1, map.getInt(5));
            assertEquals('a', map.getByte(9));
            Mapped.assertRights("rw-p", map.address());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void theBytesBehindTheEndOfTheFileAreZeros() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});
        try (Mapping map = map(O_RDWR, 0, page, READ_WRITE, MAP_SHARED)) {
            assertEquals(3, map.getByte(2));
            assertEquals(0, map.getByte(3));
            assertEquals(0, map.getByte(page - 1));
            map.putByte(3, (byte) 4);
        }
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file), "and never written");
    }

    @Test
    void anonymousMemoryIsZerosOfItsOwn() throws IOException {
        try (Mapping one = anonymous(2, READ_WRITE);
                Mapping two = memory.mmap(-1, 0, 1, READ_WRITE, MAP_SHARED | MAP_ANON)) {
            byte[] bytes = new byte[2 * page];
            Arrays.fill(bytes, (byte) 9);
            one.get(0, bytes, 0, bytes.length);
            assertArrayEquals(new byte[2 * page], bytes);
            one.putByte(0, (byte) 1);
            two.putByte(0, (byte) 2);
            assertEquals(1, one.getByte(0));
            assertEquals(2, two.getByte(0));
            assertEquals(1, two.length());
            Mapped.assertRights("rw-p", one.address());
            Mapped.assertRights("rw-s", two.address());
        }
    }

    @Test
    void anotherProcessSeesWhatWeWriteAndWeWhatItWrites() throws IOException {
        try (Mapping map = map(O_RDWR, 0, 3L * page, READ_WRITE, MAP_SHARED);
                ChildJvm child = ChildJvm.start(Maps.class)) {
            map.putLong(2L * page, 0x0102_0304_0506_0708L);
            assertEquals("72623859790382856", child.ask(file + " " + 2 * page + " -5"));
            assertEquals(-5, map.getLong(2L * page));
            assertEquals("-5", child.ask(file + " " + 2 * page + " 6"));
            assertEquals(6, map.getLong(2L * page));
        }
    }

    /** Each process adds to a plain number while it holds the lock. If the lock failed between processes, additions would get lost. */
    @Test
    void twoProcessesCountUnderALockInSharedMemory() throws Exception {
        int rounds = 20_000;
        try (Mapping map = map(O_RDWR, 0, page, READ_WRITE, MAP_SHARED);
                ChildJvm child = ChildJvm.start(Counts.class)) {
            map.put(0, new byte[32], 0, 32);
            assertEquals("ready", child.ask(file + " 0"));
            CompletableFuture<String> theirs = CompletableFuture.supplyAsync(() -> {
                try {
                    return child.ask(file + " " + rounds);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Counts.count(map, rounds);
            assertEquals("ready", theirs.get(60, TimeUnit.SECONDS));
            assertEquals(2L * rounds, map.getLong(8));
            assertEquals(2 * rounds, map.getInt(16));
            assertEquals(-2L * rounds, map.getLong(24));
            assertEquals(0, map.getInt(0), "unlocked");
        }
    }

    /** Does the same as {@link Counts}, with the atomic operations of the C compiler. */
    private static final String COUNTS = """
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sched.h>
            #include <stdint.h>
            #include <sys/mman.h>
            int main(int argc, char **argv) {
                int fd = open(argv[1], O_RDWR), rounds = atoi(argv[2]);
                char *shared = mmap(NULL, 32, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
                if (argc != 3 || fd < 0 || shared == MAP_FAILED) return 1;
                for (int i = 0; i < rounds; i++) {
                    int32_t *lock = (int32_t *) shared, unlocked = 0;
                    while (!__atomic_compare_exchange_n(lock, &unlocked, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
                        unlocked = 0;
                        sched_yield();
                    }
                    (*(volatile int64_t *) (shared + 8))++;
                    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
                    __atomic_fetch_add((int32_t *) (shared + 16), 1, __ATOMIC_SEQ_CST);
                    __atomic_fetch_add((int64_t *) (shared + 24), -1, __ATOMIC_SEQ_CST);
                }
                return 0;
            }
            """;

    @Test
    @NeedsTool("cc")
    void aProgramInCCountsWithUs() throws Exception {
        int rounds = 200_000;
        Path program = Compiler.program(dir, "counts", COUNTS);
        try (Mapping map = map(O_RDWR, 0, page, READ_WRITE, MAP_SHARED)) {
            map.put(0, new byte[32], 0, 32);
            Process counting = new ProcessBuilder(program.toString(), file.toString(), String.valueOf(rounds))
                    .inheritIO()
                    .start();
            Counts.count(map, rounds);
            assertEquals(0, counting.waitFor());
            assertEquals(2L * rounds, map.getLong(8));
            assertEquals(2 * rounds, map.getInt(16));
            assertEquals(-2L * rounds, map.getLong(24));
        }
    }

    /** The C program writes a number, and then a flag with release order. Whoever sees the flag sees the number. */
    private static final String SENDS = """
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sched.h>
            #include <stdint.h>
            #include <sys/mman.h>
            int main(int argc, char **argv) {
                int fd = open(argv[1], O_RDWR), rounds = atoi(argv[2]);
                char *shared = mmap(NULL, 32, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
                if (argc != 3 || fd < 0 || shared == MAP_FAILED) return 1;
                for (int64_t i = 1; i <= rounds; i++) {
                    *(volatile int64_t *) (shared + 8) = i * i;
                    __atomic_store_n((int64_t *) shared, i, __ATOMIC_RELEASE);
                    while (__atomic_load_n((int32_t *) (shared + 16), __ATOMIC_ACQUIRE) != i) sched_yield();
                    if (*(volatile int64_t *) (shared + 24) != -i) return 2;
                }
                return 0;
            }
            """;

    @Test
    @NeedsTool("cc")
    void whatAProgramInCReleasesIsAcquiredAndTheOtherWayRound() throws Exception {
        int rounds = 2_000;
        Path program = Compiler.program(dir, "sends", SENDS);
        try (Mapping map = map(O_RDWR, 0, page, READ_WRITE, MAP_SHARED)) {
            map.put(0, new byte[32], 0, 32);
            Process sending = new ProcessBuilder(program.toString(), file.toString(), String.valueOf(rounds))
                    .inheritIO()
                    .start();
            for (int i = 1; i <= rounds; i++) {
                while (map.getLongAcquire(0) != i) {
                    assertTrue(sending.isAlive(), "the program ended in round " + i);
                    Thread.yield();
                }
                assertEquals((long) i * i, map.getLong(8));
                map.putLong(24, -i);
                map.putIntRelease(16, i);
            }
            assertEquals(0, sending.waitFor());
        }
    }

    /** Reads lines {@code file rounds}. For each, counts under the lock at the start of the file. */
    static final class Counts {
        private Counts() {}

        static void count(Region shared, int rounds) {
            for (int i = 0; i < rounds; i++) {
                while (!shared.compareAndSetInt(0, 0, 1)) {
                    Thread.yield();
                }
                shared.putLong(8, shared.getLong(8) + 1);
                shared.putIntRelease(0, 0);
                shared.getAndAddInt(16, 1);
                shared.getAndAddLong(24, -1);
            }
        }

        public static void main(String[] arguments) throws IOException {
            Posix posix = Posix.get();
            try (java.util.Scanner in = new java.util.Scanner(System.in, StandardCharsets.UTF_8)) {
                while (in.hasNext()) {
                    try (Fd fd = Fd.own(posix.files().open(in.next(), O_RDWR));
                            Mapping map = posix.memory().mmap(fd.num(), 0, 32, READ_WRITE, MAP_SHARED)) {
                        count(map, in.nextInt());
                        System.out.println("ready");
                    }
                }
            }
        }
    }

    /** Reads lines {@code file place value}. For each, prints the number at that place and writes another, through the JDK's mapped buffers. */
    static final class Maps {
        private Maps() {}

        public static void main(String[] arguments) throws IOException {
            try (java.util.Scanner in = new java.util.Scanner(System.in, StandardCharsets.UTF_8)) {
                while (in.hasNext()) {
                    try (FileChannel channel =
                            FileChannel.open(Path.of(in.next()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
                        map.order(ByteOrder.nativeOrder());
                        int place = in.nextInt();
                        long before = map.getLong(place);
                        map.putLong(place, in.nextLong());
                        System.out.println(before);
                    }
                }
            }
        }
    }

    @Test
    void fiveGibibytesAreOneMapping() throws IOException {
        long gib = 1L << 30;
        long length = 5 * gib + page;
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
            sparse.seek(4 * gib + 3);
            sparse.write("beyond".getBytes(StandardCharsets.US_ASCII));
            try (Mapping map = map(O_RDWR, 0, length, READ_WRITE, MAP_SHARED)) {
                assertEquals(length, map.length());
                assertEquals('b', map.getByte(4 * gib + 3));
                assertEquals('d', map.getByte(4 * gib + 8));
                for (long boundary = gib; boundary <= 5 * gib; boundary += gib) {
                    for (int before = 0; before <= 8; before++) {
                        long value = boundary * 31 + before;
                        map.putLong(boundary - before, value);
                        assertEquals(value, map.getLong(boundary - before));
                        sparse.seek(boundary - before);
                        assertEquals(value, Long.reverseBytes(sparse.readLong()), "little-endian in the file");
                    }
                    map.putInt(boundary - 2, 77);
                    map.putShort(boundary - 1, (short) 0x0304);
                    sparse.seek(boundary - 2);
                    assertEquals(77, sparse.read());
                    assertEquals(0x04, sparse.read());
                    assertEquals(0x03, sparse.read());
                }
                byte[] across = "over the boundary".getBytes(StandardCharsets.US_ASCII);
                map.put(2 * gib - 7, across, 0, across.length);
                byte[] back = new byte[across.length];
                sparse.seek(2 * gib - 7);
                sparse.readFully(back);
                assertArrayEquals(across, back);
                Region slice = map.slice(2 * gib - 7, 3 * gib);
                Arrays.fill(back, (byte) 0);
                slice.get(0, back, 0, back.length);
                assertArrayEquals(across, back);
                slice.putByte(3 * gib - 1, (byte) 'x');
                assertEquals('x', map.getByte(5 * gib - 8));
                map.putByte(length - 1, (byte) 'y');
                sparse.seek(length - 1);
                assertEquals('y', sparse.read());
                assertThrows(IndexOutOfBoundsException.class, () -> map.getByte(length));
                assertThrows(IndexOutOfBoundsException.class, () -> map.getLong(length - 7));
            }
        }
    }

    @Test
    @NeedsProc
    void anOffsetBeyondFourGibibytesArrives() throws IOException {
        long offset = (1L << 32) + page;
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(offset + page);
            sparse.seek(offset);
            sparse.write(new byte[] {7, 8});
        }
        try (Mapping map = map(O_RDONLY, offset, page, PROT_READ, MAP_SHARED)) {
            assertEquals(7, map.getByte(0));
            assertEquals(8, map.getByte(1));
            assertEquals(offset, Mapped.at(map.address()).orElseThrow().offset());
        }
    }

    @Test
    void whatCannotBeMappedSaysWhy() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(posix.files().open(file.toString(), O_RDONLY));
                Fd write = Fd.own(posix.files().open(file.toString(), O_WRONLY));
                Fd in = Fd.own(pipe[0]);
                Fd out = Fd.own(pipe[1])) {
            int fd = read.num();
            assertErrno(EINVAL, () -> memory.mmap(fd, 0, 0, PROT_READ, MAP_SHARED));
            assertErrno(EINVAL, () -> memory.mmap(fd, 1, page, PROT_READ, MAP_SHARED));
            assertErrno(EINVAL, () -> memory.mmap(fd, 0, page, PROT_READ, 0));
            assertErrno(EACCES, () -> memory.mmap(fd, 0, page, READ_WRITE, MAP_SHARED));
            assertErrno(EACCES, () -> memory.mmap(write.num(), 0, page, PROT_READ, MAP_SHARED));
            assertErrno(pipe(true), () -> memory.mmap(in.num(), 0, page, PROT_READ, MAP_SHARED));
            assertErrno(pipe(false), () -> memory.mmap(out.num(), 0, page, PROT_WRITE, MAP_SHARED));
            assertErrno(EBADF, () -> memory.mmap(1_000_000, 0, page, PROT_READ, MAP_SHARED));
            assertEquals(
                    "mmap fd 1000000: EBADF (9): Bad file descriptor",
                    assertErrno(EBADF, () -> memory.mmap(1_000_000, 0, page, PROT_READ, MAP_SHARED))
                            .getMessage());
            long much = 1L << 62;
            assertTrue(assertErrno(ENOMEM, () -> memory.mmap(-1, 0, much, PROT_NONE, MAP_PRIVATE | MAP_ANON))
                    .getMessage()
                    .startsWith("mmap length " + much + ": "));
            assertErrno(ENOMEM, () -> memory.mmap(fd, 0, Long.MAX_VALUE, PROT_READ, MAP_SHARED));
        }
    }

    @Test
    void whatCouldHarmTheJvmIsRefused() {
        int anonymous = MAP_PRIVATE | MAP_ANON;
        assertThrows(IllegalArgumentException.class, () -> memory.mmap(-1, 0, -1, PROT_READ, anonymous));
        assertThrows(IllegalArgumentException.class, () -> memory.mmap(-1, 0, page, PROT_READ, anonymous | MAP_FIXED));
        assertThrows(IllegalArgumentException.class, () -> memory.mmap(-1, 0, page, 8, anonymous));
        assertThrows(IllegalArgumentException.class, () -> memory.mmap(-1, 0, page, -1, anonymous));
    }

    @Test
    void aMappingIsListedUntilItIsUnmapped() throws IOException {
        Mapping one = anonymous(1, PROT_READ);
        Mapping two = anonymous(3, PROT_READ);
        assertEquals(Set.of(one, two), Set.copyOf(memory.mappings()));
        List<Mapping> before = memory.mappings();
        assertThrows(UnsupportedOperationException.class, () -> before.remove(one));
        memory.munmap(one);
        assertEquals(List.of(two), memory.mappings());
        assertEquals(Set.of(one, two), Set.copyOf(before), "a list made before is of before");
        two.close();
        assertEquals(List.of(), memory.mappings());
    }

    @Test
    @NeedsProc
    void unmappingTakesAwayJustThisMapping() throws IOException {
        try (Mapping before = map(O_RDONLY, 0, page, PROT_READ, MAP_SHARED);
                Mapping after = map(O_RDONLY, 0, page, PROT_READ, MAP_PRIVATE)) {
            Mapping map = map(O_RDONLY, page, 2L * page - 1, PROT_READ, MAP_SHARED);
            long address = map.address();
            assertEquals(
                    address + 2 * page, Mapped.at(address + page).orElseThrow().end());
            assertEquals(2 * page - 1 + " bytes at 0x" + Long.toHexString(address), map.toString());
            memory.munmap(map);
            assertFalse(mapsOurFile(address));
            assertFalse(mapsOurFile(address + page), "the last page, of which it had a part");
            assertTrue(map.toString().endsWith(", unmapped"));
            assertEquals('a', before.getByte(0));
            assertEquals('a', after.getByte(page - 1));
        }
    }

    private boolean mapsOurFile(long address) throws IOException {
        return Mapped.at(address)
                .filter(at -> at.file().endsWith("naïve") && at.offset() > 0)
                .isPresent();
    }

    @Test
    void aMappingIsUnmappedOnce() throws IOException {
        Mapping map = anonymous(1, READ_WRITE);
        memory.munmap(map);
        assertThrows(IllegalStateException.class, () -> memory.munmap(map));
        map.close();
        Mapping other = anonymous(1, READ_WRITE);
        map.close();
        assertThrows(IllegalStateException.class, () -> memory.munmap(map));
        other.putByte(0, (byte) 1);
        assertEquals(1, other.getByte(0), "nobody unmapped it in the other's place");
        other.close();
        other.close();
        assertThrows(IllegalStateException.class, () -> memory.munmap(other));
    }

    @Test
    void aForeignMappingOrRegionIsRefused() throws IOException {
        Mapping foreign = foreign(Mapping.class);
        Region region = foreign(Region.class);
        assertThrows(IllegalArgumentException.class, () -> memory.munmap(foreign));
        assertThrows(IllegalArgumentException.class, () -> memory.mprotect(region, PROT_READ));
        assertThrows(IllegalArgumentException.class, () -> memory.msync(region, MS_SYNC));
        assertThrows(IllegalArgumentException.class, () -> memory.mlock(region));
        assertThrows(IllegalArgumentException.class, () -> memory.munlock(region));
        assertThrows(IllegalArgumentException.class, () -> memory.madvise(region, MADV_NORMAL));
        assertThrows(NullPointerException.class, () -> memory.munmap(null));
        assertThrows(NullPointerException.class, () -> memory.mprotect(null, PROT_READ));
        assertThrows(NullPointerException.class, () -> memory.msync(null, MS_SYNC));
    }

    private static <T> T foreign(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                MemoryContract.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == long.class ? (Object) 4096L : "foreign"));
    }

    @Test
    void afterUnmappingEveryCallIsRefused() throws IOException {
        Mapping map = anonymous(2, READ_WRITE);
        Region slice = map.slice(page, page);
        map.close();
        for (Region region : List.of(map, slice, map.slice(0, page))) {
            assertThrows(IllegalStateException.class, () -> memory.mprotect(region, PROT_READ));
            assertThrows(IllegalStateException.class, () -> memory.msync(region, MS_SYNC));
            assertThrows(IllegalStateException.class, () -> memory.mlock(region));
            assertThrows(IllegalStateException.class, () -> memory.munlock(region));
            assertThrows(IllegalStateException.class, () -> memory.madvise(region, MADV_NORMAL));
        }
    }

    @Test
    void mprotectIsTheKernelsAndOurs() throws IOException {
        try (Mapping map = anonymous(4, READ_WRITE)) {
            memory.mprotect(map, PROT_READ | PROT_EXEC);
            Mapped.assertRights("r-xp", map.address());
            assertEquals(0, map.getByte(0));
            assertThrows(IllegalStateException.class, () -> map.putByte(0, (byte) 1));
            memory.mprotect(map, PROT_NONE);
            Mapped.assertRights("---p", map.address());
            assertThrows(IllegalStateException.class, () -> map.getByte(0));
            memory.mprotect(map, READ_WRITE);
            map.putByte(4L * page - 1, (byte) 5);
            assertEquals(5, map.getByte(4L * page - 1));
        }
    }

    @Test
    @NeedsProc
    void mprotectOfASliceIsOfAllPagesItHasAByteOf() throws IOException {
        try (Mapping map = anonymous(5, READ_WRITE)) {
            memory.mprotect(map.slice(page, page + 1), PROT_READ);
            Mapped.assertRights("rw-p", map.address());
            Mapped changed = Mapped.at(map.address() + page).orElseThrow();
            assertEquals("r--p", changed.rights());
            assertEquals(map.address() + 3 * page, changed.end());

            map.putByte(page - 1, (byte) 1);
            map.putByte(3L * page, (byte) 2);
            assertThrows(IllegalStateException.class, () -> map.putByte(page, (byte) 0));
            assertThrows(IllegalStateException.class, () -> map.putByte(3L * page - 1, (byte) 0));
            assertThrows(IllegalStateException.class, () -> map.putShort(page - 1, (short) 0), "half in, half out");
            assertThrows(IllegalStateException.class, () -> map.putLong(3L * page - 1, 0));
            assertEquals(1, map.getLong(page - 1), "nothing was written");

            memory.mprotect(map.slice(2L * page, page), PROT_NONE);
            byte[] all = new byte[5 * page];
            assertThrows(IllegalStateException.class, () -> map.get(0, all, 0, all.length));
            map.get(0, all, 0, 2 * page);
            map.get(3L * page, all, 0, 2 * page);
            assertEquals(2, all[0]);

            memory.mprotect(map.slice(page, 2L * page), READ_WRITE);
            map.put(0, new byte[5 * page], 0, 5 * page);
            assertEquals(0, map.getByte(3L * page));
            memory.mprotect(map.slice(4L * page, page), PROT_READ);
            assertThrows(IllegalStateException.class, () -> map.putByte(5L * page - 1, (byte) 0));
            memory.mprotect(map.slice(4L * page, page), READ_WRITE);
            map.putByte(5L * page - 1, (byte) 0);
        }
    }

    @Test
    void mprotectThatFailsForbidsNothingThatTheKernelAllows() throws IOException {
        try (Mapping map = map(O_RDONLY, 0, 2L * page, PROT_READ, MAP_SHARED)) {
            assertTrue(assertErrno(EACCES, () -> memory.mprotect(map, READ_WRITE))
                    .getMessage()
                    .startsWith("mprotect " + 2 * page + " bytes at 0x"));
            assertEquals('a', map.getByte(0));
            assertThrows(IllegalStateException.class, () -> map.putByte(0, (byte) 0));
            assertErrno(EINVAL, () -> memory.mprotect(map.slice(1, page), PROT_NONE));
            assertEquals('a', map.getByte(1));
            assertThrows(IllegalArgumentException.class, () -> memory.mprotect(map, 1 << 24 | PROT_READ));
            memory.mprotect(map.slice(page, 0), PROT_NONE);
            assertEquals('b', map.getByte(page), "of nothing");
        }
    }

    /** The twins return what the plain forms throw. */
    @Test
    @NeedsProc
    void twinsReturnZeroOrTheErrnoNegated() throws IOException {
        Mapping map = anonymous(3, READ_WRITE);
        Region inside = map.slice(1, page);
        assertMinus(EINVAL, memory.mprotectOrErrno(inside, PROT_READ));
        assertMinus(EINVAL, memory.msyncOrErrno(map, MS_SYNC | MS_ASYNC));
        assertMinus(EINVAL, memory.madviseOrErrno(inside, MADV_NORMAL));
        assertEquals(0, memory.mprotectOrErrno(map.slice(0, page), PROT_READ));
        Mapped.assertRights("r--p", map.address());
        assertEquals(0, memory.msyncOrErrno(map, MS_SYNC));
        assertEquals(0, memory.madviseOrErrno(map, MADV_NORMAL));
        assertEquals(0, memory.mlockOrErrno(map.slice(page, page)));
        assertEquals(page, locked(map, 1));
        assertEquals(0, memory.munlockOrErrno(map.slice(page, page)));
        assertEquals(0, locked(map, 1));
        assertEquals(0, memory.munmapOrErrno(map));
        assertThrows(IllegalStateException.class, () -> memory.munmapOrErrno(map));
        for (Executable call : List.<Executable>of(
                () -> memory.mprotectOrErrno(map, PROT_READ),
                () -> memory.msyncOrErrno(map, MS_SYNC),
                () -> memory.mlockOrErrno(map),
                () -> memory.munlockOrErrno(map),
                () -> memory.madviseOrErrno(map, MADV_NORMAL))) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void wrongArgumentsAreRefusedByTheirNames() throws IOException {
        int anonymous = MAP_PRIVATE | MAP_ANON;
        assertRefused("length: -1", () -> memory.mmap(-1, 0, -1, PROT_READ, anonymous));
        assertRefused("flags: ", () -> memory.mmap(-1, 0, page, PROT_READ, anonymous | MAP_FIXED));
        assertRefused("prot: 8", () -> memory.mmap(-1, 0, page, 8, anonymous));
        assertRefused("mapping: ", () -> memory.munmap(foreign(Mapping.class)));
        assertRefused("region: ", () -> memory.mlock(foreign(Region.class)));
        try (Mapping map = anonymous(1, READ_WRITE)) {
            assertRefused("advice: 100", () -> memory.madvise(map, 100));
            assertRefused("prot: ", () -> memory.mprotect(map, -1));
        }
        assertEquals(
                "mapping",
                assertThrows(NullPointerException.class, () -> memory.munmap(null))
                        .getMessage());
        assertEquals(
                "region",
                assertThrows(NullPointerException.class, () -> memory.madvise(null, MADV_NORMAL))
                        .getMessage());
    }

    @Test
    void msyncWritesBackOrSaysWhatIsWrong() throws IOException {
        try (Mapping map = map(O_RDWR, 0, 3L * page, READ_WRITE, MAP_SHARED)) {
            map.putByte(page, (byte) 'X');
            memory.msync(map, MS_SYNC);
            memory.msync(map.slice(page, 1), MS_ASYNC);
            memory.msync(map, MS_SYNC | MS_INVALIDATE);
            assertEquals('X', Files.readAllBytes(file)[page]);
            assertErrno(EINVAL, () -> memory.msync(map, MS_SYNC | MS_ASYNC));
            assertTrue(assertErrno(EINVAL, () -> memory.msync(map.slice(1, page), MS_SYNC))
                    .getMessage()
                    .startsWith("msync " + page + " bytes at 0x"));
        }
    }

    @Test
    @NeedsProc
    void lockedPagesAreThoseTheRegionHasAByteOf() throws IOException {
        try (Mapping map = anonymous(5, READ_WRITE)) {
            memory.mlock(map.slice(page + 5, page));
            assertEquals(0, locked(map, 0));
            assertEquals(2L * page, locked(map, 1));
            assertEquals(
                    2L * page, Mapped.at(map.address() + page).orElseThrow().bytes("Rss"), "and they are there");
            assertEquals(0, locked(map, 3));
            memory.munlock(map.slice(page, 1));
            assertEquals(0, locked(map, 1));
            assertEquals(page, locked(map, 2));
            memory.munlock(map.slice(2L * page + 1, page - 1));
            assertEquals(0, locked(map, 2));
            memory.mlock(map.slice(0, page));
            assertEquals(page, locked(map, 0));
        }
    }

    private long locked(Mapping map, int number) throws IOException {
        return Mapped.at(map.address() + (long) number * page).orElseThrow().bytes("Locked");
    }

    @Test
    void adviceThatPagesAreNotNeededIsAboutTheseAlone() throws IOException {
        try (Mapping map = anonymous(3, READ_WRITE)) {
            for (int i = 0; i < 3; i++) {
                map.putByte((long) i * page, (byte) 9);
            }
            memory.madvise(map.slice(page, page), MADV_DONTNEED);
            assertEquals(9, map.getByte(0));
            assertEquals(afterNotNeeded((byte) 9), map.getByte(page));
            assertEquals(9, map.getByte(2L * page));
        }
    }

    /** Returns what {@code madvise} with {@code MADV_PAGEOUT} returns: −errno, or 0. */
    protected int pageout() {
        return 0;
    }

    @Test
    void adviceIsTakenOrRefused() throws IOException {
        try (Mapping map = anonymous(2, READ_WRITE)) {
            map.putByte(page, (byte) 9);
            for (int advice : new int[] {MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED}) {
                memory.madvise(map, advice);
            }
            assertEquals(pageout(), memory.madviseOrErrno(map, MADV_PAGEOUT));
            assertEquals(9, map.getByte(page));
            memory.madvise(map.slice(0, page), MADV_FREE);
            assertEquals(9, map.getByte(page));
            assertTrue(assertErrno(EINVAL, () -> memory.madvise(map.slice(1, page), MADV_NORMAL))
                    .getMessage()
                    .startsWith("madvise " + page + " bytes at 0x"));
            assertThrows(IllegalArgumentException.class, () -> memory.madvise(map, 100));
            assertThrows(IllegalArgumentException.class, () -> memory.madvise(map, -1));
        }
    }
}
