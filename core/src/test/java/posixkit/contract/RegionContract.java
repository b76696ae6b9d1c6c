package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Mmap.MADV_NORMAL;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_NONE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.Region;
import posixkit.testing.Descriptors;
import posixkit.testing.Mapped;
import posixkit.testing.Programs;

/** What {@link Region} promises: the right bytes, or an exception. A {@link ByteBuffer} on the heap is the oracle. */
@ExtendWith({Descriptors.class, Mapped.class})
public abstract class RegionContract {
    private static final int READ_WRITE = PROT_READ | PROT_WRITE;
    private static final long MARK = 0x1122_3344_5566_7788L;
    private static final int LENGTH = 3_000_003;
    private static final int THREADS = 8;
    private static final int ROUNDS = 60;

    private final Memory memory = Posix.get().memory();
    private final int page = Integer.parseInt(Programs.output("getconf", "PAGESIZE"));
    private final byte[] content = new byte[LENGTH];

    private Mapping map;

    @BeforeEach
    void map() throws IOException {
        map = memory.mmap(-1, 0, LENGTH, READ_WRITE, MAP_PRIVATE | MAP_ANON);
        new Random(42).nextBytes(content);
        map.put(0, content, 0, LENGTH);
    }

    @AfterEach
    void unmap() throws IOException {
        map.close();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        map.get(0, bytes, 0, LENGTH);
        return bytes;
    }

    @Test
    void numbersOfEveryWidthAreReadWhereTheyLie() {
        ByteBuffer oracle = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        for (int offset : new int[] {0, 1, 7, 8, 4095, 1 << 20, LENGTH - 8}) {
            assertEquals(oracle.get(offset), map.getByte(offset));
            assertEquals(oracle.getShort(offset), map.getShort(offset));
            assertEquals(oracle.getInt(offset), map.getInt(offset));
            assertEquals(oracle.getLong(offset), map.getLong(offset));
        }
    }

    @Test
    void numbersOfEveryWidthAreWrittenWhereTheyBelongAndNowhereElse() {
        ByteBuffer oracle = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        for (int offset : new int[] {0, 9, 4090, 1 << 20, LENGTH - 8}) {
            oracle.putLong(offset, MARK + offset);
            map.putLong(offset, MARK + offset);
            assertArrayEquals(content, bytes());
            oracle.putInt(offset + 1, -2 - offset);
            map.putInt(offset + 1, -2 - offset);
            assertArrayEquals(content, bytes());
            oracle.putShort(offset + 6, (short) -3);
            map.putShort(offset + 6, (short) -3);
            assertArrayEquals(content, bytes());
            oracle.put(offset + 7, (byte) 0x5A);
            map.putByte(offset + 7, (byte) 0x5A);
            assertArrayEquals(content, bytes());
        }
    }

    @Test
    void atomicAccessesReadAndWriteTheSameNumbers() {
        ByteBuffer oracle = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        for (int offset : new int[] {0, 8, 4096, 1 << 20, (LENGTH - 8) / 8 * 8}) {
            assertEquals(oracle.getInt(offset), map.getIntAcquire(offset));
            assertEquals(oracle.getInt(offset + 4), map.getIntAcquire(offset + 4));
            assertEquals(oracle.getLong(offset), map.getLongAcquire(offset));
            oracle.putInt(offset + 4, -2 - offset);
            map.putIntRelease(offset + 4, -2 - offset);
            assertArrayEquals(content, bytes());
            oracle.putLong(offset, MARK + offset);
            map.putLongRelease(offset, MARK + offset);
            assertArrayEquals(content, bytes());
            assertFalse(map.compareAndSetInt(offset, oracle.getInt(offset) + 1, 5));
            assertFalse(map.compareAndSetLong(offset, MARK + offset + 1, 5));
            assertArrayEquals(content, bytes());
            assertTrue(map.compareAndSetInt(offset, oracle.getInt(offset), 77));
            oracle.putInt(offset, 77);
            assertArrayEquals(content, bytes());
            assertTrue(map.compareAndSetLong(offset, oracle.getLong(offset), -1));
            oracle.putLong(offset, -1);
            assertArrayEquals(content, bytes());
            assertEquals(-1, map.getAndAddInt(offset + 4, Integer.MIN_VALUE));
            oracle.putInt(offset + 4, Integer.MAX_VALUE);
            assertArrayEquals(content, bytes(), "the sum wraps around");
            assertEquals(oracle.getLong(offset), map.getAndAddLong(offset, Long.MAX_VALUE));
            oracle.putLong(offset, oracle.getLong(offset) + Long.MAX_VALUE);
            assertArrayEquals(content, bytes());
        }
    }

