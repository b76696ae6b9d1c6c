package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compilers judge the tables: they accept every fact, and refuse a false one by name. */
class JudgesTest {
    @TempDir
    Path dir;

    static Stream<String> targets() {
        return Abi.TARGETS.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyCompilerForATargetAcceptsItsTable(String target) throws IOException {
        Spec spec = SpecReader.read(Room.ABI, Abi.system(target));
        Facts facts = Facts.read(Room.ABI, target);
        for (Toolchain compiler : Room.compilers(target)) {
            assertEquals("", verdict(compiler, spec, facts), () -> compiler + " on " + target);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "field stat.st_mode; ^(field +stat\\.st_mode +)\\d+; $148",
                "field timeval.tv_usec; ^(field +timeval\\.tv_usec +\\d+) s64; $1 u64",
                "field utsname.machine; ^(field +utsname\\.machine +\\d+) char; $1 u8",
                "struct rusage; ^(struct +rusage +size) \\d+; $1 136",
                "struct iovec; ^(struct +iovec +size \\d+ align) 8; $1 4",
                "const O_CREAT; ^(const +O_CREAT +)\\d+; $165",
                "const RLIM_INFINITY; ^(const +RLIM_INFINITY +)\\d+ u64; $1-1 s32",
                "const MAP_FAILED; ^(const +MAP_FAILED +)\\d+; $10",
                "func lseek; ^(func +lseek +s64 \\(s32, )s64; $1s32",
                "func umask; ^(func +umask +)u32; $1s32",
                "func openat; ^(func +openat .*), \\.\\.\\.; $1",
            })
    void aFactThatIsNotSoIsRefusedByName(String fact, String truth, String lie) throws IOException {
        String target = Toolchain.HOST.startsWith("linux") ? Toolchain.HOST : "linux-x86_64";
        Toolchain compiler = Room.compilers(target).get(0);
        Path abi = Room.copy(dir.resolve("abi"));
        Room.replace(abi.resolve("facts").resolve(target + ".abi"), truth, lie);
        String verdict = verdict(compiler, SpecReader.read(abi, "linux"), Facts.read(abi, target));
        assertTrue(verdict.contains(fact + " "), verdict);
    }

    private String verdict(Toolchain compiler, Spec spec, Facts facts) throws IOException {
        StringBuilder said = new StringBuilder();
        for (Path file : AssertWriter.write(spec, facts, dir.resolve("asserts"))) {
            said.append(compiler.compile(file, dir.resolve("asserts.o"), "-c"));
        }
        return said.toString();
    }
}
