package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code -Dposixkit.hammer=60} hammers for a minute. */
class HammerTest {
    private static final double SECONDS = Double.parseDouble(System.getProperty("posixkit.hammer", "2"));

    @Test
    void sixteenThreadsGetNoWrongAnswer() throws Exception {
        HammerProgram.Outcome outcome = HammerProgram.hammer(JnrPosix.wrap(), SECONDS);
        System.out.println("JnrPosix: " + outcome);
        assertTrue(outcome.rounds() > 0);
        assertEquals(0, outcome.wrong(), outcome.first());
    }

    /** Nothing is required: it usually dies or answers wrongly, and what happened is printed. */
    @Test
    void whatTheOwnImplementationDoesIsPrinted() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + new File("target", "hammer-%p.log").getAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HammerProgram.class.getName(),
                        Double.toString(SECONDS))
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes());
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        String signal = said.lines()
                .filter(line -> line.contains("SIG") || line.startsWith("Outcome"))
                .findFirst()
                .orElse(said.strip());
        System.out.println("jnr-posix's own: exit " + child.exitValue() + ", " + signal);
    }
}
