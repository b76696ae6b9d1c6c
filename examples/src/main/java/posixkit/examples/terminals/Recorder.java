package posixkit.examples.terminals;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.examples.cli.Json;
import posixkit.terminal.WindowSize;
import posixkit.time.Timespec;

/**
 * Writes a recording in the format asciicast v2: a line about the session, and then a line for each event. The format is text, so
 * bytes that are no UTF-8 become U+FFFD.
 */
final class Recorder {
    private static final int VERSION = 2;
    private static final long NANOS_PER_MICRO = 1000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private final Posix posix;
    private final int fd;
    private final long start;
    private final Timespec time;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The first bytes of a character whose other bytes have not come yet. */
    private ByteBuffer incomplete = ByteBuffer.allocate(0);

    /** The first line. */
    private record Header(
            int version, int width, int height, long timestamp, String command, Map<String, String> env) {}

    /** Writes the first line. */
    Recorder(Posix posix, int fd, WindowSize size, String command) throws ErrnoException {
        this.posix = posix;
        this.fd = fd;
        time = posix.clocks().clockGettime(CLOCK_MONOTONIC);
        start = time.sec() * 1_000_000_000 + time.nsec();
        Map<String, String> environment = new TreeMap<>();
        for (String name : List.of("SHELL", "TERM")) {
            String value = posix.environment().getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        long now = posix.clocks().gettimeofday().sec();
        write(new Header(VERSION, size.col(), size.row(), now, command, environment));
    }

    /** Records what the program shows. */
    void shown(ByteBuffer bytes) throws ErrnoException {
        ByteBuffer all = ByteBuffer.allocate(incomplete.remaining() + bytes.remaining())
                .put(incomplete)
                .put(bytes)
                .flip();
        CharBuffer text = CharBuffer.allocate(all.remaining());
        decoder.reset().decode(all, text, false);
        incomplete = all;
        if (text.flip().hasRemaining()) {
            event("o", text.toString());
        }
    }

    void resized(WindowSize size) throws ErrnoException {
        event("r", size.col() + "x" + size.row());
    }

    private void event(String kind, String data) throws ErrnoException {
        posix.clocks().clockGettime(CLOCK_MONOTONIC, time);
        long nanos = time.sec() * 1_000_000_000 + time.nsec() - start;
        write(List.of(nanos / NANOS_PER_MICRO / MICROS_PER_SECOND, kind, data));
    }

    private void write(Object line) throws ErrnoException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            posix.io().write(fd, bytes);
        }
    }
}
