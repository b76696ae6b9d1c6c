package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import jnr.constants.Constant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our numbers against those of jnr-constants, which somebody else asked of other headers. Where the two differ a line of
 * {@code jnr-constants-differences.txt} says who is right.
 */
class JnrConstantsTest {
    @ParameterizedTest
    @CsvSource({"linux-x86_64, linux", "linux-aarch64, linux.aarch64", "darwin-x86_64, darwin", "darwin-aarch64, darwin"
    })
    void jnrConstantsAgreesOrIsKnownNotTo(String target, String platform) throws Exception {
        Facts facts = Facts.read(Room.ABI, target);
        Map<String, String> found = new TreeMap<>();
        int compared = 0;
        for (Map.Entry<String, Long> theirs :
                constants("jnr.constants.platform." + platform).entrySet()) {
            Facts.ConstFact ours = facts.constants.get(theirs.getKey());
            if (ours == null) {
                continue;
            }
            compared++;
            boolean same = ours.kind().width() == 8
                    ? ours.value() == theirs.getValue()
                    : (int) ours.value() == theirs.getValue().intValue();
            if (!same) {
                found.put(ours.name(), ours.number() + " " + theirs.getValue());
            }
        }
        assertEquals(explained(target), found);
        assertTrue(compared > 400, "only " + compared + " names compared");
    }

    private static Map<String, String> explained(String target) throws IOException {
        Map<String, String> known = new TreeMap<>();
        Path list = Path.of("src/test/resources/jnr-constants-differences.txt");
        for (String line : Files.readAllLines(Room.ABI.resolve(list))) {
            String[] columns = line.split("\\s+", 5);
            if (!line.startsWith("#") && columns[0].equals(target)) {
                assertEquals(5, columns.length, () -> "no reason given: " + line);
                known.put(columns[1], columns[2] + " " + columns[3]);
            }
        }
        return known;
    }

    /** Every constant of a package of enums. A name that two of its enums number differently appears as neither. */
    private static Map<String, Long> constants(String packageName) throws Exception {
        Map<String, Long> constants = new TreeMap<>();
        TreeSet<String> ambiguous = new TreeSet<>();
        for (String className : classes(packageName)) {
            Object[] members = Class.forName(className).getEnumConstants();
            for (Object member : members == null ? new Object[0] : members) {
                long value = ((Constant) member).longValue();
                Long other = constants.put(((Enum<?>) member).name(), value);
                if (other != null && other != value) {
                    ambiguous.add(((Enum<?>) member).name());
                }
            }
        }
        ambiguous.forEach(constants::remove);
        return constants;
    }

    private static List<String> classes(String packageName) throws Exception {
        URI jar = Constant.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        String prefix = packageName.replace('.', '/') + "/";
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(Path.of(jar).toFile())) {
            file.stream()
                    .map(e -> e.getName())
                    .filter(n -> n.matches(prefix + "\\w+\\.class"))
                    .forEach(n -> names.add(n.replace('/', '.').replaceFirst("\\.class$", "")));
        }
        return names;
    }
}
