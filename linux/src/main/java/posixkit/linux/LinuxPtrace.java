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
import posixkit.ErrnoException;
import posixkit.linux.layout.CallCode;
import posixkit.linux.layout.PtraceSyscallInfo;
import posixkit.onlinux.Ptrace;
import posixkit.onlinux.Regs;
import posixkit.onlinux.SyscallStop;
import posixkit.process.WaitStatus;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.layout.Iovec;

/** {@link Ptrace}, by the kernel's own call: libc's mixes the word a peek reads with the failure to read it. */
final class LinuxPtrace implements Ptrace {
    private final KernelCall kernel;

    LinuxPtrace(Bindings bindings) {
        kernel = bindings.library().load(KernelCall.class);
    }

    @Override
    public long ptrace(int request, int pid, long addr, long data) throws ErrnoException {
        return Result.check(request(request, pid, addr, data), "ptrace", "pid", pid);
    }

    private long request(int request, int pid, long addr, long data) {
        return kernel.syscall(SYS_ptrace, request, pid, addr, data);
    }

    @Override
    public int peekText(int pid, long addr, byte[] into) throws ErrnoException {
        return peek(PTRACE_PEEKTEXT, pid, addr, into);
    }

    @Override
    public int peekData(int pid, long addr, byte[] into) throws ErrnoException {
        return peek(PTRACE_PEEKDATA, pid, addr, into);
    }

