package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Watching and changing other processes ({@code ptrace}), request by request. {@code Tracer} keeps the rules for you.
 *
 * <p>What is traced is a <b>thread</b>, called {@code pid} here all the same, and it is traced by a <b>thread</b>: the one that
 * attached to it, or started it with {@code traceMe}. From any other, every request is ESRCH, and when that thread ends, its
 * tracees run on without it. They take requests only while they are stopped, which
 * {@link posixkit.process.Processes#wait4} tells; else ESRCH again.
 *
 * <p><b>In a JVM:</b> never from a virtual thread, nor from one of a pool: what runs there next may be on another thread of the
 * system, or on none.
 */
public interface Ptrace {
    /**
     * {@code long ptrace(enum __ptrace_request request, pid_t pid, void *addr, void *data)} {@index ptrace}
     *
     * <p>Any request, as the <b>kernel</b> takes it: the two peeks, which in libc return the word, store it where {@code data}
     * points. Whoever passes an address answers for what is there.
     *
     * @throws ErrnoException ESRCH: not traced by this thread, or not stopped; EPERM: not allowed, or traced already; EIO: no
     *     such request, or a bad address there; EINVAL
     */
    @Call(value = "ptrace(2)", isThreads = true)
    long ptrace(int request, int pid, long addr, long data) throws ErrnoException;

    /**
     * {@code PTRACE_PEEKTEXT} {@index PtracePeekText}
     *
     * <p>Reads the tracee's memory into an array, whole, whatever its length and wherever it begins; returns how many bytes
     * those are. Text and data are one on Linux. Protection does not matter, mappings do.
     *
     * @return fewer than asked for where a page is missing behind the first byte
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH
     */
    @Call(value = "ptrace(2)", isThreads = true)
    int peekText(int pid, long addr, byte[] into) throws ErrnoException;

    /** {@link #peekText} by {@code PTRACE_PEEKDATA}. {@index PtracePeekData} */
    @Call(value = "ptrace(2)", isThreads = true)
    int peekData(int pid, long addr, byte[] into) throws ErrnoException;

    /**
     * {@code PTRACE_POKETEXT} {@index PtracePokeText}
     *
     * <p>Writes an array into the tracee's memory, into pages it may not write to itself as well; returns how many bytes those
     * are. The kernel takes whole words: what lies beside a shorter piece is read first and written back, so the tracee's other
     * threads had better be stopped too.
     *
     * @return fewer than given where a page is missing behind the first byte
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH
     */
    @Call(value = "ptrace(2)", isThreads = true)
    int pokeText(int pid, long addr, byte[] from) throws ErrnoException;

    /** {@link #pokeText} by {@code PTRACE_POKEDATA}. {@index PtracePokeData} */
    @Call(value = "ptrace(2)", isThreads = true)
    int pokeData(int pid, long addr, byte[] from) throws ErrnoException;

    /**
     * {@code PTRACE_GETREGSET} of {@code NT_PRSTATUS} {@index PtraceGetRegs}
     *
     * <p>Reads the general registers. ({@code PTRACE_GETREGS} is x86's alone, and says the same there.)
     *
     * @throws ErrnoException ESRCH; EIO: a tracee of 32 bits, whose registers are others
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void getRegs(int pid, Regs into) throws ErrnoException;

    /**
     * {@code PTRACE_SETREGSET} of {@code NT_PRSTATUS} {@index PtraceSetRegs}
     *
     * <p>Writes the general registers: those just read, with some of them changed.
     *
     * @throws ErrnoException ESRCH; EIO, EINVAL: no such segment, or flags that may not be set
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void setRegs(int pid, Regs from) throws ErrnoException;

    /** Registers of this processor, all 0. */
    Regs newRegs();

    /**
     * {@code PTRACE_SETOPTIONS} {@index PtraceSetOptions}
     *
     * <p>Says which events stop the tracee, all of them anew: {@code PTRACE_O_TRACESYSGOOD} tells stops at calls from
     * SIGTRAPs, {@code PTRACE_O_TRACEFORK} and its kin trace children too, which begin stopped, {@code PTRACE_O_EXITKILL}
     * leaves no tracee behind if this process dies.
     *
     * @throws ErrnoException EINVAL: no such options; ESRCH
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void setOptions(int pid, int options) throws ErrnoException;

    /**
     * {@code PTRACE_GETEVENTMSG} {@index PtraceGetEventMsg}
     *
     * <p>What the event the tracee is stopped at is about: the new pid after a fork, the wait status before an exit, the thread
     * that it was after an exec. Unsigned. At no event, the last one's.
     *
     * @throws ErrnoException ESRCH
     */
    @Call(value = "ptrace(2)", isThreads = true)
    long getEventMsg(int pid) throws ErrnoException;

    /**
     * {@code PTRACE_GET_SYSCALL_INFO} {@index PtraceGetSyscallInfo}
     *
     * <p>What call the tracee is stopped at, and on which side of it: what the wait status does not tell. Since Linux 5.3.
     *
     * @throws ErrnoException ESRCH; EIO: an older kernel
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void getSyscallInfo(int pid, SyscallStop into) throws ErrnoException;

    /** One to fill. */
    SyscallStop newSyscallStop();

    /**
     * {@code PTRACE_CONT} {@index PtraceCont}
     *
     * <p>Lets the tracee run, and returns at once. Where it was stopped by a signal, it gets this one in its place, or with 0
     * none; where it was stopped at a call or an event, it mostly gets none, whatever is said here.
     *
     * @throws ErrnoException ESRCH; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void cont(int pid, int signal) throws ErrnoException;

    /** {@link #cont}, by {@code PTRACE_SYSCALL}: to the next call's entry, or this one's exit. {@index PtraceSyscall} */
    @Call(value = "ptrace(2)", isThreads = true)
    void syscall(int pid, int signal) throws ErrnoException;

    /** {@link #cont}, by {@code PTRACE_SINGLESTEP}: over one instruction, then a SIGTRAP. {@index PtraceSingleStep} */
    @Call(value = "ptrace(2)", isThreads = true)
    void singleStep(int pid, int signal) throws ErrnoException;

    /**
     * {@code PTRACE_ATTACH} {@index PtraceAttach}
     *
     * <p>Begins to trace a thread, and stops it by SIGSTOP, for which one waits; other signals may come first. The other
     * threads of its process, in {@code /proc/PID/task}, are not traced. {@link #seize} does without the signal.
     *
     * @throws ErrnoException EPERM: not ours, or traced already, or forbidden by the system's {@code ptrace_scope}; ESRCH
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void attach(int pid) throws ErrnoException;

    /**
     * {@code PTRACE_SEIZE} {@index PTRACE_SEIZE}
     *
     * <p>Begins to trace a thread with these options, and lets it run; {@link #interrupt} stops it.
     *
     * @throws ErrnoException as {@link #attach}; EIO: no such options
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void seize(int pid, int options) throws ErrnoException;

    /** {@code PTRACE_INTERRUPT}: stops what was seized. {@index PTRACE_INTERRUPT} */
    @Call(value = "ptrace(2)", isThreads = true)
    void interrupt(int pid) throws ErrnoException;

    /**
     * {@code PTRACE_DETACH} {@index PtraceDetach}
     *
     * <p>Ends tracing a stopped tracee, which runs on, with a signal as in {@link #cont}. What was written into its code stays there.
     *
     * @throws ErrnoException ESRCH: not ours, or running
     */
    @Call(value = "ptrace(2)", isThreads = true)
    void detach(int pid, int signal) throws ErrnoException;

    /**
     * {@code PTRACE_SINGLESTEP} {@index inject}
     *
     * <p>Has a stopped tracee make a call of its kernel, with up to six arguments, and stop where it was: an instruction is put in
     * front of it, and what was there put back. Waits for it. Signals that come meanwhile are sent to it anew.
     *
     * @return what the kernel answered: a value, or −errno
     * @throws ErrnoException ESRCH: not traced by this thread, or not stopped, or it has ended; EIO: its code cannot be written
     */
    @Call(value = "ptrace(2)", isThreads = true)
    long inject(int pid, long number, long... arguments) throws ErrnoException;
}
