package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import posixkit.abi.Spec.Call;
import posixkit.abi.Spec.Condition;
import posixkit.abi.Spec.Constant;
import posixkit.abi.Spec.Field;
import posixkit.abi.Spec.Form;
import posixkit.abi.Spec.Header;
import posixkit.abi.Spec.Print;
import posixkit.abi.Spec.Shape;
import posixkit.abi.Spec.Struct;
import posixkit.abi.Spec.Table;
import posixkit.abi.Spec.Topic;
import posixkit.abi.Spec.Where;

/** Reads {@code spec/*.spec} line by line. Every error message names the file and the line, and shows the text that is wrong. */
final class SpecReader {
    private static final Pattern STRUCT = Pattern.compile("(\\w+) (\\w+)(?: : ([\\w.]+))?(?: @(\\w+))?");
    private static final Pattern FIELD =
            Pattern.compile("([\\w.]+)(\\[]|\\*|\\{})? (\\w+)(?: (int|long|text|bytes))?(?: : (.+))?");
    private static final Pattern PRINT =
            Pattern.compile("(?:if (\\w+) (\\w+)(?:, |$))?(octal|hex|limit|instant|duration)?(?:(flags|name) (\\w+))?");
    private static final Pattern CONSTANTS = Pattern.compile("(\\w+) = (.+?)(?: @(\\w+))?|([\\w ]+?)(?: @(\\w+))?");
    private static final Pattern NAMES = Pattern.compile("([A-Z_]+) (.+)");
    private static final Pattern CALL = Pattern.compile("([^(]*?)(\\w+)\\(([^:]*)\\)(?: : (.+))?");
    private static final Pattern TOPIC = Pattern.compile("([A-Z]\\w*) (.+)");

    private final Spec spec;
    private String file;
    private boolean common;
    private Where where;
    private String unit;
    private Header header;
    private String group;
    private Struct struct;

    private SpecReader(Spec spec) {
        this.spec = spec;
    }

    static Spec read(Path abi, String system) throws IOException {
        SpecReader reader = new SpecReader(new Spec(system));
        reader.readFile(abi.resolve("spec/common.spec"), true);
        reader.readFile(abi.resolve("spec").resolve(system + ".spec"), false);
        return reader.spec;
    }

    private void readFile(Path path, boolean isCommon) throws IOException {
        file = path.getFileName().toString();
        common = isCommon;
        unit = "libc";
        header = null;
        group = null;
        struct = null;
        int number = 0;
        for (String line : Files.readAllLines(path)) {
            where = new Where(file, ++number);
            int hash = line.indexOf('#');
            String text = (hash < 0 ? line : line.substring(0, hash)).stripTrailing();
            if (text.isBlank()) {
                continue;
            }
            if (Character.isWhitespace(text.charAt(0))) {
                field(text.strip());
            } else {
                int space = text.indexOf(' ');
                if (space < 0) {
                    throw where.error("half a line: " + text);
                }
                line(text.substring(0, space), text.substring(space + 1).strip());
            }
        }
    }

    private void line(String word, String rest) {
        switch (word) {
            case "unit" -> unit = rest;
            case "header" -> {
                header = new Header(unit, rest);
                if (!spec.headers.contains(header)) {
                    spec.headers.add(header);
                }
            }
            case "group" -> group = rest;
            case "struct" -> struct(Form.HEAP, rest);
            case "offsets" -> struct(Form.OFFSETS, rest);
            case "array" -> struct(Form.ARRAY, rest);
            case "const" -> constants(rest);
            case "names" -> names(rest);
            case "topic" -> topic(rest);
            case "call" -> call(rest);
            case "export" -> export(rest);
            case "symbol" -> spec.symbols.addAll(List.of(rest.split(" +")));
            default -> throw where.error("no such word: " + word);
        }
    }

    private void struct(Form form, String text) {
        Matcher m = match(STRUCT, text);
        String name = m.group(1);
        String javaName = m.group(2);
        Struct known = spec.structs.get(javaName);
        if (known == null) {
            struct = new Struct(where, header(), form, name, javaName, m.group(3), m.group(4), new ArrayList<>());
        } else if (known.name().equals(name) && known.form() == form && !common) {
            // linux.spec and darwin.spec may add members to a structure of common.spec. They may also name a parent of
            // the Java class. The parent is a superclass if the form is ARRAY, and otherwise an interface. The
            // parent in linux.spec or darwin.spec replaces the parent in common.spec.
            String parent = m.group(3) == null ? known.parent() : m.group(3);
            struct = new Struct(known.where(), header(), form, name, javaName, parent, known.arch(), known.fields());
        } else {
            throw where.error(javaName + " is already struct " + known.name() + ", in " + known.where());
        }
        spec.structs.put(javaName, struct);
    }

