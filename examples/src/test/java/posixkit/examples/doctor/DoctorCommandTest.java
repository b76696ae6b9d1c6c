package posixkit.examples.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.constants.Errno;
import posixkit.examples.cli.Captured;
import posixkit.testing.Descriptors;
import posixkit.testing.Programs;

/** The machine that runs the tests is a well one. */
@ExtendWith(Descriptors.class)
class DoctorCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

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
        assertTrue(ok > 20, report.output());
        assertTrue(report.output().endsWith("\n" + ok + " ok, 0 FAILED\n"), report.output());
    }

    @Test
    void theSystemIsNamedAsItNamesItself() {
        assertTrue(Captured.output("doctor").contains("\nsystem     " + Programs.output("uname", "-sr")));
    }

    /** The report of a Mac, by the library that stands in for its libc; only the system's name that has from the host. */
    @ParameterizedTest
    @ValueSource(strings = {"darwin-x86_64", "darwin-aarch64"})
    void throughTheStandInAMacIsFoundWellButForItsName(String target) {
        Path library = ROOT.resolve("darwin/target/standin").resolve(target).resolve("libstandin.so");
        assumeTrue(Files.exists(library), "the tests of macOS make " + library);
        Programs.Outcome report = Programs.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dposixkit.target=" + target,
                "-Dposixkit.darwin.library=" + library,
                "-cp",
                System.getProperty("java.class.path"),
                "posixkit.examples.Pk",
                "doctor");
        List<String> lines = report.output().lines().toList();
        assertEquals("target     " + target, lines.get(0), report.errors());
        List<String> failures =
                lines.stream().filter(line -> line.startsWith("  FAILED")).toList();
        assertEquals(1, failures.size(), report.output());
        assertTrue(failures.get(0).endsWith("system: the call says Linux, others say Darwin"), failures.get(0));
        assertEquals(1, report.exit());
        assertTrue(count(report.output(), "ok") > 20, report.output());
        assertTrue(report.output().contains("  ok      kqueue, kevent"), report.output());
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
        assertTrue(!checkup.isWell());
        assertEquals(
                List.of(
                        "  FAILED  first                  answer: the call says 41, others say 42",
                        "  FAILED  second                 posixkit.ErrnoException: stat /no /such: ENOENT (2): No such file or directory",
                        "  FAILED  third                  number: 5 is not between 6 and 7",
                        "  ok      fourth                 fine"),
                text.toString().lines().toList());
    }

    private static long count(String report, String verdict) {
        return report.lines()
                .filter(line -> line.startsWith("  " + verdict + " "))
                .count();
    }
}
