package posixkit.examples.files;

import static posixkit.constants.Errno.EOPNOTSUPP;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Target;
import posixkit.examples.cli.DirectoryReader;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.NameOrder;
import posixkit.examples.cli.ShortHelp;
import posixkit.examples.cli.Subcommand;
import posixkit.file.Stat;
import posixkit.file.Xattrs;

@Command(
        name = "xattr",
        description = {
            "Prints, sets or removes extended attributes, as getfattr and setfattr do.",
            "Without -d, -n, -v and -x it prints the names of the attributes."
        })
public final class XattrCommand extends Subcommand {
    @Mixin
    private ShortHelp help;

    @Option(
            names = {"-d", "--dump"},
            description = "print the values too")
    private boolean dump;

    @Option(
            names = {"-e", "--encoding"},
            paramLabel = "ENCODING",
            description = "print values as text, hex or base64; without it, text if the value looks like text")
    private AttributeText.Encoding encoding;

    @Option(
            names = {"-h", "--no-dereference"},
            description = "the attributes of symbolic links themselves")
    private boolean ofLinks;

    @Option(names = "--json", description = "print a JSON array with names and values")
    private boolean json;

    @Option(
            names = {"-m", "--match"},
            paramLabel = "PATTERN",
            description =
                    "attributes whose names match this regular expression, - for all; on Linux, ^user\\. without it")
    private String pattern;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "print the value of this attribute, or set it with -v")
    private String name;

    @Option(names = "--only-values", description = "with -d or -n: print nothing but the bytes of the values")
    private boolean onlyValues;

    @Option(
            names = {"-R", "--recursive"},
            description = "also all files in directories")
    private boolean recursive;

    @Option(
            names = {"-v", "--value"},
            paramLabel = "VALUE",
            description = "set this value: text, 0x and hexadecimal digits, or 0s and Base64")
    private String value;

    @Option(
            names = {"-x", "--remove"},
            paramLabel = "NAME",
            description = "remove this attribute")
    private String removed;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "the files")
    private List<String> files;

    private record Row(String file, Map<String, String> attributes) {}

    private interface Action {
        void on(String file) throws ErrnoException;
    }

    private final List<Row> rows = new ArrayList<>();
    private Pattern wanted;
    private AttributeText text;

    @Override
    protected void run() throws ErrnoException {
        text = new AttributeText(encoding, isOnTerminal());
        wanted = wanted();
        Action action = action();
        for (String file : files) {
            perform(action, file);
            if (recursive) {
                walk(action, file);
            }
        }
        if (json) {
            Json.print(out(), rows);
        }
    }

    private Action action() {
        if (removed != null) {
            if (name != null || value != null) {
                throw usage("-x excludes -n and -v");
            }
            return this::remove;
        }
        if (value == null) {
            return this::print;
        }
        if (name == null) {
            throw usage("-v goes with -n");
        }
        byte[] bytes;
        try {
            bytes = AttributeText.decoded(value);
        } catch (IllegalArgumentException e) {
            throw usage("not a value: " + value);
        }
        return file -> set(file, bytes);
    }

    private Pattern wanted() {
        if (pattern == null) {
            return Pattern.compile(Target.IS_LINUX ? "^user\\." : "");
        }
        try {
            return Pattern.compile(pattern.equals("-") ? "" : pattern);
        } catch (PatternSyntaxException e) {
            throw usage("not a regular expression: " + pattern);
        }
    }

    private void perform(Action action, String file) {
        try {
            action.on(file);
        } catch (ErrnoException e) {
            String attribute = removed == null ? name : removed;
            complain(attribute == null ? file : file + ": " + attribute, e.errno());
        }
    }

    /** Performs the action on all files in the directory. Links to directories are not followed. */
    private void walk(Action action, String directory) throws ErrnoException {
        Deque<String> waiting = new ArrayDeque<>();
        Stat stat = posix().files().newStat();
        if (posix().files().statOrErrno(directory, stat) == 0 && stat.isDirectory()) {
            waiting.add(directory);
        }
        try (DirectoryReader reader = new DirectoryReader(posix())) {
            while (!waiting.isEmpty()) {
                String path = waiting.remove();
                try {
                    reader.open(path);
                    while (reader.nextNamed()) {
                        String file = DirectoryReader.join(path, reader.name());
                        perform(action, file);
                        if (reader.lstat(stat) == 0 && stat.isDirectory()) {
                            waiting.add(file);
                        }
                    }
                } catch (ErrnoException e) {
                    complain(path, e.errno());
                }
            }
        }
    }

    private void remove(String file) throws ErrnoException {
        if (ofLinks) {
            posix().xattrs().lremovexattr(file, removed);
        } else {
            posix().xattrs().removexattr(file, removed);
        }
    }

    private void set(String file, byte... bytes) throws ErrnoException {
        if (ofLinks) {
            posix().xattrs().lsetxattr(file, name, bytes);
        } else {
            posix().xattrs().setxattr(file, name, bytes);
        }
    }

    private void print(String file) throws ErrnoException {
        Xattrs xattrs = posix().xattrs();
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String each : name == null ? names(file) : List.of(name)) {
            found.put(each, ofLinks ? xattrs.lgetxattr(file, each) : xattrs.getxattr(file, each));
        }
        if (json) {
            Map<String, String> lossless = new LinkedHashMap<>();
            found.forEach((key, bytes) -> lossless.put(key, Names.of(bytes)));
            rows.add(new Row(file, lossless));
        } else if (onlyValues) {
            found.values().forEach(bytes -> out().print(Names.of(bytes)));
        } else if (!found.isEmpty()) {
            out().println("# file: " + text.name(file, ""));
            found.forEach((key, bytes) ->
                    out().println(text.name(key, "=") + (dump || name != null ? "=" + text.encoded(bytes) : "")));
            out().println();
        }
    }

    private List<String> names(String file) throws ErrnoException {
        List<String> all;
        try {
            all = ofLinks ? posix().xattrs().llistxattr(file) : posix().xattrs().listxattr(file);
        } catch (ErrnoException e) {
            if (e.errno() == EOPNOTSUPP) {
                return List.of(); // a file system without attributes, as in /proc
            }
            throw e;
        }
        return all.stream()
                .filter(each -> wanted.matcher(each).find())
                .sorted(NameOrder.BYTES)
                .toList();
    }
}
