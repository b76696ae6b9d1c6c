package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
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
}
