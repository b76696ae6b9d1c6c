package posixkit.linux;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Ioctl.TIOCSCTTY;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.linux.layout.SpawnCode.JOB_ALL_SIGNALS;
import static posixkit.linux.layout.SpawnCode.JOB_ERRNO;
import static posixkit.linux.layout.SpawnCode.JOB_FAILED;
import static posixkit.linux.layout.SpawnCode.JOB_FLAGS;
import static posixkit.linux.layout.SpawnCode.JOB_STACK;
import static posixkit.linux.layout.SpawnCode.JOB_STEPS;
import static posixkit.linux.layout.SpawnCode.KERNEL_SIGSET;
import static posixkit.linux.layout.SpawnCode.STEP_ARGUMENTS;
import static posixkit.linux.layout.SpawnCode.STEP_ID;
import static posixkit.linux.layout.SpawnCode.STEP_NUMBER;
import static posixkit.linux.layout.SpawnCode.STEP_OTHERWISE;
import static posixkit.linux.layout.SpawnCode.STEP_SIZE;
import static posixkit.linux.layout.SpawnCode.STEP_STORE;
import static posixkit.linux.layout.SpawnCode.STEP_STORE_TOO;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWCGROUP;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWIPC;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNET;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUSER;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_VFORK;
import static posixkit.onlinux.constants.LinuxClone.CLONE_VM;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_TRACEME;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_chdir;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close_range;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_dup3;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_execve;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fcntl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioctl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_openat;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prlimit64;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ptrace;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_rt_sigaction;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_rt_sigprocmask;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setgroups;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setpgid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setpriority;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setresgid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setresuid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setsid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_tgkill;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_umask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.linux.layout.SpawnCode;
import posixkit.memory.Memory;
import posixkit.process.Spawn;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

