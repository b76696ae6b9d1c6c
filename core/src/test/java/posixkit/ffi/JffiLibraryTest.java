package posixkit.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.Programs;

@NeedsProc
class JffiLibraryTest {
    /** Loads jffi and prints the paths of its library, as the kernel knows them, and then jffi's property. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws IOException {
            Native.process().symbol("getpid");
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)) {
                Set<String> paths = maps.filter(line -> line.contains("jffi") && !line.endsWith(".jar"))
                        .map(line -> line.substring(line.indexOf('/')))
                        .collect(Collectors.toSet());
                paths.forEach(System.out::println);
            }
            System.out.println(System.getProperty(JffiLibrary.DIRECTORY, System.getProperty(JffiLibrary.PATH)));
        }
    }

    private static List<String> run(String... options) {
        List<String> command = Stream.of(
                        Stream.of(ChildJvm.java()),
                        Stream.of(options),
                        Stream.of("-cp", System.getProperty("java.class.path"), Program.class.getName()))
                .flatMap(words -> words)
                .toList();
        return Programs.output(command.toArray(String[]::new)).lines().toList();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jnr", "registered"})
    void theLibraryWasInADirectoryOfItsOwnAndNothingIsLeft(String route, @TempDir Path dir) throws IOException {
        List<String> output = run("-Djava.io.tmpdir=" + dir, "-D" + Posix.ROUTE_PROPERTY + "=" + route);
        assertEquals(2, output.size(), output::toString);
        assertTrue(output.get(0).matches(dir + "/posixkit-\\d+/libjffi-1\\.2\\.so \\(deleted\\)"), output.get(0));
        assertEquals("null", output.get(1));
        assertEquals(List.of(), entries(dir));
    }

    @Test
    void theDirectoryOfTheUserIsTaken(@TempDir Path dir) throws IOException {
        List<String> output = run("-D" + JffiLibrary.DIRECTORY + "=" + dir);
        assertTrue(output.get(0).startsWith(dir + "/jffi"), output.get(0));
        assertEquals(dir.toString(), output.get(1));
    }

    @Test
    void onlyItsUserMayEnterTheDirectory() throws IOException {
        File directory = JffiLibrary.directory();
        try {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.toPath())));
            assertEquals(Files.getOwner(Path.of("/proc/self")), Files.getOwner(directory.toPath()));
        } finally {
            assertTrue(directory.delete());
        }
    }
}
