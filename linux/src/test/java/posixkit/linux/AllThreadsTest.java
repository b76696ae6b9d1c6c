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

/** What {@link Syscalls#allThreadsSyscall} promises, in child JVMs. {@code /proc} is the oracle. */
class AllThreadsTest {
    /** These take about a second. The profile {@code at-length} makes a thousand. */
    private static final int ROUNDS = Integer.getInteger("posixkit.rounds", 50);

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
            assertEquals("-22", jvm.ask("badTwin"), "−EINVAL");
            assertEquals(Set.of("0"), jvm.ofAllThreads("NoNewPrivs"));
        }
    }

    @Test
    void threadsThatDifferAreNamedAndTheProcessGoesOn() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class)) {
            String differ = jvm.ask("gettid");
            assertTrue(
                    differ.matches(
                            "differ: the calling thread got \\d+, but thread (\\d+) \\(.*\\) got \\1, thread .*"),
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

    /** It does not make that call later either, and it does not miss the next one. */
    @Test
    void whoDoesNotAnswerIsNamed() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(
                AllThreadsProgram.class,
                "-D" + Syscalls.TIMEOUT_PROPERTY + "=1",
                "-D" + Syscalls.SIGNAL_PROPERTY + "=40")) {
            String tid = jvm.ask("block 40");
            assertEquals(
                    "differ: the calling thread got 0, but thread " + tid + " (blocker) did not make the call in time",
                    jvm.ask("level 3"));
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
            assertEquals("refused: signal 62 has a handler already", jvm.ask("noNewPrivs"));
        }
        try (ChildJvm jvm = ChildJvm.start(AllThreadsProgram.class, "-D" + Syscalls.SIGNAL_PROPERTY + "=9")) {
            assertEquals("EINVAL", jvm.ask("noNewPrivs"));
            assertEquals(Set.of("0"), jvm.ofAllThreads("NoNewPrivs"));
        }
    }

    @Test
    void whatCannotBeForAllThreadsIsRefused() {
        Syscalls syscalls = Posix.get().onLinux().syscalls();
        assertThrows(IllegalArgumentException.class, () -> syscalls.allThreadsSyscall(SYS_read, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> syscalls.allThreadsSyscall6(SYS_read, 0, 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> syscalls.allThreadsSyscallOrErrno(SYS_read, 0, 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> syscalls.allThreadsSyscall6OrErrno(SYS_read, 0, 0, 0, 0, 0, 0));
    }
}
