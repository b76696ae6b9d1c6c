package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.contract.SymbolsContract;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Exported;
import posixkit.testing.NeedsTool;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;

class LinuxSymbolsTest extends SymbolsContract {
    /** The address is the start of the mapped file plus the offset in its symbol table. */
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
    void aFunctionIsWhereItsLibraryPutsIt(String name) {
        long address = symbols.address(name);
        Path libc = Path.of(Proc.fileMappedAt(address));
        assertTrue(libc.getFileName().toString().matches("libc[.-].*|ld-musl.*"), libc.toString());
        assertEquals(Exported.by(libc).get(name), address);
    }

    /** The calls reach the same function as the address. */
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
