package posixkit.examples.cli;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import java.io.PrintWriter;

/** Prints values as JSON: records as objects whose keys are the components, lists as arrays, null as null. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .setStrictness(Strictness.STRICT)
            .create();

    private static final Gson ONE_LINE =
            GSON.newBuilder().setFormattingStyle(FormattingStyle.COMPACT).create();

    private Json() {}

    public static void print(PrintWriter to, Object value) {
        to.println(escapeLoneSurrogates(GSON.toJson(value)));
    }

    /**
     * Escapes the bytes of names that are no UTF-8, for example {@code \\udcff}. So the output is always valid UTF-8, and a reader
     * can get the name back. Python's {@code os.fsencode} does so.
     */
    private static String escapeLoneSurrogates(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(symbol -> {
            if (Character.getType(symbol) == Character.SURROGATE) {
                escaped.append(String.format("\\u%04x", symbol));
            } else {
                escaped.appendCodePoint(symbol);
            }
        });
        return escaped.toString();
    }

    /** Returns a value as JSON in one line. */
    public static String line(Object value) {
        return ONE_LINE.toJson(value);
    }
}
