package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.ClockId.ITIMER_PROF;
import static posixkit.constants.ClockId.ITIMER_REAL;
import static posixkit.constants.ClockId.ITIMER_VIRTUAL;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Signal.NSIG;
import static posixkit.constants.Signal.SIGBUS;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Signal.SIGWINCH;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.constants.Signal.SIG_UNBLOCK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.process.SignalSet;
import posixkit.process.Signals;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.OwnThread;

/** What {@link Signals} promises on every system. {@code /proc} of the host is the oracle. */
@ExtendWith(Descriptors.class)
public abstract class SignalsContract {
    /** The host's numbers of SIGUSR1 and SIGWINCH. */
    private static final int HOST_SIGUSR1 = 10;

    private static final int HOST_SIGWINCH = 28;

    private final Signals signals = Posix.get().signals();

    /** What the kernel says of one of this thread's sets. */
    private static boolean isIn(String field, int hostSignal) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
            if (line.startsWith(field + ":")) {
                String set = line.substring(field.length() + 1).strip();
                return (Long.parseUnsignedLong(set, 16) >>> hostSignal - 1 & 1) != 0;
            }
        }
        throw new AssertionError(field);
    }

    @Test
    @NeedsProc
    void aThreadBlocksWhatItIsTold() throws Exception {
        OwnThread.run(() -> {
            SignalSet before = new SignalSet();
            signals.pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGUSR1, SIGKILL), before);
            assertFalse(before.contains(SIGUSR1));
            assertTrue(isIn("SigBlk", HOST_SIGUSR1));
            SignalSet now = new SignalSet();
            signals.pthreadSigmask(SIG_BLOCK, null, now);
            assertEquals(before.copy().add(SIGUSR1), now, "SIGKILL cannot be blocked");
            signals.pthreadSigmask(SIG_SETMASK, before.copy().add(SIGWINCH), now);
            assertTrue(now.contains(SIGUSR1));
            assertFalse(isIn("SigBlk", HOST_SIGUSR1));
            assertTrue(isIn("SigBlk", HOST_SIGWINCH));
            signals.pthreadSigmask(SIG_UNBLOCK, SignalSet.all(), null);
            assertFalse(isIn("SigBlk", HOST_SIGWINCH));
            signals.pthreadSigmask(SIG_BLOCK, null, null);
        });
        assertFalse(isIn("SigBlk", HOST_SIGUSR1), "another thread's mask changed");
    }

    @Test
    @NeedsProc
    void aBlockedSignalIsPending() throws Exception {
        OwnThread.run(() -> {
            signals.pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGWINCH), null);
            assertFalse(signals.sigpending().contains(SIGWINCH));
            Posix.get().processes().raise(SIGWINCH);
            assertTrue(isIn("SigPnd", HOST_SIGWINCH));
            assertEquals(SignalSet.of(SIGWINCH), signals.sigpending());
            signals.pthreadSigmask(SIG_UNBLOCK, SignalSet.of(SIGWINCH), null);
            SignalSet none = SignalSet.of(SIGTERM);
            assertEquals(0, signals.sigpendingOrErrno(none));
            assertTrue(none.isEmpty(), none.toString());
        });
    }

    @Test
    @NeedsProc
    void whatTheJvmNeedsIsNotBlocked() throws Exception {
        OwnThread.run(() -> {
            for (int signal : new int[] {SIGSEGV, SIGBUS}) {
                for (int how : new int[] {SIG_BLOCK, SIG_SETMASK}) {
                    assertRefused("set", () -> signals.pthreadSigmask(how, SignalSet.of(signal, SIGUSR1), null));
                }
            }
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> signals.pthreadSigmaskOrErrno(SIG_SETMASK, SignalSet.all(), null))
                    .getMessage();
            assertTrue(message.contains("SIGSEGV"), message);
            assertFalse(message.contains("SIGTERM"), message);
            assertFalse(isIn("SigBlk", HOST_SIGUSR1));
            signals.pthreadSigmask(SIG_UNBLOCK, SignalSet.of(SIGSEGV), null);
        });
    }

    @Test
    void failuresHaveTheirErrno() throws Exception {
        OwnThread.run(() -> {
            SignalSet old = SignalSet.of(SIGTERM);
            ErrnoException wrong = assertErrno(EINVAL, () -> signals.pthreadSigmask(99, SignalSet.of(SIGWINCH), old));
            assertEquals("how 99", wrong.subject());
            assertMinus(EINVAL, signals.pthreadSigmaskOrErrno(99, SignalSet.of(SIGWINCH), old));
            assertEquals(SignalSet.of(SIGTERM), old, "it is unchanged");
        });
    }

    @Test
    void signalsHaveATextInTheLanguageOfPeople() {
        assertTrue(signals.strsignal(SIGTERM).startsWith("Terminated"), signals.strsignal(SIGTERM));
        assertTrue(signals.strsignal(SIGSEGV).startsWith("Segmentation fault"), signals.strsignal(SIGSEGV));
        assertTrue(signals.strsignal(-1).startsWith("Unknown signal"), signals.strsignal(-1));
        assertNotEquals(signals.strsignal(1000), signals.strsignal(1001));
    }

    @Test
    void anAlarmIsReplacedAndRemoved() {
        assertEquals(0, signals.alarm(1000));
        int left = signals.alarm(2000);
        assertTrue(left > 900 && left <= 1000, left + " s");
        left = signals.alarm(0);
        assertTrue(left > 1900 && left <= 2000, left + " s");
        assertEquals(0, signals.alarm(0));
        assertRefused("seconds", () -> signals.alarm(-1));
    }

    @Test
    void aTimerTellsWhatIsLeft() throws IOException {
        for (int which : new int[] {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
            signals.setitimer(which, 1_000_900_000L, 7_000_001);
            Signals.IntervalTimer left = signals.getitimer(which);
            // The processor's time is counted in ticks, and one of them is added. Real time may pass unseen.
            long least = which == ITIMER_REAL ? 900_000_000 : 1_000_000_001;
            assertTrue(left.valueMicros() >= least && left.valueMicros() <= 1_001_000_000, left.toString());
            assertTrue(left.intervalMicros() >= 7_000_001 && left.intervalMicros() < 7_100_000, left.toString());
            assertEquals(0, signals.setitimerOrErrno(which, 0, 0));
            assertEquals(new Signals.IntervalTimer(0, 0), signals.getitimer(which));
        }
    }

    @Test
    void theTimerOfRealTimeIsThatOfTheAlarm() throws IOException {
        signals.setitimer(ITIMER_REAL, 1_000_000_000L, 0);
        int left = signals.alarm(500);
        assertTrue(left > 900 && left <= 1000, left + " s");
        long micros = signals.getitimer(ITIMER_REAL).valueMicros();
        assertTrue(micros > 400_000_000 && micros <= 500_000_000, micros + " µs");
        signals.setitimer(ITIMER_REAL, 0, 0);
        assertEquals(0, signals.alarm(0));
    }

    @Test
    void aTimerOfAnotherKindOrOfNoTimeIsRefused() {
        assertErrno(EINVAL, () -> signals.setitimer(3, 0, 0));
        assertMinus(EINVAL, signals.setitimerOrErrno(-1, 0, 0));
        assertErrno(EINVAL, () -> signals.getitimer(-1));
        assertRefused("valueMicros", () -> signals.setitimer(ITIMER_REAL, -1, 0));
        assertRefused("intervalMicros", () -> signals.setitimer(ITIMER_REAL, 0, -1));
    }

    @Test
    void aSetHoldsTheSignalsOfThisSystem() {
        SignalSet all = SignalSet.all();
        assertEquals(NSIG - 1, all.signals().length);
        assertEquals(all, new SignalSet().bits(-1));
        assertArrayEquals(new int[] {1, NSIG - 1}, SignalSet.of(NSIG - 1, 1).signals());
        assertRefused("signal", () -> new SignalSet().add(NSIG));
        assertRefused("signal", () -> all.contains(0));
        assertRefused("signal", () -> all.remove(-1));
        all.remove(1);
        assertFalse(all.contains(1));
        SignalSet copy = all.copy();
        copy.clear();
        assertTrue(copy.isEmpty() && !all.isEmpty());
        assertEquals("SignalSet[SIGTERM]", SignalSet.of(SIGTERM).toString());
    }
}
