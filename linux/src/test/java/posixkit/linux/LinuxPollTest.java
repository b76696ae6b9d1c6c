package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.PollEvent.POLLERR;
import static posixkit.constants.PollEvent.POLLHUP;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.contract.PollContract;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.WaitShell;

class LinuxPollTest extends PollContract {
    /** Sends signals to one thread for about eight seconds, one every two milliseconds. */
    private static final String HITTER = """
            #include <signal.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(int argc, char **argv) {
                for (int i = 0; i < 4000; i++) {
                    if (syscall(SYS_tgkill, atoi(argv[1]), atoi(argv[2]), SIGWINCH) != 0) {
                        return 1;
                    }
                    usleep(2000);
                }
                return 0;
            }
            """;

    private static final int WAIT = 700;

    /** If each signal restarted the whole time-out, the wait would last as long as the signals do. */
    private static final int AS_LONG_AS_SIGNALS = 8_000;

    @Override
    protected End withoutWriter() {
        return new End(0, POLLHUP);
    }

    @Override
    protected End withoutReader() {
        return new End(0, POLLERR);
    }

    @Override
    protected int tooMany() {
        return 257;
    }

    @Test
    @NeedsTool("cc")
    void signalsNeitherShortenNorLengthenAWait(@TempDir Path dir) throws IOException {
        Path hitter = Compiler.program(dir.resolve("hitter"), HITTER);
        try (ChildJvm child = ChildJvm.start(WaitShell.class)) {
            assertEquals("-EINTR", underFire(child, hitter, "pollOrErrno 1 -1"));
            assertWaited(underFire(child, hitter, "waitPoll " + WAIT));
            assertWaited(underFire(child, hitter, "waitSelect " + WAIT * 1000));
        }
    }

    private static String underFire(ChildJvm child, Path hitter, String wait) throws IOException {
        String thread = child.ask("tid");
        Process signals = new ProcessBuilder(hitter.toString(), Integer.toString(child.pid()), thread).start();
        try {
            return child.ask(wait);
        } finally {
            signals.destroy();
            signals.onExit().join();
            signals.getInputStream().close();
            signals.getErrorStream().close();
            signals.getOutputStream().close();
        }
    }

    private static void assertWaited(String answer) {
        assertTrue(answer.startsWith("0 "), answer);
        int millis = Integer.parseInt(answer.substring(2));
        assertTrue(millis >= WAIT && millis < AS_LONG_AS_SIGNALS, millis + " ms");
    }
}
