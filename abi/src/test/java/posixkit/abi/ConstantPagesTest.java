package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about constants say: the comment of each, and the list from A to Z. javac and javadoc are the oracles. */
class ConstantPagesTest {
    private static final Pattern FIELD =
            Pattern.compile("    /\\*\\* (.*) \\*/\n    public static final (int|long) (\\w+) = (.*);");
    private static final Pattern ROW = Pattern.compile(
            "<tr(?: id=\"(.)\")?><td><a href=\"\\.\\./\\.\\./\\.\\./([\\w/]+)\\.html#(\\w+)\"><code>(\\w+)</code></a></td>"
                    + "<td>([\\w.]+)</td><td>(.*)</td><td>(.*)</td><td>(.*)</td><td>(.*)</td></tr>");

    @TempDir
    static Path dir;

    /** By class and name: the comment, and the type. */
    private static final Map<String, String[]> FIELDS = new TreeMap<>();

    @BeforeAll
    static void generate() throws Exception {
        Main.main("constants", Room.ABI.toString(), dir.toString());
        try (Stream<Path> files = Files.walk(dir.resolve("posixkit"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name =
                        dir.relativize(file).toString().replace(".java", "").replace('/', '.');
                Matcher field = FIELD.matcher(Files.readString(file));
                while (field.find()) {
                    FIELDS.put(name + "." + field.group(3), new String[] {field.group(1), field.group(2)});
                }
            }
        }
    }

    @Test
    void everyConstantHasItsComment() throws IOException {
        long constants = 0;
        try (Stream<Path> files = Files.walk(dir.resolve("posixkit"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*/constants/\\w+\\.java"))
                    .filter(f -> !f.toString().contains("/print/"))
                    .toList()) {
                constants += Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("    public static final "))
                        .count();
            }
        }
        assertTrue(constants > 3000, "constants: " + constants);
        assertEquals(constants, FIELDS.size());
        assertEquals("2 on every target: a compile-time constant.", comment("posixkit.constants.Errno.ENOENT"));
        assertEquals(
                "11 on Linux, 35 on macOS: not a compile-time constant, so not for {@code case}.",
                comment("posixkit.constants.Errno.EAGAIN"));
        assertEquals(
                "65536 on Linux x86_64, 16384 on Linux aarch64, 1048576 on macOS: not a compile-time constant, so not for"
                        + " {@code case}.",
                comment("posixkit.constants.Open.O_DIRECTORY"));
        assertEquals(
                "0x80000000 on Linux: a compile-time constant.",
                comment("posixkit.onlinux.constants.LinuxEpoll.EPOLLET"));
        assertEquals(
                "-1 on macOS: a compile-time constant.",
                comment("posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ"));
        assertEquals(
                "-1 on every target: a compile-time constant, but a {@code long}, so not for {@code case}.",
                comment("posixkit.constants.Mmap.MAP_FAILED"));
    }

    private static String comment(String name) {
        return FIELDS.get(name)[0];
    }

    /** A switch with one case, for each constant: javac takes those that are said to fit, and refuses each of the others. */
    @Test
    void javacAgreesWhichConstantsFitBehindCase() throws IOException {
        Map<Boolean, List<String>> said = FIELDS.keySet().stream()
                .collect(Collectors.partitioningBy(name -> comment(name).endsWith(": a compile-time constant.")));
        assertTrue(said.get(true).size() > 1000 && said.get(false).size() > 100);
        assertEquals(said.get(false), refused(List.copyOf(FIELDS.keySet())));
    }

    /** The constants that javac takes behind no case, in their order. */
    private static List<String> refused(List<String> names) throws IOException {
        StringBuilder java = new StringBuilder("class Cases {\n");
        for (int i = 0; i < names.size(); i++) {
            java.append("void m")
                    .append(i)
                    .append("(int x) { switch (x) { case ")
                    .append(names.get(i))
                    .append(": } }\n");
        }
        Path source = Files.writeString(dir.resolve("Cases.java"), java.append("}\n"));
        Path target = Room.ROOT.resolve("core/src/main/java/posixkit/Target.java");
        StringWriter said = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "-Xmaxerrs",
                        "10000",
                        "-proc:none",
                        "-implicit:none",
                        "-d",
                        dir.resolve("classes").toString(),
                        "-sourcepath",
                        dir.toString(),
                        target.toString(),
                        source.toString());
        Files.delete(source);
        List<String> refused = new ArrayList<>();
        Matcher error = Pattern.compile("Cases\\.java:(\\d+): error").matcher(said.toString());
        while (error.find()) {
            refused.add(names.get(Integer.parseInt(error.group(1)) - 2));
        }
        return refused;
    }

