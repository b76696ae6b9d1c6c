package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.ClockId.ITIMER_REAL;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.ondarwin.constants.DarwinSignal.SIGEMT;
import static posixkit.ondarwin.constants.DarwinSignal.SIGINFO;
import static posixkit.testing.Errnos.assertMinus;

import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.SignalsContract;
import posixkit.process.Signals;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSignalsTest extends SignalsContract {
    private final Signals signals = Posix.get().signals();

    @Test
    void aTimerOfMoreThan68YearsIsEinval() {
        assertMinus(EINVAL, signals.setitimerOrErrno(ITIMER_REAL, Long.MAX_VALUE, 0));
        assertMinus(EINVAL, signals.setitimerOrErrno(ITIMER_REAL, 0, Long.MAX_VALUE));
    }

    @Test
    void signalsOfMacOsAloneHaveATextToo() {
        assertEquals("EMT trap: 7", signals.strsignal(SIGEMT));
        assertEquals("Information request: 29", signals.strsignal(SIGINFO));
    }
}
