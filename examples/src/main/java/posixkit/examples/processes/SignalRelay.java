package posixkit.examples.processes;

import java.util.function.IntConsumer;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.SignalSet;

/** Calls an action for each signal that this process receives, in place of what the signal usually does. Linux only. */
final class SignalRelay implements AutoCloseable {
    private final SignalPipe pipe;

    private SignalRelay(SignalPipe pipe) {
        this.pipe = pipe;
    }

    /** Starts a thread that calls {@code action} with the number of each signal, until this object is closed. */
    static SignalRelay start(Posix posix, IntConsumer action, int... signals) throws ErrnoException {
        SignalPipe pipe = posix.onLinux().signals().newSignalPipe(SignalSet.of(signals));
        SignalEvents events = posix.onLinux().signals().newEvents(1);
        Thread thread = new Thread(() -> {
            while (pipe.readEventsOrErrno(events) > 0) {
                while (events.next()) {
                    action.accept(events.signal());
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new SignalRelay(pipe);
    }

    /** Ends the thread, and gives the signals back what they did before. */
    @Override
    public void close() {
        pipe.close();
    }
}
