package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in a spec is told with file, line and name. */
class SpecTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate x                 | no such word: frobnicate",
                "const                        | half a line: const",
                "const O_RDONLY               | O_RDONLY is already in common.spec:3",
                "struct stat!                 | not understood: stat!",
                "struct stat Stat_t           | Stat_t is already struct stat, in common.spec:5",
                "call int close               | not understood: int close",
                "names ONE                    | not understood: ONE",
                "names one O_.*               | not understood: one O_.*",
                "names ONE O_(                | no pattern: O_(",
                "'  st_mode mode : pretty'    | not understood: pretty",
                "'  st_mode mode : flags'     | not understood: flags",
                "call int f(int fd) : Io, waits, parks soon  | not understood: soon",
                "call int f(int fd) : Io, parks readable fd  | a function with the mark parks must have the mark waits",
                "call int f(int fd) : Io, closes fd and more | not understood: fd and more",
                "call int f(int a, int b, int c, int d, int e, int g, int h) : Io | a binding passes at most six arguments",
            })
    void aLineThatMakesNoSenseIsRefused(String line, String complaint) throws IOException {
        spec("common", "header fcntl.h\ngroup Open\nconst O_RDONLY\n\nstruct stat Stat_t\n" + line + "\n");
        spec("linux", "");
        AbiException e = assertThrows(AbiException.class, () -> SpecReader.read(dir, "linux"));
        assertEquals("common.spec:6: " + complaint, e.getMessage());
    }

    @Test
    void whatATableLacksIsNamedWhereItWasAsked() throws IOException {
        Path abi = Room.copy(dir);
        Room.replace(abi.resolve("spec/common.spec"), "^const O_ACCMODE", "const O_TELEPATHY O_ACCMODE");
        Room.replace(abi.resolve("spec/linux.spec"), "^  st_atim.tv_sec .*", "  st_aura aura");
        AbiException e = assertThrows(AbiException.class, () -> Abi.read(abi));
        assertEquals(
                "linux.spec:%d: field stat.st_aura is not in facts/linux-x86_64.abi\n"
                                .formatted(line("linux", "  st_aura"))
                        + "common.spec:%d: const O_TELEPATHY is not in facts/linux-x86_64.abi"
                                .formatted(line("common", "const O_TELEPATHY")),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64"})
    void noTableHoldsWhatNobodyAsksFor(String target) throws IOException {
        Facts facts = Facts.read(Room.ABI, target);
        Spec spec = SpecReader.read(Room.ABI, Abi.system(target)).on(target);
        assertEquals(Set.of(), minus(facts.constants.keySet(), spec.constants.keySet()));
        assertEquals(Set.of(), minus(facts.functions.keySet(), spec.calls.keySet()));
        Set<String> members = new TreeSet<>();
        spec.structs.values().forEach(s -> s.fields().forEach(f -> members.add(s.name() + "." + f.path())));
        Set<String> known = new TreeSet<>();
        facts.fields.values().forEach(fields -> fields.values().forEach(f -> known.add(f.name())));
        assertEquals(Set.of(), minus(known, members));
    }

    @Test
    void aNameOfBothSystemsMayHaveAnExpressionOnEach() throws IOException {
        spec("common", "header sys/wait.h\ngroup Wait\nconst W_CONTINUED\n");
        spec("linux", "header sys/wait.h\ngroup Wait\nconst W_CONTINUED = __W_CONTINUED\n");
        spec("darwin", "header sys/wait.h\ngroup Wait\nconst W_CONTINUED = W_STOPCODE(19)\n");
        assertEquals(
                "__W_CONTINUED",
                SpecReader.read(dir, "linux").constants.get("W_CONTINUED").expression());
        assertEquals(
                "W_STOPCODE(19)",
                SpecReader.read(dir, "darwin").constants.get("W_CONTINUED").expression());
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void spec(String name, String text) throws IOException {
        Files.createDirectories(dir.resolve("spec"));
        Files.writeString(dir.resolve("spec").resolve(name + ".spec"), text);
    }

    private int line(String spec, String start) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(dir.resolve("spec").resolve(spec + ".spec"))) {
            number++;
            if (line.startsWith(start)) {
                return number;
            }
        }
        throw new AssertionError(start);
    }
}
