package posixkit.linux;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes in this JVM, which an emulator runs, and prints what became of them. The first argument is a file that lists the
 * tests the emulator cannot run, {@code Class reason} or {@code Class.method reason} in each line; these are counted and not run.
 * The second is {@code run}, or {@code listed} to run those tests alone. The others are names of classes.
 */
final class EmulatedProgram {
    private EmulatedProgram() {}

    /** The reasons by test, a class or a class and a method, and which of them met a test. */
    private record NotRun(Map<String, String> reasons, Set<String> met) {
        static NotRun read(Path file) throws IOException, ClassNotFoundException {
            Map<String, String> reasons = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split(" +", 2);
                if (words.length < 2 || reasons.put(words[0], words[1]) != null) {
                    throw new IllegalArgumentException("no reason, or listed twice: " + line);
                }
                Class.forName(EmulatedProgram.class.getPackageName() + "." + words[0].split("\\.")[0]);
            }
            return new NotRun(reasons, new TreeSet<>());
        }

        /** Returns true if the list names this test or its class. */
        boolean lists(MethodSource test) {
            String type = test.getClassName().substring(test.getClassName().lastIndexOf('.') + 1);
            String name = type.replace('$', '.');
            boolean listed = false;
            for (String entry : List.of(name, name + "." + test.getMethodName())) {
                if (reasons.containsKey(entry)) {
                    met.add(entry);
                    listed = true;
                }
            }
            return listed;
        }

        /** Returns the entries for the classes that met no test. */
        List<String> stale(Set<String> classes) {
            return reasons.keySet().stream()
                    .filter(entry -> classes.contains(entry.split("\\.")[0]) && !met.contains(entry))
                    .toList();
        }
    }

    /** Counts the tests and prints those that failed. */
    private static final class Count implements TestExecutionListener {
        private int passed;
        private int failed;
        private int skipped;

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            skipped++;
            System.out.println("skipped: " + name(test) + ": " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.getSource().orElse(null) instanceof ClassSource type) {
                System.out.println("ran " + type.getClassName());
            }
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
                case ABORTED -> {
                    skipped++;
                    System.out.println("skipped: " + name(test) + ": "
                            + result.getThrowable().map(Throwable::getMessage));
                }
                case FAILED -> {
                    failed++;
                    System.out.println("FAILED: " + name(test));
                    result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(System.out));
                }
            }
        }

        private static String name(TestIdentifier test) {
            return test.getSource()
                    .map(source -> source instanceof MethodSource method
                            ? method.getClassName() + "." + method.getMethodName() + " " + test.getDisplayName()
                            : source instanceof ClassSource type ? type.getClassName() : test.getDisplayName())
                    .orElse(test.getDisplayName());
        }
    }

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        long started = System.nanoTime();
        NotRun notRun = NotRun.read(Path.of(args[0]));
        boolean listed = args[1].equals("listed");
        List<DiscoverySelector> selectors = new ArrayList<>();
        Set<String> classes = new TreeSet<>();
        for (String name : List.of(args).subList(2, args.length)) {
            Class<?> type = Class.forName(name);
            selectors.add(selectClass(type));
            classes.add(type.getSimpleName());
        }
        int[] left = {0};
        PostDiscoveryFilter filter = (TestDescriptor test) -> {
            if (!(test.getSource().orElse(null) instanceof MethodSource method)) {
                return FilterResult.included("no test");
            }
            boolean included = notRun.lists(method) == listed;
            if (!included) {
                left[0]++;
            }
            return FilterResult.includedIf(included);
        };
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(filter)
                .build();
        Count count = new Count();
        LauncherFactory.create().execute(request, count);
        List<String> stale = notRun.stale(classes);
        stale.forEach(entry -> System.out.println("listed, but there is no such test: " + entry));
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %d passed, %d failed, %d skipped, not run: %d, %d s%n",
                System.getProperty("os.arch"),
                posixkit.Posix.route(),
                count.passed,
                count.failed,
                count.skipped,
                left[0],
                (System.nanoTime() - started) / 1_000_000_000);
        // Threads of a test that failed must not keep this JVM.
        System.out.flush();
        System.exit(count.failed == 0 && stale.isEmpty() && count.passed > 0 ? 0 : 1);
    }
}
