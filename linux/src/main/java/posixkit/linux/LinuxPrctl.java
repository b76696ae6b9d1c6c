package posixkit.linux;

import static posixkit.onlinux.constants.LinuxPrctl.PR_CAPBSET_DROP;
import static posixkit.onlinux.constants.LinuxPrctl.PR_CAPBSET_READ;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_CHILD_SUBREAPER;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_KEEPCAPS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_NAME;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_SECUREBITS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_TIMERSLACK;
import static posixkit.onlinux.constants.LinuxPrctl.PR_PAC_RESET_KEYS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_PAC_SET_ENABLED_KEYS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_CHILD_SUBREAPER;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_KEEPCAPS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_MM;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NAME;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_SECCOMP;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_SYSCALL_USER_DISPATCH;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_TAGGED_ADDR_CTRL;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_TIMERSLACK;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_TSC;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_UNALIGN;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SME_SET_VL;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SVE_SET_VL;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;

import java.util.Set;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.KernelCalls;
import posixkit.onlinux.Prctl;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;

/** Makes the system call by its number: libc's function is variadic, and some options need zeros in all arguments. */
final class LinuxPrctl implements Prctl {
    /** The size of a thread's name in the kernel, with its NUL. */
    private static final int NAME_SIZE = 16;

    /** Options that change how the calling thread executes code, or the layout of the memory of this process. */
    private static final Set<Integer> HARMFUL = Set.of(
            PR_SET_SECCOMP,
            PR_SET_MM,
            PR_SET_SYSCALL_USER_DISPATCH,
            PR_SET_TSC,
            PR_SET_UNALIGN,
            PR_SET_TAGGED_ADDR_CTRL,
            PR_PAC_RESET_KEYS,
            PR_PAC_SET_ENABLED_KEYS,
            PR_SVE_SET_VL,
            PR_SME_SET_VL);

    private final KernelCalls kernel;

    LinuxPrctl(KernelCalls kernel) {
        this.kernel = kernel;
    }

    private int ofProcess(int option, long argument) {
        return (int) kernel.syscall6(SYS_prctl, option, argument, 0, 0, 0, 0);
    }

    private int ofThread(int option, long argument) {
        PlatformThread.require("prctl");
        return ofProcess(option, argument);
    }

    /** Returns the number that an option stores, or −errno. */
    private int stored(int option) {
        try (Scratch s = Scratch.open()) {
            long into = s.allocZeroed(Integer.BYTES);
            int result = ofProcess(option, into);
            return result < 0 ? result : s.s32(into);
        }
    }

    @Override
    public int setNameOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            int length = s.length(text);
            if (length >= NAME_SIZE) {
                throw new IllegalArgumentException(
                        "name: " + length + " bytes, but a thread's name has at most " + (NAME_SIZE - 1));
            }
            return ofThread(PR_SET_NAME, text);
        }
    }

    @Override
    public String getName() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long text = s.allocZeroed(NAME_SIZE);
            Outcome.of("prctl", ofThread(PR_GET_NAME, text));
            return s.text(text);
        }
    }

    @Override
    public int setDumpableOrErrno(boolean dumpable) {
        return ofProcess(PR_SET_DUMPABLE, dumpable ? 1 : 0);
    }

    @Override
    public int getDumpableOrErrno() {
        return ofProcess(PR_GET_DUMPABLE, 0);
    }

    @Override
    public int setNoNewPrivsOrErrno() {
        return ofThread(PR_SET_NO_NEW_PRIVS, 1);
    }

    @Override
    public int getNoNewPrivsOrErrno() {
        return ofThread(PR_GET_NO_NEW_PRIVS, 0);
    }

    @Override
    public int setChildSubreaperOrErrno(boolean set) {
        return ofProcess(PR_SET_CHILD_SUBREAPER, set ? 1 : 0);
    }

    @Override
    public int getChildSubreaperOrErrno() {
        return stored(PR_GET_CHILD_SUBREAPER);
    }

    @Override
    public int setPdeathsigOrErrno(int sig) {
        return ofProcess(PR_SET_PDEATHSIG, sig);
    }

    @Override
    public int getPdeathsigOrErrno() {
        return stored(PR_GET_PDEATHSIG);
    }

    @Override
    public int setKeepcapsOrErrno(boolean state) {
        return ofThread(PR_SET_KEEPCAPS, state ? 1 : 0);
    }

    @Override
    public int getKeepcapsOrErrno() {
        return ofThread(PR_GET_KEEPCAPS, 0);
    }

    @Override
    public int getSecurebitsOrErrno() {
        return ofThread(PR_GET_SECUREBITS, 0);
    }

    @Override
    public int capbsetReadOrErrno(int cap) {
        return ofThread(PR_CAPBSET_READ, cap);
    }

    @Override
    public int capbsetDropOrErrno(int cap) {
        return ofThread(PR_CAPBSET_DROP, cap);
    }

    @Override
    public int setTimerslackOrErrno(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos: " + nanos);
        }
        return ofThread(PR_SET_TIMERSLACK, nanos);
    }

    /** The kernel's own call returns a number of 64 bits; libc's function would cut it off. */
    @Override
    public long getTimerslackOrErrno() {
        PlatformThread.require("prctl");
        return kernel.syscall6(SYS_prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0, 0);
    }

    @Override
    public int prctlOrErrno(int option, long arg2, long arg3, long arg4, long arg5) {
        if (HARMFUL.contains(option)) {
            throw new IllegalArgumentException(
                    "option: prctl " + option + " would break the JVM; unguardedSyscalls() allows it");
        }
        PlatformThread.require("prctl");
        return (int) kernel.syscall6(SYS_prctl, option, arg2, arg3, arg4, arg5, 0);
    }
}