    private void field(String text) {
        if (struct == null) {
            throw where.error("a member of no structure: " + text);
        }
        Matcher m = match(FIELD, text);
        String marker = m.group(2) == null ? "" : m.group(2);
        Shape shape =
                switch (marker) {
                    case "[]" -> Shape.ARRAY;
                    case "*" -> Shape.POINTER;
                    case "{}" -> Shape.OPAQUE;
                    default -> Shape.SCALAR;
                };
        for (Field other : struct.fields()) {
            if (other.javaName().equals(m.group(3))) {
                throw where.error(m.group(3) + " is already " + other.path() + ", in " + other.where());
            }
        }
        struct.fields().add(new Field(where, m.group(1), shape, m.group(3), m.group(4), print(m.group(5))));
    }

    private Print print(String text) {
        if (text == null) {
            return Print.PLAIN;
        }
        Matcher m = match(PRINT, text);
        Condition onlyIf = m.group(1) == null ? null : new Condition(m.group(1), m.group(2));
        return new Print(onlyIf, m.group(3) == null ? m.group(4) : m.group(3), m.group(5));
    }

    /**
     * Reads a line that starts with the word {@code names}. The line defines a table of constant names for {@code toString}. A
     * table in {@code linux.spec} or {@code darwin.spec} replaces the table of the same name in {@code common.spec}.
     */
    private void names(String text) {
        Matcher m = match(NAMES, text);
        Table known = spec.tables.get(m.group(1));
        if (known != null && known.where().isCommon() == common) {
            throw where.error(known.name() + " is already in " + known.where());
        }
        List<Pattern> patterns = new ArrayList<>();
        for (String pattern : m.group(2).split(" +")) {
            try {
                patterns.add(Pattern.compile(pattern));
            } catch (PatternSyntaxException e) {
                throw where.error("no pattern: " + pattern);
            }
        }
        spec.tables.put(m.group(1), new Table(where, m.group(1), patterns));
    }

    private void constants(String text) {
        if (group == null) {
            throw where.error("a constant of no group: " + text);
        }
        Matcher m = match(CONSTANTS, text);
        if (m.group(1) != null) {
            constant(m.group(1), m.group(2), m.group(3));
        } else {
            for (String name : m.group(4).split(" +")) {
                constant(name, name, m.group(5));
            }
        }
    }

    private void constant(String name, String expression, String arch) {
        Constant known = spec.constants.get(name);
        boolean refines = known != null && known.common() && !common && !expression.equals(name);
        if (known != null && !refines) {
            throw where.error(name + " is already in " + known.where());
        }
        String home = refines ? known.group() : group;
        spec.constants.put(name, new Constant(where, header(), common || refines, home, name, expression, arch));
    }

    private void topic(String text) {
        Matcher m = match(TOPIC, text);
        Topic known = spec.topics.put(m.group(1), new Topic(where, m.group(1), m.group(2)));
        if (known != null) {
            throw where.error(known.name() + " is already in " + known.where());
        }
    }

    private void call(String text) {
        Call call = function(text);
        Call known = spec.calls.put(call.name(), call);
        if (known != null) {
            throw where.error(call.name() + " is already in " + known.where());
        }
    }

    private void export(String text) {
        Call call = function(text);
        if (call.binding() == null) {
            throw where.error(call.name() + " needs a topic");
        }
        spec.exports.put(call.name(), call);
        String symbol = call.binding().symbols().get(spec.system);
        spec.symbols.add(symbol == null ? call.name() : symbol);
    }

    private Call function(String text) {
        Matcher m = match(CALL, text.replaceAll(" +", " "));
        List<String> params = split(m.group(3));
        params.remove("void");
        boolean variadic = params.remove("...");
        Binding binding = m.group(4) == null ? null : Binding.parse(where, split(m.group(4)));
        if (binding != null && params.size() + binding.with().size() > binding.mostArguments()) {
            throw where.error("a binding passes at most six arguments");
        }
        return new Call(where, header(), m.group(2), m.group(1).strip(), params, variadic, binding);
    }

    /** Splits a list at its commas. Commas inside parentheses do not count. */
    private static List<String> split(String params) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= params.length(); i++) {
            char c = i < params.length() ? params.charAt(i) : ',';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(params.substring(start, i).strip());
                start = i + 1;
            }
        }
        return parts;
    }

    private Header header() {
        if (header == null) {
            throw where.error("which header?");
        }
        return header;
    }

    private Matcher match(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        if (!m.matches()) {
            throw where.error("not understood: " + text);
        }
        return m;
    }
}
