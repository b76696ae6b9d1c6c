package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Traces other processes. On macOS it can do little: memory and registers of a tracee are reached through Mach. */
public interface OnDarwinPtrace {
    /**
     * Makes a request of {@link posixkit.ondarwin.constants.DarwinPtrace}.
     *
     * <p>{@code int ptrace(int request, pid_t pid, caddr_t addr, int data)} {@index ptrace}
     *
     * <ul>
     *   <li>{@code PT_TRACE_ME}: lets the parent trace the calling process. It then stops at every signal. When it has executed
     *       another program, SIGTRAP stops it.
     *   <li>{@code PT_ATTACHEXC}: starts to trace {@code pid} and stops it. Its signals become Mach exceptions. {@code PT_ATTACH},
     *       which Apple calls deprecated, leaves them signals.
     *   <li>{@code PT_CONTINUE}, {@code PT_STEP}: lets the tracee run, or execute one instruction. {@code addr} must be 1, which
     *       means "where it stopped". {@code data} is a signal for it, or 0.
     *   <li>{@code PT_DETACH}: ends tracing; the tracee runs on. {@code PT_KILL}: kills it.
     *   <li>{@code PT_SIGEXC}, {@code PT_THUPDATE}: for debuggers that receive Mach exceptions.
     *   <li>{@code PT_DENY_ATTACH}: forbids everybody to trace the calling process. A process that tries later gets SIGSEGV. If the
     *       calling process is traced already, it exits at once with 45.
     * </ul>
     *
     * <p>{@code PT_READ_…} and {@code PT_WRITE_…} are defined but not implemented. {@link posixkit.process.Processes#wait4} reports
     * the stops of a tracee. Wait for a stop before the next request. A tracee is killed when its tracer ends. Programs with the
     * hardened runtime and programs of the system cannot be traced, not even by root.
     *
     * <p><b>In a JVM:</b> {@code PT_TRACE_ME} stops the whole JVM at its next signal, and a JVM sends itself many. Call only
     * {@link posixkit.process.Processes#execve} after it. On macOS the tracer is a process. On Linux, which has other requests, the
     * tracer is a thread.
     *
     * @throws ErrnoException EPERM: not traced, or not allowed, or a pid below 2; ESRCH: no such process; EBUSY: not stopped, or
     *     traced by another process; ENOTSUP: {@code addr} is not 1; EINVAL: no such request or signal, or {@code pid} is this
     *     process
     */
    @Call("ptrace(2)")
    default void ptrace(int request, int pid, long addr, int data) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, ptraceOrErrno(request, pid, addr, data));
    }

    /** Same as {@link #ptrace}, but returns 0 or −errno. */
    int ptraceOrErrno(int request, int pid, long addr, int data);
}
