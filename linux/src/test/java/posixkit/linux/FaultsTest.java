package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsTool;

/**
 * Each call that creates something fails with the error that strace injects into its system call. The caller sees exactly this error, and
 * nothing is left: no descriptor, no mapping, no child. The next such call succeeds.
 */
@Tag("unmutated")
@NeedsTool("strace")
class FaultsTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path dir;

    /** Attaches strace, while an order is carried out. */
    private String under(List<String> options, ChildJvm jvm, String order) throws Exception {
        Path log = dir.resolve(order + ".log");
        List<String> command = new ArrayList<>(
                List.of("strace", "-o", dir.resolve(order + ".out").toString()));
        command.addAll(options);
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            awaitAttached(strace, log);
            return jvm.ask(order);
        } finally {
            strace.destroy();
            strace.waitFor();
        }
    }

    private static void awaitAttached(Process strace, Path log) throws Exception {
        long start = System.nanoTime();
        String said = Files.readString(log);
        while (!said.contains("attached")) {
            assumeFalse(said.contains("Operation not permitted"), "strace may not attach: " + said);
            assertFalse(!strace.isAlive() || System.nanoTime() - start > PATIENCE_NANOS, said);
            TimeUnit.MILLISECONDS.sleep(10);
            said = Files.readString(log);
        }
    }

    /** Returns options of strace for a JVM with all its threads and children. */
    private static List<String> injections(ChildJvm jvm, List<Fault> faults, Function<Fault, String> option) {
        Set<String> traced = new TreeSet<>();
        Set<String> injections = new TreeSet<>();
        for (Fault fault : faults) {
            traced.addAll(fault.calls());
            injections.add(option.apply(fault));
        }
        List<String> options = new ArrayList<>(
                List.of("-f", "-p", Integer.toString(jvm.pid()), "-e", "trace=?" + String.join(",?", traced)));
        for (String injection : injections) {
            options.addAll(List.of("-e", injection));
        }
        return options;
    }

    /** Returns options of strace for one thread. */
    private static List<String> injection(String thread, Fault fault) {
        List<String> options =
                new ArrayList<>(List.of("-p", thread, "-e", "trace=?" + String.join(",?", fault.calls())));
        fault.optionsForOne().forEach(option -> options.addAll(List.of("-e", option)));
        return options;
    }

    @Test
    void theCallerSeesTheErrorAndNothingIsLeft() throws Exception {
        FaultyCalls calls = new FaultyCalls(dir.toString());
        try (ChildJvm jvm = ChildJvm.start(FaultsProgram.class, "-Dfaults.dir=" + dir)) {
            String warm = jvm.ask("warm up");
            String good = " faults, wrong: [], left: []";
            List<String> options = injections(jvm, calls.once(), Fault::optionForTheFirst);
            assertEquals(calls.once().size() + good, under(options, jvm, "once"));
            List<String> named = injections(jvm, calls.named(), Fault::option);
            calls.names().forEach(name -> named.addAll(List.of("-P", name)));
            assertEquals(calls.named().size() + good, under(named, jvm, "named"));
            String thread = warm.replaceFirst("^warm ", "");
            for (int i = 0; i < calls.alone().size(); i++) {
                Fault fault = calls.alone().get(i);
                assertEquals(1 + good, under(injection(thread, fault), jvm, "alone " + i), fault::toString);
            }
        }
        System.out.println("FaultsTest: "
                + (calls.once().size() + calls.named().size() + calls.alone().size()) + " faults");
    }
}
