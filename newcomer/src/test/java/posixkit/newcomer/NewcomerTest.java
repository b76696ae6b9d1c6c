package posixkit.newcomer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Programs.Outcome;

/**
 * The first minutes of a newcomer: an empty Maven project outside of this one, README's dependency and README's first program, on
 * each JDK that is installed, on the class path and on the module path. Then the same for a program that uses jnr-posix. The project
 * sees only the artifacts that were built, as a repository has them.
 */
@NeedsTool({"mvn", "bash", "id"})
class NewcomerTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path REPOSITORY = Path.of(System.getProperty("posixkit.repository"));
    private static final String VERSION = System.getProperty("posixkit.version");
    private static final Pattern FIRST = Pattern.compile("(?ms)^<!-- snippet: first -->\n+```java\n(.*?)^```$");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)```xml\n(<dependency>.*?</dependency>\n)```");
    private static final String JNR_POSIX = """
            <dependency>
              <groupId>com.github.jnr</groupId><artifactId>jnr-posix</artifactId><version>%s</version>
            </dependency>
            """.formatted(System.getProperty("posixkit.jnr-posix"));

    /** A program as users of jnr-posix have it. */
    private static final String OLD_PROGRAM = """
            import jnr.posix.POSIX;
            import jnr.posix.POSIXFactory;

            public class Old {
                public static void main(String[] arguments) {
                    POSIX posix = POSIXFactory.getPOSIX();
                    System.out.println(posix.getClass().getPackageName() + " " + posix.getuid() + " "
                            + posix.stat("/etc/hosts").st_size());
                }
            }
            """;

    /** A JDK, and the options that let native code be called there without a warning. */
    private record Jdk(int version, String home) {
        String java() {
            return home + "/bin/java";
        }

        List<String> permission(String modules) {
            return version >= 24 ? List.of("--enable-native-access=" + modules) : List.of();
        }
    }

    @TempDir
    private static Path dir;

    private static String readme;
    private static List<Jdk> jdks;
    private static String expected;
    private static String expectedOfOld;

    @BeforeAll
    static void read() throws IOException {
        readme = page("README.md");
        jdks = Programs.output("bash", ROOT.resolve(".ci/jdks").toString())
                .lines()
                .map(line -> line.split(" "))
                .map(words -> new Jdk(Integer.parseInt(words[0]), words[1]))
                .toList();
        long size = Files.size(Path.of("/etc/hosts"));
        expected = "user %s, %d bytes, mode %s%n"
                .formatted(Programs.output("id", "-ru"), size, Programs.output("stat", "-Lc", "%a", "/etc/hosts"));
        expectedOfOld = "posixkit.interop " + Programs.output("id", "-ru") + " " + size + System.lineSeparator();
    }

    @Test
    void theFirstProgramRunsOnTheClassPath() throws IOException {
        String[] path = build("classes", dependencies(readme), "First.java", program());
        for (Jdk jdk : jdks) {
            assertPrints(expected, onClassPath(jdk, path, "First"));
        }
    }

    @Test
    void theFirstProgramRunsOnTheModulePath() throws IOException {
        // A module has no unnamed package.
        String[] path = build(
                "modules",
                dependencies(readme),
                "module-info.java",
                "module newcomer { requires posixkit; }",
                "newcomer/First.java",
                "package newcomer;\n" + program());
        for (Jdk jdk : jdks) {
            List<String> command = new ArrayList<>(List.of(jdk.java()));
            command.addAll(jdk.permission("posixkit.ffm"));
            command.addAll(List.of("-p", String.join(":", path), "-m", "newcomer/newcomer.First"));
            assertPrints(expected, command);
        }
    }

    /** JDK 22 and later need neither jffi nor jnr-ffi, so a program may leave them out. The versions are from the BOM. */
    @Test
    void withTheBomNoVersionIsNamedAndOnNewJdksJnrMayBeLeftOut() throws IOException {
        String dependency = found(DEPENDENCY, readme)
                .replaceFirst("\\s*<version>.*</version>", "")
                .replace("</dependency>", """
                        <exclusions>
                          <exclusion><groupId>com.github.jnr</groupId><artifactId>*</artifactId></exclusion>
                        </exclusions></dependency>""");
        String bom = """
                <dependencyManagement><dependencies><dependency>
                  <groupId>io.github.posixkit</groupId><artifactId>posixkit-bom</artifactId><version>%s</version>
                  <type>pom</type><scope>import</scope>
                </dependency></dependencies></dependencyManagement>
                """.formatted(VERSION);
        String[] path = build("bom", bom + dependencies(dependency), "First.java", program());
        assertEquals(
                List.of("classes", "posixkit", "posixkit-core", "posixkit-darwin", "posixkit-ffm", "posixkit-linux"),
                Arrays.stream(path)
                        .map(each -> Path.of(each).getFileName().toString())
                        .map(name -> name.replace("-" + VERSION + ".jar", ""))
                        .sorted()
                        .toList());
        for (Jdk jdk : jdks) {
            if (jdk.version() >= 22) {
                assertPrints(expected, onClassPath(jdk, path, "First"));
            }
        }
    }

    /** The program of a user of jnr-posix, with the one line changed that docs/jnr-posix.md names, and unchanged with the shadow. */
    @Test
    void aProgramOfJnrPosixGetsPosixkitByOneLineOrByTheShadow() throws IOException {
        String changed = OLD_PROGRAM
                .replace("import jnr.posix.POSIXFactory;", "import posixkit.interop.JnrPosix;")
                .replace("POSIXFactory.getPOSIX()", "JnrPosix.wrap()");
        String[] oneLine = build("one-line", dependencies(page("docs/jnr-posix.md") + JNR_POSIX), "Old.java", changed);
        String[] shadow =
                build("shadow", dependencies(page("docs/jnr-posix-shadow.md") + JNR_POSIX), "Old.java", OLD_PROGRAM);
        for (Jdk jdk : jdks) {
            assertPrints(expectedOfOld, onClassPath(jdk, oneLine, "Old"));
            assertPrints(expectedOfOld, onClassPath(jdk, shadow, "Old"));
        }
    }

    private static List<String> onClassPath(Jdk jdk, String[] path, String program) {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(jdk.permission("ALL-UNNAMED"));
        command.addAll(List.of("-cp", String.join(":", path), program));
        return command;
    }

    private static void assertPrints(String expected, List<String> command) {
        assertEquals(new Outcome(0, expected, ""), Programs.run(command.toArray(String[]::new)), command::toString);
    }

    /**
     * Builds a project with these dependencies and these files, each a name followed by its text, and returns the class path.
     */
    private static String[] build(String name, String dependencies, String... files) throws IOException {
        Path project = Files.createDirectories(dir.resolve(name));
        Path sources = project.resolve("src/main/java");
        for (int i = 0; i < files.length; i += 2) {
            Path file = sources.resolve(files[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1]);
        }
        Files.writeString(
                project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>newcomer</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                %s
                  <build><plugins><plugin>
                    <artifactId>maven-compiler-plugin</artifactId><version>%s</version>
                  </plugin></plugins></build>
                </project>
                """.formatted(name, dependencies, System.getProperty("posixkit.compiler")));
        Path list = project.resolve("path");
        Outcome outcome = Programs.run(
                "mvn",
                "-q",
                "-B",
                "-f",
                project.toString(),
                "-s",
                settings().toString(),
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Dstyle.color=never",
                "compile",
                "org.apache.maven.plugins:maven-dependency-plugin:" + System.getProperty("posixkit.dependency")
                        + ":build-classpath",
                "-Dmdep.outputFile=" + list);
        assertEquals(0, outcome.exit(), outcome::toString);
        return (project.resolve("target/classes") + ":" + Files.readString(list)).split(":");
    }

    /** Plugins that have been downloaded before are taken from there. */
    private static Path settings() throws IOException {
        return Files.writeString(dir.resolve("settings.xml"), """
                <settings><profiles><profile><id>downloaded</id>
                  <repositories><repository><id>downloaded</id><url>%1$s</url></repository></repositories>
                  <pluginRepositories><pluginRepository><id>downloaded</id><url>%1$s</url></pluginRepository></pluginRepositories>
                </profile></profiles><activeProfiles><activeProfile>downloaded</activeProfile></activeProfiles></settings>
                """.formatted(
                        Path.of(System.getProperty("posixkit.downloaded")).toUri()));
    }

    /** The dependencies that stand in a text. */
    private static String dependencies(String text) {
        List<String> found = Pattern.compile("(?s)<dependency>.*?</dependency>")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
        assertFalse(found.isEmpty(), text);
        return "<dependencies>" + String.join("\n", found) + "</dependencies>";
    }

    private static String program() {
        return found(FIRST, readme);
    }

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), () -> "there is no " + pattern + " in " + text);
        return matcher.group(1);
    }

    /** What is published names no parent, no test and no plugin, and has what Maven Central wants. */
    @Test
    void publishedPomsAreWholeAndLeakNothing() throws IOException {
        try (var files = Files.walk(REPOSITORY.resolve("io/github/posixkit"))) {
            List<Path> poms = files.filter(file -> file.toString().endsWith(".pom"))
                    .filter(file -> !file.toString().matches(".*/posixkit-(parent|newcomer)/.*"))
                    .toList();
            assertEquals(
                    List.of(
                            "posixkit",
                            "posixkit-bom",
                            "posixkit-core",
                            "posixkit-darwin",
                            "posixkit-ffm",
                            "posixkit-interop",
                            "posixkit-jnr-posix-shadow",
                            "posixkit-linux"),
                    poms.stream()
                            .map(pom -> pom.getFileName().toString().replace("-" + VERSION + ".pom", ""))
                            .sorted()
                            .collect(Collectors.toList()));
            for (Path pom : poms) {
                String text = Files.readString(pom);
                for (String wanted :
                        List.of("name", "description", "url", "license", "developer", "scm", "connection")) {
                    assertTrue(text.matches("(?s).*<" + wanted + "[ >].*"), () -> pom + " has no " + wanted);
                }
                for (String unwanted :
                        List.of("<parent>", "<scope>test", "<build>", "<profile>", "junit", "SNAPSHOT-")) {
                    assertTrue(!text.contains(unwanted), () -> pom + " has " + unwanted);
                }
            }
        }
    }
}
