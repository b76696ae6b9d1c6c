package posixkit.examples.processes;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts system calls and their errors by name. Thread-safe. */
final class CallTally {
    private static final String LINE = "%9s %9s %s%n";

    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    private record Count(AtomicInteger calls, AtomicInteger errors) {
        Count() {
            this(new AtomicInteger(), new AtomicInteger());
        }
    }

    void add(String call, boolean isError) {
        Count count = counts.computeIfAbsent(call, name -> new Count());
        count.calls.incrementAndGet();
        count.errors.addAndGet(isError ? 1 : 0);
    }

    void print(PrintWriter to) {
        Count total = new Count();
        to.printf(LINE, "calls", "errors", "call");
        List<Map.Entry<String, Count>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Comparator.comparing((Map.Entry<String, Count> entry) ->
                        -entry.getValue().calls.get())
                .thenComparing(Map.Entry::getKey));
        for (Map.Entry<String, Count> entry : sorted) {
            Count count = entry.getValue();
            to.printf(LINE, count.calls, count.errors, entry.getKey());
            total.calls.addAndGet(count.calls.get());
            total.errors.addAndGet(count.errors.get());
        }
        to.printf(LINE, total.calls, total.errors, "total");
    }
}
