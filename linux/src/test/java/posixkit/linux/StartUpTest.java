package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;
import posixkit.testing.Programs;

/**
 * A program that makes one call loads few classes before it. How long it waits for its first call depends on their number more than on
 * anything else that posixkit can change.
 */
class StartUpTest {
    /** If a first call loads more classes than this, look for those that it does not need: {@code -Xlog:class+load}. */
    private static final int MOST = 88;

    private static List<String> assertStartsQuickly(String route, String... options) {
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.java(), "-D" + Posix.ROUTE_PROPERTY + "=" + route, "-Xlog:class+load=info:stdout:none"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartUpProgram.class.getName()));
        List<String> lines =
                Programs.output(command.toArray(String[]::new)).lines().toList();
        assertTrue(lines.contains("0"), "the call succeeds");
        List<String> ours =
                lines.stream().filter(line -> line.startsWith("posixkit.")).toList();
        assertTrue(ours.size() <= MOST, () -> ours.size() + " classes: " + String.join("\n", ours));
        assertEquals(
                List.of(),
                ours.stream().filter(line -> line.contains("$$Lambda")).toList(),
                "the JVM makes the class of a lambda when it is reached, which takes longer than to load one");
        return lines;
    }

    @Test
    void theFirstCallByMachineCodeNeedsFewClasses() {
        assertStartsQuickly("registered");
    }

    @Test
    @NeedsJdk(22)
    void theFirstCallByTheForeignFunctionApiNeedsFewClasses() {
        List<String> lines = assertStartsQuickly("ffm", "--enable-native-access=ALL-UNNAMED");
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.startsWith("java.net.JarURLConnection "))
                        .toList(),
                "no URL is opened");
    }
}
