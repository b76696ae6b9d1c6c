package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;
import posixkit.testing.Programs;

/** The property {@link Posix#ROUTE_PROPERTY}: what it chooses, and what is said of a value that cannot be. */
class RouteChoiceTest {
    /** Asks for the implementation twice, makes a call, and prints the route or the exceptions. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                try {
                    System.out.println(Posix.get().processes().getpid()
                            == ProcessHandle.current().pid());
                } catch (RuntimeException e) {
                    System.out.println(e);
                }
            }
            try {
                System.out.println(Posix.route());
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }

    private static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        return command;
    }

    private static List<String> run(String... options) {
        return Programs.output(command(options).toArray(String[]::new)).lines().toList();
    }

    private static String route(String value) {
        return "-D" + Posix.ROUTE_PROPERTY + "=" + value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jnr", "registered", "Registered"})
    void theNamedRouteIsTaken(String name) {
        assertEquals(List.of("true", "true", name.toLowerCase(Locale.ROOT)), run(route(name)));
    }

    @Test
    void anEmptyPropertyChoosesNothing() {
        boolean hasFfm = Runtime.version().feature() >= 22;
        assertEquals(List.of("true", "true", hasFfm ? "ffm" : "registered"), run(route("")));
    }

    @Test
    void aValueThatIsNoRouteIsRefusedEachTime() {
        String message = "java.lang.IllegalArgumentException: posixkit.route must be ffm, registered or jnr, not fast";
        assertEquals(List.of(message, message, message), run(route("fast")));
    }

    @Test
    void aRouteThatIsNotPossibleIsRefusedWithTheReason() {
        String message = "java.lang.UnsupportedOperationException: posixkit.route=ffm: "
                + (Runtime.version().feature() < 22
                        ? "the JDK is older than 22"
                        : "the module posixkit.ffm is not there");
        String classPath = System.getProperty("java.class.path");
        String without = classPath.replaceAll("[^:]*[/-]ffm[^:]*:?", "");
        List<String> output = Programs.output(ChildJvm.java(), route("ffm"), "-cp", without, Program.class.getName())
                .lines()
                .toList();
        assertEquals(List.of(message, message, message), output);
    }

    @Test
    @NeedsJdk(22)
    void withTheModuleTheJdkMakesTheCalls() {
        assertEquals(List.of("true", "true", "ffm"), run(route("FFM"), "--enable-native-access=ALL-UNNAMED"));
    }

    /** By each route. */
    @Test
    @NeedsJdk(24)
    void whereNativeAccessIsDeniedTheErrorNamesTheOption() {
        for (String route : List.of("", "ffm", "registered", "jnr")) {
            List<String> command = command(route(route), "--illegal-native-access=deny");
            Programs.Outcome outcome = Programs.run(command.toArray(String[]::new));
            String first =
                    (outcome.output() + outcome.errors()).lines().findFirst().orElseThrow();
            String message =
                    "this JVM denies native access: permit it with the option --enable-native-access=ALL-UNNAMED";
            assertTrue(first.endsWith(": " + message), first);
        }
    }
}
