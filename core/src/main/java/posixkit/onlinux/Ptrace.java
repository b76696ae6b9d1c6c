package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Watches and changes other processes with {@code ptrace}, one method for each request. {@link Tracer} keeps the rules for you.
 *
 * <p>The tracee is a <b>thread</b>, although the parameter is called {@code pid}. The tracer is a <b>thread</b> too: the one that
 * attached, or that spawned the tracee with {@code traceMe}. A request from another thread fails with ESRCH. When the tracing thread
 * ends, its tracees run on without it. A tracee accepts requests only while it is stopped, and fails with ESRCH otherwise;
 * {@link posixkit.process.Processes#wait4} reports that it has stopped.
 *
 * <p>A twin returns the kernel's result: 0 or more is a value, less is −errno. No request has a negative value as its result: words
 * that are read arrive in the array or structure that the caller passes.
 *
 * <p><b>In a JVM:</b> never trace from a virtual thread or a pool's thread. The next request of the same task may run on another
 * thread of the system.
 */
public interface Ptrace {
    /**
     * Makes any request, as the <b>kernel</b> takes it.
     *
     * <p>{@code long ptrace(enum __ptrace_request request, pid_t pid, void *addr, void *data)} {@index ptrace}
     *
     * <p>The kernel's two peek requests store the word at the address {@code data}; libc's function would return it instead. The
     * caller is responsible for the memory at the addresses that it passes.
     *
     * @throws ErrnoException ESRCH: this thread does not trace it, or it is not stopped; EPERM: not allowed, or already traced; EIO:
     *     no such request, or a bad address in the tracee; EFAULT: a bad address here; EINVAL
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default long ptrace(int request, int pid, long addr, long data) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, ptraceOrErrno(request, pid, addr, data));
    }

    /** Same as {@link #ptrace}, but returns the kernel's result, a value or −errno. */
    long ptraceOrErrno(int request, int pid, long addr, long data);

    /**
     * Reads the tracee's memory into an array of any length, from any address; returns the number of bytes read.
     *
     * <p>{@code PTRACE_PEEKTEXT} {@index PtracePeekText}
     *
     * <p>On Linux, text and data are the same memory. Pages that the tracee may not read itself can be read too.
     *
     * @return less than the array's length if a later page is not mapped
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int peekText(int pid, long addr, byte[] into) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, peekTextOrErrno(pid, addr, into));
    }

    /** Same as {@link #peekText}, but returns the number of bytes or −errno. */
    int peekTextOrErrno(int pid, long addr, byte[] into);

    /**
     * Reads the tracee's memory into an array, as {@link #peekText} does.
     *
     * <p>{@code PTRACE_PEEKDATA} {@index PtracePeekData}
     *
     * @return less than the array's length if a later page is not mapped
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int peekData(int pid, long addr, byte[] into) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, peekDataOrErrno(pid, addr, into));
    }

    /** Same as {@link #peekData}, but returns the number of bytes or −errno. */
    int peekDataOrErrno(int pid, long addr, byte[] into);

    /**
     * Writes an array into the tracee's memory; returns the number of bytes written.
     *
     * <p>{@code PTRACE_POKETEXT} {@index PtracePokeText}
     *
     * <p>It writes into pages that the tracee may not write itself too. The kernel writes whole words. If a word is only partly
     * covered, this method first reads it and writes its other bytes back, so other threads of the tracee should be stopped too.
     *
     * @return less than the array's length if a later page is not mapped
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int pokeText(int pid, long addr, byte[] from) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, pokeTextOrErrno(pid, addr, from));
    }

    /** Same as {@link #pokeText}, but returns the number of bytes or −errno. */
    int pokeTextOrErrno(int pid, long addr, byte[] from);

    /**
     * Writes an array into the tracee's memory, as {@link #pokeText} does.
     *
     * <p>{@code PTRACE_POKEDATA} {@index PtracePokeData}
     *
     * @return less than the array's length if a later page is not mapped
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int pokeData(int pid, long addr, byte[] from) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, pokeDataOrErrno(pid, addr, from));
    }

    /** Same as {@link #pokeData}, but returns the number of bytes or −errno. */
    int pokeDataOrErrno(int pid, long addr, byte[] from);

    /**
     * Reads the general registers.
     *
     * <p>{@code PTRACE_GETREGSET} with {@code NT_PRSTATUS} {@index PtraceGetRegs}
     *
     * <p>{@code PTRACE_GETREGS}, which only x86 has, reads the same.
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: a tracee of 32 bits, which has other registers
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void getRegs(int pid, Regs into) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, getRegsOrErrno(pid, into));
    }

    /** Same as {@link #getRegs(int, Regs)}, but returns 0 or −errno. */
    int getRegsOrErrno(int pid, Regs into);

    /** Returns the general registers in a new structure. */
    default Regs getRegs(int pid) throws ErrnoException {
        Regs regs = newRegs();
        getRegs(pid, regs);
        return regs;
    }

    /**
     * Writes the general registers. Read them first and change some.
     *
     * <p>{@code PTRACE_SETREGSET} with {@code NT_PRSTATUS} {@index PtraceSetRegs}
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO, EINVAL: no such segment, or flags that may not be
     *     set
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void setRegs(int pid, Regs from) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, setRegsOrErrno(pid, from));
    }

    /** Same as {@link #setRegs}, but returns 0 or −errno. */
    int setRegsOrErrno(int pid, Regs from);

    /** Returns registers of this processor, all 0. */
    Regs newRegs();

    /**
     * Chooses the events that stop the tracee. The new options replace all earlier ones.
     *
     * <p>{@code PTRACE_SETOPTIONS} {@index PtraceSetOptions}
     *
     * <p>{@code PTRACE_O_TRACESYSGOOD} makes stops at system calls differ from SIGTRAPs. {@code PTRACE_O_TRACEFORK} and similar
     * options also trace children, which start stopped. {@code PTRACE_O_EXITKILL} kills the tracee when the tracer ends.
     *
     * @throws ErrnoException EINVAL: no such options; ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void setOptions(int pid, int options) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, setOptionsOrErrno(pid, options));
    }

    /** Same as {@link #setOptions}, but returns 0 or −errno. */
    int setOptionsOrErrno(int pid, int options);

    /**
     * Returns a number that belongs to the event at which the tracee is stopped: after a fork the pid of the child, before an exit
     * the wait status, after an exec the earlier thread number.
     *
     * <p>{@code PTRACE_GETEVENTMSG} {@index PtraceGetEventMsg}
     *
     * <p>If the tracee is not stopped at an event, this is the number of the last event. It is never negative.
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default long getEventMsg(int pid) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, getEventMsgOrErrno(pid));
    }

    /** Same as {@link #getEventMsg}, but returns the number or −errno. */
    long getEventMsgOrErrno(int pid);

    /**
     * Reads at which system call the tracee is stopped, and whether it enters or leaves the call. The wait status does not tell
     * that. Since Linux 5.3.
     *
     * <p>{@code PTRACE_GET_SYSCALL_INFO} {@index PtraceGetSyscallInfo}
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: an older kernel
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void getSyscallInfo(int pid, SyscallStop into) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, getSyscallInfoOrErrno(pid, into));
    }

    /** Same as {@link #getSyscallInfo(int, SyscallStop)}, but returns 0 or −errno. */
    int getSyscallInfoOrErrno(int pid, SyscallStop into);

    /** Returns at which system call the tracee is stopped, in a new structure. */
    default SyscallStop getSyscallInfo(int pid) throws ErrnoException {
        SyscallStop stop = newSyscallStop();
        getSyscallInfo(pid, stop);
        return stop;
    }

    /** Returns a new structure for {@link #getSyscallInfo(int, SyscallStop)}. */
    SyscallStop newSyscallStop();

    /**
     * Lets the tracee run, and returns at once.
     *
     * <p>{@code PTRACE_CONT} {@index PtraceCont}
     *
     * <p>If a signal stopped the tracee, it receives {@code signal} instead of that one, or none if {@code signal} is 0. At most
     * other stops the kernel ignores {@code signal}.
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void cont(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, contOrErrno(pid, signal));
    }

    /** Same as {@link #cont}, but returns 0 or −errno. */
    int contOrErrno(int pid, int signal);

    /**
     * Lets the tracee run until it enters or leaves a system call. The signal is as for {@link #cont}.
     *
     * <p>{@code PTRACE_SYSCALL} {@index PtraceSyscall}
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void syscall(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, syscallOrErrno(pid, signal));
    }

    /** Same as {@link #syscall}, but returns 0 or −errno. */
    int syscallOrErrno(int pid, int signal);

    /**
     * Lets the tracee execute one instruction; SIGTRAP stops it after that. The signal is as for {@link #cont}.
     *
     * <p>{@code PTRACE_SINGLESTEP} {@index PtraceSingleStep}
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void singleStep(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, singleStepOrErrno(pid, signal));
    }

    /** Same as {@link #singleStep}, but returns 0 or −errno. */
    int singleStepOrErrno(int pid, int signal);

    /**
     * Starts to trace a thread and stops it with SIGSTOP. Wait for that stop; other signals may arrive first.
     *
     * <p>{@code PTRACE_ATTACH} {@index PtraceAttach}
     *
     * <p>Other threads of its process, listed in {@code /proc/PID/task}, are not traced. {@link #seize} attaches without a signal.
     *
     * @throws ErrnoException EPERM: another user's process, or already traced, or forbidden by {@code ptrace_scope}; ESRCH: no such
     *     process
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void attach(int pid) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, attachOrErrno(pid));
    }

    /** Same as {@link #attach}, but returns 0 or −errno. */
    int attachOrErrno(int pid);

    /**
     * Starts to trace a thread with these options, and lets it run. {@link #interrupt} stops it.
     *
     * <p>{@code PTRACE_SEIZE} {@index PTRACE_SEIZE}
     *
     * @throws ErrnoException as for {@link #attach}; EIO: no such options
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void seize(int pid, int options) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, seizeOrErrno(pid, options));
    }

    /** Same as {@link #seize}, but returns 0 or −errno. */
    int seizeOrErrno(int pid, int options);

    /**
     * Stops a tracee that was seized. Wait for the stop.
     *
     * <p>{@code PTRACE_INTERRUPT} {@index PTRACE_INTERRUPT}
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or it has ended; EIO: it was attached, not seized
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void interrupt(int pid) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, interruptOrErrno(pid));
    }

    /** Same as {@link #interrupt}, but returns 0 or −errno. */
    int interruptOrErrno(int pid);

    /**
     * Ends the tracing of a stopped tracee, which then runs on. The signal is as for {@link #cont}.
     *
     * <p>{@code PTRACE_DETACH} {@index PtraceDetach}
     *
     * <p>Changes in the tracee's memory stay.
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void detach(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, detachOrErrno(pid, signal));
    }

    /** Same as {@link #detach}, but returns 0 or −errno. */
    int detachOrErrno(int pid, int signal);

    /**
     * Makes a stopped tracee execute one system call with up to six arguments, and returns its registers right after the call.
     * {@link Regs#result} is the call's result, a value or −errno.
     *
     * <p>{@code PTRACE_SINGLESTEP} {@index inject}
     *
     * <p>This method writes a system call instruction at the tracee's program counter, executes it, waits for it, and restores code
     * and registers. The tracee is then stopped where it was before. It sends signals that arrive meanwhile to the tracee again.
     *
     * <p>An exception means that the call was not made, or that the tracee died in it. If it died, this method has waited for its
     * end, and a later {@code wait4} fails with ECHILD.
     *
     * @throws ErrnoException ESRCH: not this thread's tracee, or not stopped, or it died; EIO: its code cannot be written
     * @throws IllegalArgumentException if there are more than six arguments
     */
    @Call(value = "ptrace(2)", isThreads = true)
    Regs inject(int pid, long number, long... arguments) throws ErrnoException;
}
