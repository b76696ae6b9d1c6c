package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * musl's headers judge the facts that glibc's headers state. Where they differ, {@code facts/musl.differences} says why that does no
 * harm.
 */
class MuslTest {
    private static final String TARGET = "linux-x86_64";
    private static final Path LIST = Room.ABI.resolve("facts/musl.differences");

    /** The version of which the list is. Another version may have fewer differences. */
    private static final String VERSION = "1.2.3";

    private static final Pattern ENTRY = Pattern.compile("(\\w+ \\S+ (?:differs|missing)): (\\S.*)");
    private static final Pattern ERROR = Pattern.compile("[^:]*\\.c:(\\d+):\\d+: error: (.*)");
    private static final Pattern FACT = Pattern.compile(".*, \"(\\w+ \\S+).*");

    @TempDir
    Path dir;

    /** Some facts are made wrong, so that the judge has to find them, too. */
    @Test
    void muslDiffersOnlyInWhatIsListedAndNoticesWhatIsNotSo() throws IOException, InterruptedException {
        assumeTrue(Toolchain.HOST.equals(TARGET), "this is " + Toolchain.HOST);
        needsMusl();
        Path abi = Room.copy(dir.resolve("abi"));
        Path table = abi.resolve("facts").resolve(TARGET + ".abi");
        Room.replace(table, "^(const +O_CREAT +)\\d+", "$165");
        Room.replace(table, "^(struct +iovec +size) \\d+", "$1 17");
        Room.replace(table, "^(field +stat\\.st_mode +)\\d+", "$128");
        Path source = Files.writeString(
                dir.resolve("judged.c"),
                AssertWriter.ofLibrary(SpecReader.read(abi, "linux"), Facts.read(abi, TARGET)));
        TreeSet<String> expected = new TreeSet<>(listed().keySet());
        expected.addAll(List.of("const O_CREAT differs", "struct iovec differs", "field stat.st_mode differs"));
        TreeSet<String> found = differences(source);
        if (run("/lib/ld-musl-x86_64.so.1").contains("Version " + VERSION + "\n")) {
            assertEquals(String.join("\n", expected), String.join("\n", found));
        } else {
            found.removeAll(expected);
            assertEquals("", String.join("\n", found));
        }
    }

    /** The differences and their reasons. */
    private static Map<String, String> listed() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.startsWith("#")) {
                Matcher m = ENTRY.matcher(line);
                assertTrue(m.matches(), line);
                assertEquals(null, reasons.put(m.group(1), m.group(2)), line);
            }
        }
        return reasons;
    }

    /** Compiles the assertions with musl's headers and returns the facts that they refuse. */
    private TreeSet<String> differences(Path source) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(source);
        TreeSet<String> different = new TreeSet<>();
        TreeSet<String> missing = new TreeSet<>();
        Path headers = kernelHeaders();
        String said = run(
                "musl-gcc",
                "-idirafter",
                headers.toString(),
                "-std=gnu11",
                "-w",
                "-fmax-errors=0",
                "-fno-diagnostics-show-caret",
                "-fsyntax-only",
                source.toString());
        Toolchain.delete(headers);
        for (String line : said.split("\n")) {
            Matcher error = ERROR.matcher(line);
            if (error.matches()) {
                Matcher fact = FACT.matcher(lines.get(Integer.parseInt(error.group(1)) - 1));
                assertTrue(fact.matches(), line);
                boolean isFalse = error.group(2).startsWith("static assertion failed");
                (isFalse ? different : missing).add(fact.group(1));
            } else {
                assertTrue(!line.contains("error:"), line);
            }
        }
        TreeSet<String> all = new TreeSet<>();
        different.stream().filter(fact -> !missing.contains(fact)).forEach(fact -> all.add(fact + " differs"));
        // The members of a missing structure are missing, too.
        missing.stream()
                .filter(fact -> !missing.contains(fact.replaceFirst("field (\\w+)\\..*", "struct $1"))
                        || !fact.startsWith("field "))
                .forEach(fact -> all.add(fact + " missing"));
        return all;
    }

    /** Makes a directory with the headers of the kernel, which musl's include and musl does not have, and no other headers. */
    private Path kernelHeaders() throws IOException, InterruptedException {
        Path headers = Files.createDirectories(dir.resolve("include"));
        Path includes = Files.writeString(dir.resolve("includes.c"), "#include <linux/types.h>\n");
        List<String> files = Arrays.asList(run("cc", "-M", includes.toString()).split("[\\s\\\\]+"));
        for (String name : List.of("linux", "asm", "asm-generic")) {
            String file = files.stream()
                    .filter(path -> path.endsWith("/" + name + "/types.h"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(files));
            Files.createSymbolicLink(headers.resolve(name), Path.of(file).getParent());
        }
        return headers;
    }

    private static void needsMusl() throws InterruptedException {
        try {
            run("musl-gcc", "--version");
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("needs the program musl-gcc");
            }
            Assumptions.abort("needs the program musl-gcc");
        }
    }

    /** Returns what a program says, on both of its outputs and whatever its exit code is. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
