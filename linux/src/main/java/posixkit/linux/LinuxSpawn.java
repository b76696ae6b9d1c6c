package posixkit.linux;

import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.linux.layout.SpawnCode.JOB_ALL_SIGNALS;
import static posixkit.linux.layout.SpawnCode.JOB_ERRNO;
import static posixkit.linux.layout.SpawnCode.JOB_FAILED;
import static posixkit.linux.layout.SpawnCode.JOB_FLAGS;
import static posixkit.linux.layout.SpawnCode.JOB_PIDFD;
import static posixkit.linux.layout.SpawnCode.JOB_STACK;
import static posixkit.linux.layout.SpawnCode.JOB_STEPS;
import static posixkit.linux.layout.SpawnCode.STEP_SIZE;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWCGROUP;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWIPC;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNET;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUSER;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_PIDFD;
import static posixkit.onlinux.constants.LinuxClone.CLONE_VFORK;
import static posixkit.onlinux.constants.LinuxClone.CLONE_VM;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_kill;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;

import java.util.SortedSet;
import java.util.function.LongSupplier;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.ffi.NativeAccess;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.SpawnCode;
import posixkit.memory.Memory;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;

/**
 * Starts programs with a piece of machine code ({@code abi/code/spawn-*.S}), called the routine. The routine creates a child
 * process, which makes the system calls of a table ({@link SpawnSteps}) and nothing else. The child runs in the memory of this
 * process until it executes the program. Meanwhile the calling thread sleeps, and the other threads continue.
 */
final class LinuxSpawn {
    private static final long NAMESPACES = CLONE_NEWNS
            | CLONE_NEWUTS
            | CLONE_NEWIPC
            | CLONE_NEWUSER
            | CLONE_NEWPID
            | CLONE_NEWNET
            | Integer.toUnsignedLong(CLONE_NEWCGROUP);

    private static final int STACK = 4096;

    private final SyscallCalls kernel;
    private final ProgramSearch search;
    private final MachineCode code;
    private final NativeAccess.ByAddress routine;
    private final boolean closesRanges;

    /**
     * Loads the machine code that starts programs into executable pages. If this process is not allowed to have such pages,
     * throws the error of {@code mprotect}.
     */
    LinuxSpawn(SyscallCalls kernel, Memory memory, LongSupplier environ) throws ErrnoException {
        this.kernel = kernel;
        search = new ProgramSearch(kernel, environ);
        code = new MachineCode(memory, SpawnCode.bytes());
        routine = Native.byAddress(code.address(), 1);
        closesRanges = SpawnSteps.canCloseRanges(kernel);
    }

    /**
     * Starts the program. Returns the pid of the child, or −errno after storing the failed step in {@code failure}. {@code kept}:
     * the descriptors that the child gets. {@code argv} and {@code envp}: the addresses of the native arrays of arguments and
     * environment variables. {@code pidfd}: its element 0 receives a descriptor of the child, or stays unchanged if the kernel makes
     * none; null if no descriptor is wanted.
     */
    int spawn(Scratch s, Spawn what, SpawnFailure failure, SortedSet<Integer> kept, long argv, long envp, int[] pidfd) {
        if (what.deathSignal() != 0) {
            PlatformThread.require("deathSignal");
        }
        if ((what.cloneFlags() & ~NAMESPACES) != 0) {
            throw new IllegalArgumentException(
                    "flags for clone that are not namespaces: 0x" + Long.toHexString(what.cloneFlags()));
        }
        SpawnSteps steps = new SpawnSteps(kernel, search, s, what);
        steps.addAll(kept, closesRanges, argv, envp);
        long job = s.allocZeroed(JOB_STEPS + steps.size() * STEP_SIZE);
        long asked = pidfd == null ? 0 : CLONE_PIDFD;
        s.set64(job + JOB_FLAGS, CLONE_VM | CLONE_VFORK | SIGCHLD | what.cloneFlags() | asked);
        s.set32(job + JOB_PIDFD, -1);
        s.set64(job + JOB_STACK, s.alloc(STACK) + STACK);
        s.set64(job + JOB_ALL_SIGNALS, -1);
        steps.write(job + JOB_STEPS);
        // If an Error is thrown after the child has started, the catch block ends the child. This Error cannot be a
        // StackOverflowError. The code before the start needs at least as much stack as the code after the start, so
        // the stack would have overflowed before the start.
        int[] pid = {0};
        try {
            if (what.credentials() == null) {
                run(job, pid);
            } else {
                runWithCredentials(job, pid);
            }
            int result = result(s, job, steps, failure, pid[0]);
            if (result < 0) {
                closePidfd(s, job);
            } else if (pidfd != null) {
                pidfd[0] = s.s32(job + JOB_PIDFD);
            }
            return result;
        } catch (Throwable e) {
            closePidfd(s, job);
            end(pid[0]);
            throw e;
        }
    }

    /**
     * Runs the machine code that starts the child. {@code job} is the address that the machine code takes as its argument. Stores
     * the pid of the child, or −errno, in {@code pid[0]}.
     */
    private void run(long job, int[] pid) {
        pid[0] = (int) routine.call(1, new long[] {job, 0, 0, 0, 0, 0});
    }

    /**
     * Runs the machine code that starts the child, for a child that changes its ids. When ids change, the kernel makes the memory
     * of the process not dumpable: other processes cannot inspect it. The child uses the memory of this process, so this process
     * becomes not dumpable too. When the machine code has returned, this method restores the dumpable setting that this process
     * had before. The method is synchronized. Otherwise it could make the memory dumpable while another child that changes its
     * ids still uses the memory.
     */
    private synchronized void runWithCredentials(long job, int[] pid) {
        long before = kernel.syscall(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0);
        try {
            run(job, pid);
        } finally {
            kernel.syscall(SYS_prctl, PR_SET_DUMPABLE, before, 0, 0);
        }
    }

    private void closePidfd(Scratch s, long job) {
        int pidfd = s.s32(job + JOB_PIDFD);
        if (pidfd >= 0) {
            kernel.syscall(SYS_close, pidfd, 0, 0, 0);
        }
    }

    private int result(Scratch s, long job, SpawnSteps steps, SpawnFailure failure, int pid) {
        if (pid < 0) {
            failure.set(Step.START, "clone", -pid);
            return pid;
        }
        int errno = (int) s.s64(job + JOB_ERRNO);
        if (errno == 0) {
            return pid;
        }
        steps.get((int) s.s64(job + JOB_FAILED)).fill(failure, errno);
        // The result of await does not matter: another thread that waits for any child may have received the status
        // of this child.
        LinuxProcesses.await(kernel, pid, 0, 0);
        return -errno;
    }

    private void end(int pid) {
        if (pid > 0) {
            kernel.syscall(SYS_kill, pid, SIGKILL, 0, 0);
            LinuxProcesses.await(kernel, pid, 0, 0);
        }
    }
}
