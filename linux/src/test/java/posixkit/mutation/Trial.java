package posixkit.mutation;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of a JVM with one mutant at the head of its class path. Runs the tests that start other JVMs, which have
 * that class path too, or those with a word in their name, and exits 1 with the first that fails: PIT, which changes classes in its own JVM only, cannot.
 *
 * <p>A test with the tag {@code unmutated} is left out, here and by PIT: it makes very many calls, starts many JVMs, or does not work in the box.
 */
public final class Trial {
    static final String BEGUN = "begun: ";
    static final String NOTICED = "noticed by ";

    private Trial() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        LauncherDiscoveryRequestBuilder tests = LauncherDiscoveryRequestBuilder.request();
        int found = 0;
        for (Class<?> test : tests(Path.of(args[0]))) {
            if (args.length == 1 || test.getName().contains(args[1])) {
                tests.selectors(selectClass(test));
                found++;
            }
        }
        if (found == 0 && args.length > 1) {
            Runtime.getRuntime().halt(0);
        }
        if (found == 0) {
            throw new IllegalStateException("no tests below " + args[0]);
        }
        LauncherDiscoveryRequest request = tests.filters(includeClassNamePatterns(".*"), excludeTags("unmutated"))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionStarted(TestIdentifier test) {
                System.out.println(BEGUN + test.getUniqueId());
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    String why = result.getThrowable().map(Throwable::toString).orElse("nothing");
                    System.out.println(NOTICED + type(test) + " " + test.getUniqueId() + ": " + why.replace('\n', ' '));
                    Runtime.getRuntime().halt(1);
                }
            }
        });
        Runtime.getRuntime().halt(0);
    }

    private static String type(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("class"))
                .map(UniqueId.Segment::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static List<Class<?>> tests(Path classes) throws IOException, ClassNotFoundException {
        List<Class<?>> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                Class<?> test = Class.forName(name, false, Trial.class.getClassLoader());
                if (startsJvms(test)) {
                    tests.add(test);
                }
            }
        }
        return tests;
    }

    /** Whether it, or a contract it extends, mentions them. */
    private static boolean startsJvms(Class<?> test) throws IOException {
        for (Class<?> type = test; type != Object.class; type = type.getSuperclass()) {
            try (InputStream code =
                    type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
                if (new String(code.readAllBytes(), StandardCharsets.ISO_8859_1)
                        .contains("posixkit/testing/ChildJvm")) {
                    return true;
                }
            }
        }
        return false;
    }
}
