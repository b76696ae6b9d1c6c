package posixkit.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FdSetTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 63, 64, 127, 128, 1023, 1024, 1025, 100_000})
    void whatIsAddedIsThereAlone(int fd) {
        FdSet set = new FdSet();
        assertFalse(set.contains(fd));
        set.add(fd);
        assertTrue(set.contains(fd));
        assertEquals(1, set.size());
        assertEquals(fd + 1, set.length());
        assertArrayEquals(new int[] {fd}, set.fds().toArray());
        set.remove(fd);
        assertEquals(0, set.size());
        assertEquals(0, set.length());
    }

    @Test
    void whatWasNeverThereIsRemovedWithoutAWord() {
        FdSet set = FdSet.of(3);
        for (int fd = 0; fd <= 1024; fd += 32) {
            set.remove(fd);
        }
        assertEquals("[3]", set.toString());
    }

    @Test
    void aCopyIsASetOfItsOwn() {
        FdSet set = FdSet.of(3, 700);
        FdSet copy = new FdSet();
        copy.copyOf(set);
        set.clear();
        copy.add(4);
        assertEquals("[]", set.toString());
        assertEquals("[3, 4, 700]", copy.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, (1 << 25) - 1, 1 << 25, Integer.MAX_VALUE})
    void aWordOfNoDescriptorIsRefusedByName(int index) {
        FdSet set = new FdSet();
        assertEquals(
                "index: " + index,
                assertThrows(IllegalArgumentException.class, () -> set.word(index))
                        .getMessage());
        assertEquals(
                "index: " + index,
                assertThrows(IllegalArgumentException.class, () -> set.word(index, 1L << 63))
                        .getMessage());
        assertEquals(0, set.length());
    }

    /** 256 MiB would hold its bit; looking at it takes none. */
    @Test
    void theLargestDescriptorsCanBeLookedUp() {
        FdSet set = FdSet.of(3);
        assertEquals(0, set.word((1 << 25) - 2));
        assertFalse(set.contains(Integer.MAX_VALUE - 64));
        assertThrows(IllegalArgumentException.class, () -> set.contains(Integer.MAX_VALUE - 63));
    }

    @Test
    void aNegativeNumberIsNoDescriptor() {
        FdSet set = new FdSet();
        assertThrows(IllegalArgumentException.class, () -> set.add(-1));
        assertThrows(IllegalArgumentException.class, () -> set.remove(-1));
        assertThrows(IllegalArgumentException.class, () -> set.contains(Integer.MIN_VALUE));
    }
}
