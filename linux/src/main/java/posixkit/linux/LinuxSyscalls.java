package posixkit.linux;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import posixkit.ErrnoException;
import posixkit.Target;
import posixkit.linux.call.KernelCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.constants.LinuxSyscallNumber;
import posixkit.onlinux.constants.LinuxSyscallNumberX86_64;
import posixkit.unix.HandOff;
import posixkit.unix.Result;

/** Implements {@link Syscalls} with libc's {@code syscall}. */
final class LinuxSyscalls implements Syscalls {
    /**
     * System calls that would break the JVM. Some of them end threads, copy the process or replace its program. Some change
     * memory, signal handlers or thread settings that the JVM uses. Others change the ids of only one thread, although all
     * threads must have the same ids.
     */
    private static final List<Integer> HARMFUL = List.of(
            LinuxSyscallNumber.SYS_exit,
            LinuxSyscallNumber.SYS_exit_group,
            LinuxSyscallNumber.SYS_clone,
            LinuxSyscallNumber.SYS_clone3,
            LinuxSyscallNumber.SYS_execve,
            LinuxSyscallNumber.SYS_execveat,
            LinuxSyscallNumber.SYS_rt_sigaction,
            LinuxSyscallNumber.SYS_rt_sigreturn,
            LinuxSyscallNumber.SYS_sigaltstack,
            LinuxSyscallNumber.SYS_set_tid_address,
            LinuxSyscallNumber.SYS_set_robust_list,
            LinuxSyscallNumber.SYS_rseq,
            LinuxSyscallNumber.SYS_brk,
            LinuxSyscallNumber.SYS_munmap,
            LinuxSyscallNumber.SYS_mremap,
            LinuxSyscallNumber.SYS_mprotect,
            LinuxSyscallNumber.SYS_pkey_mprotect,
            LinuxSyscallNumber.SYS_remap_file_pages,
            LinuxSyscallNumber.SYS_setuid,
            LinuxSyscallNumber.SYS_setgid,
            LinuxSyscallNumber.SYS_setreuid,
            LinuxSyscallNumber.SYS_setregid,
            LinuxSyscallNumber.SYS_setresuid,
            LinuxSyscallNumber.SYS_setresgid,
            LinuxSyscallNumber.SYS_setgroups);

    private static final List<Integer> HARMFUL_ON_X86_64 = List.of(
            LinuxSyscallNumberX86_64.SYS_fork,
            LinuxSyscallNumberX86_64.SYS_vfork,
            LinuxSyscallNumberX86_64.SYS_arch_prctl);

    /**
     * The system calls that {@code allThreadsSyscall} accepts. The object from {@code unguardedSyscalls()} accepts others too.
     * Each call in this set reads or changes a setting of one thread, never blocks, and does no harm if a thread makes it twice.
     */
    private static final Set<Integer> FOR_ALL_THREADS = Set.of(
            LinuxSyscallNumber.SYS_prctl,
            LinuxSyscallNumber.SYS_capset,
            LinuxSyscallNumber.SYS_setfsuid,
            LinuxSyscallNumber.SYS_setfsgid,
            LinuxSyscallNumber.SYS_setpriority,
            LinuxSyscallNumber.SYS_getpriority,
            LinuxSyscallNumber.SYS_ioprio_set,
            LinuxSyscallNumber.SYS_ioprio_get,
            LinuxSyscallNumber.SYS_sched_setaffinity,
            LinuxSyscallNumber.SYS_sched_setattr,
            LinuxSyscallNumber.SYS_sched_setparam,
            LinuxSyscallNumber.SYS_sched_setscheduler,
            LinuxSyscallNumber.SYS_sched_getscheduler,
            LinuxSyscallNumber.SYS_set_mempolicy,
            LinuxSyscallNumber.SYS_seccomp,
            LinuxSyscallNumber.SYS_landlock_restrict_self,
            LinuxSyscallNumber.SYS_gettid,
            LinuxSyscallNumber.SYS_getpid);

    private final LinuxCalls linux;
    private final Once<AllThreads> allThreads;
    private final BitSet refused = new BitSet();
    private final boolean guarded;

    private LinuxSyscalls(LinuxCalls linux, Once<AllThreads> allThreads, boolean guarded) {
        this.linux = linux;
        this.allThreads = allThreads;
        this.guarded = guarded;
        if (guarded) {
            HARMFUL.forEach(refused::set);
            if (Target.IS_X86_64) {
                HARMFUL_ON_X86_64.forEach(refused::set);
            }
        }
    }

    static LinuxSyscalls guarded(LinuxCalls linux, Once<AllThreads> allThreads) {
        return new LinuxSyscalls(linux, allThreads, true);
    }

    static LinuxSyscalls unguarded(LinuxCalls linux, Once<AllThreads> allThreads) {
        return new LinuxSyscalls(linux, allThreads, false);
    }

    @Override
    public long syscallOrErrno(long number, long a1, long a2, long a3) {
        requireAllowed(number);
        SyscallCalls kernel = linux.syscall();
        return HandOff.needed()
                ? HandOff.call("syscall", () -> kernel.syscall(number, a1, a2, a3, 0))
                : kernel.syscall(number, a1, a2, a3, 0);
    }

    @Override
    public long syscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        requireAllowed(number);
        KernelCalls kernel = linux.kernel();
        return HandOff.needed()
                ? HandOff.call("syscall", () -> kernel.syscall6(number, a1, a2, a3, a4, a5, a6))
                : kernel.syscall6(number, a1, a2, a3, a4, a5, a6);
    }

    @Override
    public long rawSyscall(long number, long a1, long a2, long a3) {
        requireAllowed(number);
        return linux.syscall().syscall(number, a1, a2, a3, 0);
    }

    @Override
    public long rawSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        requireAllowed(number);
        return linux.kernel().syscall6(number, a1, a2, a3, a4, a5, a6);
    }

    /**
     * Returns the result of the system call, even if the result is negative like −errno. If the result is −5, for example, libc
     * returns −1 and sets errno to 5. {@link Result#negate} then turns −1 and errno into −5 again.
     */
    @Override
    public long rawSyscallNoError(long number, long a1, long a2, long a3) {
        return rawSyscall(number, a1, a2, a3);
    }

    @Override
    public long allThreadsSyscallOrErrno(long number, long a1, long a2, long a3) {
        return allThreadsSyscall6OrErrno(number, a1, a2, a3, 0, 0, 0);
    }

    @Override
    public long allThreadsSyscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (guarded && !FOR_ALL_THREADS.contains((int) number)) {
            throw new IllegalArgumentException("number: syscall " + number
                    + " is not one that all threads may make; unguardedSyscalls() allows it");
        }
        try {
            return allThreads.get().call(number, a1, a2, a3, a4, a5, a6);
        } catch (ErrnoException e) {
            // The signal handler could not be installed, or the threads could not be listed.
            return -e.errno();
        }
    }

    /**
     * Throws IllegalArgumentException if this object refuses the system call {@code number}, because the call would break the
     * JVM. The object from {@code unguardedSyscalls()} refuses nothing. The kernel ignores the upper 32 bits of the number, and
     * so does this check.
     */
    private void requireAllowed(long number) {
        int low = (int) number;
        if (low >= 0 && refused.get(low)) {
            throw new IllegalArgumentException(
                    "number: syscall " + low + " would break the JVM; unguardedSyscalls() allows it");
        }
    }
}
