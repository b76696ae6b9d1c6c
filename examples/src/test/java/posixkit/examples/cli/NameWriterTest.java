package posixkit.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posixkit.Names;

class NameWriterTest {
    @Test
    void writesTheBytesOfAnyName() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            byte[] name = new byte[random.nextInt(40)];
            random.nextBytes(name);
            for (int at = 0; at < name.length; at++) {
                name[at] = name[at] == 0 ? 1 : name[at];
            }
            assertArrayEquals(name, written(Names.of(name)));
        }
    }

    @Test
    void writesTextAsUtf8AcrossPieces() throws IOException {
        String text = "größe \uD83D\uDE00 €".repeat(5000);
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), written(text));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NameWriter writer = new NameWriter(bytes)) {
            writer.write('\uD83D');
            writer.write('\uDE00');
            writer.write("\uD83Dx\uD83D");
        }
        assertArrayEquals("\uD83D\uDE00?x?".getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
    }

    private static byte[] written(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintWriter writer = new PrintWriter(new NameWriter(bytes))) {
            writer.print(text);
        }
        return bytes.toByteArray();
    }
}
