package posixkit.examples.cli;

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

    private Json() {}

    public static void print(PrintWriter to, Object value) {
        to.println(GSON.toJson(value));
    }
}
