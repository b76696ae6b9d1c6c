package posixkit.examples.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import posixkit.Names;

/** Collects lines of bytes and passes many of them on as one text. */
final class LineOutput {
    static final long NO_NUMBER = -1;

    private static final int USUAL_BYTES = 1 << 17;

    private final Consumer<String> printer;
    private byte[] bytes = new byte[USUAL_BYTES];
    private int filled;
    private byte[] prefix = {};

    LineOutput(Consumer<String> printer) {
        this.printer = printer;
    }

    /** Sets the text that begins each line from now on. */
    void begin(String text) {
        prefix = Names.bytes(text);
    }

    /** Adds a line with the bytes of {@code from} between {@code start} and {@code end}. */
    void add(long number, byte[] from, int start, int end) {
        append(prefix, 0, prefix.length);
        if (number != NO_NUMBER) {
            byte[] digits = (number + ":").getBytes(StandardCharsets.US_ASCII);
            append(digits, 0, digits.length);
        }
        append(from, start, end);
        append(new byte[] {'\n'}, 0, 1);
    }

    private void append(byte[] from, int start, int end) {
        int length = end - start;
        if (filled + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, filled + length));
        }
        System.arraycopy(from, start, bytes, filled, length);
        filled += length;
    }

    /** Passes on what was collected. These are whole lines, so no character is cut. */
    void flush() {
        if (filled > 0) {
            printer.accept(Names.of(Arrays.copyOf(bytes, filled)));
            filled = 0;
        }
    }
}
