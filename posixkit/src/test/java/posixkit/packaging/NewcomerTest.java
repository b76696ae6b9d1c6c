package posixkit.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * each JDK that is installed, on the class path and on the module path. The project sees only the artifacts that were built,
 * as a repository has them.
 */
@NeedsTool({"mvn", "bash", "id"})
class NewcomerTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path REPOSITORY = Path.of(System.getProperty("posixkit.repository"));
    private static final String VERSION = System.getProperty("posixkit.version");
    private static final Pattern FIRST = Pattern.compile("(?ms)^<!-- snippet: first -->\n+```java\n(.*?)^```$");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)```xml\n(<dependency>.*?</dependency>\n)```");

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

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(ROOT.resolve("README.md"));
        jdks = Programs.output("bash", ROOT.resolve(".ci/jdks").toString())
                .lines()
                .map(line -> line.split(" "))
                .map(words -> new Jdk(Integer.parseInt(words[0]), words[1]))
                .toList();
        long size = Files.size(Path.of("/etc/hosts"));
        expected = "user %s, %d bytes, mode %s%n"
                .formatted(Programs.output("id", "-ru"), size, Programs.output("stat", "-Lc", "%a", "/etc/hosts"));
    }

    @Test
    void theFirstProgramRunsOnTheClassPath() throws IOException {
        String[] path = build("classes", found(DEPENDENCY), "", "");
        for (Jdk jdk : jdks) {
            List<String> command = new ArrayList<>(List.of(jdk.java()));
            command.addAll(jdk.permission("ALL-UNNAMED"));
            command.addAll(List.of("-cp", String.join(":", path), "First"));
            assertPrints(command);
        }
    }

    @Test
    void theFirstProgramRunsOnTheModulePath() throws IOException {
        String[] path = build("modules", found(DEPENDENCY), "module newcomer { requires posixkit; }", "");
        for (Jdk jdk : jdks) {
            List<String> command = new ArrayList<>(List.of(jdk.java()));
            command.addAll(jdk.permission("posixkit.ffm"));
            command.addAll(List.of("-p", String.join(":", path), "-m", "newcomer/newcomer.First"));
            assertPrints(command);
        }
    }

    /** JDK 22 and later need neither jffi nor jnr-ffi, so a program may leave them out. The versions are from the BOM. */
    @Test
    void withTheBomNoVersionIsNamedAndOnNewJdksJnrMayBeLeftOut() throws IOException {
        String dependency =
                found(DEPENDENCY).replaceFirst("\\s*<version>.*</version>", "").replace("</dependency>", """
                        <exclusions>
                          <exclusion><groupId>com.github.jnr</groupId><artifactId>*</artifactId></exclusion>
                        </exclusions></dependency>""");
        String bom = """
                <dependencyManagement><dependencies><dependency>
                  <groupId>io.github.posixkit</groupId><artifactId>posixkit-bom</artifactId><version>%s</version>
                  <type>pom</type><scope>import</scope>
                </dependency></dependencies></dependencyManagement>
                """.formatted(VERSION);
        String[] path = build("bom", dependency, "", bom);
        assertEquals(
                List.of("classes", "posixkit", "posixkit-core", "posixkit-darwin", "posixkit-ffm", "posixkit-linux"),
                Arrays.stream(path)
                        .map(each -> Path.of(each).getFileName().toString())
                        .map(name -> name.replace("-" + VERSION + ".jar", ""))
                        .sorted()
                        .toList());
        for (Jdk jdk : jdks) {
            if (jdk.version() >= 22) {
                List<String> command = new ArrayList<>(List.of(jdk.java()));
                command.addAll(jdk.permission("ALL-UNNAMED"));
                command.addAll(List.of("-cp", String.join(":", path), "First"));
                assertPrints(command);
            }
        }
    }

    private static void assertPrints(List<String> command) {
        assertEquals(new Outcome(0, expected, ""), Programs.run(command.toArray(String[]::new)), command::toString);
    }

    /**
     * Builds a project that has only README's dependency and README's program. With a module, the program is in a package, since
     * a module has no unnamed package. Returns the class path.
     */
    private static String[] build(String name, String dependency, String module, String management) throws IOException {
        Path project = Files.createDirectories(dir.resolve(name));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        String program = found(FIRST);
        if (module.isEmpty()) {
            Files.writeString(sources.resolve("First.java"), program);
        } else {
            Files.writeString(sources.resolve("module-info.java"), module);
            Files.createDirectory(sources.resolve("newcomer"));
            Files.writeString(sources.resolve("newcomer/First.java"), "package newcomer;\n" + program);
        }
        Files.writeString(project.resolve("pom.xml"), """
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
                  <dependencies>
                %s
                  </dependencies>
                  <build><plugins><plugin>
                    <artifactId>maven-compiler-plugin</artifactId><version>%s</version>
                  </plugin></plugins></build>
                </project>
                """.formatted(
                        name, management, dependency, System.getProperty("posixkit.compiler")));
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

    private static String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(readme);
        assertTrue(matcher.find(), () -> "README has no " + pattern);
        return matcher.group(1);
    }

    /** What is published names no parent, no test and no plugin, and has what Maven Central wants. */
    @Test
    void publishedPomsAreWholeAndLeakNothing() throws IOException {
        try (var files = Files.walk(REPOSITORY.resolve("io/github/posixkit"))) {
            List<Path> poms = files.filter(file -> file.toString().endsWith(".pom"))
                    .filter(file -> !file.toString().contains("posixkit-parent"))
                    .toList();
            assertEquals(
                    List.of(
                            "posixkit",
                            "posixkit-bom",
                            "posixkit-core",
                            "posixkit-darwin",
                            "posixkit-ffm",
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
