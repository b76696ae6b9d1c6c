package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No compiler here can be asked about macOS again, so the tables judge each other, and C's rules judge both. Then the judges
 * are judged: a table is made wrong in each fact, one at a time, and one of them has to say so.
 */
class DarwinTablesTest {
    private static final String X86 = "darwin-x86_64";
    private static final String ARM64 = "darwin-aarch64";

    @Test
    void theProcessorsAgreeButForWhatIsListed() throws IOException {
        assertEquals(listed("darwin-processors.txt"), Twins.differences(read(X86), read(ARM64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {X86, ARM64})
    void structuresAreWhatTheirMembersMakeThemButForWhatIsListed(String target) throws IOException {
        assertEquals(listed("darwin-geometry.txt"), new TreeSet<>(Geometry.surprises(read(target))));
    }

    @ParameterizedTest
    @ValueSource(strings = {X86, ARM64})
    void aTableWithOneFactWrongIsNoticed(String target) throws IOException {
        Facts table = read(target);
        Facts twin = read(target.equals(X86) ? ARM64 : X86);
        List<FactMutants.Mutant> mutants = FactMutants.of(table);
        List<String> unnoticed = new ArrayList<>();
        for (FactMutants.Mutant mutant : mutants) {
            String before = Twins.difference(
                    mutant.lineIn().apply(table), mutant.lineIn().apply(twin));
            if (before.equals(Twins.difference(mutant.line(), mutant.lineIn().apply(twin)))) {
                unnoticed.add(mutant.line());
            }
        }
        assertEquals(List.of(), unnoticed);
        int facts = table.toString().split("\n").length - table.vintage.size();
        assertTrue(mutants.size() > 2 * facts, mutants.size() + " mutants of " + facts + " facts");
        System.out.println(target + ": " + facts + " facts, " + mutants.size() + " wrong ones noticed");
    }

    /** The same mistake in both tables is seen by C's rules, where it is about a size, an alignment or an offset. */
    @Test
    void aPlaceThatIsWrongInBothTablesIsNoticed() throws IOException {
        Facts table = read(X86);
        List<String> known = Geometry.surprises(table);
        Set<String> unnoticed = new TreeSet<>();
        for (FactMutants.Mutant mutant : FactMutants.ofPlaces(table)) {
            mutant.wrong().accept(table);
            if (Geometry.surprises(table).equals(known)) {
                unnoticed.add(String.join(" ", mutant.line().split(" +")));
            }
            mutant.right().accept(table);
        }
        assertEquals(Set.of(), unnoticed);
    }

    private static Facts read(String target) throws IOException {
        return Facts.read(Room.ABI, target);
    }

    /** A line of a list is a fact and, after two blanks, what there is to say about it; others are comments. */
    private static Set<String> listed(String list) throws IOException {
        try (Stream<String> lines = Files.lines(Room.ABI.resolve(Path.of("src/test/resources", list)))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("  ")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
