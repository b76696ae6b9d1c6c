package posixkit.process;

import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Wait.WCOREFLAG;
import static posixkit.constants.Wait.W_CONTINUED;

import posixkit.constants.Signal;

/**
 * How a child ended or stopped: the {@code int} that {@link Processes#wait4} fills, and what C's macros read from it. A new object is
 * that of a child that exited with 0. It can be filled again and again.
 */
public final class WaitStatus {
    /** The lowest seven bits: 0 if the child exited, all ones if it stopped, else the signal that killed it. */
    private static final int HOW = 0x7F;

    private int raw;

    /** Creates the status of a child that exited with 0. */
    public WaitStatus() {}

    /** Creates a status from the system's number. */
    public WaitStatus(int raw) {
        this.raw = raw;
    }

    /** Returns the status as the system gave it. */
    public int raw() {
        return raw;
    }

    /** Sets the status. */
    public void raw(int status) {
        raw = status;
    }

    /** True if the child ended by itself ({@code WIFEXITED}). */
    public boolean exited() {
        return (raw & HOW) == 0;
    }

    /** True if a signal killed the child ({@code WIFSIGNALED}). */
    public boolean signaled() {
        return !exited() && (raw & HOW) != HOW;
    }

    /** True if the child is stopped, by a stop signal or for its tracer ({@code WIFSTOPPED}). */
    public boolean stopped() {
        return (raw & 0xFF) == HOW && !continued();
    }

    /** True if SIGCONT woke the child ({@code WIFCONTINUED}). Reported only to waits with {@code WCONTINUED}. */
    public boolean continued() {
        return raw == W_CONTINUED;
    }

    /** True if the child was killed and the system began to dump its core ({@code WCOREDUMP}). There may be no file all the same. */
    public boolean coreDump() {
        return signaled() && (raw & WCOREFLAG) != 0;
    }

    /** Returns the exit code, 0 to 255, or −1 if the child did not exit ({@code WEXITSTATUS}). */
    public int exitStatus() {
        return exited() ? high() : -1;
    }

    /** Returns the signal that killed the child, or −1 if none did ({@code WTERMSIG}). */
    public int signal() {
        return signaled() ? raw & HOW : -1;
    }

    /**
     * Returns the signal that stopped the child, or −1 if it is not stopped ({@code WSTOPSIG}). A tracer that set
     * {@code PTRACE_O_TRACESYSGOOD} sees {@code SIGTRAP | 0x80} at system calls, which is no signal's number.
     */
    public int stopSignal() {
        return stopped() ? high() : -1;
    }

    /** Returns why a tracee trapped: a {@code PTRACE_EVENT_…}, 0 for a plain trap, or −1 if SIGTRAP did not stop it. */
    public int trapCause() {
        return stopSignal() == SIGTRAP ? ptraceEvent() : -1;
    }

    /** Returns the {@code PTRACE_EVENT_…} of a stop, or 0. A group stop has one beside another signal than SIGTRAP. */
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

    /** Returns {@code exited 3}, {@code killed by SIGSEGV (core dumped)}, {@code stopped by SIGTSTP} or {@code continued}. */
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