    /** By aligned words, none of which lies across the end of a page. */
    private int peek(int request, int pid, long addr, byte[] into) throws ErrnoException {
        int done = 0;
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Long.BYTES);
            while (done < into.length) {
                int skip = skip(addr + done);
                int count = Math.min(Long.BYTES - skip, into.length - done);
                long result = Result.negate(request(request, pid, addr + done - skip, word));
                if (result < 0) {
                    return partOrThrow(done, (int) result, pid);
                }
                s.copyTo(into, done, word + skip, count);
                done += count;
            }
        }
        return done;
    }

    @Override
    public int pokeText(int pid, long addr, byte[] from) throws ErrnoException {
        return poke(PTRACE_POKETEXT, PTRACE_PEEKTEXT, pid, addr, from);
    }

    @Override
    public int pokeData(int pid, long addr, byte[] from) throws ErrnoException {
        return poke(PTRACE_POKEDATA, PTRACE_PEEKDATA, pid, addr, from);
    }

    private int poke(int poke, int peek, int pid, long addr, byte[] from) throws ErrnoException {
        int done = 0;
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Long.BYTES);
            while (done < from.length) {
                int skip = skip(addr + done);
                int count = Math.min(Long.BYTES - skip, from.length - done);
                long at = addr + done - skip;
                long result = count == Long.BYTES ? 0 : Result.negate(request(peek, pid, at, word));
                if (result == 0) {
                    for (int i = 0; i < count; i++) {
                        s.set8(word + skip + i, from[done + i]);
                    }
                    result = Result.negate(request(poke, pid, at, s.s64(word)));
                }
                if (result < 0) {
                    return partOrThrow(done, (int) result, pid);
                }
                done += count;
            }
        }
        return done;
    }

    /** How far into its word an address is. */
    private static int skip(long address) {
        return (int) (address & Long.BYTES - 1);
    }

    private static int partOrThrow(int done, int result, int pid) throws ErrnoException {
        boolean missing = result == -EIO || result == -EFAULT;
        return missing && done > 0 ? done : (int) Result.orThrow((long) result, "ptrace", "pid", pid);
    }

    @Override
    public void getRegs(int pid, Regs into) throws ErrnoException {
        UserRegs regs = own(into);
        byte[] bytes = regs.struct().bytes();
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(bytes.length);
            long vector = vector(s, buffer, bytes.length);
            ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, vector);
            if (Iovec.len(s, vector) != bytes.length) {
                throw new ErrnoException("ptrace", EIO, "pid " + pid);
            }
            s.copyTo(regs.struct(), buffer);
        }
    }

    @Override
    public void setRegs(int pid, Regs from) throws ErrnoException {
        UserRegs regs = own(from);
        try (Scratch s = Scratch.open()) {
            long buffer = s.struct(regs.struct());
            ptrace(
                    PTRACE_SETREGSET,
                    pid,
                    NT_PRSTATUS,
                    vector(s, buffer, regs.struct().bytes().length));
        }
    }

    private static long vector(Scratch s, long base, long length) {
        long vector = s.alloc(Iovec.SIZE);
        Iovec.base(s, vector, base);
        Iovec.len(s, vector, length);
        return vector;
    }

    private static UserRegs own(Regs given) {
        if (given instanceof UserRegs regs) {
            return regs;
        }
        throw new IllegalArgumentException("registers are made by newRegs");
    }

    @Override
    public Regs newRegs() {
        return UserRegs.ofThisProcessor();
    }

    @Override
    public void setOptions(int pid, int options) throws ErrnoException {
        ptrace(PTRACE_SETOPTIONS, pid, 0, options);
    }

    @Override
    public long getEventMsg(int pid) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long message = s.alloc(Long.BYTES);
            ptrace(PTRACE_GETEVENTMSG, pid, 0, message);
            return s.s64(message);
        }
    }

    /** The kernel says how much it has to tell, and writes no more than fits: at no call, the rest is left as it was. */
    @Override
    public void getSyscallInfo(int pid, SyscallStop into) throws ErrnoException {
        if (!(into instanceof PtraceSyscallInfo info)) {
            throw new IllegalArgumentException("stops are made by newSyscallStop");
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(PtraceSyscallInfo.SIZE);
            ptrace(PTRACE_GET_SYSCALL_INFO, pid, PtraceSyscallInfo.SIZE, buffer);
            s.copyTo(info, buffer);
        }
    }

    @Override
    public SyscallStop newSyscallStop() {
        return new PtraceSyscallInfo();
    }

    @Override
    public void cont(int pid, int signal) throws ErrnoException {
        ptrace(PTRACE_CONT, pid, 0, signal);
    }

    @Override
    public void syscall(int pid, int signal) throws ErrnoException {
        ptrace(PTRACE_SYSCALL, pid, 0, signal);
    }

    @Override
    public void singleStep(int pid, int signal) throws ErrnoException {
        ptrace(PTRACE_SINGLESTEP, pid, 0, signal);
    }

    @Override
    public void attach(int pid) throws ErrnoException {
        ptrace(PTRACE_ATTACH, pid, 0, 0);
    }

    @Override
    public void seize(int pid, int options) throws ErrnoException {
        ptrace(PTRACE_SEIZE, pid, 0, options);
    }

    @Override
    public void interrupt(int pid) throws ErrnoException {
        ptrace(PTRACE_INTERRUPT, pid, 0, 0);
    }

    @Override
    public void detach(int pid, int signal) throws ErrnoException {
        ptrace(PTRACE_DETACH, pid, 0, signal);
    }

    @Override
    public long inject(int pid, long number, long... arguments) throws ErrnoException {
        if (arguments.length > UserRegs.ARGUMENTS) {
            throw new IllegalArgumentException(arguments.length + " arguments");
        }
        Regs before = newRegs();
        getRegs(pid, before);
        byte[] code = CallCode.bytes();
        byte[] was = new byte[code.length];
        wholly(peekText(pid, before.pc(), was), code, pid);
        wholly(pokeText(pid, before.pc(), code), code, pid);
        List<Integer> signals = new ArrayList<>();
        Regs after = newRegs();
        try {
            getRegs(pid, after);
            setRegs(pid, ((UserRegs) after).calling(number, arguments));
            step(pid, signals);
            getRegs(pid, after);
        } finally {
            pokeText(pid, before.pc(), was);
            setRegs(pid, before);
        }
        for (int signal : signals) {
            Result.check(kernel.syscall(SYS_tkill, pid, signal, 0, 0), "tkill", "tid", pid);
        }
        return after.result();
    }

    private static void wholly(int done, byte[] code, int pid) throws ErrnoException {
        if (done < code.length) {
            throw new ErrnoException("ptrace", EIO, "pid " + pid);
        }
    }

    /** A signal comes before the instruction. */
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

    private void await(int pid, WaitStatus status) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long word = s.alloc(Integer.BYTES);
            Result.orThrow(LinuxProcesses.await(kernel, pid, word, __WALL), "wait4", "pid", pid);
            status.raw(s.s32(word));
        }
    }
}
