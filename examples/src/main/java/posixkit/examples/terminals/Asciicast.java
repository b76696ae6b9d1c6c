package posixkit.examples.terminals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;

/** Reads recordings in the format asciicast v2. */
final class Asciicast {
    private static final String OUTPUT = "o";

    private Asciicast() {}

    /** Something that was shown, and when, in seconds since the start. */
    record Event(double seconds, String text) {}

    /**
     * Returns what a recording shows. Leaves out the other events, for example changes of the size.
     *
     * @throws IllegalArgumentException if it is no such recording; the message says why
     */
    static List<Event> read(Posix posix, int fd) throws ErrnoException {
        String[] lines = text(posix, fd).split("\n");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            try {
                JsonElement line = JsonParser.parseString(lines[i]);
                if (i == 0) {
                    if (line.getAsJsonObject().get("version").getAsInt() != 2) {
                        throw new IllegalArgumentException("not version 2 of asciicast");
                    }
                    continue;
                }
                JsonArray event = line.getAsJsonArray();
                if (event.get(1).getAsString().equals(OUTPUT)) {
                    events.add(
                            new Event(event.get(0).getAsDouble(), event.get(2).getAsString()));
                }
            } catch (JsonParseException
                    | IllegalStateException
                    | IndexOutOfBoundsException
                    | NullPointerException
                    | UnsupportedOperationException
                    | NumberFormatException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " is no asciicast: " + lines[i], e);
            }
        }
        return events;
    }

    private static String text(Posix posix, int fd) throws ErrnoException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = posix.io().read(fd, buffer)) > 0) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
