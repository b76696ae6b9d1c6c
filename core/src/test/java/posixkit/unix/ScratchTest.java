package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import posixkit.testing.NeedsJdk;

class ScratchTest {
    @Test
    void whatAnInnerCallTakesItGivesBackAndTheOuterCallKeepsItsOwn() {
        try (Scratch outer = Scratch.open()) {
            long kept = outer.bytes(new byte[] {1, 2, 3}, 0, 3);
            long taken;
            try (Scratch inner = Scratch.open()) {
                assertSame(outer, inner);
                taken = inner.alloc(100);
                assertTrue(taken >= kept + 3);
                inner.set64(taken, -1);
            }
            try (Scratch inner = Scratch.open()) {
                assertEquals(taken, inner.alloc(50), "given back");
            }
            assertArrayEquals(new byte[] {1, 2, 3}, outer.copy(kept, 3));
            assertEquals(taken, outer.alloc(1));
        }
    }

    @Test
    void callsNestDeeply() {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(8);
        }
        nest(50, first);
        try (Scratch s = Scratch.open()) {
            assertEquals(first, s.alloc(8));
        }
    }

    private static void nest(int depth, long above) {
        if (depth > 0) {
            try (Scratch s = Scratch.open()) {
                long mine = s.alloc(16);
                assertTrue(mine >= above);
                s.set64(mine, depth);
                nest(depth - 1, mine + 16);
                assertEquals(depth, s.s32(mine));
            }
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
            long two = s.bytes(ByteBuffer.wrap(larger));
            assertTrue(one < small || one >= small + Scratch.BLOCK);
            assertArrayEquals(large, s.copy(one, large.length));
            assertArrayEquals(larger, s.copy(two, larger.length));
            assertArrayEquals(new byte[] {7}, s.copy(small, 1));
            s.set32(two + 2_999_996, 42);
            assertEquals(42, s.s32(two + 2_999_996));
            assertEquals(small + 16, s.alloc(1), "the block goes on");
        }
    }

    @Test
    void aWholeBlockFitsAndOneByteMoreDoesNot() {
        try (Scratch s = Scratch.open()) {
            long whole = s.alloc(Scratch.BLOCK);
            s.set8(whole + Scratch.BLOCK - 1, 1);
            long beside = s.alloc(1);
            assertTrue(beside < whole || beside >= whole + Scratch.BLOCK);
        }
    }

    @Test
    void aLargePieceIsKeptForTheNextCall() {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(900_000);
        }
        try (Scratch s = Scratch.open()) {
            assertEquals(first, s.alloc(100_000));
            long second = s.alloc(100_000);
            assertTrue(second < first || second >= first + 900_000, "but for one of its pieces only");
        }
    }

    /** A piece lives until the outermost call ends, not the one that took it. */
    @Test
    void anInnerCallsLargePieceDoesNotDisturbTheOuterOnes() {
        byte[] outer = random(70_000);
        try (Scratch s = Scratch.open()) {
            long kept = s.bytes(outer, 0, outer.length);
            for (int i = 0; i < 5; i++) {
                try (Scratch inner = Scratch.open()) {
                    byte[] bytes = random(80_000);
                    assertArrayEquals(bytes, inner.copy(inner.bytes(bytes, 0, bytes.length), bytes.length));
                }
            }
            assertArrayEquals(outer, s.copy(kept, outer.length));
        }
    }

    @Test
    void pathsEndInANulAndTakeNoMoreThanTheyNeed() {
        try (Scratch s = Scratch.open()) {
            s.allocZeroed(4096);
        }
        for (String text : List.of("", "/etc/hosts", "ä€😀", "x".repeat(5000), "€".repeat(30_000))) {
            byte[] expected = (text + "\0").getBytes(StandardCharsets.UTF_8);
            try (Scratch s = Scratch.open()) {
                long address = s.path(text);
                assertArrayEquals(expected, s.copy(address, expected.length));
                assertEquals(expected.length - 1, s.length(address));
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                long again = s.path(bytes);
                assertArrayEquals(expected, s.copy(again, expected.length));
            }
        }
        try (Scratch s = Scratch.open()) {
            long path = s.path("x".repeat(20_000));
            assertEquals(path + 20_016, s.alloc(1), "the guess is given back");
        }
    }

    @Test
    void aRefusedPathLeavesNothingBehind() {
        long first;
        try (Scratch s = Scratch.open()) {
            first = s.alloc(1);
        }
        for (int i = 0; i < 100; i++) {
            for (String bad : List.of("a\0b", "€".repeat(30_000) + "\0")) {
                assertThrows(IllegalArgumentException.class, () -> {
                    try (Scratch s = Scratch.open()) {
                        s.path(bad);
                    }
                });
            }
        }
        try (Scratch s = Scratch.open()) {
            assertEquals(first, s.alloc(1));
        }
    }

    @Test
    void buffersAreCopiedFromAndToTheirPosition() {
        ByteBuffer from = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        ByteBuffer to = ByteBuffer.allocate(6).position(2);
        try (Scratch s = Scratch.open()) {
            long address = s.bytes(from);
            assertEquals(1, from.position());
            s.copyTo(to, address, 3);
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
            assertArrayEquals(new byte[64], s.copy(s.allocZeroed(64), 64));
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

    /** More of them than blocks are kept, each in two calls at once, and each lets others run in between. */
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