    /** The address has to be aligned, not the offset in a slice. */
    @Test
    void atomicAccessesThatAreNotAlignedAreRefusedByName() {
        for (int offset : new int[] {1, 2, 3, 5, 7}) {
            assertMisaligned(offset, () -> map.getIntAcquire(offset));
            assertMisaligned(offset, () -> map.putIntRelease(offset, 1));
            assertMisaligned(offset, () -> map.compareAndSetInt(offset, map.getInt(offset), 1));
            assertMisaligned(offset, () -> map.getAndAddInt(offset, 1));
        }
        for (int offset : new int[] {1, 2, 4, 7}) {
            assertMisaligned(offset, () -> map.getLongAcquire(offset));
            assertMisaligned(offset, () -> map.putLongRelease(offset, 1));
            assertMisaligned(offset, () -> map.compareAndSetLong(offset, map.getLong(offset), 1));
            assertMisaligned(offset, () -> map.getAndAddLong(offset, 1));
        }
        Region odd = map.slice(3, 100);
        assertMisaligned(0, () -> odd.getIntAcquire(0));
        assertMisaligned(4, () -> odd.putIntRelease(4, 1));
        assertMisaligned(8, () -> odd.compareAndSetLong(8, 0, 1));
        assertEquals(map.getInt(4), odd.getIntAcquire(1));
        assertEquals(map.getLong(8), odd.getLongAcquire(5));
        assertArrayEquals(content, bytes());
    }

    private static void assertMisaligned(long offset, Executable access) {
        String message = assertThrows(IllegalArgumentException.class, access).getMessage();
        assertTrue(message.startsWith("offset: " + offset + " "), message);
    }

