package posixkit.examples.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds a string of bytes in an array. It looks for the two rarest bytes of the pattern at their distance, at eight places at once,
 * and compares the rest only where both are found.
 */
final class BytePattern {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final int CASE_BIT = 0x20;
    private static final String COMMON_FIRST =
            " etaoinsrhldcum\nfpgwyb,.vk-_/()=\";'0123:456789xjqzETAOINSRHLDCUMFPGWYBVKXJQZ";

    private final byte[] pattern;
    private final byte[] caseBits;
    private final int rare;
    private final int other;
    private final long rareWord;
    private final long otherWord;
    private final long rareCase;
    private final long otherCase;

    /** Creates a pattern that is not empty. If {@code ignoresCase} is set, small and capital letters of ASCII are the same. */
    BytePattern(byte[] text, boolean ignoresCase) {
        pattern = text.clone();
        caseBits = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            int small = text[i] | CASE_BIT;
            if (ignoresCase && small >= 'a' && small <= 'z') {
                pattern[i] = (byte) small;
                caseBits[i] = CASE_BIT;
            }
        }
        int rarest = 0;
        for (int i = 1; i < text.length; i++) {
            rarest = rarity(i) > rarity(rarest) ? i : rarest;
        }
        int second = rarest == 0 ? text.length - 1 : 0;
        for (int i = 0; i < text.length; i++) {
            second = i != rarest && rarity(i) > rarity(second) ? i : second;
        }
        rare = rarest;
        other = second;
        rareWord = (pattern[rare] & 0xFF) * ONES;
        otherWord = (pattern[other] & 0xFF) * ONES;
        rareCase = caseBits[rare] * ONES;
        otherCase = caseBits[other] * ONES;
    }

    private int rarity(int index) {
        int rank = COMMON_FIRST.indexOf(pattern[index] & 0xFF);
        return rank < 0 ? COMMON_FIRST.length() : rank;
    }

    int length() {
        return pattern.length;
    }

    /** Returns where the pattern is first found, entirely in the bytes from {@code from} to {@code end}; −1 if it is not there. */
    int find(byte[] in, int from, int end) {
        int last = end - pattern.length;
        int i = from;
        for (int lastWord = end - Long.BYTES - Math.max(rare, other); i <= lastWord; i += Long.BYTES) {
            long found = zeroBytes((((long) WORD.get(in, i + rare) | rareCase) ^ rareWord)
                    | (((long) WORD.get(in, i + other) | otherCase) ^ otherWord));
            while (found != 0) {
                int at = i + (Long.numberOfTrailingZeros(found) >> 3);
                if (at <= last && isAt(in, at)) {
                    return at;
                }
                found &= found - 1;
            }
        }
        for (; i <= last; i++) {
            if (isAt(in, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns true if the pattern is at {@code at}. */
    boolean isAt(byte[] in, int at) {
        for (int i = 0; i < pattern.length; i++) {
            if ((byte) (in[at + i] | caseBits[i]) != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many bytes from {@code from} to {@code end} are {@code wanted}. */
    static int count(byte wanted, byte[] in, int from, int end) {
        int count = 0;
        int i = from;
        for (long word = (wanted & 0xFF) * ONES; i <= end - Long.BYTES; i += Long.BYTES) {
            count += Long.bitCount(zeroBytes((long) WORD.get(in, i) ^ word));
        }
        for (; i < end; i++) {
            count += in[i] == wanted ? 1 : 0;
        }
        return count;
    }

    /** Returns a word whose highest bit in each byte says whether that byte of {@code word} is 0. */
    private static long zeroBytes(long word) {
        return ~((word & LOW_BITS) + LOW_BITS | word | LOW_BITS);
    }
}
