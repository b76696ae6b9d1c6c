package posixkit.linux;

import static posixkit.constants.Signal.SA_ONSTACK;
import static posixkit.constants.Signal.SA_RESTART;
import static posixkit.constants.Signal.SA_SIGINFO;

import posixkit.linux.call.KernelCalls;
import posixkit.linux.layout.Sigaction;
import posixkit.unix.Scratch;

/** Reads and sets what a signal does. */
final class SignalAction {
    private SignalAction() {}

    /** Returns the address of the handler of {@code signal}, {@code SIG_DFL} or {@code SIG_IGN}. Returns −1 if the signal does not exist. */
    static long handler(KernelCalls calls, int signal) {
        try (Scratch s = Scratch.open()) {
            long old = s.alloc(Sigaction.SIZE);
            return calls.sigaction(signal, 0, old) == 0 ? Sigaction.handler(s, old) : -1;
        }
    }

    /**
     * Installs a handler that is machine code. All other signals are blocked while the handler runs, so that no other handler
     * interrupts it. Returns 0 or −errno.
     *
     * @param old the native address that receives the former action, or 0
     */
    static int install(KernelCalls calls, Scratch s, int signal, long handler, long old) {
        long action = s.allocZeroed(Sigaction.SIZE);
        Sigaction.handler(s, action, handler);
        Sigaction.flags(s, action, SA_SIGINFO | SA_RESTART | SA_ONSTACK);
        for (long at = action + Sigaction.MASK; at < action + Sigaction.FLAGS; at += Long.BYTES) {
            s.set64(at, -1);
        }
        return calls.sigaction(signal, action, old);
    }
}
