package posixkit.process;

import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Wait.WCOREFLAG;
import static posixkit.constants.Wait.W_CONTINUED;

import posixkit.constants.Signal;

/**
 * How a child ended or stopped: the {@code int} that {@link Processes#wait4} fills, and the questions one asks of it.
 * An object that has not been through a wait answers as if the child had exited with 0.
 */
public final class WaitStatus {
    /** The lowest seven bits: 0 for exited, all ones for stopped, else the signal that killed. */
    private static final int HOW = 0x7F;

    private int raw;

    public WaitStatus() {}

    public WaitStatus(int raw) {
        this.raw = raw;
    }

    /** The status as the system gave it. */
    public int raw() {
        return raw;
    }

    /** Takes another status. */
    public void raw(int status) {
        raw = status;
    }

    /** {@code WIFEXITED}: it ended by itself. */
    public boolean exited() {
        return (raw & HOW) == 0;
    }

    /** {@code WIFSIGNALED}: a signal killed it. */
    public boolean signaled() {
        return !exited() && (raw & HOW) != HOW;
    }

    /** {@code WIFSTOPPED}: it stands still, by a stop signal or for its tracer. */
    public boolean stopped() {
        return (raw & 0xFF) == HOW && !continued();
    }

    /** {@code WIFCONTINUED}: SIGCONT woke it. Only seen by who waits with {@code WCONTINUED}. */
    public boolean continued() {
        return raw == W_CONTINUED;
    }

    /** {@code WCOREDUMP}: it was killed, and the system set out to dump its core. There may be no file all the same. */
    public boolean coreDump() {
        return signaled() && (raw & WCOREFLAG) != 0;
    }

    /** {@code WEXITSTATUS}: its exit code, 0 to 255; −1 if it did not exit. */
    public int exitStatus() {
        return exited() ? high() : -1;
    }

    /** {@code WTERMSIG}: the signal that killed it; −1 if none did. */
    public int signal() {
        return signaled() ? raw & HOW : -1;
    }

    /**
     * {@code WSTOPSIG}: the signal that stopped it; −1 if it is not stopped. A tracer that asked for
     * {@code PTRACE_O_TRACESYSGOOD} sees {@code SIGTRAP | 0x80} at system calls, which is no signal's number.
     */
    public int stopSignal() {
        return stopped() ? high() : -1;
    }

    /** Why a tracee trapped, a {@code PTRACE_EVENT_…}, 0 for a plain trap; −1 unless SIGTRAP itself stopped it. */
    public int trapCause() {
        return stopSignal() == SIGTRAP ? ptraceEvent() : -1;
    }

    /** The {@code PTRACE_EVENT_…} of a stop, whatever its signal: a group stop carries one beside another signal. */
    public int ptraceEvent() {
        return stopped() ? raw >>> 16 : 0;
    }

    /** Returns a copy, which later waits on this one do not change. */
    public WaitStatus copy() {
        return new WaitStatus(raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitStatus that && raw == that.raw;
    }

    @Override
    public int hashCode() {
        return raw;
    }

    /** {@code exited 3}, {@code killed by SIGSEGV (core dumped)}, {@code stopped by SIGTSTP}, {@code continued}. */
    @Override
    public String toString() {
        if (exited()) {
            return "exited " + exitStatus();
        }
        if (signaled()) {
            return "killed by " + name(signal()) + (coreDump() ? " (core dumped)" : "");
        }
        if (stopped()) {
            return "stopped by " + name(stopSignal()) + (ptraceEvent() == 0 ? "" : ", event " + ptraceEvent());
        }
        return continued() ? "continued" : "status 0x" + Integer.toHexString(raw);
    }

    private int high() {
        return raw >> 8 & 0xFF;
    }

    private static String name(int signal) {
        String name = Signal.name(signal);
        return name == null ? "signal " + signal : name;
    }
}
