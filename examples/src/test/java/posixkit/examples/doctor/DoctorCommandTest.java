package posixkit.examples.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.constants.Errno;
import posixkit.examples.cli.Captured;
import posixkit.net.SockAddr;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The machine that runs the tests is a well one. */
@ExtendWith(Descriptors.class)
class DoctorCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    /** What one run reaches. These numbers must not fall. */
    private static final int LINUX_FUNCTIONS = 215;

    private static final int DARWIN_DOCUMENTED = 116;
    private static final int DARWIN_FUNCTIONS = 247;
    private static final int DARWIN_STRUCTURES = 58;

    private static final int NOBODY = 65534;

    @TempDir
    private Path temporary;

    @Test
    void aWellMachineIsWell() {
        Captured report = Captured.pk("doctor");
        assertEquals("", report.errors());
        assertEquals(0, report.exit(), report.output());
        String head = report.output().lines().findFirst().orElseThrow();
        assertEquals("target     " + Target.current(), head);
        Posix.get()
                .routes()
                .forEach((topic, route) -> assertTrue(
                        report.output().lines().anyMatch(line -> line.matches(topic + " +\\Q" + route + "\\E")),
                        topic + ": " + route));
        long ok = count(report.output(), "ok");
        assertTrue(ok > 110, report.output());
        assertTrue(report.output().endsWith("\n" + ok + " ok, 0 FAILED\n"), report.output());
        if (Target.IS_LINUX) {
            assertReached(LINUX_FUNCTIONS, "functions called", report.output());
            assertFalse(report.output().contains("no reason is known"), report.output());
        }
    }

    @Test
    void theSystemIsNamedAsItNamesItself() {
        assertTrue(Captured.output("doctor").contains("\nsystem     " + Programs.output("uname", "-sr")));
    }

    /** The report of a Mac, by the library that stands in for its libc; only the system's name that has from the host. */
    @ParameterizedTest
    @CsvSource({"darwin-x86_64, false", "darwin-aarch64, false", "darwin-aarch64, true"})
    @EnabledOnOs(OS.LINUX)
    void throughTheStandInAMacIsFoundWellButForItsName(String target, boolean asNobody) throws IOException {
        Path library = ROOT.resolve("darwin/target/standin").resolve(target).resolve("libstandin.so");
        assumeTrue(Files.exists(library), "the tests of macOS make " + library);
        Programs.Outcome report =
                doctor(asNobody, "-Dposixkit.target=" + target, "-Dposixkit.darwin.library=" + readable(library, -1));
        List<String> lines = report.output().lines().toList();
        assertEquals("target     " + target, lines.get(0), report.errors());
        List<String> failures =
                lines.stream().filter(line -> line.startsWith("  FAILED")).toList();
        assertEquals(1, failures.size(), report.output());
        assertTrue(failures.get(0).endsWith("system: the call says Linux, others say Darwin"), failures.get(0));
        assertEquals(1, report.exit());
        assertTrue(count(report.output(), "ok") > 130, report.output());
        assertTrue(report.output().contains("  ok      kqueue, kevent"), report.output());
        assertReached(DARWIN_DOCUMENTED, "documented functions called", report.output());
        assertReached(DARWIN_FUNCTIONS, "functions called", report.output());
        assertReached(DARWIN_STRUCTURES, "structures seen", report.output());
        assertFalse(report.output().contains("no reason is known"), report.output());
    }

    @Test
    @NeedsRoot
    @NeedsTool("setpriv")
    void anOrdinaryUserIsWellToo() throws IOException {
        Programs.Outcome report = doctor(true);
        assertEquals(0, report.exit(), report.output() + report.errors());
        assertReached(LINUX_FUNCTIONS, "functions called", report.output());
    }

    /** Runs the command in a JVM, and makes sure that it leaves nothing in the directory for temporary files. */
    private Programs.Outcome doctor(boolean asNobody, String... options) throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> command = new ArrayList<>();
        String classPath = System.getProperty("java.class.path");
        if (asNobody && Posix.get().ids().geteuid() == 0) {
            classPath = readableClassPath();
            String user = Integer.toString(NOBODY);
            command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPath, "posixkit.examples.Pk", "doctor"));
        Programs.Outcome report = Programs.run(command.toArray(String[]::new));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.toString().contains("pk-doctor")).toList());
        }
        return report;
    }

    /** Copies a file or a directory to where other users can read it, for what is in the home directory of root. */
    private String readable(Path original, int number) throws IOException {
        Path copy = temporary.resolve("readable" + number).resolve(original.getFileName());
        try (Stream<Path> all = Files.walk(original)) {
            for (Path each : all.toList()) {
                Path to = copy.resolve(original.relativize(each).toString());
                Files.createDirectories(to.getParent());
                if (!Files.isDirectory(each)) {
                    Files.copy(each, to);
                }
            }
        }
        return copy.toString();
    }

    private String readableClassPath() throws IOException {
        List<String> result = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.exists(Path.of(each))) {
                result.add(readable(Path.of(each), result.size()));
            }
        }
        return String.join(File.pathSeparator, result);
    }

    private static void assertReached(int least, String what, String report) {
        Matcher line = Pattern.compile("  (\\d+) of (\\d+) " + what).matcher(report);
        assertTrue(line.find(), report);
        int reached = Integer.parseInt(line.group(1));
        assertTrue(reached >= least, line.group() + ", no longer " + least);
        assertTrue(reached <= Integer.parseInt(line.group(2)), line.group());
    }

    /** Every structure that posixkit knows on macOS is in the table, and every type and method there exists. */
    @Test
    void theTableOfStructuresIsComplete() throws IOException {
        Set<String> known = Files.readAllLines(ROOT.resolve("abi/facts/darwin-aarch64.abi")).stream()
                .filter(line -> line.startsWith("struct "))
                .map(line -> line.split(" +")[1])
                .collect(Collectors.toSet());
        Map<String, String> table = Resources.table("structures.txt");
        assertEquals(new TreeSet<>(known), new TreeSet<>(table.keySet()));
        String sources;
        try (Stream<Path> files = Files.walk(ROOT.resolve("core/src/main/java"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
            sources = all.toString();
        }
        for (String how : table.values()) {
            if (!how.equals("-") && !how.equals("readdir_r()")) {
                String name = how.replaceFirst("\\(.*", "").replaceFirst(".*\\.", "");
                String pattern =
                        how.contains("(") ? " " + name + "(OrErrno)?\\(" : "(interface|class|record) " + name + "\\b";
                assertTrue(Pattern.compile(pattern).matcher(sources).find(), how);
            }
        }
    }

    @Test
    void reasonsAreForFunctionsThatExist() throws IOException {
        Set<String> functions = Stream.of("darwin", "linux")
                .flatMap(system -> lines(ROOT.resolve("abi/facts/" + system + ".symbols")))
                .map(line -> line.split(" +")[0].replaceFirst("\\$.*", ""))
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(Resources.table("uncalled.txt").keySet());
        unknown.removeAll(functions);
        assertEquals(Set.of(), unknown);
    }

    private static Stream<String> lines(Path path) {
        try {
            return Files.readAllLines(path).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only what is called counts, also if the call fails. */
    @Test
    void whatIsCalledIsCounted() throws Exception {
        Coverage coverage = new Coverage();
        Posix posix = Posix.get().watchedBy(coverage);
        assertEquals(Set.of(), coverage.calledFunctions());
        posix.files().stat("/");
        posix.files().statOrErrno("/no/such", posix.files().newStat());
        assertEquals(Set.of("stat"), coverage.calledFunctions());
        assertTrue(coverage.saw("Stat"));
        assertTrue(coverage.saw("Nothing,stat(/)"));
        assertFalse(coverage.saw("Statfs"));
        posix.sockets().encode(SockAddr.Inet4.loopback(1));
        assertTrue(coverage.saw("SockAddr.Inet4"));
        assertFalse(coverage.saw("SockAddr.Inet6"));
        coverage.add(List.of("lstat/2"));
        assertEquals(Set.of("lstat", "stat"), coverage.calledFunctions());
    }

    @Test
    void theDirectoryIsRemovedWithEverythingInIt() throws IOException {
        Path directory;
        try (Workplace workplace = new Workplace(Posix.get())) {
            directory = workplace.directory();
            workplace.file("content");
            Files.createDirectories(workplace.path("a").resolve("b/c"));
            Files.createSymbolicLink(workplace.path("link"), Path.of("/"));
            Path locked = workplace.file("");
            Files.setPosixFilePermissions(locked, Set.of());
            assertTrue(Files.exists(directory));
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void whatFailsIsSaidAndTheRestIsCheckedAllTheSame() {
        StringWriter text = new StringWriter();
        Checkup checkup = new Checkup(new PrintWriter(text, true));
        checkup.check("first", () -> {
            Checkup.same("answer", 41, 42);
            return "not reached";
        });
        checkup.check("second", () -> {
            throw new ErrnoException("stat", Errno.ENOENT, "/no\n/such");
        });
        checkup.check("third", () -> {
            Checkup.within("number", 5, 6, 7);
            return "not reached";
        });
        checkup.check("fourth", () -> {
            Checkup.within("number", 6, 6, 6);
            return "fine";
        });
        assertEquals("1 ok, 3 FAILED", checkup.summary());
        assertFalse(checkup.isWell());
        checkup.adopt("  FAILED  fifth                  from a child");
        checkup.adopt("  ok      sixth                  from a child");
        assertEquals("2 ok, 4 FAILED", checkup.summary());
        assertEquals(
                List.of(
                        "  FAILED  first                    answer: the call says 41, others say 42",
                        "  FAILED  second                   posixkit.ErrnoException: stat /no /such: ENOENT (2): No such file or directory",
                        "  FAILED  third                    number: 5 is not between 6 and 7",
                        "  ok      fourth                   fine",
                        "  FAILED  fifth                  from a child",
                        "  ok      sixth                  from a child"),
                text.toString().lines().toList());
    }

    private static long count(String report, String verdict) {
        return report.lines()
                .filter(line -> line.startsWith("  " + verdict + " "))
                .count();
    }
}
