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

    static boolean isLinux(String target) {
        return system(target).equals("linux");
    }

    /** Returns the processor of {@code target}, for example {@code x86_64}. */
    static String processor(String target) {
        return target.substring(target.indexOf('-') + 1);
    }

    /** Returns the number of the system call {@code name} on {@code target}. {@code where} is for the error if there is none. */
    int systemCall(Spec.Where where, String target, String name) {
        Facts.ConstFact number = facts(target).constants.get("SYS_" + name);
        if (number == null) {
            throw where.error("no SYS_" + name + " on " + target);
        }
        return Math.toIntExact(number.value());
    }

    /** Returns {@code argument}, or the number of the C constant on {@code target} if it is the name of one. */
    String argument(String target, String argument) {
        Facts.ConstFact constant = facts(target).constants.get(argument);
        return constant == null ? argument : constant.number();
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
