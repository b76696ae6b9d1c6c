package posixkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's strict decoder says what is UTF-8, and its file system what a path's bytes are. */
class NamesTest {
    private static final int NAMES = 200_000;

    @TempDir
    private Path dir;

    @Test
    void namesOfAnyBytesComeBackAsTheyWere() {
        Random random = new Random(7);
        for (int i = 0; i < NAMES; i++) {
            byte[] bytes = randomName(random);
            String name = Names.of(bytes);
            assertArrayEquals(bytes, Names.bytes(name));
            // Text is itself, and nothing else looks like it.
            assertEquals(isUtf8(bytes), name.equals(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void strangeBytesBecomeTheirOwnCharacters() {
        assertEquals("\uDCFF", Names.of(new byte[] {(byte) 0xFF}));
        assertEquals("a\uDCC3", Names.of(new byte[] {'a', (byte) 0xC3}));
        assertEquals("\uDCC0\uDC80", Names.of(new byte[] {(byte) 0xC0, (byte) 0x80}));
        assertEquals("\uDCED\uDCA0\uDC80", Names.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
        assertEquals(
                "\uDCF4\uDC90\uDC80\uDC80", Names.of(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}));
        assertEquals("\uFFFD\uDC80", Names.of(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0x80}));
    }

    /** Two strings never name one file: what decoding could not have produced is refused. */
    @Test
    void stringsThatNoBytesDecodeToAreRefused() {
        char high = Character.highSurrogate(0x1F427);
        for (String alias : new String[] {
            "\uDCC3\uDCA9",
            "x\uDCE2\uDC82\uDCACy",
            "\uDCF0\uDC9F\uDC90\uDCA7",
            "a\0",
            "\0",
            "" + high,
            high + "a",
            "\uDC00",
            "\uDC7F",
            "\uDD00"
        }) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Names.bytes(alias));
            assertTrue(refused.getMessage().startsWith("name: "), refused.getMessage());
        }
        assertArrayEquals("é".getBytes(StandardCharsets.UTF_8), Names.bytes("é"));
    }

    @Test
    void everyStringThatIsAcceptedIsTheOnlyOneForItsBytes() {
        Random random = new Random(8);
        char[] letters = {
            'a', 'é', '\uDC80', '\uDCA9', '\uDCC3', '\uDCE2', '\uDC82', '\uDCAC', '\uD83D', '\uDC27', '\uFFFD'
        };
        int accepted = 0;
        for (int i = 0; i < NAMES; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length >= 0; length--) {
                text.append(letters[random.nextInt(letters.length)]);
            }
            byte[] bytes;
            try {
                bytes = Names.bytes(text.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            accepted++;
            assertEquals(text.toString(), Names.of(bytes));
        }
        assertTrue(accepted > NAMES / 10, accepted + " accepted");
    }

    @Test
    void pathsOfTheJdkKeepTheirBytes() throws IOException {
        byte[] bytes = {'n', (byte) 0xFF, ' ', '%', '#', '?', (byte) 0xC3, (byte) 0xA9};
        String name = Names.of(dir) + "/" + Names.of(bytes);
        Path path = Names.path(name);
        assertEquals(name, Names.of(path));
        Files.writeString(path, "there");
        try (var entries = Files.list(dir)) {
            assertEquals(name, Names.of(entries.findFirst().orElseThrow()));
        }
        Files.delete(path);
        Files.createDirectory(path);
        assertEquals(name, Names.of(path));
    }

    @Test
    void relativePathsStayRelative() {
        for (String name : new String[] {"", "a", "a/b", "..", "../x", ".", "é\uDCFF/\uDC80", "/", "/a"}) {
            assertEquals(name, Names.of(Names.path(name)));
            assertEquals(name.startsWith("/"), Names.path(name).isAbsolute());
        }
        assertEquals("tmp/x", Names.of(Path.of("tmp", "x")));
    }

    @Test
    void pathsOfOtherFileSystemsAreRefused() throws IOException {
        URI zip = URI.create("jar:" + dir.resolve("a.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            assertThrows(IllegalArgumentException.class, () -> Names.of(other.getPath("/x")));
        }
    }

    @Test
    void printableNamesHoldNothingInvisible() {
        assertEquals("plain é", Names.printable("plain é"));
        assertEquals("a\\nb\\t\\r\\\\\\\"", Names.printable("a\nb\t\r\\\""));
        assertEquals("\\x1B[31m\\x7F", Names.printable("\u001B[31m\u007F"));
        assertEquals("\\xFF\\x80", Names.printable("\uDCFF\uDC80"));
        assertEquals("\\u202E\\u0085\\u2028\\uFEFF", Names.printable("\u202E\u0085\u2028\uFEFF"));
        assertEquals("🐧\\u{E0001}", Names.printable("🐧" + Character.toString(0xE0001)));
        assertEquals("", Names.printable(""));
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "name",
                assertThrows(NullPointerException.class, () -> Names.bytes(null))
                        .getMessage());
        assertEquals(
                "name",
                assertThrows(NullPointerException.class, () -> Names.of((byte[]) null))
                        .getMessage());
    }

    private static byte[] randomName(Random random) {
        byte[][] pieces = {
            {'a'},
            {(byte) 0xC3, (byte) 0xA9},
            {(byte) 0xE2, (byte) 0x82, (byte) 0xAC},
            {(byte) 0xF0, (byte) 0x9F},
            {(byte) 0x90}
        };
        ByteBuffer name = ByteBuffer.allocate(64);
        for (int i = random.nextInt(12); i >= 0; i--) {
            if (random.nextBoolean()) {
                name.put(pieces[random.nextInt(pieces.length)]);
            } else {
                name.put((byte) (1 + random.nextInt(255)));
            }
        }
        byte[] bytes = new byte[name.position()];
        name.flip().get(bytes);
        return bytes;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
