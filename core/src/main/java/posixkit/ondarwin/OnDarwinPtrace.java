package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/** What a debugger asks of the process it looks at: on macOS that is little, for memory and registers are Mach's. */
public interface OnDarwinPtrace {
    /**
     * {@code int ptrace(int request, pid_t pid, caddr_t addr, int data)} {@index ptrace}
     *
     * <p>One of these, of {@link posixkit.ondarwin.constants.DarwinPtrace}:
     *
     * <ul>
     *   <li>{@code PT_TRACE_ME}: the process that calls is traced by its parent from now on. It stops at every signal,
     *       and when it has become another program, by SIGTRAP.
     *   <li>{@code PT_ATTACHEXC}: {@code pid} is ours to trace, and stops; its signals become Mach exceptions.
     *       {@code PT_ATTACH}, which Apple calls deprecated, leaves them signals.
     *   <li>{@code PT_CONTINUE}, {@code PT_STEP}: it goes on, or goes on for one instruction; {@code addr} is 1, "where it
     *       stopped", and nothing else; {@code data} is a signal for it, or 0.
     *   <li>{@code PT_DETACH}: it goes on by itself. {@code PT_KILL}: it ends.
     *   <li>{@code PT_SIGEXC}, {@code PT_THUPDATE}: what debuggers that listen to Mach exceptions have to say of them.
     *   <li>{@code PT_DENY_ATTACH}: nobody is to trace the process that calls. Who tries later gets a SIGSEGV; if somebody
     *       does already, the process exits at once, with 45.
     * </ul>
     *
     * <p>{@code PT_READ_…} and {@code PT_WRITE_…} have numbers and nothing behind them. A tracee tells of its stops by
     * {@link posixkit.process.Processes#wait4}, and has to have been waited for before it is asked anything; it is killed when
     * its tracer ends. What runs under the hardened runtime, and what belongs to the system, is closed to root, too.
     *
     * <p><b>In a JVM:</b> {@code PT_TRACE_ME} stops the whole VM at its next signal, and it has many of its own; only
     * {@link posixkit.process.Processes#execve} should come after it. On Linux, where other calls do this, a tracer is one thread;
     * here it is the process.
     *
     * @throws ErrnoException EPERM: not traced, not ours to trace, or a pid below 2; ESRCH: no such process; EBUSY: not
     *     stopped, or traced by somebody else; ENOTSUP: {@code addr} is not 1; EINVAL: no such request or signal, or the
     *     process itself
     */
    @Call("ptrace(2)")
    void ptrace(int request, int pid, long addr, int data) throws ErrnoException;
}
