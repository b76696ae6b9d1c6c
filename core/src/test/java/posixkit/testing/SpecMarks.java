package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The marks behind the prototypes in {@code abi/spec}, read independently of the generator. */
public final class SpecMarks {
    private static final Path SPEC = Path.of(System.getProperty("posixkit.root"), "abi", "spec");
    private static final Pattern LINE = Pattern.compile("(?:call|export) [^(]*?(\\w+)\\([^:]*\\) : \\w+(?:, )?(.*)");

    private final Map<String, String> marks = new HashMap<>();

    public SpecMarks(String system) {
        try {
            for (String file : List.of("common", system)) {
                for (String line : Files.readAllLines(SPEC.resolve(file + ".spec"))) {
                    Matcher m = LINE.matcher(line);
                    if (m.matches()) {
                        marks.put(m.group(1), m.group(2));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns true if the bound function {@code name} has the mark that is the word {@code mark}. */
    public boolean has(String name, String mark) {
        if (!marks.containsKey(name)) {
            throw new AssertionError(name + " is not bound in the spec");
        }
        return List.of(marks.get(name).split("[, ]+")).contains(mark);
    }

    /** Returns true if the spec names another C function to call if libc lacks the bound function {@code name}. */
    public boolean hasOtherFunction(String name) {
        return has(name, "else") && !marks.get(name).contains("else linux SYS_");
    }

    /** Returns the bound functions. */
    public Set<String> names() {
        return Set.copyOf(marks.keySet());
    }

    /** Returns the bound functions with the mark that is the word {@code mark}. */
    public Set<String> with(String mark) {
        return marks.keySet().stream().filter(name -> has(name, mark)).collect(Collectors.toSet());
    }
}
