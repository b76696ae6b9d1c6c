package posixkit.examples.processes;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts system calls and their errors by name, and adds up the time that they took. Thread-safe. */
final class CallTally {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double PERCENT = 100;
    private static final String RULE = "------ ----------- ----------- --------- --------- ----------------";

    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    private record Count(long nanos, int calls, int errors) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count more) {
            return new Count(nanos + more.nanos, calls + more.calls, errors + more.errors);
        }
    }

    void add(String call, long nanos, boolean isError) {
        counts.merge(call, new Count(nanos, 1, isError ? 1 : 0), Count::plus);
    }

    /** Prints the table that strace prints with {@code -c -w}. */
    void print(PrintWriter to) {
        Count total = counts.values().stream().reduce(Count.NONE, Count::plus);
        to.printf(
                "%6s %11s %11s %9s %9s %s%n%s%n",
                "% time", "seconds", "usecs/call", "calls", "errors", "syscall", RULE);
        List<Map.Entry<String, Count>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Comparator.comparing(
                        (Map.Entry<String, Count> entry) -> -entry.getValue().nanos())
                .thenComparing(Map.Entry::getKey));
        for (Map.Entry<String, Count> entry : sorted) {
            print(entry.getKey(), entry.getValue(), total, to);
        }
        to.println(RULE);
        print("total", total, total, to);
    }

    private static void print(String name, Count count, Count total, PrintWriter to) {
        to.printf(
                "%6.2f %11.6f %11.0f %9d %9s %s%n",
                total.nanos() == 0 ? 0 : PERCENT * count.nanos() / total.nanos(),
                count.nanos() / NANOS,
                count.calls() == 0 ? 0 : Math.floor(count.nanos() / NANOS_PER_MICRO / count.calls()),
                count.calls(),
                count.errors() == 0 ? "" : count.errors(),
                name);
    }
}
