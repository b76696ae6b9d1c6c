package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of documented names are complete. */
class CallsTest {
    @ParameterizedTest
    @CsvSource({"linux, 113", "darwin, 249"})
    void everyDocumentedNameIsListedOnce(String system, int count) throws IOException {
        List<String> names = Files.readAllLines(Room.ABI.resolve("calls").resolve(system + ".txt")).stream()
                .map(line -> line.split("\t", -1))
                .peek(columns -> assertEquals(4, columns.length, () -> String.join(" | ", columns)))
                .map(columns -> columns[0])
                .toList();
        assertEquals(count, names.size());
        assertEquals(count, new HashSet<>(names).size());
    }

    /** The symbols that the documents name are those of the tables, on each processor. */
    @ParameterizedTest
    @CsvSource({"darwin-x86_64, 0", "darwin-aarch64, 1"})
    void everySymbolOfTheListIsTheTables(String target, int place) throws IOException {
        Facts facts = Facts.read(Room.ABI, target);
        Set<String> undeclared = SpecReader.read(Room.ABI, "darwin").symbols;
        for (String line : Files.readAllLines(Room.ABI.resolve("calls/darwin.txt"))) {
            String[] symbols = line.split("\t")[2].split("\\|");
            String function = symbols[symbols.length - 1];
            Facts.FuncFact fact = facts.functions.get(function);
            String symbol = fact == null && undeclared.contains(function) ? function : fact.symbol();
            assertEquals(symbols[Math.min(place, symbols.length - 1)], symbol, line);
        }
    }
}
