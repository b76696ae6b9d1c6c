package posixkit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Programs.Outcome;

/** {@code examples/pk} as a shell starts it, on the jar that is shipped; silent on standard error. */
@NeedsTool({"bash", "env", "find"})
class LauncherTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("posixkit.root"), "examples");
    private static final String PK = EXAMPLES.resolve("pk").toString();

    @TempDir
    Path dir;

    @Test
    @NeedsTool("id")
    @NeedsGnu
    void runsFromAnyDirectoryByALinkWithoutAWarning() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("a link"), Path.of(PK));
        assertSame(Programs.run("id"), here("env", "-C", "/", link.toString(), "id"));
    }

    @Test
    void passesArgumentsAndExitCodesOn() {
        assertEquals(
                new Outcome(1, "/\n", "pk stat: /no such/é: ENOENT (2): No such file or directory\n"),
                here(PK, "stat", "-c", "%n", "/no such/é", "/"));
        assertEquals(2, here(PK, "stat").exit());
    }

    @Test
    @NeedsTool("stat")
    @NeedsGnu
    void namesAreUtf8InAnyLocaleAndTimesAreLocal() throws IOException {
        String file = Files.createFile(dir.resolve("größe")).toString();
        String[] ours = {"env", "LC_ALL=C", "TZ=Asia/Kolkata", PK, "stat", "-c", "%n %y %Y", file};
        String[] gnu = {"env", "LC_ALL=C", "TZ=Asia/Kolkata", "stat", "-c", "%n %y %Y", file};
        assertSame(Programs.run(gnu), here(ours));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysSoWhenOutputIsLost() {
        Outcome outcome = here("sh", "-c", "\"$0\" id >/dev/full", PK);
        assertEquals(new Outcome(1, "", "pk: standard output cannot be written\n"), outcome);
    }

    /** The archive of classes is made by the first call, beside the jar, and the JVM takes classes from it. */
    @Test
    void classesComeFromAnArchive() throws IOException {
        assertEquals(0, here(PK, "id").exit());
        Path log = dir.resolve("classes");
        Outcome outcome = here("env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + log, PK, "id");
        assertEquals(0, outcome.exit(), outcome.errors());
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" posixkit.Posix source: "))
                .toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("source: shared objects file"), lines.get(0));
    }

    @Test
    void saysWhatIsMissing() {
        Outcome outcome = Programs.run("env", "JAVA_HOME=/no/such", PK, "id");
        assertEquals(
                new Outcome(1, "", "pk: a JDK, 17 or newer, is needed: set JAVA_HOME, or put java on the PATH\n"),
                outcome);
    }

    @ParameterizedTest
    @NeedsRoot
    @NeedsTool({"setpriv", "id"})
    @ValueSource(
            strings = {
                "--reuid=65534 --regid=65534 --clear-groups",
                "--reuid=65534 --regid=65534 --groups=4,24,65534,100000",
                "--reuid=4294967293 --regid=4000000000 --groups=7,4294967293",
                "--ruid=1 --euid=65534 --rgid=2 --egid=3 --groups=3,9"
            })
    void showsOtherUsersAsIdDoes(String privileges) throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(dir.resolve("target"));
        Path jar = Files.copy(EXAMPLES.resolve("target/pk.jar"), dir.resolve("target/pk.jar"));
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        for (String options : List.of("", "-ur", "-Gn")) {
            Outcome expected = Programs.run(words("setpriv", privileges, "id", options));
            Outcome actual = Programs.run(words(
                    "setpriv", privileges, java, "-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "id", options));
            assertEquals(
                    new Outcome(
                            expected.exit(),
                            expected.output(),
                            expected.errors().replaceAll("(?m)^id:", "pk id:").replaceAll("[‘’']", "")),
                    actual,
                    privileges + " id " + options);
        }
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        assertEquals(expected, actual);
        assertEquals("", actual.errors());
    }

    /** On the JDK that runs this test. */
    private static Outcome here(String... command) {
        return Programs.run(words("env", "JAVA_HOME=" + System.getProperty("java.home"), command));
    }

    private static String[] words(Object... parts) {
        List<String> words = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof String[] many) {
                words.addAll(List.of(many));
            } else if (part.toString().startsWith("--")) {
                words.addAll(List.of(part.toString().split(" ")));
            } else if (!part.toString().isEmpty()) {
                words.add(part.toString());
            }
        }
        return words.toArray(String[]::new);
    }
}
