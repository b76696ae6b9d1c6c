package posixkit.examples.doctor;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posixkit.Target;

/** Prints how many of the functions and structures the checks reached, and the names of the others. */
final class CoverageReport {
    private final Coverage coverage;
    private final Checkup checkup;

    CoverageReport(Coverage coverage, Checkup checkup) {
        this.coverage = coverage;
        this.checkup = checkup;
    }

    void print() throws IOException {
        Set<String> symbols =
                Resources.symbols().stream().map(CoverageReport::plain).collect(Collectors.toCollection(TreeSet::new));
        Set<String> portable = coverage.functions(true, symbols);
        Set<String> own = coverage.functions(false, symbols);
        if (Target.IS_DARWIN) {
            Set<String> documented = Resources.documented().stream()
                    .map(CoverageReport::plain)
                    .collect(Collectors.toCollection(TreeSet::new));
            count("documented functions called", documented);
            Set<String> all = new TreeSet<>(portable);
            all.addAll(own);
            all.addAll(documented);
            explain(count("functions called", all));
            structures();
        } else {
            explain(count("functions called", portable));
            // Most of these are for programs that manage a machine. The tests of posixkit call them.
            count("functions of Linux alone called", own);
        }
    }

    /** Returns for example {@code stat} for {@code stat$INODE64}. */
    private static String plain(String symbol) {
        return symbol.contains("$") ? symbol.substring(0, symbol.indexOf('$')) : symbol;
    }

    /** Prints how many of {@code all} were called, and returns the others. */
    private Set<String> count(String what, Set<String> all) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(coverage.calledFunctions());
        checkup.count(all.size() - rest.size(), all.size(), what);
        return rest;
    }

    private void explain(Set<String> rest) throws IOException {
        Map<String, Set<String>> byReason = new TreeMap<>();
        Map<String, String> reasons = Resources.table("uncalled.txt");
        for (String each : rest) {
            byReason.computeIfAbsent(reasons.getOrDefault(each, "no reason is known"), r -> new TreeSet<>())
                    .add(each);
        }
        byReason.forEach((reason, names) -> checkup.remark("not called: " + String.join(", ", names) + ": " + reason));
    }

    private void structures() throws IOException {
        Map<String, String> table = Resources.table("structures.txt");
        Set<String> raw = new TreeSet<>();
        Set<String> rest = new TreeSet<>();
        table.forEach((structure, how) -> {
            if (how.equals("-")) {
                raw.add(structure);
            } else if (!coverage.saw(how)) {
                rest.add(structure);
            }
        });
        int all = table.size() - raw.size();
        checkup.count(all - rest.size(), all, "structures seen");
        if (!rest.isEmpty()) {
            checkup.remark("not seen: " + String.join(", ", rest));
        }
        checkup.remark(
                "not counted: " + String.join(", ", raw) + ": no method passes them, programs lay them out themselves");
    }
}
