package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contains one spec for each operating system (Linux and macOS), and one table of facts for each target (an operating system on
 * a processor). A spec lists the C structures, constants and functions that the library needs. A table of facts contains what a C
 * compiler found for the target: sizes, offsets, values and prototypes. The table contains every fact that the spec asks for on
 * this target. There are two specs and four tables.
 */
record Abi(Path dir, Map<String, Spec> specs, Map<String, Facts> tables) {
    static final List<String> SYSTEMS = List.of("linux", "darwin");
    static final List<String> TARGETS = List.of("linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64");

    static Abi read(Path dir) throws IOException {
        Map<String, Spec> specs = new LinkedHashMap<>();
        for (String system : SYSTEMS) {
            specs.put(system, SpecReader.read(dir, system));
        }
        Map<String, Facts> tables = new LinkedHashMap<>();
        for (String target : TARGETS) {
            Facts facts = Facts.read(dir, target);
            specs.get(system(target)).check(facts);
            tables.put(target, facts);
        }
        return new Abi(dir, specs, tables);
    }

    static String system(String target) {
        return target.substring(0, target.indexOf('-'));
    }

    Spec spec(String target) {
        return specs.get(system(target));
    }

    Facts facts(String target) {
        return tables.get(target);
    }
}
