package posixkit.linux;

import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_ATTACH;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_CONT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_DETACH;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_GETEVENTMSG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_GETREGSET;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_GET_SYSCALL_INFO;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_INTERRUPT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_PEEKDATA;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_PEEKTEXT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_POKEDATA;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_POKETEXT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SEIZE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SETOPTIONS;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SETREGSET;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SINGLESTEP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL;
import static posixkit.onlinux.constants.LinuxRegset.NT_PRSTATUS;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ptrace;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_tkill;
import static posixkit.onlinux.constants.LinuxWait.__WALL;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.CallCode;
import posixkit.linux.layout.PtraceSyscallInfo;
import posixkit.onlinux.Ptrace;
import posixkit.onlinux.Regs;
import posixkit.onlinux.SyscallStop;
import posixkit.process.WaitStatus;
import posixkit.unix.Scratch;
import posixkit.unix.layout.Iovec;

/**
 * Implements {@link Ptrace} with the kernel's own system call. A peek request reads a word of the tracee. The
 * kernel's own system call stores this word in memory. libc's {@code ptrace} instead returns the word as its result, so a word
 * with the value −1 looks like a failure.
 */
final class LinuxPtrace implements Ptrace {
    private final SyscallCalls kernel;

    LinuxPtrace(LinuxCalls linux) {
        kernel = linux.syscall();
    }

    @Override
    public long ptraceOrErrno(int request, int pid, long addr, long data) {
        return kernel.syscall(SYS_ptrace, request, pid, addr, data);
    }

    /** Makes a ptrace request that can return only 0 or −errno. */
    private int request(int request, int pid, long addr, long data) {
        return (int) ptraceOrErrno(request, pid, addr, data);
    }

    @Override
    public int peekTextOrErrno(int pid, long addr, byte[] into) {
        return peek(PTRACE_PEEKTEXT, pid, addr, into);
    }

    @Override
    public int peekDataOrErrno(int pid, long addr, byte[] into) {
        return peek(PTRACE_PEEKDATA, pid, addr, into);
    }

