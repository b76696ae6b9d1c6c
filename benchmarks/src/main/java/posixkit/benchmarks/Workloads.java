package posixkit.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All workloads. Each group has a class, and each workload a method there. */
final class Workloads {
    static final List<Workload> ALL = Stream.of(
                    ProcessWorkloads.ALL,
                    StatWorkloads.ALL,
                    ReadWorkloads.ALL,
                    EventWorkloads.ALL,
                    DirectoryWorkloads.ALL,
                    SocketWorkloads.ALL,
                    MemoryWorkloads.ALL,
                    TimeWorkloads.ALL,
                    VirtualThreadWorkloads.ALL)
            .flatMap(List::stream)
            .toList();

    private Workloads() {}

    static Workload named(String name) {
        return ALL.stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("name: no workload " + name));
    }
}
