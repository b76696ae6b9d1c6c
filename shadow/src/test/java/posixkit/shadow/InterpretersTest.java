package posixkit.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * JRuby and Jython, unmodified, run a script on their own jnr-posix and on the shadow. Both runs print the same. Needs the profile
 * {@code interpreters}, which fetches them.
 */
class InterpretersTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"), "shadow");
    private static final Path JARS = ROOT.resolve("target/interpreters");
    private static final Pattern SERVED = Pattern.compile("(\\d+) calls of jnr-posix served by posixkit: (.*)");

    @Test
    void jrubyPrintsTheSame() throws Exception {
        // What JRuby's manifest says, which counts with -jar only.
        List<String> options = List.of(
                "--add-opens", "java.base/java.io=ALL-UNNAMED", "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED");
        String served = compare("jruby.jar", options, "org.jruby.Main", "calls.rb", 60);
        for (String name : List.of(
                "posix_spawnp",
                "sendmsg",
                "recvmsg",
                "getrlimit",
                "flock",
                "pipe",
                "lstat",
                "mkfifo",
                "getpwnam",
                "getpwent")) {
            assertTrue(served.matches("(.*, )?" + name + " \\d+(, .*)?"), name + " is not among " + served);
        }
    }

    /** Jython 2.7.4 does not run on newer JDKs. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_21)
    void jythonPrintsTheSame() throws Exception {
        String served = compare("jython.jar", List.of(), "org.python.util.jython", "calls.py", 30);
        for (String name : List.of("getuid", "chmod", "mkdir", "kill", "waitpid", "umask")) {
            assertTrue(served.matches("(.*, )?" + name + " \\d+(, .*)?"), name + " is not among " + served);
        }
    }

    /** Returns what posixkit served. */
    private static String compare(String jar, List<String> options, String main, String script, int lines)
            throws Exception {
        String program = JARS.resolve(jar).toString();
        String file =
                ROOT.resolve("src/test/resources/interpreters").resolve(script).toString();
        Jvm.Ended alone = Jvm.run(program, options, main, file);
        Jvm.Ended quiet = Jvm.run(Jvm.behindTheShadow(program), options, main, file);
        List<String> report = new ArrayList<>(options);
        report.add("-Dposixkit.shadow=report");
        Jvm.Ended counted = Jvm.run(Jvm.behindTheShadow(program), report, main, file);

        assertEquals(0, alone.exit(), alone.errors());
        assertTrue(alone.output().lines().count() >= lines, alone.output());
        assertEquals(alone.output(), quiet.output(), quiet.errors());
        assertEquals(alone.output(), counted.output(), counted.errors());
        assertFalse(quiet.errors().contains("posixkit-jnr-posix-shadow"), quiet.errors());
        Matcher served = SERVED.matcher(counted.errors());
        assertTrue(served.find(), counted.errors());
        assertTrue(Integer.parseInt(served.group(1)) > 0, counted.errors());
        System.out.println(jar + " on JDK " + Runtime.version().feature() + ": " + served.group());
        return served.group(2);
    }
}
