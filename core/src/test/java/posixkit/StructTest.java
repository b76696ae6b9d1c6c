package posixkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Structures on the heap and arrays of them beside it; a {@link ByteBuffer} is the oracle. */
class StructTest {
    /** Members of every width, none where alignment would like it. */
    private static final class Odd extends Struct {
        Odd() {
            super(24);
        }

        @Override
        public Odd copy() {
            Odd copy = new Odd();
            copyTo(copy);
            return copy;
        }
    }

    private static final class Odds extends StructArray {
        static final int STRIDE = 12;

        Odds(int capacity) {
            super(capacity, STRIDE);
        }

        Odds(int capacity, int stride) {
            super(capacity, stride);
        }

        @Override
        public Odds copy() {
            Odds copy = new Odds(capacity());
            copyTo(copy);
            return copy;
        }

        @Override
        protected boolean isZero(int index) {
            return s32(index, 4) == 0;
        }

        @Override
        protected boolean isSame(int index, StructArray other) {
            return s32(index, 4) == other.s32(index, 4);
        }

        @Override
        protected int hash(int index) {
            return s32(index, 4);
        }

        @Override
        protected String text(int index) {
            return "{" + s32(index, 4) + "}";
        }
    }

    @Test
    void everyWidthIsReadWithItsSignAndWithout() {
        Odd odd = new Odd();
        Arrays.fill(odd.bytes(), (byte) 0xFE);
        assertEquals(-2, odd.s8(1));
        assertEquals(0xFE, odd.u8(1));
        assertEquals((short) 0xFEFE, odd.s16(3));
        assertEquals(0xFEFE, odd.u16(3));
        assertEquals(0xFEFEFEFE, odd.s32(5));
        assertEquals(0xFEFEFEFEL, odd.u32(5));
        assertEquals(0xFEFEFEFE_FEFEFEFEL, odd.s64(9));
    }

    @Test
    void everyWidthIsWrittenInTheProcessorsOrderAndNothingAround() {
        Odd odd = new Odd();
        ByteBuffer expected = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        odd.set8(1, 0x1_81);
        expected.put(1, (byte) 0x81);
        assertArrayEquals(expected.array(), odd.bytes());
        odd.set16(3, 0x1_8283L);
        expected.putShort(3, (short) 0x8283);
        assertArrayEquals(expected.array(), odd.bytes());
        odd.set32(5, 0x1_84858687L);
        expected.putInt(5, 0x84858687);
        assertArrayEquals(expected.array(), odd.bytes());
        odd.set64(11, 0x88898A8B_8C8D8E8FL);
        expected.putLong(11, 0x88898A8B_8C8D8E8FL);
        assertArrayEquals(expected.array(), odd.bytes());
        assertEquals(0x84858687L, odd.u32(5));
        assertEquals(0x88898A8B_8C8D8E8FL, odd.s64(11));
        odd.clear();
        assertArrayEquals(new byte[24], odd.bytes());
        assertSame(odd.bytes(), odd.bytes(), "not a copy");
    }

    @Test
    void textEndsAtItsNulOrWithItsMember() {
        Odd odd = new Odd();
        odd.setSlice(4, 8, "äb".getBytes(StandardCharsets.UTF_8));
        assertEquals("äb", odd.text(4, 8));
        odd.setSlice(4, 8, "12345678".getBytes(StandardCharsets.UTF_8));
        odd.set8(12, 'x');
        assertEquals("12345678", odd.text(4, 8));
        assertEquals("", odd.text(13, 8));
        assertEquals("", odd.text(4, 0));
    }

    @Test
    void aMemberIsFilledWholeAndItsNeighboursAreNot() {
        Odd odd = new Odd();
        Arrays.fill(odd.bytes(), (byte) 1);
        odd.setSlice(4, 4, new byte[] {9, 8});
        assertArrayEquals(new byte[] {1, 9, 8, 0, 0, 1}, odd.slice(3, 6));
        odd.setSlice(4, 4, new byte[0]);
        assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 1}, odd.slice(3, 6));
        assertThrows(IllegalArgumentException.class, () -> odd.setSlice(4, 4, new byte[5]));
        assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 1}, odd.slice(3, 6));
        assertNotSame(odd.slice(0, 24), odd.bytes());
    }

    @Test
    void membersOutsideAStructureAreRefused() {
        Odd odd = new Odd();
        assertThrows(IndexOutOfBoundsException.class, () -> odd.s64(17));
        assertThrows(IndexOutOfBoundsException.class, () -> odd.set32(21, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> odd.s8(-1));
    }

    @Test
    void anArrayKeepsEachOfItsStructuresApart() {
        Odds odds = new Odds(3);
        ByteBuffer memory = odds.memory();
        assertEquals(3 * Odds.STRIDE, memory.remaining());
        assertEquals(ByteOrder.nativeOrder(), memory.order());
        odds.set8(2, 0, 0x1_FE);
        odds.set16(2, 1, 0x1_FEFDL);
        odds.set32(1, 4, 0x1_FEFDFCFBL);
        odds.set64(0, 4, 0xFEFDFCFB_01020304L);
        ByteBuffer expected = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
        expected.put(24, (byte) 0xFE).putShort(25, (short) 0xFEFD);
        expected.putInt(16, 0xFEFDFCFB).putLong(4, 0xFEFDFCFB_01020304L);
        assertEquals(expected, memory);
        assertEquals(-2, odds.s8(2, 0));
        assertEquals(0xFE, odds.u8(2, 0));
        assertEquals((short) 0xFEFD, odds.s16(2, 1));
        assertEquals(0xFEFD, odds.u16(2, 1));
        assertEquals(0xFEFDFCFB, odds.s32(1, 4));
        assertEquals(0xFEFDFCFBL, odds.u32(1, 4));
        assertEquals(0xFEFDFCFB_01020304L, odds.s64(0, 4));
    }

    @Test
    void theMemoryOfAnArrayIsOneAndItsViewsAreMany() {
        Odds odds = new Odds(2);
        odds.memory().position(5).limit(6);
        assertEquals(24, odds.memory().remaining(), "a view's position is its own");
        odds.memory().putInt(12, 42);
        assertEquals(42, odds.s32(1, 0));
        assertEquals(odds.address(), odds.address());
        assertEquals(0, odds.address() % 8, "aligned");
    }

    @Test
    void structuresOutsideAnArrayAreRefused() {
        Odds odds = new Odds(2);
        assertEquals(2, odds.capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> odds.s32(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> odds.s64(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> odds.set8(2, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Odds(0));
        assertThrows(IllegalArgumentException.class, () -> new Odds(-1));
        assertThrows(IllegalArgumentException.class, () -> new Odds(1 << 28));
        assertThrows(IllegalArgumentException.class, () -> new Odds(Integer.MAX_VALUE, 2));
    }
}
