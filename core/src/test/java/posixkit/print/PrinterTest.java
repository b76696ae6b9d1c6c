package posixkit.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, names and text as strace prints them. */
class PrinterTest {
    private static final String TABLE = "ONE=1 TWO=2 THREE=3 TOP=2147483648";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, ONE",
        "2, TWO",
        "3, THREE",
        "4, 0x4",
        "7, THREE|0x4",
        "2147483650, TWO|TOP",
        "-1, THREE|TOP|0xffffffff7ffffffc",
    })
    void flagsAreNamesAndWhatIsLeft(long value, String text) {
        assertEquals(text, Printer.flags(value, TABLE));
    }

    @Test
    void flagsOfAnIntHaveItsBitsAlone() {
        Printer out = new Printer("X");
        out.flags("f", Integer.MIN_VALUE | 1, TABLE);
        assertEquals("X{f=ONE|TOP}", out.toString());
    }

    @Test
    void noFlagsHaveTheNameOfZeroIfThereIsOne() {
        assertEquals("NONE", Printer.flags(0, "NONE=0 ONE=1"));
        assertEquals("ONE", Printer.flags(1, "NONE=0 ONE=1"));
        assertEquals("0x1", Printer.flags(1, ""), "a system without this table");
        assertEquals("0", Printer.flags(0, ""));
    }

    @ParameterizedTest
    @CsvSource({"0, ZERO", "1, 1", "-1, MINUS", "11, ELEVEN", "-2, -2"})
    void aValueIsItsNameOrItsNumber(long value, String text) {
        assertEquals(text, Printer.name(value, "ZERO=0 ELEVEN=11 MINUS=-1"));
    }

    @Test
    void whatDoesNotPrintIsEscaped() {
        assertEquals("\"\"", Printer.quoted(""));
        assertEquals("\"a\\\"b\\\\c\"", Printer.quoted("a\"b\\c"));
        assertEquals("\"\\n\\r\\t\\x00\\x1B\"", Printer.quoted("\n\r\t\0\u001B"));
        assertEquals("\"\\x7F\\u009F\"", Printer.quoted("\u007F\u009F"));
        assertEquals("\"\u00e9\ud83d\ude00\"", Printer.quoted("\u00e9\ud83d\ude00"));
        assertEquals("\"\\xFF\\x80\"", Printer.quoted("\uDCFF\uDC80"), "bytes that are no UTF-8");
        assertEquals("\"\\uD800\\uDD00\"", Printer.quoted("\uD800" + "|").replace("|", "\\uDD00"));
    }

    @Test
    void argumentsAreTheirContentOrTheirSize() {
        ByteBuffer buffer = ByteBuffer.allocate(10).position(2).limit(7);
        assertEquals("ByteBuffer[pos=2, lim=7]", Printer.value(buffer));
        assertEquals("ByteBuffer[pos=2, lim=7]", Printer.value(buffer.asReadOnlyBuffer()));
        assertEquals("byte[3]", Printer.value(new byte[3]));
        assertEquals("[1, -2]", Printer.value(new int[] {1, -2}));
        assertEquals("[[5], []]", Printer.value(new long[][] {{5}, {}}));
        assertEquals("[ByteBuffer[pos=2, lim=7]]", Printer.value(new ByteBuffer[] {buffer}));
        assertEquals(
                "[\"a\", byte[1], null, [true]]", Printer.values(Arrays.asList("a", new byte[1], null, List.of(true))));
    }

    @Test
    void aValueWithoutMembersIsEmpty() {
        assertEquals("X{}", new Printer("X").toString());
    }
}
