package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Struct;
import posixkit.testing.NeedsJdk;

class ScratchTest {
    @Test
    void aCallInsideACallTakesAnotherAndGivesItBack() {
        try (Scratch outer = Scratch.open()) {
            long kept = outer.bytes(new byte[] {1, 2, 3}, 0, 3);
            long taken;
            Scratch first;
            try (Scratch inner = Scratch.open()) {
                assertNotSame(outer, inner);
                first = inner;
                taken = inner.alloc(100);
                inner.set64(taken, -1);
            }
            assertArrayEquals(new byte[] {1, 2, 3}, outer.copy(kept, 3));
            assertEquals(kept + 16, outer.alloc(1));
            assertNotSame(outer, first);
        }
    }

    @Test
    void callsNestDeeply() {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(8);
        }
        nest(50);
        try (Scratch s = Scratch.open()) {
            assertEquals(first, s.alloc(8));
        }
    }

    private static void nest(int depth) {
        if (depth > 0) {
            try (Scratch s = Scratch.open()) {
                long mine = s.alloc(16);
                s.set64(mine, depth);
                nest(depth - 1);
                assertEquals(depth, s.s32(mine));
            }
        }
    }

    /** A stack overflow inside a call may leave a scratch open. That one is lost, but no more than that. */
    @Test
    void aThreadThatLeavesItsOwnOpenGoesOnWithOthers() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Scratch left = thread.submit(Scratch::open).get();
            for (int i = 0; i < 100; i++) {
                Scratch next = thread.submit(ScratchTest::opened).get();
                assertNotSame(left, next);
            }
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void everyPieceIsAlignedAndItsOwn() {
        try (Scratch s = Scratch.open()) {
            long last = 0;
            for (int size : new int[] {0, 0, 1, 3, 16, 17, 0, 144}) {
                long address = s.alloc(size);
                assertEquals(0, address % 16);
                assertTrue(address > last, "no two at one address");
                last = address + size - 1;
            }
        }
    }

    @Test
    void whatDoesNotFitLiesBesideTheBlock() {
        byte[] large = random(Scratch.BLOCK + 1);
        byte[] larger = random(3_000_000);
        try (Scratch s = Scratch.open()) {
            long small = s.bytes(new byte[] {7}, 0, 1);
            long one = s.bytes(large, 0, large.length);
            long two = s.bytes(ByteBuffer.wrap(larger), 0, larger.length);
            assertTrue(one < small || one >= small + Scratch.BLOCK);
            assertArrayEquals(large, s.copy(one, large.length));
            assertArrayEquals(larger, s.copy(two, larger.length));
            assertArrayEquals(new byte[] {7}, s.copy(small, 1));
            s.set32(two + 2_999_996, 42);
            assertEquals(42, s.s32(two + 2_999_996));
        }
    }

    @Test
    void aWholeBlockFitsAndOneByteMoreDoesNot() {
        try (Scratch s = Scratch.open()) {
            long whole = s.alloc(Scratch.BLOCK);
            s.set8(whole + Scratch.BLOCK - 1, 1);
            long beside = s.alloc(1);
            assertTrue(beside < whole || beside >= whole + Scratch.BLOCK);
            s.set8(beside, 2);
            assertArrayEquals(new byte[] {2}, s.copy(beside, 1));
        }
    }

    @Test
    void piecesFollowEachOtherWithoutGaps() {
        try (Scratch s = Scratch.open()) {
            long first = s.alloc(32);
            assertEquals(first + 32, s.alloc(15));
            assertEquals(first + 48, s.alloc(1));
        }
    }

    @Test
    void everyWidthIsReadAsItWasWritten() {
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(24) + 8;
            s.set64(at, 0x8182_8384_8586_8788L);
            assertEquals(0x8182_8384_8586_8788L, s.s64(at));
            ByteBuffer copy = ByteBuffer.wrap(s.copy(at, 8)).order(ByteOrder.nativeOrder());
            assertEquals(0x8182_8384_8586_8788L, copy.getLong(0));
            assertEquals(copy.getInt(0), s.s32(at));
            assertEquals(copy.getInt(0) & 0xFFFF_FFFFL, s.u32(at));
            assertEquals(copy.getShort(0), s.s16(at));
            assertEquals(copy.getShort(0) & 0xFFFF, s.u16(at));
            assertEquals(copy.get(0), s.s8(at));
            assertEquals(copy.get(0) & 0xFF, s.u8(at));
            s.set32(at, 0x1_9192_9394L);
            assertEquals(0x9192_9394, s.s32(at));
            s.set16(at, 0x1_A1A2L);
            assertEquals(0xA1A2, s.u16(at));
            s.set8(at, 0x1B1L);
            assertEquals(0xB1, s.u8(at));
            copy.putInt(0, 0x9192_9394).putShort(0, (short) 0xA1A2).put(0, (byte) 0xB1);
            assertArrayEquals(copy.array(), s.copy(at, 8), "and no byte beside it");
            assertArrayEquals(new byte[8], s.copy(at - 8, 8));
            assertArrayEquals(new byte[8], s.copy(at + 8, 8));
        }
    }

    @Test
    void aStructureIsCopiedInAsItIs() {
        Struct struct = new Struct(3) {
            @Override
            public Struct copy() {
                throw new UnsupportedOperationException();
            }
        };
        struct.bytes()[0] = 1;
        struct.bytes()[2] = 3;
        try (Scratch s = Scratch.open()) {
            s.alloc(1);
            assertArrayEquals(new byte[] {1, 0, 3}, s.copy(s.struct(struct), 3));
        }
    }

    /** A later call gets the kept chunk of the smallest size that fits. */
    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 256 * 1024, Scratch.KEEP})
    void aLargePieceIsKeptForTheNextCall(int size) {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(size);
        }
        try (Scratch s = Scratch.open()) {
            s.alloc(Scratch.BLOCK);
            assertEquals(first, s.alloc(size / 4 + 1));
            long second = s.alloc(size / 4);
            assertTrue(second > first && second < first + size, "and taken from as far as it goes");
            s.set8(second + size / 4 - 1, 1);
            s.alloc(size);
            assertArrayEquals(new byte[] {1}, s.copy(second + size / 4 - 1, 1), "also when there is a newer one");
        }
    }

    @Test
    void severalLargePiecesLieApart() {
        int[] sizes = {Scratch.BLOCK, 65_536, 65_537, 300_000, Scratch.KEEP, Scratch.KEEP + 1, 5_000_000};
        for (int round = 0; round < 3; round++) {
            long[] pieces = new long[sizes.length];
            try (Scratch s = Scratch.open()) {
                for (int i = 0; i < sizes.length; i++) {
                    pieces[i] = s.alloc(sizes[i]);
                    s.set8(pieces[i], i + 1);
                    s.set8(pieces[i] + sizes[i] - 1, -i - 1);
                }
                for (int i = 0; i < sizes.length; i++) {
                    assertEquals(i + 1, s.s8(pieces[i]));
                    assertEquals(-i - 1, s.s8(pieces[i] + sizes[i] - 1));
                }
            }
        }
    }

    /** More threads than may own a scratch. A thread that owns none borrows one for each call. */
    @Test
    void manyThreadsAtOnceHaveTheirOwnOrBorrow() throws Exception {
        int count = Scratch.OWNERS + 100;
        CountDownLatch opened = new CountDownLatch(count);
        CountDownLatch done = new CountDownLatch(1);
        Set<Long> addresses = ConcurrentHashMap.newKeySet();
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            int mine = t;
            Thread thread = new Thread(
                    null,
                    () -> {
                        try (Scratch s = Scratch.open()) {
                            long address = s.alloc(8);
                            s.set64(address, mine);
                            addresses.add(address);
                            opened.countDown();
                            done.await();
                            assertEquals(mine, s.s64(address));
                        } catch (Throwable e) {
                            wrong.set(e);
                        }
                    },
                    "scratch",
                    128 * 1024);
            threads.add(thread);
            thread.start();
        }
        assertTrue(opened.await(60, TimeUnit.SECONDS));
        assertEquals(count, addresses.size());
        done.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(wrong.get());
    }

    @Test
    void stringsEndInANulAndTakeNoMoreThanTheyNeed() {
        try (Scratch s = Scratch.open()) {
            s.allocZeroed(4096);
        }
        for (String text : List.of("", "/etc/hosts", "ä€😀", "x".repeat(5000), "€".repeat(30_000))) {
            byte[] expected = (text + "\0").getBytes(StandardCharsets.UTF_8);
            try (Scratch s = Scratch.open()) {
                long address = s.string("text", text);
                assertArrayEquals(expected, s.copy(address, expected.length));
                assertEquals(expected.length - 1, s.length(address));
            }
        }
        try (Scratch s = Scratch.open()) {
            long path = s.string("path", "x".repeat(20_000));
            assertEquals(path + 20_016, s.alloc(1), "the guess is given back");
        }
    }

    /** Short ASCII texts take a way of their own into native memory. All texts must arrive, or be refused, as the codec says. */
    @Test
    void stringsArriveAsTheCodecHasThem() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertArrives("a" + (char) c + "b");
        }
        Random random = new Random(1);
        for (int length = 0; length < 1100; length++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append((char) (1 + random.nextInt(0x7F)));
            }
            assertArrives(text.toString());
            if (length > 0) {
                text.setCharAt(random.nextInt(length), (char) random.nextInt(0x1000));
                assertArrives(text.toString());
            }
        }
    }

    private static void assertArrives(String text) {
        byte[] expected = null;
        String refusal = null;
        try {
            expected = NameCodec.encode("text", text, false);
        } catch (IllegalArgumentException e) {
            refusal = e.getMessage();
        }
        try (Scratch s = Scratch.open()) {
            if (refusal != null) {
                assertEquals(
                        refusal,
                        assertThrows(IllegalArgumentException.class, () -> s.string("text", text))
                                .getMessage());
                return;
            }
            long address = s.string("text", text);
            assertArrayEquals(expected, s.copy(address, expected.length), text);
            assertEquals(0, s.u8(address + expected.length), text);
        }
    }

    @Test
    void aRefusedStringLeavesNothingBehind() {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(1);
        }
        for (int i = 0; i < 100; i++) {
            for (String bad : List.of("a\0b", "€".repeat(30_000) + "\0")) {
                assertThrows(IllegalArgumentException.class, () -> {
                    try (Scratch s = Scratch.open()) {
                        s.string("bad", bad);
                    }
                });
            }
        }
        try (Scratch s = Scratch.open()) {
            assertEquals(first, s.alloc(1));
        }
    }

    @Test
    void buffersAreCopiedFromAndToWhereItIsSaid() {
        ByteBuffer from = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        ByteBuffer to = ByteBuffer.allocate(6).position(2);
        try (Scratch s = Scratch.open()) {
            long address = s.bytes(from, 1, 3);
            assertEquals(1, from.position());
            s.copyTo(to, 2, address, 3);
            assertEquals(2, to.position());
        }
        assertArrayEquals(new byte[] {0, 0, 2, 3, 4, 0}, to.array());
    }

    @Test
    void zeroedMeansZeroedWhateverWasThere() {
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(64);
            for (int i = 0; i < 64; i += 8) {
                s.set64(address + i, -1);
            }
        }
        try (Scratch s = Scratch.open()) {
            long address = s.allocZeroed(63);
            assertArrayEquals(new byte[63], s.copy(address, 63));
            assertEquals(-1, s.s8(address + 63), "and no more");
        }
    }

    @Test
    void addressesOfOthersAreRefused() {
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(1);
            assertThrows(IllegalStateException.class, () -> s.s32(0));
            assertThrows(IllegalStateException.class, () -> s.set8(address + (1L << 40), 0));
        }
    }

    @Test
    void everyPlatformThreadHasItsOwn() throws Exception {
        try (Scratch mine = Scratch.open()) {
            long address = mine.alloc(8);
            mine.set64(address, 42);
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                Scratch theirs = other.submit(ScratchTest::opened).get();
                assertNotSame(mine, theirs);
                assertSame(theirs, other.submit(ScratchTest::opened).get(), "the same again");
            } finally {
                other.shutdown();
            }
            assertEquals(42, mine.s32(address));
        }
    }

    private static Scratch opened() {
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(8);
            s.set64(address, -1);
            return s;
        }
    }

    /** More virtual threads than the pool keeps scratches. Each has two open at once, and lets others run in between. */
    @Test
    @NeedsJdk(21)
    void virtualThreadsDoNotMeetInOneBlock() throws Exception {
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int mine = i + 1;
                tasks.add(() -> {
                    try (Scratch outer = Scratch.open();
                            Scratch inner = Scratch.open()) {
                        assertNotSame(outer, inner);
                        long one = outer.alloc(4);
                        long two = inner.alloc(100_000);
                        assertNotEquals(one, two);
                        for (int round = 0; round < 10; round++) {
                            outer.set32(one, mine);
                            inner.set32(two + 99_996, -mine);
                            Thread.sleep(1);
                            assertEquals(mine, outer.s32(one));
                            assertEquals(-mine, inner.s32(two + 99_996));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
