package posixkit.unix;

import static posixkit.constants.Wait.WNOHANG;

import java.util.function.LongSupplier;
import posixkit.unix.call.ProcessCalls;

/** Waits for children of this process on virtual threads. <b>Internal.</b> {@link Parking} explains how the calls wait. */
public final class ParkedProcess {
    /**
     * The time in milliseconds after which a waiting thread looks again. If this process traces the child, the call also reports that
     * the child has stopped, and the descriptor does not tell that.
     */
    private static final int STOP_MILLIS = 500;

    private ParkedProcess() {}

    /**
     * Waits for the end of one child, by a descriptor of the child that becomes readable at its end. A platform thread waits for
     * any child of several, and with options, because there is no descriptor for that.
     */
    public static int wait4(Parking parking, ProcessCalls calls, int pid, long status, int options, long rusage) {
        if (!parking.isOn() || pid <= 0 || options != 0) {
            return (int) HandOff.call("wait4", () -> calls.wait4(pid, status, options, rusage));
        }
        int result = calls.wait4(pid, status, WNOHANG, rusage);
        if (result != 0) {
            return result;
        }
        LongSupplier blocking = () -> calls.wait4(pid, status, 0, rusage);
        int child = parking.system().processDescriptor(pid);
        if (child < 0) {
            return (int) HandOff.call("wait4", blocking);
        }
        try {
            Waiters waiters = parking.waiters(child);
            if (waiters == null) {
                return (int) HandOff.call("wait4", blocking);
            }
            LongSupplier attempt = () -> calls.wait4(pid, status, WNOHANG, rusage);
            while (result == 0) {
                result = (int) parking.within("wait4", waiters, false, STOP_MILLIS, attempt, blocking);
            }
            return result;
        } finally {
            parking.unix().io().close(child);
        }
    }
}
