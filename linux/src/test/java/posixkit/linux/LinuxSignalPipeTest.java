package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.SigCode.CLD_EXITED;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.Posix;
import posixkit.linux.layout.RelayCode;
import posixkit.linux.layout.Siginfo_t;
import posixkit.linux.layout.SignalfdSiginfo;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.SignalSet;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.Programs;

/** Tests {@link SignalPipe}, in child JVMs that other programs send signals. */
@ExtendWith(Descriptors.class)
class LinuxSignalPipeTest {
    private static final int SIGTERM = 15;

    /** Runs {@code kill} and returns its pid. */
    private static long kill(ChildJvm jvm, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("/bin/kill"));
        command.addAll(List.of(arguments));
        command.add("" + jvm.pid());
        Process kill = new ProcessBuilder(command).inheritIO().start();
        try {
            assertEquals(0, kill.waitFor());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return kill.pid();
    }

    /** Fifty threads run and others start and end; each event has the sender's pid, and the JVM goes on until the pipe is closed. */
    @Test
    void aTerminationArrivesWhateverTheThreadsDo() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 15 1"));
            assertEquals("ok", jvm.ask("busy"));
            for (int i = 0; i < 100; i++) {
                long sender = kill(jvm, "-TERM");
                assertEquals(SIGTERM + " " + sender, jvm.ask("read"));
            }
            long hangUp = kill(jvm, "-HUP");
            assertEquals("1 " + hangUp, jvm.ask("read"));
            assertEquals("SignalPipe[closed, signals=SignalSet[SIGHUP, SIGTERM]] -1 -9 0", jvm.ask("close"));
            kill(jvm, "-TERM");
            ChildJvm.End end = jvm.last("sleep");
            assertEquals(new ChildJvm.End(128 + SIGTERM, "hook\n"), end, "the JVM's own handling is back");
        }
    }

    @Test
    void theEndOfAChildIsAnEvent() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 17"));
            assertEquals("17 " + CLD_EXITED + " 7 true 7", jvm.ask("child 7"));
            assertEquals("17 " + CLD_EXITED + " 0 true 0", jvm.ask("child 0"));
        }
    }

    @Test
    void aNewSizeOfTheWindowIsAnEvent() throws IOException {
        try (ChildJvm jvm = ChildJvm.startBy(List.of("setsid"), SignalsProgram.class)) {
            // The end of the terminal is a hang-up of the session.
            assertEquals("ok", jvm.ask("open 28 1"));
            assertEquals("28 33", jvm.ask("window"));
        }
    }

    @Test
    void timersAndValuesAreEvents() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 14 10 45"));
            assertEquals("14 14", jvm.ask("timer"));
        }
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 45"));
            kill(jvm, "-q", "4712", "-s", "45");
            assertEquals("45 4712", jvm.ask("value"));
        }
    }

    /** Real-time signals queue up. What has no room in the pipe is counted. */
    @Test
    void noSignalIsLostUncounted() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 40"));
            assertEquals("ok", jvm.ask("busy"));
            String burst = "i=0; while [ $i -lt %d ]; do kill -40 " + jvm.pid() + " || exit 1; i=$((i + 1)); done";
            Programs.output("sh", "-c", burst.formatted(300));
            assertEquals("300 0", jvm.ask("drain 300"));
            Programs.output("sh", "-c", burst.formatted(3000));
            String[] seen = jvm.ask("drain 3000").split(" ");
            assertEquals(3000, Integer.parseInt(seen[0]) + Integer.parseInt(seen[1]));
            assertTrue(Integer.parseInt(seen[1]) > 0, "the pipe holds " + seen[0]);
            jvm.ask("close");
            assertEquals("ok", jvm.ask("open 40"));
            assertEquals("0 0", jvm.ask("drain 0"), "what the first pipe has lost is not counted again");
        }
    }

    @Test
    void errnoIsNotDisturbed() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open " + SIGURG));
            assertEquals("0 wrong", jvm.ask("errno"));
        }
    }

    @Test
    void pipesCloseWhileSignalsArrive() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("300 0", jvm.ask("reopen " + SIGURG));
        }
    }

    /** The handler of the JDK's channels, which does nothing, comes back each time. */
    @Test
    void pipesOverAnotherHandlerCloseWhileSignalsArrive() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("signals: 62: it has a handler already", jvm.ask("open 62"));
            assertEquals("300 0", jvm.ask("reopen 62"));
            assertEquals("signals: 62: it has a handler already", jvm.ask("open 62"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9, SIGKILL: no program can catch it",
        "19, SIGSTOP: no program can catch it",
        "32, 32: the C library uses it",
        "33, 33: the C library uses it",
    })
    void whatNobodyCanReceiveIsRefusedEvenByForce(int signal, String reason) throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("signals: " + reason, jvm.ask("open 15 " + signal));
            assertEquals("signals: " + reason, jvm.ask("force " + signal));
        }
    }

    @Test
    void whatTheJvmUsesIsRefusedUnlessForced() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            String crash = ": the JVM handles it in compiled code, and crashes without it";
            assertEquals("signals: SIGSEGV" + crash, jvm.ask("open 11"));
            assertEquals("signals: SIGBUS" + crash, jvm.ask("open 7"));
            assertEquals("signals: SIGFPE" + crash, jvm.ask("open 8"));
            assertEquals("signals: SIGILL" + crash, jvm.ask("open 4"));
            assertEquals("signals: SIGTRAP" + crash, jvm.ask("open 5"));
            assertEquals("signals: SIGQUIT: the JVM prints a thread dump when it arrives", jvm.ask("open 3"));
            assertEquals("signals: SIGUSR2: the JVM suspends threads with it", jvm.ask("open 12"));
            assertEquals(
                    "signals: SIGPIPE: the JVM ignores it, because the failing call tells the same",
                    jvm.ask("open 13"));
            assertEquals(
                    "signals: SIGXFSZ: the JVM ignores it, because the failing call tells the same",
                    jvm.ask("open 25"));
            assertEquals("signals: 62: it has a handler already", jvm.ask("open 62"));
            assertEquals("ok", jvm.ask("force 3 62"));
            long sender = kill(jvm, "-QUIT");
            assertEquals("3 " + sender, jvm.ask("read"));
        }
    }

    @Test
    void aSignalHasOneOwner() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("open 15 10"));
            assertEquals("signals: another SignalPipe receives SIGTERM", jvm.ask("again 1 15"));
            jvm.ask("close");
            assertEquals("ok", jvm.ask("open 1 15"));
            long sender = kill(jvm, "-TERM");
            assertEquals("15 " + sender, jvm.ask("read"));
        }
    }

    @Test
    void aPipeIsClosedOnceAndThenBad() throws IOException {
        Posix posix = Posix.get();
        OnLinuxSignals signals = posix.onLinux().signals();
        SignalEvents events = signals.newEvents(4);
        assertRefused("signals", () -> signals.newSignalPipe(new SignalSet()));
        SignalPipe pipe = signals.newSignalPipe(SignalSet.of(SIGURG));
        assertEquals(FD_CLOEXEC, posix.io().fcntl(pipe.fd(), F_GETFD, 0));
        posix.processes().kill(posix.processes().getpid(), SIGURG);
        assertEquals(Siginfo_t.SIZE, pipe.readEvents(events));
        assertTrue(events.next());
        assertEquals(List.of(SIGURG, posix.processes().getpid()), List.of(events.signal(), events.pid()));
        assertThrows(NullPointerException.class, () -> pipe.readEvents(null));
        pipe.close();
        pipe.close();
        assertEquals(-1, pipe.fd());
        assertErrno(EBADF, () -> pipe.readEvents(events));
        try (SignalPipe inherited = posix.inheriting().onLinux().signals().newSignalPipe(SignalSet.of(SIGURG))) {
            assertEquals(0, posix.io().fcntl(inherited.fd(), F_GETFD, 0));
            assertThrows(IllegalStateException.class, () -> signals.newSignalPipe(SignalSet.of(SIGURG)));
        }
    }

    @Test
    void theTwoFormsOfASignalHaveOneSize() {
        assertEquals(SignalfdSiginfo.SIZE, Siginfo_t.SIZE);
        assertEquals(Siginfo_t.SIZE, RelayCode.RECORD);
    }
}