/**
 * Starts programs as posix_spawn cannot: by a routine of our own ({@code abi/code/spawn-*.S}), whose child does nothing but walk a
 * table of calls. All there is to decide is decided here, before.
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
    private static final int SIGNALS = 64;

    /** What the kernel calls {@code struct sigaction} is a handler, flags, a restorer and a mask; all zeros are SIG_DFL. */
    private static final int KERNEL_SIGACTION = 32;

    private static final long SIG_IGN = 1;

    /** Descriptors end before this. */
    private static final long ALL = 0xFFFF_FFFFL;

    private static final String DEFAULT_PATH = "/bin:/usr/bin";

    private final KernelCall kernel;
    private final MachineCode code;
    private final Native.ByAddress routine;
    private final boolean closesRanges;

    /** Where pages of code are forbidden, {@code mprotect} says so here, and to each caller anew. */
    LinuxSpawn(KernelCall kernel, Memory memory) throws ErrnoException {
        this.kernel = kernel;
        code = new MachineCode(memory, SpawnCode.bytes());
        routine = new Native.ByAddress(code.address(), 1);
        closesRanges = kernel.syscall(SYS_close_range, ALL, ALL, 0, 0) == 0;
    }

    /** One call of the child's, and what becomes of its result. */
    private static final class Step {
        final String call;
        final String subject;
        final long number;
        final long[] arguments;

        /** The steps whose first argument is this one's result; there is room for two. */
        Step taker;

        Step takerToo;

        /** The step after which the child goes on if this one fails; itself where failure does not matter. */
        Step otherwiseAfter;

        Step(String call, String subject, long number, long... arguments) {
            this.call = call;
            this.subject = subject;
            this.number = number;
            this.arguments = arguments;
        }
    }

    /** {@code kept}: the descriptors that the child has. */
    int spawn(Scratch s, Spawn what, SortedSet<Integer> kept, long argv, long envp) throws ErrnoException {
        if ((what.cloneFlags() & ~NAMESPACES) != 0) {
            throw new IllegalArgumentException(
                    "flags for clone that are not namespaces: 0x" + Long.toHexString(what.cloneFlags()));
        }
        List<Step> steps = new ArrayList<>();
        addSignals(s, steps, what);
        addSurroundings(s, steps, what);
        addDescriptors(s, steps, what, kept);
        addBeginning(s, steps, what, argv, envp);
        long job = s.allocZeroed(JOB_STEPS + steps.size() * STEP_SIZE);
        s.set64(job + JOB_FLAGS, CLONE_VM | CLONE_VFORK | SIGCHLD | what.cloneFlags());
        s.set64(job + JOB_STACK, s.alloc(STACK) + STACK);
        s.set64(job + JOB_ALL_SIGNALS, -1);
        write(s, job + JOB_STEPS, steps);
        int pid = what.credentials() == null ? run(job) : runAsSomebodyElse(job);
        int errno = (int) s.s64(job + JOB_ERRNO);
        if (errno != 0) {
            // Somebody else may have waited for it, and it has failed all the same.
            LinuxProcesses.await(kernel, pid, 0, 0);
            Step failed = steps.get((int) s.s64(job + JOB_FAILED));
            throw new ErrnoException(failed.call, errno, failed.subject);
        }
        return pid;
    }

    private int run(long job) throws ErrnoException {
        long result = routine.call(1, new long[] {job, 0, 0, 0, 0, 0});
        return (int) Result.orThrow(result, "clone", "flags", CLONE_VM | CLONE_VFORK);
    }

    /**
     * With other ids, the child makes the memory it shares with us one that others may not look into. That is as it should be
     * while it lasts; one at a time, or somebody would put back what somebody else had changed.
     */
    private synchronized int runAsSomebodyElse(long job) throws ErrnoException {
        long before = kernel.syscall(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0);
        try {
            return run(job);
        } finally {
            kernel.syscall(SYS_prctl, PR_SET_DUMPABLE, before, 0, 0);
        }
    }

    /** What is caught here would run one of the JVM's handlers in the child; what is ignored stays so if nobody minds. */
    private void addSignals(Scratch s, List<Step> steps, Spawn what) {
        long before = s.alloc(KERNEL_SIGACTION);
        long byDefault = s.allocZeroed(KERNEL_SIGACTION);
        for (int signal = 1; signal <= SIGNALS; signal++) {
            int number = signal;
            kernel.syscall(SYS_rt_sigaction, signal, 0, before, KERNEL_SIGSET);
            boolean stays = s.s64(before) == SIG_IGN
                    && Arrays.stream(what.signalsDefault()).noneMatch(wanted -> wanted == number);
            if (!stays && signal != SIGKILL && signal != SIGSTOP) {
                steps.add(new Step(
                        "rt_sigaction", "signal " + signal, SYS_rt_sigaction, signal, byDefault, 0, KERNEL_SIGSET));
            }
        }
    }

    private static void addSurroundings(Scratch s, List<Step> steps, Spawn what) {
        if (what.isSession()) {
            steps.add(new Step("setsid", null, SYS_setsid));
        }
        if (what.processGroup() >= 0) {
            steps.add(new Step("setpgid", "pgid " + what.processGroup(), SYS_setpgid, 0, what.processGroup()));
        }
        if (what.umask() >= 0) {
            steps.add(new Step("umask", null, SYS_umask, what.umask()));
        }
        if (what.niceness() != null) {
            steps.add(new Step(
                    "setpriority", "prio " + what.niceness(), SYS_setpriority, PRIO_PROCESS, 0, what.niceness()));
        }
        for (Spawn.Limit limit : what.limits()) {
            long both = s.alloc(2 * Long.BYTES);
            s.set64(both, limit.soft());
            s.set64(both + Long.BYTES, limit.hard());
            steps.add(
                    new Step("setrlimit", "resource " + limit.resource(), SYS_prlimit64, 0, limit.resource(), both, 0));
        }
        if (what.credentials() != null) {
            addCredentials(s, steps, what.credentials());
        }
        if (what.directory() != null) {
            steps.add(new Step("chdir", what.directory(), SYS_chdir, s.string(what.directory())));
        }
    }

    /** By the kernel's own calls: libc's would tell the other threads, which are not the child's. */
    private static void addCredentials(Scratch s, List<Step> steps, Spawn.Credentials who) {
        List<Integer> groups = who.groups();
        long list = s.alloc(groups.size() * Integer.BYTES);
        for (int i = 0; i < groups.size(); i++) {
            s.set32(list + (long) i * Integer.BYTES, groups.get(i));
        }
        int gid = who.gid();
        int uid = who.uid();
        steps.add(new Step("setgroups", null, SYS_setgroups, groups.size(), list));
        steps.add(new Step("setresgid", "gid " + Integer.toUnsignedString(gid), SYS_setresgid, gid, gid, gid));
        steps.add(new Step("setresuid", "uid " + Integer.toUnsignedString(uid), SYS_setresuid, uid, uid, uid));
    }

    private void addDescriptors(Scratch s, List<Step> steps, Spawn what, SortedSet<Integer> kept) {
        for (Spawn.FileStep step : what.fileSteps()) {
            if (step instanceof Spawn.Dup2 dup2) {
                addDup2(steps, dup2);
            } else if (step instanceof Spawn.Close close) {
                steps.add(mayFail(new Step("close", "fd " + close.fd(), SYS_close, close.fd())));
            } else {
                addOpen(s, steps, (Spawn.Open) step);
            }
        }
        if (closesRanges) {
            addRanges(steps, kept);
        } else {
            addOpenOnes(steps, kept);
        }
    }

    private static Step mayFail(Step step) {
        step.otherwiseAfter = step;
        return step;
    }

    private static void addDup2(List<Step> steps, Spawn.Dup2 dup2) {
        String subject = "fd " + dup2.from();
        steps.add(
                dup2.from() == dup2.to()
                        ? new Step("dup2", subject, SYS_fcntl, dup2.from(), F_SETFD, 0)
                        : new Step("dup2", subject, SYS_dup3, dup2.from(), dup2.to(), 0));
    }

    /** Opened wherever there is room, and moved, unless that was the place. */
    private static void addOpen(Scratch s, List<Step> steps, Spawn.Open open) {
        String subject = "fd " + open.fd();
        Step room = mayFail(new Step("close", subject, SYS_close, open.fd()));
        Step opened = new Step(
                "open",
                open.path(),
                SYS_openat,
                AT_FDCWD,
                s.string(open.path()),
                open.flags() | O_CLOEXEC,
                open.mode());
        Step moved = new Step("dup2", subject, SYS_dup3, 0, open.fd(), 0);
        Step closed = new Step("close", subject, SYS_close, 0);
        Step kept = new Step("dup2", subject, SYS_fcntl, open.fd(), F_SETFD, 0);
        opened.taker = moved;
        opened.takerToo = closed;
        moved.otherwiseAfter = closed;
        steps.addAll(List.of(room, opened, moved, closed, kept));
    }

    /** The JDK opens much without close-on-exec. */
    private static void addRanges(List<Step> steps, SortedSet<Integer> kept) {
        long from = 0;
        for (int fd : kept) {
            if (from < fd) {
                steps.add(closeRange(from, fd - 1L));
            }
            from = fd + 1L;
        }
        steps.add(closeRange(from, ALL));
    }

    private static Step closeRange(long first, long last) {
        return new Step("close_range", "fd " + first, SYS_close_range, first, last, 0);
    }

    private static void addOpenOnes(List<Step> steps, SortedSet<Integer> kept) {
        for (int fd : LinuxProcesses.openDescriptors()) {
            if (!kept.contains(fd)) {
                steps.add(mayFail(new Step("close", "fd " + fd, SYS_close, fd)));
            }
        }
    }

    private void addBeginning(Scratch s, List<Step> steps, Spawn what, long argv, long envp) {
        if (what.controllingTerminal() >= 0) {
            int fd = what.controllingTerminal();
            steps.add(new Step("ioctl", "fd " + fd, SYS_ioctl, fd, TIOCSCTTY, 0));
        }
        long blocked = 0;
        for (int signal : what.signalsBlocked()) {
            blocked |= 1L << signal - 1;
        }
        long mask = s.alloc(Long.BYTES);
        s.set64(mask, blocked);
        steps.add(new Step("rt_sigprocmask", null, SYS_rt_sigprocmask, SIG_SETMASK, mask, 0, KERNEL_SIGSET));
        if (what.isTraced()) {
            addTracing(steps);
        }
        List<Long> programs = programs(s, what.program());
        for (int i = 0; i < programs.size(); i++) {
            Step step = new Step("execve", what.program(), SYS_execve, programs.get(i), argv, envp);
            steps.add(i < programs.size() - 1 ? mayFail(step) : step);
        }
    }

    /**
     * Whoever dies from here on takes the child along. Whoever has died already is not there to be asked: the child would be traced
     * by who has inherited it, and stop for ever.
     */
    private void addTracing(List<Step> steps) {
        long pid = kernel.syscall(SYS_getpid, 0, 0, 0, 0);
        long tid = kernel.syscall(SYS_gettid, 0, 0, 0, 0);
        steps.add(new Step("prctl", null, SYS_prctl, PR_SET_PDEATHSIG, SIGKILL));
        steps.add(new Step("tgkill", "tid " + tid, SYS_tgkill, pid, tid, 0));
        steps.add(new Step("ptrace", null, SYS_ptrace, PTRACE_TRACEME));
    }

    /**
     * Where a program may be. Of what PATH leads to, nothing is tried that is not there, so that who is told why it failed is
     * told of the one that is.
     */
    private List<Long> programs(Scratch s, String program) {
        List<Long> programs = new ArrayList<>();
        if (program.isEmpty() || program.indexOf('/') >= 0) {
            programs.add(s.string(program));
            return programs;
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), DEFAULT_PATH);
        long address = 0;
        for (String directory : path.split(":", -1)) {
            String candidate = directory.isEmpty() ? program : directory + "/" + program;
            address = s.string(candidate);
            if (!candidate.startsWith("/") || isThere(address)) {
                programs.add(address);
            }
        }
        if (programs.isEmpty()) {
            programs.add(address);
        }
        return programs;
    }

    private boolean isThere(long path) {
        long result = Result.negate(kernel.syscall(SYS_faccessat, AT_FDCWD, path, F_OK, 0));
        return result != -ENOENT && result != -ENOTDIR;
    }

    private static void write(Scratch s, long address, List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            long at = address(address, i);
            s.set64(at + STEP_NUMBER, step.number);
            for (int j = 0; j < step.arguments.length; j++) {
                s.set64(at + STEP_ARGUMENTS + (long) j * Long.BYTES, step.arguments[j]);
            }
            s.set64(at + STEP_STORE, first(address, steps, step.taker));
            s.set64(at + STEP_STORE_TOO, first(address, steps, step.takerToo));
            if (step.otherwiseAfter != null) {
                s.set64(at + STEP_OTHERWISE, address(address, steps.indexOf(step.otherwiseAfter) + 1));
            }
            s.set64(at + STEP_ID, i);
        }
    }

    /** Where a step has its first argument. */
    private static long first(long address, List<Step> steps, Step taker) {
        return taker == null ? 0 : address(address, steps.indexOf(taker)) + STEP_ARGUMENTS;
    }

    private static long address(long address, int index) {
        return address + (long) index * STEP_SIZE;
    }
}
