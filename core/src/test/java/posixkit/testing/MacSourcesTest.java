package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs on a Mac asks only for what a Mac has, or has a gate. */
class MacSourcesTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    /** If there are fewer files, the directory is not the right one. */
    @ParameterizedTest
    @CsvSource({"core, 50", "darwin, 50", "examples, 25", "interop, 9", "shadow, 2"})
    void testsThatRunOnAMacAskOnlyForWhatItHas(String module, int fewest) throws IOException {
        List<String> ungated = new ArrayList<>();
        int files = 0;
        try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            for (Path source : sources.filter(each -> each.toString().matches(".*(Contract|Test|/With\\w+)\\.java"))
                    .filter(each -> !each.endsWith("MacSourcesTest.java"))
                    .toList()) {
                MacSources.ungated(Files.readString(source))
                        .forEach(test -> ungated.add(source.getFileName() + " " + test));
                files++;
            }
        }
        assertEquals(
                List.of(),
                ungated,
                "a gate, or an oracle that both systems have, is missing: docs/testing.md, \"On a Mac\"");
        assertTrue(files >= fewest, files + " files");
    }

    /** They are no test methods, and have no gates. */
    @Test
    void behavioursOfJnrPosixNameNothingOfProc() throws IOException {
        List<String> askers = new ArrayList<>();
        try (Stream<Path> sources = Files.list(ROOT.resolve("interop/src/test/java/posixkit/interop"))) {
            for (Path source : sources.toList()) {
                if (Files.readString(source).contains("/proc/")) {
                    askers.add(source.getFileName().toString());
                }
            }
        }
        assertEquals(List.of(), askers);
    }

    private static String file(String... members) {
        return "package x;\n\nclass A {\n" + String.join("\n\n", members) + "\n}\n";
    }

    @Test
    void aTestThatReadsProcIsFound() {
        String read = "    @Test\n    void reads() {\n        read(\"/proc/self/maps\");\n    }";
        assertEquals(List.of("reads: /proc"), MacSources.ungated(file(read)));
        assertEquals(List.of(), MacSources.ungated(file(read.replace("@Test", "@Test\n    @NeedsProc"))));
        assertEquals(List.of(), MacSources.ungated(file(read).replace("class", "@NeedsProc\nclass")));
        assertEquals(
                List.of(), MacSources.ungated(file("    /** Like \"/proc/x\". */\n" + read.replace("/proc", "/dev"))));
    }

    @Test
    void aTestThatCallsAReaderOfProcIsFound() {
        String file = file(
                "    private static final Path HERE = Path.of(\"/proc/self\");",
                "    private int first() {\n        return HERE.size();\n    }",
                "    private int second() {\n        return first();\n    }",
                "    @Test\n    void calls() {\n        second();\n    }",
                "    @Test\n    void doesNot() {\n        third();\n    }");
        assertEquals(List.of("calls: /proc"), MacSources.ungated(file));
    }

    @Test
    void aSlashInAStringBeginsNoComment() {
        String file = file("    @Test\n    void edits() {\n        run(\"sed\", \"s/^a //p\", \"/proc/stat\");\n    }");
        assertEquals(List.of("edits: /proc"), MacSources.ungated(file));
    }

    @Test
    void optionsOfGnuAreFound() {
        String file = file("    @Test\n    void stats() {\n        run(\"stat\", \"-c\", \"%i\", path);\n    }");
        assertEquals(List.of("stats: GNU's options"), MacSources.ungated(file));
        assertEquals(List.of(), MacSources.ungated(file.replace("@Test", "@Test\n    @NeedsGnu")));
    }

    @Test
    void whatOnlyLinuxHasNeedsAGate() {
        String file = file("    @Test\n    void fills() {\n        write(\"/dev/full\");\n    }");
        assertEquals(List.of("fills: Linux"), MacSources.ungated(file));
        String gated = file.replace("@Test", "@Test\n    @EnabledOnOs(OS.LINUX)");
        assertEquals(List.of(), MacSources.ungated(gated));
        assertEquals(List.of(), MacSources.ungated(gated.replace("full", "null\", \"/proc/self/maps")));
    }

    @Test
    void aToolThatMacOsLacksNeedsAGateOfItsName() {
        String file = file("    @Test\n    void moves() {\n        run(\"unshare\", \"--uts\");\n    }");
        assertEquals(List.of("moves: unshare"), MacSources.ungated(file));
        assertEquals(List.of(), MacSources.ungated(file.replace("@Test", "@Test\n    @NeedsTool(\"unshare\")")));
        assertEquals(
                List.of("moves: unshare"),
                MacSources.ungated(file.replace("@Test", "@Test\n    @NeedsTool(\"setpriv\")")));
    }

    @Test
    void aMacMustHaveWhatAppleShips() {
        assertTrue(Gate.mustHave("cc", true));
        assertTrue(!Gate.mustHave("strace", true));
        assertTrue(Gate.mustHave("strace", false));
    }

    @Test
    void statIsAskedInTheLettersOfEachSystem() {
        assertEquals(List.of("stat", "-c", "%a %.9Y", "x"), List.of(Programs.statCommand("%a %.9Y", "x", false)));
        assertEquals(List.of("stat", "-f", "%Lp %Fm", "x"), List.of(Programs.statCommand("%a %.9Y", "x", true)));
    }
}
