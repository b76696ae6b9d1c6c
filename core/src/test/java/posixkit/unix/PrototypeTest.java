package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrototypeTest {
    @Test
    void aPrototypeIsRead() {
        Prototype stat = Prototype.parse("stat$INODE64 s32 (ptr, ptr)");
        assertEquals(new Prototype("stat$INODE64", "s32", List.of("ptr", "ptr"), false), stat);
        assertEquals(new Prototype("sync", "void", List.of(), false), Prototype.parse("sync void (void)"));
        assertEquals(
                new Prototype("fcntl", "s32", List.of("s32", "s32"), true),
                Prototype.parse("fcntl s32 (s32, s32, ...)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s32 (ptr, ptr)", "void (void)", "u16 (u16)", "s32 (ptr, s32, ...)"})
    void itIsWrittenAsItIsRead(String text) {
        assertEquals(text, Prototype.parse("symbol " + text).toString());
    }

    @Test
    void itTakesSoManyOrWithDotsAtLeastSoMany() {
        Prototype two = Prototype.parse("dup2 s32 (s32, s32)");
        assertFalse(two.takes(1));
        assertTrue(two.takes(2));
        assertFalse(two.takes(3));
        Prototype dots = Prototype.parse("fcntl s32 (s32, s32, ...)");
        assertFalse(dots.takes(1));
        assertTrue(dots.takes(2));
        assertTrue(dots.takes(6));
        assertTrue(Prototype.parse("sync void (void)").takes(0));
    }

    @ParameterizedTest
    @CsvSource({
        "s8, -1, -1",
        "s8, 511, -1",
        "s8, 383, 127",
        "u8, -1, 255",
        "s16, 65535, -1",
        "s16, 32767, 32767",
        "u16, -1, 65535",
        "u16, 65536, 0",
        "s32, 4294967295, -1",
        "s32, 4294967296, 0",
        "s32, 2147483648, -2147483648",
        "u32, -1, 4294967295",
        "u32, 4294967296, 0",
        "s64, -5, -5",
        "u64, -5, -5",
        "ptr, -5, -5",
    })
    void aNumberIsCutToItsKind(String kind, long given, long cut) {
        Prototype prototype = Prototype.parse("f " + kind + " (" + kind + ", ...)");
        assertEquals(cut, prototype.result(given));
        assertEquals(cut, prototype.argument(0, given));
        assertEquals(given, prototype.argument(1, given), "behind the dots");
    }

    @Test
    void whatReturnsNothingReturnsZero() {
        assertEquals(0, Prototype.parse("sync void (void)").result(-1));
    }

    @ParameterizedTest
    @CsvSource({"s32, true", "s64, true", "ptr, true", "u32, false", "u16, false", "void, false"})
    void onlySignedResultsAndPointersSayErrno(String kind, boolean says) {
        assertEquals(says, Prototype.parse("f " + kind + " (void)").saysErrno());
    }
}
