package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.contract.SymbolsContract;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.PosixShell;
import posixkit.testing.Programs;

class LinuxSymbolsTest extends SymbolsContract {
    private static final Pattern MAPPED =
            Pattern.compile("([0-9a-f]+)-[0-9a-f]+ \\S+ 0+ \\S+ \\d+ +(/.*/(?:libc\\.so|libc-|ld-musl).*)");

    /** Where the file says it is, from where the file is mapped on. */
    @NeedsTool("nm")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "setgroups",
                "setegid",
                "seteuid",
                "setgid",
                "setregid",
                "setresgid",
                "setresuid",
                "setreuid",
                "setuid"
            })
    void aFunctionIsWhereItsLibraryPutsIt(String name) throws IOException {
        Matcher libc = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(MAPPED::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow();
        long offset = Programs.output("nm", "-D", "--defined-only", libc.group(2))
                .lines()
                .map(line -> line.split(" "))
                .filter(words ->
                        words.length == 3 && words[2].replaceFirst("@.*", "").equals(name))
                .mapToLong(words -> Long.parseUnsignedLong(words[0], 16))
                .findFirst()
                .orElseThrow();
        assertEquals(Long.parseUnsignedLong(libc.group(1), 16) + offset, symbols.address(name));
    }

    /** The function that is called is the one whose address is told. */
    @Test
    @NeedsTool("cc")
    void whatIsPreloadedComesFirst(@TempDir Path dir) throws IOException {
        Path library = Compiler.library(dir, "mine", "int setuid(unsigned uid) { return (int) (uid - uid); }");
        List<String> preloaded = List.of("env", "LD_PRELOAD=" + library);
        try (ChildJvm child = ChildJvm.startBy(preloaded, PosixShell.class)) {
            assertEquals("true", child.ask("symbolIsIn setuid " + library));
            assertEquals("false", child.ask("symbolIsIn setgid " + library));
            String ids = child.ask("getids");
            assertEquals("ok", child.ask("setuid 7"));
            assertEquals(ids, child.ask("getids"));
        }
    }
}
