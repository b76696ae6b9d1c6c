package posixkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.Target;
import posixkit.TargetTest;
import posixkit.testing.ChildJvm;

/** The statuses here were seen on Linux, those that say so in macOS's headers. */
class WaitStatusTest {
    /** What all questions answer, in one line: the letters of those that say yes, then the numbers. */
    private static String answers(WaitStatus status) {
        return (status.exited() ? "E" : "")
                + (status.signaled() ? "S" : "")
                + (status.stopped() ? "T" : "")
                + (status.continued() ? "C" : "")
                + (status.coreDump() ? "D" : "")
                + " " + status.exitStatus()
                + " " + status.signal()
                + " " + status.stopSignal()
                + " " + status.trapCause()
                + " " + status.ptraceEvent();
    }

    @Test
    void statusesAreComparedByTheirNumber() {
        WaitStatus status = new WaitStatus();
        assertEquals(new WaitStatus(0), status);
        assertNotEquals(new WaitStatus(9), status);
        status.raw(9);
        assertEquals(new WaitStatus(9), status);
        assertEquals(new WaitStatus(9).hashCode(), status.hashCode());
        assertNotEquals(status, (Object) 9);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, E 0 -1 -1 -1 0, exited 0",
        "0x0300, E 3 -1 -1 -1 0, exited 3",
        "0xff00, E 255 -1 -1 -1 0, exited 255",
        "0x0009, S -1 9 -1 -1 0, killed by SIGKILL",
        "0x0006, S -1 6 -1 -1 0, killed by SIGABRT",
        "0x008b, SD -1 11 -1 -1 0, killed by SIGSEGV (core dumped)",
        "0x0022, S -1 34 -1 -1 0, killed by signal 34",
        "0x0040, S -1 64 -1 -1 0, killed by signal 64",
        "0x137f, T -1 -1 19 -1 0, stopped by SIGSTOP",
        "0x147f, T -1 -1 20 -1 0, stopped by SIGTSTP",
        "0xffff, C -1 -1 -1 -1 0, continued",
        "0x057f, T -1 -1 5 0 0, stopped by SIGTRAP",
        "0x857f, T -1 -1 133 -1 0, stopped by signal 133",
        "0x4057f, T -1 -1 5 4 4, 'stopped by SIGTRAP, event 4'",
        "0x6057f, T -1 -1 5 6 6, 'stopped by SIGTRAP, event 6'",
        "0x80057f, T -1 -1 5 128 128, 'stopped by SIGTRAP, event 128'",
        "0x80137f, T -1 -1 19 -1 128, 'stopped by SIGSTOP, event 128'",
    })
    void everyQuestionHasItsAnswer(String raw, String answers, String text) {
        assumeTrue(Target.IS_LINUX);
        WaitStatus status = new WaitStatus(Integer.decode(raw));
        assertEquals(answers, answers(status));
        assertEquals(text, status.toString());
        assertEquals(Integer.decode(raw), status.raw());
    }

    /** There a child continues with the status that on Linux says that SIGSTOP stopped it. */
    @Test
    void everyQuestionHasDarwinsAnswerOnDarwin() throws IOException {
        try (ChildJvm child = ChildJvm.start(TargetTest.Report.class, "-Dposixkit.target=darwin-aarch64")) {
            assertEquals("continued", child.ask("status 0x137f"));
            assertEquals("stopped by SIGSTOP", child.ask("status 0x117f"));
            assertEquals("stopped by SIGTSTP", child.ask("status 0x127f"));
            assertEquals("killed by SIGBUS", child.ask("status 0x000a"));
            assertEquals("exited 3", child.ask("status 0x0300"));
        }
    }

    @Test
    void oneThatHasNotBeenThroughAWaitSaysExitedAndTakesAnother() {
        WaitStatus status = new WaitStatus();
        assertEquals("exited 0", status.toString());
        status.raw(0x0009);
        assertEquals(9, status.signal());
        assertFalse(status.exited());
    }
}
