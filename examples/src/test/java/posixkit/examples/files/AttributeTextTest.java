package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import posixkit.Names;

/** What {@link AttributeText} encodes is what it decodes. */
class AttributeTextTest {
    @Test
    void whatIsPrintedCanBeSetAgain() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            if (i % 2 == 0 && value.length > 0) {
                value[value.length - 1] = 1; // as text, a NUL at the end is lost
                String text = new AttributeText(AttributeText.Encoding.TEXT, random.nextBoolean()).encoded(value);
                assertArrayEquals(value, AttributeText.decoded(text));
            } else {
                assertArrayEquals(
                        value,
                        AttributeText.decoded(new AttributeText(AttributeText.Encoding.BASE64, false).encoded(value)));
            }
        }
        assertEquals(
                "\"\\033[31mA\\377\\303\"",
                new AttributeText(AttributeText.Encoding.TEXT, true).encoded(Names.bytes("\u001B[31mA\uDCFF\uDCC3")));
    }
}