    /**
     * Copies memory of the tracee into {@code into}. Returns the number of bytes copied, or −errno. Reads aligned words, because
     * an aligned word never lies in two pages.
     */
    private int peek(int request, int pid, long addr, byte[] into) {
        Objects.requireNonNull(into, "into");
        int done = 0;
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Long.BYTES);
            while (done < into.length) {
                int skip = skip(addr + done);
                int count = Math.min(Long.BYTES - skip, into.length - done);
                int result = request(request, pid, addr + done - skip, word);
                if (result < 0) {
                    return countOrErrno(done, result);
                }
                s.copyTo(into, done, word + skip, count);
                done += count;
            }
        }
        return done;
    }

    @Override
    public int pokeTextOrErrno(int pid, long addr, byte[] from) {
        return poke(PTRACE_POKETEXT, PTRACE_PEEKTEXT, pid, addr, from);
    }

    @Override
    public int pokeDataOrErrno(int pid, long addr, byte[] from) {
        return poke(PTRACE_POKEDATA, PTRACE_PEEKDATA, pid, addr, from);
    }

    private int poke(int poke, int peek, int pid, long addr, byte[] from) {
        Objects.requireNonNull(from, "from");
        int done = 0;
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Long.BYTES);
            while (done < from.length) {
                int skip = skip(addr + done);
                int count = Math.min(Long.BYTES - skip, from.length - done);
                long at = addr + done - skip;
                int result = count == Long.BYTES ? 0 : request(peek, pid, at, word);
                if (result == 0) {
                    for (int i = 0; i < count; i++) {
                        s.set8(word + skip + i, from[done + i]);
                    }
                    result = request(poke, pid, at, s.s64(word));
                }
                if (result < 0) {
                    return countOrErrno(done, result);
                }
                done += count;
            }
        }
        return done;
    }

    /** Returns the index of the byte at {@code address} in the aligned 8-byte word that contains this byte: 0 to 7. */
    private static int skip(long address) {
        return (int) (address & Long.BYTES - 1);
    }

    /**
     * Returns the value that {@code peek} or {@code poke} returns after one of its ptrace requests has failed. {@code done} is
     * the number of bytes that were copied before the failure. {@code result} is the −errno of the failed request. If the request
     * failed because a page is missing (EIO or EFAULT), and {@code done} is above 0, returns {@code done}. Otherwise returns
     * {@code result}.
     */
    private static int countOrErrno(int done, int result) {
        boolean isMissing = result == -EIO || result == -EFAULT;
        return isMissing && done > 0 ? done : result;
    }

    @Override
    public int getRegsOrErrno(int pid, Regs into) {
        UserRegs regs = own("into", into);
        int length = regs.struct().bytes().length;
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(length);
            long vector = vector(s, buffer, length);
            int result = request(PTRACE_GETREGSET, pid, NT_PRSTATUS, vector);
            if (result < 0) {
                return result;
            }
            if (Iovec.len(s, vector) != length) {
                return -EIO;
            }
            s.copyTo(regs.struct(), buffer);
            return 0;
        }
    }

    @Override
    public int setRegsOrErrno(int pid, Regs from) {
        UserRegs regs = own("from", from);
        try (Scratch s = Scratch.open()) {
            long buffer = s.struct(regs.struct());
            long vector = vector(s, buffer, regs.struct().bytes().length);
            return request(PTRACE_SETREGSET, pid, NT_PRSTATUS, vector);
        }
    }

    private static long vector(Scratch s, long base, long length) {
        long vector = s.alloc(Iovec.SIZE);
        Iovec.base(s, vector, base);
        Iovec.len(s, vector, length);
        return vector;
    }

    private static UserRegs own(String argument, Regs given) {
        if (Objects.requireNonNull(given, argument) instanceof UserRegs regs) {
            return regs;
        }
        throw new IllegalArgumentException(argument + ": not made by newRegs");
    }

    @Override
    public Regs newRegs() {
        return UserRegs.ofThisProcessor();
    }

    @Override
    public int setOptionsOrErrno(int pid, int options) {
        return request(PTRACE_SETOPTIONS, pid, 0, options);
    }

    @Override
    public long getEventMsgOrErrno(int pid) {
        try (Scratch s = Scratch.open()) {
            long message = s.alloc(Long.BYTES);
            int result = request(PTRACE_GETEVENTMSG, pid, 0, message);
            return result < 0 ? result : s.s64(message);
        }
    }

    /**
     * Stores information about the system-call stop in {@code into}. Returns 0 or −errno. The kernel writes only the members that
     * apply to this stop. It always returns the length of the whole structure, so the length does not tell which members it
     * wrote. Therefore this method fills the native structure with zeros first.
     */
    @Override
    public int getSyscallInfoOrErrno(int pid, SyscallStop into) {
        if (!(Objects.requireNonNull(into, "into") instanceof PtraceSyscallInfo info)) {
            throw new IllegalArgumentException("into: not made by newSyscallStop");
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(PtraceSyscallInfo.SIZE);
            int result = request(PTRACE_GET_SYSCALL_INFO, pid, PtraceSyscallInfo.SIZE, buffer);
            if (result < 0) {
                return result;
            }
            s.copyTo(info, buffer);
            return 0;
        }
    }

    @Override
    public SyscallStop newSyscallStop() {
        return new PtraceSyscallInfo();
    }

    @Override
    public int contOrErrno(int pid, int signal) {
        return request(PTRACE_CONT, pid, 0, signal);
    }

    @Override
    public int syscallOrErrno(int pid, int signal) {
        return request(PTRACE_SYSCALL, pid, 0, signal);
    }

    @Override
    public int singleStepOrErrno(int pid, int signal) {
        return request(PTRACE_SINGLESTEP, pid, 0, signal);
    }

    @Override
    public int attachOrErrno(int pid) {
        return request(PTRACE_ATTACH, pid, 0, 0);
    }

    @Override
    public int seizeOrErrno(int pid, int options) {
        return request(PTRACE_SEIZE, pid, 0, options);
    }

    @Override
    public int interruptOrErrno(int pid) {
        return request(PTRACE_INTERRUPT, pid, 0, 0);
    }

    @Override
    public int detachOrErrno(int pid, int signal) {
        return request(PTRACE_DETACH, pid, 0, signal);
    }

    @Override
    public Regs inject(int pid, long number, long... arguments) throws ErrnoException {
        Objects.requireNonNull(arguments, "arguments");
        if (arguments.length > UserRegs.ARGUMENTS) {
            throw new IllegalArgumentException(
                    "arguments: " + arguments.length + ", and at most " + UserRegs.ARGUMENTS);
        }
        Regs before = getRegs(pid);
        byte[] code = CallCode.bytes();
        byte[] replaced = new byte[code.length];
        requireWhole(peekText(pid, before.pc(), replaced), code, pid);
        requireWhole(pokeText(pid, before.pc(), code), code, pid);
        List<Integer> signals = new ArrayList<>();
        UserRegs regs = UserRegs.ofThisProcessor();
        try {
            getRegs(pid, regs);
            setRegs(pid, regs.calling(number, arguments));
            step(pid, signals);
            getRegs(pid, regs);
        } finally {
            pokeText(pid, before.pc(), replaced);
            setRegs(pid, before);
        }
        for (int signal : signals) {
            Outcome.of("tkill", "tid", pid, kernel.syscall(SYS_tkill, pid, signal, 0, 0));
        }
        return regs;
    }

    private static void requireWhole(int done, byte[] code, int pid) throws ErrnoException {
        if (done < code.length) {
            throw new ErrnoException("ptrace", EIO, "pid " + pid);
        }
    }

    /**
     * Executes one instruction of the tracee. If a signal arrives, the tracee stops before it has executed the instruction. This
     * method then adds the signal to {@code signals} and tries again.
     */
    private void step(int pid, List<Integer> signals) throws ErrnoException {
        WaitStatus status = new WaitStatus();
        do {
            singleStep(pid, 0);
            await(pid, status);
            if (!status.stopped()) {
                throw new ErrnoException("ptrace", ESRCH, "pid " + pid);
            }
            if (status.stopSignal() != SIGTRAP) {
                signals.add(status.stopSignal());
            }
        } while (status.stopSignal() != SIGTRAP);
    }

    /**
     * Waits until the tracee stops or ends. Blocks the calling thread, even if that thread is virtual. Otherwise, a virtual
     * thread could continue on another operating-system thread, which does not trace the tracee.
     */
    private void await(int pid, WaitStatus status) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Integer.BYTES);
            Outcome.of("wait4", "pid", pid, LinuxProcesses.await(kernel, pid, word, __WALL));
            status.raw(s.s32(word));
        }
    }
}
