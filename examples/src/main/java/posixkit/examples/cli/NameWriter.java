package posixkit.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes text as UTF-8, whatever the locale is. A byte of a file name that is no UTF-8 is a character from U+DC80 to U+DCFF in a
 * string ({@link posixkit.Names}); this writer writes the byte. So the output has the very names of the files.
 */
public final class NameWriter extends Writer {
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';

    private final OutputStream to;
    private final byte[] buffer = new byte[1 << 14];
    private int filled;
    private char high;

    public NameWriter(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(char[] from, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            char unit = from[i];
            if (high != 0 && Character.isLowSurrogate(unit)) {
                put(new String(new char[] {high, unit}).getBytes(StandardCharsets.UTF_8));
                high = 0;
                continue;
            }
            writeLoneHigh();
            if (unit < 0x80 || unit >= FIRST && unit <= LAST) {
                put((byte) unit);
            } else if (Character.isHighSurrogate(unit)) {
                high = unit;
            } else {
                put(String.valueOf(unit).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Writes a question mark for half a character whose other half did not come. */
    private void writeLoneHigh() throws IOException {
        if (high != 0) {
            high = 0;
            put((byte) '?');
        }
    }

    private void put(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            put(each);
        }
    }

    private void put(byte each) throws IOException {
        if (filled == buffer.length) {
            empty();
        }
        buffer[filled++] = each;
    }

    private void empty() throws IOException {
        to.write(buffer, 0, filled);
        filled = 0;
    }

    @Override
    public void flush() throws IOException {
        empty();
        to.flush();
    }

    @Override
    public void close() throws IOException {
        writeLoneHigh();
        flush();
        to.close();
    }
}
