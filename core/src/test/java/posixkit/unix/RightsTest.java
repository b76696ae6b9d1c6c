package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_NONE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rights of every single byte, kept in an array, are the oracle. */
class RightsTest {
    private static final int LENGTH = 40;

    @Test
    void whateverIsDoneToStretchesEveryByteHasItsRights() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            int[] oracle = new int[LENGTH];
            Arrays.fill(oracle, round % 8);
            Rights rights = Rights.of(round % 8, LENGTH);
            for (int step = 0; step < 8; step++) {
                int from = random.nextInt(LENGTH);
                int to = from + random.nextInt(LENGTH - from + 1);
                int prot = random.nextInt(8);
                boolean within = random.nextBoolean();
                Rights before = rights;
                int[] bytesBefore = oracle.clone();
                rights = within ? rights.within(prot, from, to) : rights.with(prot, from, to);
                for (int i = from; i < to; i++) {
                    oracle[i] = within ? oracle[i] & prot : prot;
                }
                assertSame(oracle, rights);
                assertSame(bytesBefore, before);
            }
        }
    }

    private static void assertSame(int[] oracle, Rights rights) {
        for (int right : new int[] {PROT_READ, PROT_WRITE, PROT_EXEC, PROT_READ | PROT_WRITE}) {
            for (int from = 0; from < LENGTH; from++) {
                boolean all = true;
                for (int to = from; to <= LENGTH; to++) {
                    assertEquals(all, rights.allow(right, from, to - from), from + " to " + to);
                    all &= to < LENGTH && (oracle[to] & right) == right;
                }
            }
        }
    }

    @Test
    void ofNothingAllIsAllowed() {
        Rights none = Rights.of(PROT_NONE, LENGTH);
        assertTrue(none.allow(PROT_READ, 5, 0));
        assertFalse(none.allow(PROT_READ, 5, 1));
    }
}
