package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's encoder is the oracle for all that has an encoding. */
class NameCodecTest {
    @Test
    void everyCharacterThereIsComesOutAsTheJdkHasIt() {
        for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String text = Character.toString(point);
                assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), encoded(text), text);
            }
        }
    }

    @Test
    void mixedTextsComeOutAsTheJdkHasThem() {
        Random random = new Random(11);
        int[] kinds = {0x7F, 0x7FF, 0xD7FF, Character.MAX_CODE_POINT};
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                int point = 1 + random.nextInt(kinds[random.nextInt(4)]);
                text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
            }
            assertArrayEquals(text.toString().getBytes(StandardCharsets.UTF_8), encoded(text.toString()));
        }
    }

    @Test
    void itWritesFromTheIndexOnAndNothingElse() {
        ByteBuffer to = ByteBuffer.allocate(8);
        assertEquals(5, NameCodec.encode("name", "€", false, to, 2));
        assertArrayEquals(new byte[] {0, 0, (byte) 0xE2, (byte) 0x82, (byte) 0xAC, 0, 0, 0}, to.array());
        assertEquals(3, NameCodec.encode("name", "", false, to, 3));
        assertEquals(0, to.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0", "\0a", "ä\0€"})
    void aNulIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> encoded(text));
    }

    /** As chars: an annotation could not hold them, a class file stores its strings as UTF-8. */
    @Test
    void halfASurrogatePairIsRefused() {
        char high = Character.highSurrogate(0x1F427);
        char low = Character.lowSurrogate(0x1F427);
        assertArrayEquals("🐧".getBytes(StandardCharsets.UTF_8), encoded("" + high + low));
        for (String text : new String[] {
            "" + high, "" + low, "a" + high, low + "a", high + "a", "" + low + high, "" + high + high + low
        }) {
            assertThrows(IllegalArgumentException.class, () -> encoded(text));
        }
    }

    private static byte[] encoded(String text) {
        ByteBuffer to = ByteBuffer.allocate(3 * text.length());
        byte[] bytes = new byte[NameCodec.encode("name", text, false, to, 0)];
        to.get(bytes);
        return bytes;
    }
}
