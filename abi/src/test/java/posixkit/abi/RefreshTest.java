package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables are what the compilers answer today, and asking for what is not there says where it was asked. */
class RefreshTest {
    @TempDir
    Path dir;

    static Stream<String> linux() {
        return Room.LINUX.stream();
    }

    @ParameterizedTest
    @MethodSource("linux")
    void askingAgainYieldsTheCommittedTable(String target) throws IOException {
        Room.compilers(target);
        String table = Files.readString(Room.ABI.resolve("facts").resolve(target + ".abi"));
        String answers = Refresh.probe(Room.ABI, target, null).toString();
        String vintage = table.lines().findFirst().orElseThrow();
        String here = answers.lines().findFirst().orElseThrow();
        assumeTrue(vintage.equals(here), () -> "the table has [" + vintage + "], this machine [" + here + "]");
        assertEquals("", Refresh.difference(table, answers));
        assertEquals(table, answers);
    }

    /** Every assembler at hand, not just the one that was asked. */
    @ParameterizedTest
    @MethodSource("linux")
    void everyAssemblerMakesTheSameMachineCode(String target) throws IOException {
        Facts facts = Facts.read(Room.ABI, target);
        for (Toolchain assembler : Room.compilers(target)) {
            for (Facts.CodeFact code : CodeReader.read(Room.ABI, facts, assembler)) {
                assertEquals(facts.codes.get(code.name()), code, assembler.toString());
            }
        }
    }

    @Test
    void codeThatWouldHaveToBeLinkedIsRefused() throws IOException {
        String target = Toolchain.HOST.startsWith("linux") ? Toolchain.HOST : "linux-x86_64";
        Room.compilers(target);
        Path abi = Room.copy(dir);
        String ending = target.substring("linux".length()) + ".S";
        Files.writeString(abi.resolve("code/far" + ending), ".globl far\nfar: .quad elsewhere\n");
        Facts facts = Facts.read(abi, target);
        Toolchain assembler = Toolchain.of(target, null);
        AbiException e = assertThrows(AbiException.class, () -> CodeReader.read(abi, facts, assembler));
        assertTrue(e.getMessage().contains("linked"), e.getMessage());
        Files.writeString(abi.resolve("code/far" + ending), "nop\n.globl far\nfar: nop\n");
        e = assertThrows(AbiException.class, () -> CodeReader.read(abi, facts, assembler));
        assertTrue(e.getMessage().contains("begin with far"), e.getMessage());
    }

    @Test
    void whatTheHeadersLackIsNamedWithItsLineInTheSpec() throws IOException {
        String target = Toolchain.HOST.startsWith("linux") ? Toolchain.HOST : "linux-x86_64";
        Room.compilers(target);
        Path abi = Room.copy(dir);
        Files.writeString(abi.resolve("spec/common.spec"), "header fcntl.h\ngroup Open\nconst O_RDONLY O_TELEPATHY\n");
        Files.writeString(abi.resolve("spec/linux.spec"), "");
        AbiException e = assertThrows(AbiException.class, () -> Refresh.probe(abi, target, null));
        assertTrue(e.getMessage().contains("common.spec:3"), e.getMessage());
        assertTrue(e.getMessage().contains("O_TELEPATHY"), e.getMessage());
    }

    @Test
    void aPrototypeThatIsNotTheHeadersIsRefused() throws IOException {
        String target = Toolchain.HOST.startsWith("linux") ? Toolchain.HOST : "linux-x86_64";
        Room.compilers(target);
        Path abi = Room.copy(dir);
        Files.writeString(abi.resolve("spec/common.spec"), "header unistd.h\ncall int close(long fd)\n");
        Files.writeString(abi.resolve("spec/linux.spec"), "");
        AbiException e = assertThrows(AbiException.class, () -> Refresh.probe(abi, target, null));
        assertTrue(e.getMessage().contains("common.spec:2") && e.getMessage().contains("close"), e.getMessage());
    }

    /** No SDK is at hand, so this one is three lines long; it shows that Mach-O objects and renamed symbols are read. */
    @Test
    void clangAnswersForDarwinFromAnSdk() throws IOException {
        Path include = Files.createDirectories(dir.resolve("sdk/usr/include"));
        Files.createDirectories(include.resolve("sys"));
        Files.createDirectories(include.resolve("netinet"));
        Files.writeString(include.resolve("sys/socket.h"), "");
        Files.writeString(include.resolve("netinet/in.h"), "");
        Files.writeString(include.resolve("AvailabilityMacros.h"), "#define MAC_OS_X_VERSION_MAX_ALLOWED 110100\n");
        Files.writeString(include.resolve("sys/stat.h"), """
                struct stat { int st_dev; unsigned short st_mode; char st_name[6]; };
                int stat(const char *, struct stat *) __asm("_stat$INODE64");
                """);
        Path abi = Room.copy(dir.resolve("abi"));
        Files.writeString(
                abi.resolve("spec/common.spec"),
                "header sys/stat.h\nstruct stat Stat_t\n  st_mode mode\n  st_name[] name\n"
                        + "call int stat(const char *path, struct stat *st)\n");
        Files.writeString(abi.resolve("spec/darwin.spec"), "");
        Toolchain clang;
        try {
            clang = Toolchain.of("darwin-x86_64", dir.resolve("sdk").toString());
        } catch (AbiException e) {
            assumeTrue(false, e.getMessage());
            return;
        }
        assertEquals(
                """
                # darwin-x86_64: macOS 11.1 SDK headers
                struct stat                           size 12 align 4  sys/stat.h
                field  stat.st_mode                             4 u16
                field  stat.st_name                             6 char[6]
                func   stat                                     s32 (ptr, ptr)  stat$INODE64  sys/stat.h
                """, ProbeReader.read(SpecReader.read(abi, "darwin"), clang).toString());
    }
}
