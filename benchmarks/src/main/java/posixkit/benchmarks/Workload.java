package posixkit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something that all libraries can do, and C. The result is the time of each variant as a ratio to the time of C.
 *
 * @param name the name on the command line and in the results
 * @param setup opens files and adds the variants
 * @param isVirtual true if a virtual thread makes the calls
 * @param options options of the JVM in which the workload runs
 */
record Workload(String name, Setup setup, boolean isVirtual, List<String> options) implements Part {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** Prepares a workload. */
    @FunctionalInterface
    interface Setup {
        void addTo(Variants variants) throws Exception;
    }

    static Workload of(String name, Setup setup, String... options) {
        return new Workload(name, setup, false, List.of(options));
    }

    static Workload onVirtualThread(String name, Setup setup) {
        return new Workload(name, setup, true, List.of());
    }

    @Override
    public String obstacle() {
        return isVirtual ? virtualThreadsObstacle() : null;
    }

    /** Returns why there are no virtual threads; null if this JDK has them. */
    static String virtualThreadsObstacle() {
        return Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS
                ? "needs JDK " + FIRST_WITH_VIRTUAL_THREADS
                : null;
    }

    /** Returns a thread, not started, on which this workload is measured. */
    Thread newThread(Runnable task) {
        return isVirtual ? newVirtualThread(task) : new Thread(task, name);
    }

    /** Returns a virtual thread. This class is compiled for JDK 17, which does not have them. */
    static Thread newVirtualThread(Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(virtualThreadsObstacle(), e);
        }
    }

    /**
     * Measures on each route, each time in a JVM of its own. Peers are measured in the first only, because they do not depend on
     * the route.
     */
    @Override
    public void run(Session session) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String route : session.arguments().routes()) {
            boolean hasPeers = route.equals(session.arguments().routes().get(0));
            measure(session, route, hasPeers).stream()
                    .filter(row -> hasPeers || row.isPosixkit())
                    .forEach(rows::add);
        }
        if (session.hasGo()) {
            rows.addAll(inGo(session));
        }
        rows.sort(Comparator.comparingInt(Row::rank));
        session.report().workload(name, rows);
    }

    private List<Row> measure(Session session, String route, boolean hasPeers)
            throws IOException, InterruptedException {
        double seconds = session.arguments().seconds();
        return rows(session.java(
                session.jvmOptions(route, options),
                session.classPath(),
                Measurement.class,
                name,
                String.valueOf(hasPeers ? seconds : seconds / 2),
                String.valueOf(session.arguments().warmUp()),
                String.valueOf(hasPeers),
                session.library().toString(),
                session.newDirectory().toString()));
    }

    /** Measures in a Go program, if that knows the workload. Otherwise it prints nothing. */
    private List<Row> inGo(Session session) throws IOException, InterruptedException {
        return rows(Session.output(List.of(
                session.goProgram().toString(),
                name,
                String.valueOf(session.arguments().seconds() / 2),
                session.newDirectory().toString())));
    }

    private static List<Row> rows(List<String> lines) {
        return lines.stream().filter(Row::isRow).map(Row::ofLine).toList();
    }
}