    /** If the accesses were not atomic, some increments would get lost. */
    @Test
    @Tag("compiled")
    void threadsCountByCompareAndSetAndByAddition() throws Exception {
        int increments = 20_000;
        map.putInt(8, 0);
        map.putLong(16, 0);
        map.putInt(24, 0);
        map.putLong(32, 0);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < increments; i++) {
                    int number = map.getIntAcquire(8);
                    while (!map.compareAndSetInt(8, number, number + 1)) {
                        number = map.getIntAcquire(8);
                    }
                    long other = map.getLongAcquire(16);
                    while (!map.compareAndSetLong(16, other, other + (1L << 32))) {
                        other = map.getLongAcquire(16);
                    }
                    map.getAndAddInt(24, 3);
                    map.getAndAddLong(32, 1L << 32);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4 * increments, map.getInt(8));
        assertEquals((4L * increments) << 32, map.getLong(16));
        assertEquals(3 * 4 * increments, map.getInt(24));
        assertEquals((4L * increments) << 32, map.getLong(32));
    }

    @Test
    void nothingReachesBeyondTheEnds() {
        for (Region region : List.of(map, map.slice(0, LENGTH))) {
            for (long offset : new long[] {-1, LENGTH, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 6, 1L << 32}) {
                assertBeyond(() -> region.getByte(offset));
                assertBeyond(() -> region.getShort(offset));
                assertBeyond(() -> region.getInt(offset));
                assertBeyond(() -> region.getLong(offset));
                assertBeyond(() -> region.putByte(offset, (byte) 1));
                assertBeyond(() -> region.putShort(offset, (short) 1));
                assertBeyond(() -> region.putInt(offset, 1));
                assertBeyond(() -> region.putLong(offset, 1));
                assertBeyond(() -> region.getIntAcquire(offset));
                assertBeyond(() -> region.getLongAcquire(offset));
                assertBeyond(() -> region.putIntRelease(offset, 1));
                assertBeyond(() -> region.putLongRelease(offset, 1));
                assertBeyond(() -> region.compareAndSetInt(offset, 0, 1));
                assertBeyond(() -> region.compareAndSetLong(offset, 0, 1));
                assertBeyond(() -> region.getAndAddInt(offset, 1));
                assertBeyond(() -> region.getAndAddLong(offset, 1));
                assertBeyond(() -> region.get(offset, new byte[1], 0, 1));
                assertBeyond(() -> region.put(offset, new byte[1], 0, 1));
                assertBeyond(() -> region.get(offset, ByteBuffer.allocate(1)));
                assertBeyond(() -> region.put(offset, ByteBuffer.allocate(1)));
            }
            region.getShort(LENGTH - 2);
            region.getInt(LENGTH - 4);
            region.getLong(LENGTH - 8);
            assertBeyond(() -> region.getShort(LENGTH - 1));
            assertBeyond(() -> region.getInt(LENGTH - 3));
            assertBeyond(() -> region.getLong(LENGTH - 7));
            assertBeyond(() -> region.putShort(LENGTH - 1, (short) 1));
            assertBeyond(() -> region.putInt(LENGTH - 3, 1));
            assertBeyond(() -> region.putLong(LENGTH - 7, 1));
            assertBeyond(() -> region.get(LENGTH - 7, new byte[8], 0, 8));
            assertBeyond(() -> region.put(LENGTH - 7, new byte[8], 0, 8));
        }
        assertArrayEquals(content, bytes(), "and nothing was written");
    }

    @Test
    void thePieceOfTheArrayIsCheckedToo() {
        byte[] array = new byte[8];
        assertBeyond(() -> map.get(0, array, 1, 8));
        assertBeyond(() -> map.get(0, array, -1, 2));
        assertBeyond(() -> map.get(0, array, 0, -1));
        assertBeyond(() -> map.put(0, array, 1, 8));
        assertBeyond(() -> map.put(0, array, -1, 2));
        assertBeyond(() -> map.put(0, array, 0, -1));
        assertThrows(NullPointerException.class, () -> map.get(0, (byte[]) null, 0, 0));
        assertThrows(NullPointerException.class, () -> map.get(0, (ByteBuffer) null));
        assertThrows(NullPointerException.class, () -> map.put(0, (ByteBuffer) null));
    }

    private static void assertBeyond(Executable access) {
        assertThrows(IndexOutOfBoundsException.class, access);
    }

    @Test
    void aPieceOfAnArrayIsCopiedBothWays() {
        byte[] array = new byte[2_500_010];
        map.get(11, array, 5, 2_500_000);
        assertEquals(-1, Arrays.mismatch(content, 11, 2_500_011, array, 5, 2_500_005));
        assertArrayEquals(new byte[5], Arrays.copyOf(array, 5));
        assertArrayEquals(new byte[5], Arrays.copyOfRange(array, 2_500_005, 2_500_010));

        map.put(400_000, array, 5, 2_500_000);
        System.arraycopy(array, 5, content, 400_000, 2_500_000);
        assertArrayEquals(content, bytes());

        map.get(LENGTH, array, array.length, 0);
        map.put(LENGTH, array, array.length, 0);
        assertArrayEquals(content, bytes());
    }

    @Test
    void buffersOfEveryKindAreCopiedFromPositionToLimit() {
        for (ByteBuffer into : List.of(
                ByteBuffer.allocate(2_000_020),
                ByteBuffer.allocateDirect(2_000_020),
                ByteBuffer.wrap(new byte[2_000_040], 10, 2_000_020).slice())) {
            into.position(7).limit(2_000_007);
            map.get(3, into);
            assertEquals(2_000_007, into.position());
            assertEquals(2_000_007, into.limit());
            assertEquals(-1, into.clear().slice(7, 2_000_000).mismatch(ByteBuffer.wrap(content, 3, 2_000_000)));
            assertEquals(0, into.get(6));
            assertEquals(0, into.get(2_000_007));

            into.position(9).limit(1_500_000);
            map.put(1_000_001, into.asReadOnlyBuffer());
            assertEquals(9, into.position());
            map.put(1_000_001, into);
            assertEquals(1_500_000, into.position());
            into.clear().get(9, content, 1_000_001, 1_499_991);
            assertArrayEquals(content, bytes());
        }
        ByteBuffer constant = ByteBuffer.allocate(8).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> map.get(0, constant));
        ByteBuffer tooLong = ByteBuffer.allocate(9);
        assertBeyond(() -> map.get(LENGTH - 8, tooLong));
        assertBeyond(() -> map.put(LENGTH - 8, tooLong));
        assertEquals(0, tooLong.position());
    }

    @Test
    void aSliceIsTheSameMemoryFurtherOn() {
        Region slice = map.slice(1_000, 2_000);
        Region part = slice.slice(10, 30);
        assertEquals(2_000, slice.length());
        assertEquals(map.address() + 1_000, slice.address());
        assertEquals(30, part.length());
        assertEquals(map.address() + 1_010, part.address());
        part.putLong(22, MARK);
        assertEquals(MARK, map.getLong(1_032));
        assertEquals(content[1_010], part.getByte(0));
        assertBeyond(() -> part.putLong(23, 0));
        assertBeyond(() -> part.getByte(-1));
        assertBeyond(() -> part.getByte(30));
        assertBeyond(() -> slice.slice(0, 2_001));
        assertBeyond(() -> slice.slice(-1, 1));
        assertBeyond(() -> slice.slice(1, -1));
        assertBeyond(() -> slice.slice(Long.MAX_VALUE, 1));
        assertBeyond(() -> slice.slice(1, Long.MAX_VALUE));
        assertEquals(0, slice.slice(2_000, 0).length());
        assertEquals("30 bytes at 0x" + Long.toHexString(part.address()), part.toString());
    }

    @Test
    void nothingIsReachedWhenTheMappingIsGone() throws IOException {
        Region slice = map.slice(page, page);
        Mapping gone = map;
        gone.close();
        for (Region region : List.of(gone, slice, gone.slice(8, 8), slice.slice(8, 8))) {
            assertRefused(() -> region.getByte(0));
            assertRefused(() -> region.getShort(0));
            assertRefused(() -> region.getInt(0));
            assertRefused(() -> region.getLong(0));
            assertRefused(() -> region.putByte(0, (byte) 1));
            assertRefused(() -> region.putShort(0, (short) 1));
            assertRefused(() -> region.putInt(0, 1));
            assertRefused(() -> region.putLong(0, 1));
            assertRefused(() -> region.getIntAcquire(0));
            assertRefused(() -> region.getLongAcquire(0));
            assertRefused(() -> region.putIntRelease(0, 1));
            assertRefused(() -> region.putLongRelease(0, 1));
            assertRefused(() -> region.compareAndSetInt(0, 0, 1));
            assertRefused(() -> region.compareAndSetLong(0, 0, 1));
            assertRefused(() -> region.getAndAddInt(0, 1));
            assertRefused(() -> region.getAndAddLong(0, 1));
            assertRefused(() -> region.get(0, new byte[1], 0, 1));
            assertRefused(() -> region.get(0, new byte[0], 0, 0));
            assertRefused(() -> region.put(0, new byte[1], 0, 1));
            assertRefused(() -> region.get(0, ByteBuffer.allocateDirect(1)));
            assertRefused(() -> region.put(0, ByteBuffer.allocateDirect(1)));
        }
    }

    private static void assertRefused(Executable access) {
        assertThrows(IllegalStateException.class, access);
    }

    @Test
    void whatMayNotBeReadOrWrittenIsRefused() throws IOException {
        memory.mprotect(map, PROT_READ);
        assertEquals(content[0], map.getByte(0));
        assertRefused(() -> map.putByte(0, (byte) 1));
        assertRefused(() -> map.putShort(0, (short) 1));
        assertRefused(() -> map.putInt(0, 1));
        assertRefused(() -> map.putLong(0, 1));
        assertRefused(() -> map.putIntRelease(0, 1));
        assertRefused(() -> map.putLongRelease(0, 1));
        assertRefused(() -> map.compareAndSetInt(0, map.getIntAcquire(0), 1));
        assertRefused(() -> map.compareAndSetLong(0, map.getLongAcquire(0), 1));
        assertRefused(() -> map.getAndAddInt(0, 1));
        assertRefused(() -> map.getAndAddLong(0, 1));
        assertRefused(() -> map.put(0, new byte[1], 0, 1));
        assertRefused(() -> map.put(0, ByteBuffer.allocate(1)));
        assertEquals(
                "the pages are protected against being written",
                assertThrows(IllegalStateException.class, () -> map.putInt(0, 1))
                        .getMessage());
        assertArrayEquals(content, bytes());

        for (int prot : new int[] {PROT_NONE, PROT_WRITE}) {
            memory.mprotect(map, prot);
            assertRefused(() -> map.getByte(0));
            assertRefused(() -> map.getShort(0));
            assertRefused(() -> map.getInt(0));
            assertRefused(() -> map.getLong(0));
            assertRefused(() -> map.getIntAcquire(0));
            assertRefused(() -> map.getLongAcquire(0));
            assertRefused(() -> map.compareAndSetInt(0, 0, 1));
            assertRefused(() -> map.compareAndSetLong(0, 0, 1));
            assertRefused(() -> map.getAndAddInt(0, 0));
            assertRefused(() -> map.getAndAddLong(0, 0));
            assertRefused(() -> map.get(0, new byte[1], 0, 1));
            assertRefused(() -> map.get(0, ByteBuffer.allocate(1)));
        }
        assertEquals(
                "the pages are protected against being read",
                assertThrows(IllegalStateException.class, () -> map.getInt(0)).getMessage());
        map.putLong(0, MARK);
        memory.mprotect(map, READ_WRITE);
        assertEquals(MARK, map.getLong(0));
    }

    /** A transfer checks each piece at its own place. That shows only if the protection differs between places. */
    @Test
    void longTransfersStayClearOfAPageThatMayNotBeTouched() throws IOException {
        long last = (LENGTH - 1L) / page * page;
        memory.mprotect(map.slice(last, LENGTH - last), PROT_NONE);
        byte[] most = new byte[(int) last];
        map.get(0, most, 0, most.length);
        assertArrayEquals(Arrays.copyOf(content, most.length), most);
        map.put(0, new byte[most.length], 0, most.length);
        assertEquals(0, map.getByte(last - 1));
        assertRefused(() -> map.get(0, new byte[LENGTH], 0, LENGTH));
        memory.mprotect(map, READ_WRITE);
        assertEquals(content[LENGTH - 1], map.getByte(LENGTH - 1));
    }

    /** A single access to unmapped memory would end this JVM. */
    @Test
    @Tag("compiled")
    void accessesRaceWithUnmappingAndEachIsWholeOrRefused() throws Exception {
        AtomicReference<Mapping> current = new AtomicReference<>(fresh());
        AtomicLong accesses = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        withThreads(
                (number, buffer) -> {
                    Mapping mapping = current.get();
                    try {
                        access(mapping, number, buffer);
                        accesses.incrementAndGet();
                    } catch (IllegalStateException unmapped) {
                        refusals.incrementAndGet();
                    }
                },
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        long before = accesses.get();
                        while (accesses.get() < before + 20) {
                            Thread.onSpinWait();
                        }
                        Mapping old = current.getAndSet(fresh());
                        if (i % 2 == 0) {
                            current.get().close();
                            old.close();
                            current.set(fresh());
                        } else {
                            old.close();
                        }
                    }
                });
        current.get().close();
        assertTrue(accesses.get() >= 20 * ROUNDS, "accesses: " + accesses);
        assertTrue(refusals.get() > 0, "refusals: " + refusals);
    }

    @Test
    @Tag("compiled")
    void accessesRaceWithProtectionAndEachIsWholeOrRefused() throws Exception {
        Mapping shared = fresh();
        AtomicLong accesses = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        withThreads(
                (number, buffer) -> {
                    try {
                        access(shared, number, buffer);
                        accesses.incrementAndGet();
                    } catch (IllegalStateException forbidden) {
                        refusals.incrementAndGet();
                    }
                },
                () -> {
                    int[] protections = {PROT_READ, PROT_NONE, PROT_WRITE};
                    for (int i = 0; i < ROUNDS; i++) {
                        long before = accesses.get();
                        while (accesses.get() < before + 20) {
                            Thread.onSpinWait();
                        }
                        memory.mprotect(shared.slice(i % 4 * page, 2L * page), protections[i % 3]);
                        memory.madvise(shared, MADV_NORMAL);
                        memory.mprotect(shared, READ_WRITE);
                    }
                });
        shared.close();
        assertTrue(refusals.get() > 0, "refusals: " + refusals);
    }

    @Test
    @Tag("compiled")
    void ofManyThreadsThatUnmapOnlyOneDoes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Mapping shared = fresh();
            AtomicLong unmapped = new AtomicLong();
            AtomicLong refused = new AtomicLong();
            CountDownLatch together = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            AtomicReference<Throwable> wrong = new AtomicReference<>();
            for (int t = 0; t < THREADS; t++) {
                threads.add(new Thread(() -> {
                    try {
                        together.countDown();
                        together.await();
                        memory.munmap(shared);
                        unmapped.incrementAndGet();
                    } catch (IllegalStateException already) {
                        refused.incrementAndGet();
                    } catch (Exception e) {
                        wrong.set(e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertNull(wrong.get());
            assertEquals(1, unmapped.get());
            assertEquals(THREADS - 1, refused.get());
        }
    }

    private Mapping fresh() throws IOException {
        return memory.mmap(-1, 0, 6L * page, READ_WRITE, MAP_PRIVATE | MAP_ANON);
    }

    /** Writes the place of thread {@code number} and reads it back. */
    private void access(Mapping mapping, int number, byte[] buffer) {
        long place = page - 4 + number * 8L;
        mapping.putLong(place, MARK * number);
        long seen = mapping.getLong(place);
        if (seen != MARK * number && seen != 0) {
            throw new AssertionError("thread " + number + " saw " + Long.toHexString(seen));
        }
        mapping.get(0, buffer, 0, buffer.length);
        mapping.slice(number * 8L, 8).getInt(0);
        long counter = 2L * page + number * 8L;
        long count = mapping.getLongAcquire(counter);
        mapping.compareAndSetLong(counter, count, count + 1);
        mapping.putIntRelease(counter, 0);
    }

    private interface Access {
        void by(int number, byte[] buffer);
    }

    private interface Disturbance {
        void run() throws Exception;
    }

    private void withThreads(Access access, Disturbance disturbance) throws Exception {
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        AtomicReference<Boolean> running = new AtomicReference<>(true);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            threads.add(new Thread(() -> {
                byte[] buffer = new byte[6 * page];
                while (running.get() && wrong.get() == null) {
                    try {
                        access.by(number, buffer);
                    } catch (RuntimeException | Error e) {
                        wrong.set(e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        try {
            disturbance.run();
        } finally {
            running.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertNull(wrong.get(), () -> "" + wrong.get());
    }
}
