package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every documented name has its place in Java and a test that makes the call, or stands on the list of those to come. A name
 * may have its place and be on the list all the same: then nothing has run it on that system yet.
 */
class CoverageTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path CALLS = ROOT.resolve("abi/calls");
    private static final String NONE = "-";
    private static final String LATER = "later";
    private static final String NO = "no: ";

    /** One line of a list: a documented name and {@code package.Type#method}. */
    private record Name(String name, String home) {
        boolean hasHome() {
            return !home.equals(NONE);
        }

        String method() {
            return home.substring(home.indexOf('#') + 1);
        }

        boolean isLater() {
            return home.equals(LATER);
        }

        boolean isRefused() {
            return home.startsWith(NO);
        }

        List<Method> methods() throws ClassNotFoundException {
            return Arrays.stream(
                            Class.forName(home.substring(0, home.indexOf('#'))).getMethods())
                    .filter(method -> method.getName().equals(method()))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "darwin"})
    void everyNameHasItsMethodAndATestOrIsPending(String system) throws Exception {
        List<Name> names = names(system + ".txt", "\t");
        Set<String> pending = pending(system);
        String tests = testSources();
        Set<String> missing = new LinkedHashSet<>();
        for (Name name : names) {
            assertTrue(name.hasHome() || pending.contains(name.name()), name + ": neither done nor pending");
            if (name.hasHome()) {
                assertTrue(!name.methods().isEmpty(), name + ": no such method");
                if (!isCalled(tests, name.method())) {
                    missing.add(name.method());
                }
            }
        }
        assertEquals(Set.of(), missing, "called by no test");
        long done =
                names.stream().filter(name -> !pending.contains(name.name())).count();
        System.out.println("coverage " + system + ": " + done + "/" + names.size());
    }

    /**
     * The widest list of what programs call: Go's {@code x/sys/unix}. The number of names that are done is stated here, so that it
     * cannot fall.
     */
    @ParameterizedTest
    @CsvSource({"linux, 438, 356", "darwin, 240, 231"})
    void everyNameOfTheWiderListIsDoneOrToComeOrRefused(String system, int total, int done) throws Exception {
        List<Name> names = names("xsys-" + system + ".txt", " ", 2);
        assertEquals(total, names.stream().map(Name::name).distinct().count());
        long refused = names.stream().filter(Name::isRefused).count();
        List<Name> made = names.stream()
                .filter(name -> !name.isLater() && !name.isRefused())
                .toList();
        String tests = testSources();
        for (Name name : made) {
            assertTrue(!name.methods().isEmpty(), name + ": no such method");
            assertTrue(isCalled(tests, name.method()), name + ": called by no test");
        }
        System.out.println("coverage x/sys/unix " + system + ": " + made.size() + "/" + total + ", refused " + refused);
        assertEquals(done, made.size(), "state the new number here");
    }

    @Test
    void thePendingListHoldsKnownNames() throws IOException {
        for (String system : List.of("linux", "darwin")) {
            Set<String> known =
                    names(system + ".txt", "\t").stream().map(Name::name).collect(Collectors.toSet());
            Set<String> pending = pending(system);
            assertTrue(known.containsAll(pending), "unknown names are pending on " + system);
        }
    }

    @Test
    void everyCallIsOnAList() throws Exception {
        Set<String> homes = new TreeSet<>();
        for (String system : List.of("linux", "darwin")) {
            names(system + ".txt", "\t").forEach(name -> homes.add(name.home()));
        }
        for (Name extra : names("extra.txt", " ")) {
            assertTrue(!extra.methods().isEmpty(), extra + ": no such method");
            assertTrue(homes.add(extra.home()), extra + ": documented, or twice");
        }
        Set<String> calls = new TreeSet<>();
        for (Class<?> role : roles()) {
            for (Method method : role.getMethods()) {
                if (method.isAnnotationPresent(Call.class)) {
                    calls.add(method.getDeclaringClass().getName() + "#"
                            + method.getName().replaceFirst("OrErrno$", ""));
                }
            }
        }
        calls.removeAll(homes);
        assertEquals(Set.of(), calls, "on no list");
    }

    private static boolean isCalled(String tests, String method) {
        return tests.contains("." + method + "(") || tests.contains("::" + method);
    }

    private static List<Class<?>> roles() throws Exception {
        Path classes = ROOT.resolve("core/target/classes");
        List<Class<?>> roles = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                if (!name.equals("module-info")) {
                    Class<?> type = Class.forName(name, false, CoverageTest.class.getClassLoader());
                    if (type.isInterface()) {
                        roles.add(type);
                    }
                }
            }
        }
        return roles;
    }

    private static List<Name> names(String file, String separator) throws IOException {
        return names(file, separator, 0);
    }

    private static List<Name> names(String file, String separator, int columnCount) throws IOException {
        return lines(file).stream()
                .map(line -> line.split(separator, columnCount))
                .map(columns -> new Name(columns[0], columns[columns.length - 1]))
                .toList();
    }

    private static Set<String> pending(String system) throws IOException {
        return lines("pending.txt").stream()
                .filter(line -> line.startsWith(system + " "))
                .map(line -> line.substring(system.length() + 1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(CALLS.resolve(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String testSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("core", "linux", "darwin")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        return sources.toString();
    }
}
