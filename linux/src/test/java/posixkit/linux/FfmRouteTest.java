package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;
import posixkit.testing.Programs;

/** The route through the JDK's foreign-function API needs neither the jars of jnr-ffi, jffi and ASM nor their native library. */
@NeedsJdk(22)
class FfmRouteTest {
    private static final List<String> OTHERS = List.of("jnr-", "jffi", "asm");

    private static boolean isOther(String entry) {
        return OTHERS.stream().anyMatch(name -> new File(entry).getName().startsWith(name));
    }

    private static String run(String classPath, String... options) {
        List<String> command = new ArrayList<>(
                List.of(ChildJvm.java(), "--enable-native-access=ALL-UNNAMED", "-D" + Posix.ROUTE_PROPERTY + "=ffm"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, FfmProgram.class.getName()));
        return Programs.output(command.toArray(String[]::new));
    }

    private static void assertEverythingWorks(String output) {
        List<String> lines =
                output.lines().filter(line -> !line.startsWith("[")).toList();
        assertEquals(
                List.of(
                        "stat true",
                        "errno ENOENT",
                        "read true",
                        "directory true",
                        "limit true",
                        "spawn 3",
                        "mapping 42",
                        "threads true",
                        "trace END"),
                lines.subList(0, 9));
        assertTrue(lines.get(9).matches("address \\d+"), lines.get(9));
        assertEquals("jffi 0", lines.get(10));
    }

    @Test
    void everythingWorksWithoutTheOtherJars() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
        assertTrue(Arrays.stream(entries).anyMatch(FfmRouteTest::isOther), "they are here otherwise");
        assertEverythingWorks(run(
                Stream.of(entries).filter(entry -> !isOther(entry)).collect(Collectors.joining(File.pathSeparator))));
    }

    @Test
    void whereTheOtherJarsAreTheyAreNotLoaded() {
        String output = run(System.getProperty("java.class.path"), "-Xlog:class+load=info:stdout:none");
        assertEverythingWorks(
                output.lines().filter(line -> !line.contains(" source: ")).collect(Collectors.joining("\n")));
        assertEquals(
                List.of(),
                output.lines()
                        .filter(line -> line.contains(" source: "))
                        .filter(line -> line.matches("(jnr|com\\.kenai|org\\.objectweb)\\..*"))
                        .toList());
        assertTrue(output.contains("posixkit.ffm.FfmAccess"));
    }
}