    @Test
    void theListHoldsEveryConstantWithItsClassAndItsValues() throws IOException {
        Abi abi = Abi.read(Room.ABI);
        Map<String, String> rows = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(dir.resolve("posixkit/constants/doc-files/constants.html")));
        while (row.find()) {
            String name = row.group(4);
            assertEquals(name, row.group(3));
            assertEquals(row.group(5), row.group(2).replace('/', '.'));
            assertEquals(null, rows.put(row.group(5) + "." + name, name), name + " is there twice");
            String letters = name.replaceFirst("^_+", "").toUpperCase(Locale.ROOT);
            boolean isNewLetter = order.isEmpty() || order.get(order.size() - 1).charAt(0) != letters.charAt(0);
            assertEquals(isNewLetter ? letters.substring(0, 1) : null, row.group(1), name);
            order.add(letters);
            for (int i = 0; i < Abi.TARGETS.size(); i++) {
                String target = Abi.TARGETS.get(i);
                boolean isThere = abi.spec(target).on(target).constants.containsKey(name);
                String value = isThere
                        ? ConstantWriter.literal(abi.facts(target).constants.get(name), false)
                        : "";
                String holder = row.group(5);
                boolean isOthers = holder.contains(".onlinux.") && target.startsWith("darwin")
                        || holder.contains(".ondarwin.") && target.startsWith("linux");
                assertEquals(isOthers ? "" : value, row.group(6 + i), name + " on " + target);
            }
        }
        assertEquals(FIELDS.keySet(), new TreeSet<>(rows.keySet()));
        assertEquals(order.stream().sorted().toList(), order);
    }

    @Test
    void javadocTakesTheListAndLinksToIt() throws IOException {
        Path source = dir.resolve("javadoc");
        Path constants = source.resolve("posixkit/constants");
        Files.createDirectories(constants.resolve("doc-files"));
        for (String file : List.of("package-info.java", "doc-files/constants.html", "Access.java")) {
            Files.copy(dir.resolve("posixkit/constants").resolve(file), constants.resolve(file));
        }
        StringWriter said = new StringWriter();
        Path out = dir.resolve("api");
        int status = ToolProvider.findFirst("javadoc")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "-quiet",
                        "-Xdoclint:all,-missing",
                        "-d",
                        out.toString(),
                        "-sourcepath",
                        source.toString(),
                        "posixkit.constants");
        assertEquals(0, status, said::toString);
        assertTrue(Files.size(out.resolve("posixkit/constants/doc-files/constants.html")) > 100_000);
        String summary = Files.readString(out.resolve("posixkit/constants/package-summary.html"));
        assertTrue(summary.contains("href=\"doc-files/constants.html\""), summary);
        String page = Files.readString(out.resolve("posixkit/constants/doc-files/constants.html"));
        Matcher link = Pattern.compile("\\.\\./\\.\\./\\.\\./(posixkit/constants/Access\\.html)#(\\w+)")
                .matcher(page);
        assertTrue(link.find());
        assertTrue(Files.readString(out.resolve(link.group(1))).contains("id=\"" + link.group(2) + "\""));
    }
}
