package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_read;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.onlinux.Syscalls;
import posixkit.testing.ChildJvm;

/** What {@link Syscalls#allThreadsSyscall} promises, in JVMs of its own. {@code /proc} is the oracle. */
class AllThreadsTest {
    /** In a second or so each; the profile {@code at-length} asks for a thousand. */
    private static final int ROUNDS = Integer.getInteger("posixkit.rounds", 100);

    @Test
    void everyThreadMakesTheCall() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class)) {
            assertEquals("0", jvm.ask("noNewPrivs"));
            assertEquals(Set.of("1"), jvm.ofAllThreads("NoNewPrivs"));
        }
    }

    @Test
    void whatFailsForTheCallerHappensNowhere() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class)) {
            assertEquals("EINVAL", jvm.ask("bad"));
            assertEquals(Set.of("0"), jvm.ofAllThreads("NoNewPrivs"));
        }
    }

    @Test
    void threadsThatDifferAreNamedAndTheProcessGoesOn() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class)) {
            String differ = jvm.ask("gettid");
            assertTrue(
                    differ.matches("differ: the caller got \\d+, but thread (\\d+) \\(.*\\) got \\1, thread .*"),
                    differ);
            assertEquals("0", jvm.ask("noNewPrivs"));
            assertEquals(Set.of("1"), jvm.ofAllThreads("NoNewPrivs"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
    void roundAfterRoundNoThreadIsLeftOut(String collector) throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class, "-XX:-UseSerialGC", collector)) {
            assertEquals("ok", jvm.ask("rounds " + ROUNDS));
        }
    }

    /** And what it was asked too late it does not do, nor does it miss the next. */
    @Test
    void whoDoesNotAnswerIsNamed() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(
                AllThreadsProgram.class,
                "-D" + Syscalls.TIMEOUT_PROPERTY + "=1",
                "-D" + Syscalls.SIGNAL_PROPERTY + "=40")) {
            String tid = jvm.ask("block 40");
            assertEquals(
                    "differ: the caller got 0, but thread " + tid + " (blocker) did not answer", jvm.ask("level 3"));
            String levels = jvm.ask("unblock");
            assertTrue(levels.matches("(?!16387 )\\d+ 16387"), "what it has then, and what the others have: " + levels);
            assertEquals("0", jvm.ask("level 5"));
            assertEquals(
                    Set.of("16389"), new TreeSet<>(List.of(jvm.ask("levels").split(" "))));
        }
    }

    @Test
    void aSignalOfSomebodyElsesIsNotTaken() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class, "-D" + Syscalls.SIGNAL_PROPERTY + "=62")) {
            assertEquals("refused: signal 62 is taken", jvm.ask("noNewPrivs"));
        }
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class, "-D" + Syscalls.SIGNAL_PROPERTY + "=9")) {
            assertEquals("EINVAL", jvm.ask("noNewPrivs"));
        }
    }

    @Test
    void whatCannotBeForAllThreadsIsRefused() {
        Syscalls syscalls = Posix.get().onLinux().syscalls();
        assertThrows(IllegalArgumentException.class, () -> syscalls.allThreadsSyscall(SYS_read, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> syscalls.allThreadsSyscall6(SYS_read, 0, 0, 0, 0, 0, 0));
    }
}
