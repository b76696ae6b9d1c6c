package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Watches and changes other processes with {@code ptrace}, one method for each request. {@link Tracer} is easier to use, because
 * {@code Tracer} itself follows the rules below.
 *
 * <p>The tracee is the <b>thread</b> that is watched. The parameter {@code pid} is the id of this thread. The tracer is a
 * <b>thread</b> too: the thread that has attached to the tracee, or has started the tracee with
 * {@link posixkit.process.Spawn#traceMe}. A request from any other thread fails with ESRCH. While a tracee is not stopped, most
 * requests for this tracee fail with ESRCH too. {@link posixkit.process.Processes#wait4} reports that a tracee has stopped.
 *
 * <p>When the tracer ends, the kernel kills each of its tracees that was started with {@code traceMe}, and each tracee with the
 * option {@code PTRACE_O_EXITKILL}. The other tracees run on without a tracer.
 *
 * <p>A method whose name ends in {@code OrErrno} returns a negative number only if the request failed. The number is −errno. If
 * the request succeeded, the method returns 0 or more. A request that reads memory or registers stores the data in the array or
 * structure that the caller passes.
 *
 * <p><b>In a JVM:</b> never trace from a virtual thread or from a task in a thread pool. If you do, your next request may run on
 * another thread of the operating system, and that thread is not the tracer.
 */
public interface Ptrace {
    /**
     * Makes any request of {@code ptrace}. {@code request} is the number of the request. Passes all arguments unchanged to the
     * <b>kernel's</b> {@code ptrace}, and returns the kernel's result.
     *
     * <p>{@code long ptrace(enum __ptrace_request request, pid_t pid, void *addr, void *data)} {@index ptrace}
     *
     * <p>The requests {@code PTRACE_PEEKTEXT} and {@code PTRACE_PEEKDATA} read a word of the tracee at {@code addr}. libc's
     * {@code ptrace} returns this word. In contrast, the kernel's {@code ptrace} stores the word in this process at the address
     * {@code data}. If a request uses an address in this process, the caller must ensure that the address points to valid memory.
     *
     * @throws ErrnoException ESRCH: the current thread does not trace {@code pid}, or the tracee is not stopped; EPERM: this
     *     process may not trace {@code pid}, or {@code pid} is already traced; EIO: no such request, or a bad address in the
     *     tracee; EFAULT: a bad address in this process; EINVAL: a bad argument
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default long ptrace(int request, int pid, long addr, long data) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, ptraceOrErrno(request, pid, addr, data));
    }

    /** Same as {@link #ptrace}, but returns the kernel's result, a value or −errno. */
    long ptraceOrErrno(int request, int pid, long addr, long data);

    /**
     * Reads memory of the tracee, from the address {@code addr} on, into the array {@code into}. Returns the number of bytes
     * read. The array can have any length, and {@code addr} need not be aligned.
     *
     * <p>{@code PTRACE_PEEKTEXT} {@index PtracePeekText}
     *
     * <p>On Linux, text and data are the same memory, so {@link #peekData} does the same. This method can also read pages that
     * the tracee itself cannot read.
     *
     * @return the number of bytes read. The number is less than the length of {@code into} if this method has reached a page that
     *     is not mapped in the tracee
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int peekText(int pid, long addr, byte[] into) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, peekTextOrErrno(pid, addr, into));
    }

    /** Same as {@link #peekText}, but returns the number of bytes or −errno. */
    int peekTextOrErrno(int pid, long addr, byte[] into);

    /**
     * Reads memory of the tracee, from the address {@code addr} on, into the array {@code into}. Returns the number of bytes
     * read. The rules are the same as for {@link #peekText}.
     *
     * <p>{@code PTRACE_PEEKDATA} {@index PtracePeekData}
     *
     * @return the number of bytes read. The number is less than the length of {@code into} if this method has reached a page that
     *     is not mapped in the tracee
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int peekData(int pid, long addr, byte[] into) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, peekDataOrErrno(pid, addr, into));
    }

    /** Same as {@link #peekData}, but returns the number of bytes or −errno. */
    int peekDataOrErrno(int pid, long addr, byte[] into);

    /**
     * Writes the array {@code from} into the memory of the tracee, from the address {@code addr} on. Returns the number of bytes
     * written.
     *
     * <p>{@code PTRACE_POKETEXT} {@index PtracePokeText}
     *
     * <p>This method can also write to pages that the tracee itself cannot write to.
     *
     * <p>The kernel writes whole words only. If the array covers only some bytes of a word, this method reads the word, replaces
     * these bytes, and writes the whole word back. If another thread of the tracee's process changes the word in the meantime,
     * that thread's change is lost. To prevent the loss, stop the other threads of the process before you call this method.
     *
     * @return the number of bytes written. The number is less than the length of {@code from} if this method has reached a page
     *     that is not mapped in the tracee
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int pokeText(int pid, long addr, byte[] from) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, pokeTextOrErrno(pid, addr, from));
    }

    /** Same as {@link #pokeText}, but returns the number of bytes or −errno. */
    int pokeTextOrErrno(int pid, long addr, byte[] from);

    /**
     * Writes the array {@code from} into the memory of the tracee, from the address {@code addr} on. Returns the number of bytes
     * written. The rules are the same as for {@link #pokeText}.
     *
     * <p>{@code PTRACE_POKEDATA} {@index PtracePokeData}
     *
     * @return the number of bytes written. The number is less than the length of {@code from} if this method has reached a page
     *     that is not mapped in the tracee
     * @throws ErrnoException EIO: nothing is mapped at {@code addr}; ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default int pokeData(int pid, long addr, byte[] from) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, pokeDataOrErrno(pid, addr, from));
    }

    /** Same as {@link #pokeData}, but returns the number of bytes or −errno. */
    int pokeDataOrErrno(int pid, long addr, byte[] from);

    /**
     * Reads the general registers of the tracee into {@code into}.
     *
     * <p>{@code PTRACE_GETREGSET} with {@code NT_PRSTATUS} {@index PtraceGetRegs}
     *
     * <p>The request {@code PTRACE_GETREGS}, which only x86 has, reads the same registers.
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: the tracee is a 32-bit program, which has
     *     other registers
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void getRegs(int pid, Regs into) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, getRegsOrErrno(pid, into));
    }

    /** Same as {@link #getRegs(int, Regs)}, but returns 0 or −errno. */
    int getRegsOrErrno(int pid, Regs into);

    /** Returns the general registers of the tracee in a new structure. */
    default Regs getRegs(int pid) throws ErrnoException {
        Regs regs = newRegs();
        getRegs(pid, regs);
        return regs;
    }

    /**
     * Sets all general registers of the tracee to the values in {@code from}. To change only some registers, first read all
     * registers with {@link #getRegs(int, Regs)}.
     *
     * <p>{@code PTRACE_SETREGSET} with {@code NT_PRSTATUS} {@index PtraceSetRegs}
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO, EINVAL: a segment register has an invalid
     *     value, or the register of processor flags contains a flag that programs may not set
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void setRegs(int pid, Regs from) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, setRegsOrErrno(pid, from));
    }

    /** Same as {@link #setRegs}, but returns 0 or −errno. */
    int setRegsOrErrno(int pid, Regs from);

    /** Returns a new register structure for this processor. All registers are 0. */
    Regs newRegs();

    /**
     * Sets the options of the tracee. Most options choose events that stop the tracee. The new options replace all earlier
     * options.
     *
     * <p>{@code PTRACE_SETOPTIONS} {@index PtraceSetOptions}
     *
     * <p>With {@code PTRACE_O_TRACESYSGOOD}, a stop at a system call has another wait status than a stop for the signal SIGTRAP.
     * Without this option, both stops have the same wait status. With {@code PTRACE_O_TRACEFORK}, {@code PTRACE_O_TRACEVFORK} or
     * {@code PTRACE_O_TRACECLONE}, the kernel also traces the processes or threads that the tracee starts. Each new process or
     * thread is stopped when it starts. With {@code PTRACE_O_EXITKILL}, the kernel kills the tracee when the tracer ends.
     *
     * @throws ErrnoException EINVAL: {@code options} has an unknown option; ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void setOptions(int pid, int options) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, setOptionsOrErrno(pid, options));
    }

    /** Same as {@link #setOptions}, but returns 0 or −errno. */
    int setOptionsOrErrno(int pid, int options);

    /**
     * Returns a number that the kernel stores with the event at which the tracee is stopped. The meaning of the number depends on
     * the event. At a fork, the number is the pid of the child. Before an exit, the number is the wait status that the tracee
     * will have. After an exec, the number is the thread id that the tracee had before the exec.
     *
     * <p>{@code PTRACE_GETEVENTMSG} {@index PtraceGetEventMsg}
     *
     * <p>If the tracee is not stopped at an event, this method returns the number of the last event. The result is never
     * negative.
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default long getEventMsg(int pid) throws ErrnoException {
        return Outcome.of("ptrace", "pid", pid, getEventMsgOrErrno(pid));
    }

    /** Same as {@link #getEventMsg}, but returns the number or −errno. */
    long getEventMsgOrErrno(int pid);

    /**
     * Fills {@code into} with a description of the system call at which the tracee is stopped. The description also says whether
     * the tracee enters or leaves the call. A wait status does not contain this information. This request needs Linux 5.3.
     *
     * <p>{@code PTRACE_GET_SYSCALL_INFO} {@index PtraceGetSyscallInfo}
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: the kernel is older than 5.3
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void getSyscallInfo(int pid, SyscallStop into) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, getSyscallInfoOrErrno(pid, into));
    }

    /** Same as {@link #getSyscallInfo(int, SyscallStop)}, but returns 0 or −errno. */
    int getSyscallInfoOrErrno(int pid, SyscallStop into);

    /** Returns a description of the system call at which the tracee is stopped, in a new structure. */
    default SyscallStop getSyscallInfo(int pid) throws ErrnoException {
        SyscallStop stop = newSyscallStop();
        getSyscallInfo(pid, stop);
        return stop;
    }

    /** Returns a new structure for {@link #getSyscallInfo(int, SyscallStop)}. */
    SyscallStop newSyscallStop();

    /**
     * Lets a stopped tracee run, and returns at once.
     *
     * <p>{@code PTRACE_CONT} {@index PtraceCont}
     *
     * <p>If a signal stopped the tracee, the tracee has not received this signal yet. The parameter {@code signal} replaces it:
     * the tracee now receives {@code signal}. If {@code signal} is 0, the tracee receives no signal. If the tracee stopped for
     * any other reason, the kernel usually ignores {@code signal}.
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void cont(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, contOrErrno(pid, signal));
    }

    /** Same as {@link #cont}, but returns 0 or −errno. */
    int contOrErrno(int pid, int signal);

    /**
     * Lets a stopped tracee run until it enters or leaves a system call. This method returns at once: it does not wait until the
     * tracee stops. If a signal stopped the tracee, the parameter {@code signal} replaces that signal. If {@code signal} is 0,
     * the tracee receives no signal. {@link #cont} describes the parameter {@code signal} in full.
     *
     * <p>{@code PTRACE_SYSCALL} {@index PtraceSyscall}
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void syscall(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, syscallOrErrno(pid, signal));
    }

    /** Same as {@link #syscall}, but returns 0 or −errno. */
    int syscallOrErrno(int pid, int signal);

    /**
     * Lets a stopped tracee execute one instruction, and returns at once. After the instruction, SIGTRAP stops the tracee.
     *
     * <p>If a signal stopped the tracee before this method was called, the parameter {@code signal} replaces that signal. If
     * {@code signal} is 0, the tracee receives no signal. {@link #cont} describes the parameter {@code signal} in full.
     *
     * <p>{@code PTRACE_SINGLESTEP} {@index PtraceSingleStep}
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void singleStep(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, singleStepOrErrno(pid, signal));
    }

    /** Same as {@link #singleStep}, but returns 0 or −errno. */
    int singleStepOrErrno(int pid, int signal);

    /**
     * Starts to trace the thread {@code pid}, and sends SIGSTOP to stop the thread. This method does not wait: the caller must
     * wait for the stop. Other signals may stop the tracee first.
     *
     * <p>{@code PTRACE_ATTACH} {@index PtraceAttach}
     *
     * <p>The other threads of the tracee's process are not traced. {@code /proc/PID/task} lists them. {@link #seize} starts to
     * trace a thread, but sends no signal.
     *
     * @throws ErrnoException EPERM: the thread belongs to another user or is already traced, or {@code ptrace_scope} forbids
     *     tracing; ESRCH: no such thread
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void attach(int pid) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, attachOrErrno(pid));
    }

    /** Same as {@link #attach}, but returns 0 or −errno. */
    int attachOrErrno(int pid);

    /**
     * Starts to trace the thread {@code pid} with the options {@code options}. The thread does not stop. {@link #interrupt} can
     * stop the thread later.
     *
     * <p>{@code PTRACE_SEIZE} {@index PTRACE_SEIZE}
     *
     * @throws ErrnoException EPERM, ESRCH: as for {@link #attach}; EIO: {@code options} has an unknown option
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void seize(int pid, int options) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, seizeOrErrno(pid, options));
    }

    /** Same as {@link #seize}, but returns 0 or −errno. */
    int seizeOrErrno(int pid, int options);

    /**
     * Stops a tracee. The tracing must have begun with {@link #seize}. This method does not wait: the caller must wait for the
     * stop.
     *
     * <p>{@code PTRACE_INTERRUPT} {@index PTRACE_INTERRUPT}
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or the tracee has ended; EIO: the tracing did not begin with
     *     {@link #seize}
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void interrupt(int pid) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, interruptOrErrno(pid));
    }

    /** Same as {@link #interrupt}, but returns 0 or −errno. */
    int interruptOrErrno(int pid);

    /**
     * Ends the tracing of a stopped tracee, and lets the tracee run. If a signal stopped the tracee, the parameter
     * {@code signal} replaces that signal. If {@code signal} is 0, the tracee receives no signal. {@link #cont} describes the
     * parameter {@code signal} in full.
     *
     * <p>{@code PTRACE_DETACH} {@index PtraceDetach}
     *
     * <p>Changes that the tracer made in the memory of the tracee remain.
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped; EIO: no such signal
     */
    @Call(value = "ptrace(2)", isThreads = true)
    default void detach(int pid, int signal) throws ErrnoException {
        Outcome.of("ptrace", "pid", pid, detachOrErrno(pid, signal));
    }

    /** Same as {@link #detach}, but returns 0 or −errno. */
    int detachOrErrno(int pid, int signal);

    /**
     * Makes a stopped tracee execute one system call with up to six arguments. Returns the registers of the tracee right after
     * the call. In these registers, {@link Regs#result} is the result of the call: a value, or −errno.
     *
     * <p>{@code PTRACE_SINGLESTEP} {@index inject}
     *
     * <p>This method writes a system call instruction at the program counter of the tracee. It lets the tracee execute the
     * instruction, waits for the end of the call, and restores the code and the registers. Afterwards, the tracee is stopped
     * where it was stopped before. If signals other than SIGTRAP arrive for the tracee during the call, this method sends these
     * signals to the tracee again after the call.
     *
     * <p>An exception means that the tracee did not make the call, or that the tracee died in the call. If the tracee died, this
     * method has already received the wait status of the tracee, and a later {@code wait4} fails with ECHILD.
     *
     * @throws ErrnoException ESRCH: not a tracee of this thread, or not stopped, or the tracee died; EIO: this method cannot
     *     write to the code of the tracee
     * @throws IllegalArgumentException if there are more than six arguments
     */
    @Call(value = "ptrace(2)", isThreads = true)
    Regs inject(int pid, long number, long... arguments) throws ErrnoException;
}
