package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumberSetTest {
    @Test
    void itHoldsWhatASetOfTheJdkHolds() {
        Random random = new Random(1);
        for (int size = 0; size < 100; size++) {
            Set<Integer> expected = new HashSet<>();
            long[] numbers = new long[size];
            for (int i = 0; i < size; i++) {
                // Few different numbers, so that some are there twice and neighbours are there too.
                numbers[i] = random.nextInt(2 * size + 1) * 0x100L;
                expected.add((int) numbers[i]);
            }
            NumberSet set = NumberSet.of(numbers);
            for (int number = -0x300; number < 0x100 * (2 * size + 3); number += 0x80) {
                assertEquals(expected.contains(number), set.contains(number), "number " + number + " of " + size);
            }
        }
    }

    @Test
    void onlyTheLowerHalfOfANumberCounts() {
        NumberSet set = NumberSet.of(-1, 0x8004_0000L, 7);
        assertTrue(set.contains(-1));
        assertTrue(set.contains(0xFFFF_FFFFL));
        assertTrue(set.contains((int) 0x8004_0000L));
        assertTrue(set.contains(0x1_0000_0007L));
        assertFalse(set.contains(0));
        assertFalse(NumberSet.of().contains(-1));
    }
}
