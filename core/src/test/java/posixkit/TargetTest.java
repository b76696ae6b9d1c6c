package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.constants.Errno;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Programs;

/** {@link Target} is chosen once for a JVM, so each other target is another JVM; {@code uname} is the oracle for ours. */
public class TargetTest {
    /** Answers about the target it runs with. */
    public static final class Report {
        private Report() {}

        public static void main(String[] args) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(answer(line.split(" ")));
            }
        }

        private static String answer(String[] words) {
            return switch (words[0]) {
                case "target" -> current();
                case "flags" ->
                    Target.IS_LINUX + " " + Target.IS_DARWIN + " " + Target.IS_X86_64 + " " + Target.IS_AARCH64;
                case "host" -> Boolean.toString(Target.HOST_IS_X86_64);
                case "errno" -> Errno.EAGAIN + " " + Errno.name(35);
                case "status" -> new WaitStatus(Integer.decode(words[1])).toString();
                case "posix" -> posix();
                default -> throw new IllegalArgumentException(words[0]);
            };
        }

        private static String current() {
            try {
                return Target.current().toString();
            } catch (UnsupportedOperationException e) {
                return e.getMessage();
            }
        }

        private static String posix() {
            try {
                return Posix.get().toString();
            } catch (UnsupportedOperationException e) {
                return e.getMessage();
            }
        }
    }

    @Test
    void withoutThePropertyItIsWhatUnameSays() {
        assumeTrue(System.getProperty(Target.PROPERTY) == null);
        String system = Programs.output("uname", "-s").toLowerCase();
        String processor = Programs.output("uname", "-m").replace("arm64", "aarch64");
        assertEquals(system + "-" + processor, Target.current().toString());
        assertEquals(system.equals("linux"), Target.IS_LINUX);
        assertEquals(system.equals("darwin"), Target.IS_DARWIN);
        assertEquals(processor.equals("x86_64"), Target.IS_X86_64);
        assertEquals(processor.equals("aarch64"), Target.IS_AARCH64);
        assertEquals(processor.equals("x86_64"), Target.HOST_IS_X86_64);
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, true false true false, 11 EDEADLK",
        "linux-aarch64, true false false true, 11 EDEADLK",
        "darwin-x86_64, false true true false, 35 EAGAIN",
        "darwin-aarch64, false true false true, 35 EAGAIN",
    })
    void thePropertyChoosesTheTargetAndItsNumbersButNotTheProcessor(String id, String flags, String errno)
            throws IOException {
        try (ChildJvm child = ChildJvm.start(Report.class, "-Dposixkit.target=" + id)) {
            assertEquals(id, child.ask("target"));
            assertEquals(flags, child.ask("flags"));
            assertEquals(errno, child.ask("errno"));
            assertEquals(Boolean.toString(Target.HOST_IS_X86_64), child.ask("host"));
        }
    }

    @Test
    void anotherSystemIsNamedAndRefused() throws IOException {
        try (ChildJvm child = ChildJvm.start(Report.class, "-Dposixkit.target=plan9-mips")) {
            String refused = "posixkit knows linux and darwin on x86_64 and aarch64; this is plan9-mips";
            assertEquals(refused, child.ask("target"));
            assertEquals("false false false false", child.ask("flags"));
            assertEquals(refused, child.ask("posix"));
            assertEquals(refused, child.ask("posix"), "and again");
        }
    }

    @Test
    void aTargetNobodyServesIsSaidToLackItsJar() throws IOException {
        try (ChildJvm child = ChildJvm.start(Report.class, "-Dposixkit.target=darwin-x86_64")) {
            String answer = child.ask("posix");
            assertTrue(answer.startsWith("no posixkit provider for darwin-x86_64: is posixkit-"), answer);
            assertEquals(answer, child.ask("posix"), "and again");
        }
    }
}
