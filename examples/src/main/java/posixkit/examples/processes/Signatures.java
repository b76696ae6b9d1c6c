package posixkit.examples.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arguments of system calls and the names of their flags, from the table {@code strace.txt}. */
final class Signatures {
    private static final String TABLE = "strace.txt";
    private static final Signature UNKNOWN = new Signature(List.of("hex", "hex", "hex", "hex", "hex", "hex"), "number");
    private static final String RESULT = "=";

    private final Map<String, Signature> calls = new HashMap<>();
    private final Map<String, ConstantSet> sets = new HashMap<>();

    /** The types of the arguments and of the result of a system call. */
    record Signature(List<String> types, String result) {}

    Signatures() {
        try (InputStream table = Signatures.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        String name = words.get(1);
        switch (words.get(0)) {
            case "bits" -> sets.put(name, ConstantSet.of(true, words.get(2), words.subList(3, words.size())));
            case "one" -> sets.put(name, ConstantSet.of(false, words.get(2), words.subList(3, words.size())));
            case "call" -> calls.put(name, signature(words.subList(2, words.size())));
            default -> throw new IllegalArgumentException(TABLE + ": " + line);
        }
    }

    private static Signature signature(List<String> types) {
        int end = types.indexOf(RESULT);
        return end < 0
                ? new Signature(types, "number")
                : new Signature(types.subList(0, end), types.get(types.size() - 1));
    }

    /** Returns the signature of a system call. A call that is not in the table has six arguments of the type {@code hex}. */
    Signature of(String call) {
        return calls.getOrDefault(call, UNKNOWN);
    }

    Map<String, Signature> all() {
        return calls;
    }

    /** Returns the names of a type's values, or null if the type is not a set of constants. */
    ConstantSet set(String type) {
        return sets.get(type);
    }
}
