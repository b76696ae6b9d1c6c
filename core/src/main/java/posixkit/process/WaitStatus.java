package posixkit.process;

import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Wait.WCOREFLAG;
import static posixkit.constants.Wait.W_CONTINUED;

import posixkit.constants.Signal;

/**
 * The status of a child process: how the child ended, why it stopped, or that it continued. This object contains the status as
 * the {@code int} that {@link Processes#wait4} stored. The methods of this class decode the {@code int} like the C macros
 * {@code WIFEXITED}, {@code WEXITSTATUS} and so on. One object can be used for many waits.
 */
public final class WaitStatus {
    /**
     * Mask for the lowest seven bits of the status. These bits are 0 if the child exited. They are all ones if the child is
     * stopped or has continued. Otherwise they are the number of the signal that killed the child.
     */
    private static final int HOW = 0x7F;

    private int raw;

    /** Creates a status with the value 0, which means: the child exited with code 0. */
    public WaitStatus() {}

    /** Creates a status from {@code raw}, the number that the kernel returned for a wait. */
    public WaitStatus(int raw) {
        this.raw = raw;
    }

    /** Returns the undecoded status: the number that the kernel returned. */
    public int raw() {
        return raw;
    }

    /** Sets the undecoded status, a number that the kernel returned. */
    public void raw(int status) {
        raw = status;
    }

    /** Returns true if the child ended by itself, by calling {@code exit} or returning from {@code main} ({@code WIFEXITED}). */
    public boolean exited() {
        return (raw & HOW) == 0;
    }

    /** Returns true if a signal killed the child ({@code WIFSIGNALED}). */
    public boolean signaled() {
        return !exited() && (raw & HOW) != HOW;
    }

    /**
     * Returns true if the child is stopped ({@code WIFSTOPPED}). Either a stop signal such as SIGSTOP stopped the child, or the
     * child stopped because another process traces it ({@code ptrace}).
     */
    public boolean stopped() {
        return (raw & 0xFF) == HOW && !continued();
    }

    /**
     * Returns true if SIGCONT let the stopped child continue ({@code WIFCONTINUED}). A wait reports this state only if its
     * options contain {@code WCONTINUED}.
     */
    public boolean continued() {
        return raw == W_CONTINUED;
    }

    /**
     * Returns true if a signal killed the child and the kernel began to write a core dump ({@code WCOREDUMP}). Writing may have
     * failed, so a core file need not exist.
     */
    public boolean coreDump() {
        return signaled() && (raw & WCOREFLAG) != 0;
    }

    /** Returns the exit code of the child, 0 to 255, or −1 if {@link #exited} is false ({@code WEXITSTATUS}). */
    public int exitStatus() {
        return exited() ? high() : -1;
    }

    /** Returns the signal that killed the child, or −1 if no signal killed it ({@code WTERMSIG}). */
    public int signal() {
        return signaled() ? raw & HOW : -1;
    }

    /**
     * Returns the signal that stopped the child, or −1 if the child is not stopped ({@code WSTOPSIG}). If a tracer has set
     * {@code PTRACE_O_TRACESYSGOOD} and the child stops at a system call, this method returns {@code SIGTRAP | 0x80}, which is
     * not a signal number.
     */
    public int stopSignal() {
        return stopped() ? high() : -1;
    }

    /**
     * Returns the ptrace event that stopped the child with SIGTRAP, a {@code PTRACE_EVENT_…} constant. Returns 0 if SIGTRAP
     * stopped the child for another reason. Returns −1 if {@link #stopSignal} does not return SIGTRAP. If a ptrace event stopped
     * the child with a signal other than SIGTRAP, only {@link #ptraceEvent} returns the event.
     */
    public int trapCause() {
        return stopSignal() == SIGTRAP ? ptraceEvent() : -1;
    }

    /**
     * Returns the ptrace event that stopped the child, a {@code PTRACE_EVENT_…} constant. Returns 0 if the child stopped for
     * another reason, or if the child is not stopped. After most ptrace events, {@link #stopSignal} returns SIGTRAP. The
     * exception is a group stop, which a stop signal such as SIGSTOP causes. After a group stop, this method returns
     * {@code PTRACE_EVENT_STOP}, and {@link #stopSignal} returns the stop signal.
     */
    public int ptraceEvent() {
        return stopped() ? raw >>> 16 : 0;
    }

    /** Returns a copy of this status. Later waits that fill this object do not change the copy. */
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

    /**
     * Returns the status as text, for example {@code exited 3}, {@code killed by SIGSEGV (core dumped)},
     * {@code stopped by SIGTSTP} or {@code continued}.
     */
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
