package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Traces other processes: stops them, lets them continue, and observes their signals. On macOS, {@code ptrace} cannot access the
 * memory and the registers of a traced process. Debuggers use Mach calls for memory and registers.
 */
public interface OnDarwinPtrace {
    /**
     * Makes the tracing request {@code request}, one of the constants {@code PT_…} of
     * {@link posixkit.ondarwin.constants.DarwinPtrace}. The tracer is the process that traces. The tracee is the process that is
     * traced. {@code pid} is the pid of the tracee.
     *
     * <p>{@code int ptrace(int request, pid_t pid, caddr_t addr, int data)} {@index ptrace}
     *
     * <ul>
     *   <li>{@code PT_TRACE_ME}: makes the parent of the calling process its tracer. The calling process then stops at every
     *       signal. After a successful {@code execve}, SIGTRAP stops the calling process.
     *   <li>{@code PT_ATTACHEXC}: starts to trace the process {@code pid} and stops that process. The signals of the tracee
     *       become Mach exceptions.
     *   <li>{@code PT_ATTACH}: does the same as {@code PT_ATTACHEXC}, but signals do not become Mach exceptions. Apple has
     *       deprecated {@code PT_ATTACH}.
     *   <li>{@code PT_CONTINUE}: lets the tracee run. {@code addr} must be 1: the tracee continues where it stopped.
     *       {@code data} is a signal to send to the tracee, or 0 for no signal.
     *   <li>{@code PT_STEP}: lets the tracee execute one instruction. {@code addr} and {@code data} mean the same as for
     *       {@code PT_CONTINUE}.
     *   <li>{@code PT_DETACH}: ends tracing, and the tracee continues to run.
     *   <li>{@code PT_KILL}: kills the tracee.
     *   <li>{@code PT_SIGEXC}, {@code PT_THUPDATE}: only debuggers that receive Mach exceptions need these two requests.
     *   <li>{@code PT_DENY_ATTACH}: forbids all processes to trace the calling process. A process that later tries to trace the
     *       calling process receives SIGSEGV. If the calling process is already traced, this request ends the calling process
     *       immediately with the exit code 45.
     * </ul>
     *
     * <p>The constants {@code PT_READ_…} and {@code PT_WRITE_…} are for requests that macOS does not implement.
     * {@link posixkit.process.Processes#wait4} reports when a tracee stops. Wait until the tracee has stopped before you make the
     * next request. If the tracer ends, the kernel kills its tracees. Programs with the hardened runtime and programs that belong
     * to macOS cannot be traced, not even by root.
     *
     * <p><b>In a JVM:</b> after {@code PT_TRACE_ME}, the whole JVM stops at its next signal, and a JVM sends many signals to
     * itself. Therefore, call only {@link posixkit.process.Processes#execve} after {@code PT_TRACE_ME}. On macOS, the tracer is a
     * process. On Linux, the tracer is a thread, and the requests are different.
     *
     * @throws ErrnoException EPERM: the process {@code pid} is not traced, or macOS forbids the tracing, or {@code pid} is below
     *     2; ESRCH: no such process; EBUSY: the process {@code pid} is not stopped, or another process traces it; ENOTSUP:
     *     {@code addr} is not 1; EINVAL: no such request or signal, or {@code pid} is this process
     */
    @Call("ptrace(2)")
    default void ptrace(int request, int pid, long addr, int data) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, ptraceOrErrno(request, pid, addr, data));
    }

    /** Same as {@link #ptrace}, but returns 0 or −errno. */
    int ptraceOrErrno(int request, int pid, long addr, int data);
}
