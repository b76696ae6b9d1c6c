package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.linux.FaultsProgram.Fault;
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

    /** Attaches strace to a JVM and all its threads, while an order is carried out. */
    private String under(List<String> options, ChildJvm jvm, String order) throws Exception {
        Path log = dir.resolve(order + ".log");
        List<String> command = new ArrayList<>(List.of(
                "strace", "-f", "-o", dir.resolve(order + ".out").toString(), "-p", Integer.toString(jvm.pid())));
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

    private static List<String> injections(List<Fault> faults, Function<Fault, String> option) {
        Set<String> traced = new TreeSet<>();
        Set<String> injections = new TreeSet<>();
        for (Fault fault : faults) {
            Collections.addAll(traced, fault.calls().split(","));
            injections.add(option.apply(fault));
        }
        List<String> options = new ArrayList<>(List.of("-e", "trace=?" + String.join(",?", traced)));
        for (String injection : injections) {
            options.addAll(List.of("-e", injection));
        }
        return options;
    }

    @Test
    void theCallerSeesTheErrorAndNothingIsLeft() throws Exception {
        FaultsProgram faults = new FaultsProgram();
        try (ChildJvm jvm = ChildJvm.start(FaultsProgram.class, "-Dfaults.dir=" + dir)) {
            assertEquals("warm", jvm.ask("warm up"));
            List<String> options = injections(faults.once(), fault -> fault.option(":when=1"));
            String good = " faults, wrong: [], left: []";
            assertEquals(faults.once().size() + good, under(options, jvm, "once"));
            List<String> named = injections(faults.named(), fault -> fault.option(""));
            named.addAll(List.of("-P", dir.resolve("faulty").toString()));
            assertEquals(faults.named().size() + good, under(named, jvm, "named"));
        }
        System.out.println(
                "FaultsTest: " + (faults.once().size() + faults.named().size()) + " faults");
    }
}
