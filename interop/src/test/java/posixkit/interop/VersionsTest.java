package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;

/** JnrPosix is compiled against one version of jnr-posix, and runs under each version since 3.1.8. */
@NeedsRoot
class VersionsTest {
    private static final List<Behaviour> ALL = Behaviours.all();

    @BeforeAll
    static void startTheThreadOfJnr() {
        Behaviours.startTheThreadOfJnr();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.8", "3.1.20", "3.2.1", "3.2.5", "3.2.7"})
    void everyMethodWorksUnderThisVersion(String version) throws IOException {
        try (ChildJvm child = ChildJvm.startWith(classPath(version), VersionProgram.class)) {
            assertEquals("", child.ask("methods"), "methods that are not ours");
            assertEquals("66614[116, 97, 114, 103, 101, 116, 0, 0, 0]116116", child.ask("new"));
            for (int i : IntStream.range(0, ALL.size())
                    .filter(VersionsTest::isComparable)
                    .toArray()) {
                Behaviour behaviour = ALL.get(i);
                String expected = behaviour.row() == null ? World.run(behaviour, true) : behaviour.expected();
                assertEquals(expected.replace("\n", "\\n"), child.ask(Integer.toString(i)), behaviour.toString());
            }
        }
    }

    /** True if this JVM and a child see the same. */
    private static boolean isComparable(int index) {
        Behaviour behaviour = ALL.get(index);
        return behaviour.place() == Behaviour.Place.HERE && !PROCESS_SPECIFIC.contains(behaviour.method());
    }

    /** Methods whose results are those of one process. */
    private static final List<String> PROCESS_SPECIFIC = List.of("getpgid(int)");

    /** Returns our class path, with this version of jnr-posix instead of ours. */
    private static String classPath(String version) {
        Path jar = Path.of("target", "jnr-posix-versions", "jnr-posix-" + version + ".jar");
        assertTrue(Files.exists(jar), jar + " was not fetched");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> entry.matches(".*jnr-posix-[0-9.]+\\.jar") ? jar.toString() : entry)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
