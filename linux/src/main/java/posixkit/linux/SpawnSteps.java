package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Ioctl.TIOCSCTTY;
import static posixkit.constants.Ioctl.TIOCSPGRP;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIG_IGN;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.linux.layout.SpawnCode.KERNEL_SIGSET;
import static posixkit.linux.layout.SpawnCode.STEP_ARGUMENTS;
import static posixkit.linux.layout.SpawnCode.STEP_ID;
import static posixkit.linux.layout.SpawnCode.STEP_NOEXEC;
import static posixkit.linux.layout.SpawnCode.STEP_NUMBER;
import static posixkit.linux.layout.SpawnCode.STEP_OTHERWISE;
import static posixkit.linux.layout.SpawnCode.STEP_SIZE;
import static posixkit.linux.layout.SpawnCode.STEP_STORE;
import static posixkit.linux.layout.SpawnCode.STEP_STORE_TOO;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_TRACEME;
import static posixkit.onlinux.constants.LinuxSignal.SIGRTMAX_KERNEL;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_chdir;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close_range;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_dup3;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_execve;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fcntl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpgid;
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
import java.util.SortedSet;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.Rlimit_t;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure.Step;
import posixkit.unix.Scratch;

/**
 * Collects the system calls that the child makes to run a program. The calls form a table in native memory. The machine code of
 * {@link LinuxSpawn} executes this table in the child. This class makes all decisions before the child exists, because the
 * machine code can make none.
 */
final class SpawnSteps {
    /**
     * The size in bytes of the kernel's {@code struct sigaction}: a handler, flags, a restorer and a mask. A structure of zeros
     * sets the default action, SIG_DFL.
     */
    private static final int KERNEL_SIGACTION = 32;

    private static final String SHELL = "/bin/sh";

    /** The largest number that close_range accepts. No descriptor is larger. */
    private static final long LAST_FD = 0xFFFF_FFFFL;

    private final SyscallCalls kernel;
    private final ProgramSearch search;
    private final Scratch s;
    private final Spawn what;
    private final List<SpawnStep> steps = new ArrayList<>();

    SpawnSteps(SyscallCalls kernel, ProgramSearch search, Scratch s, Spawn what) {
        this.kernel = kernel;
        this.search = search;
        this.s = s;
        this.what = what;
    }

    /**
     * Returns true if the kernel has the system call close_range, which closes a range of descriptors. Linux has it since version
     * 5.9.
     */
    static boolean canCloseRanges(SyscallCalls kernel) {
        return kernel.syscall(SYS_close_range, LAST_FD, LAST_FD, 0, 0) == 0;
    }

    int size() {
        return steps.size();
    }

    SpawnStep get(int index) {
        return steps.get(index);
    }

    private SpawnStep add(SpawnStep step) {
        steps.add(step);
        return step;
    }

    /**
     * Adds all steps. {@code kept}: the descriptors that the child gets. {@code closesRanges}: true if the kernel can close
     * ranges of descriptors. {@code argv} and {@code envp}: the addresses of the native arrays of arguments and environment
     * variables.
     */
    void addAll(SortedSet<Integer> kept, boolean closesRanges, long argv, long envp) {
        addSignals();
        addSession();
        addIdsAndDirectory();
        what.fileSteps().forEach(this::addFileStep);
        if (closesRanges) {
            closeRanges(kept);
        } else {
            closeOpen(kept);
        }
        addTerminalAndMask();
        if (what.deathSignal() != 0) {
            addDeathSignal();
        }
        if (what.isTraced()) {
            addTracing();
        }
        addProgram(argv, envp);
    }

    /**
     * Adds steps that reset signals to their default action. Otherwise, a signal that this process catches would run a handler of
     * the JVM in the child. A signal that this process ignores stays ignored, unless the caller wants its default action.
     */
    private void addSignals() {
        long before = s.alloc(KERNEL_SIGACTION);
        long byDefault = s.allocZeroed(KERNEL_SIGACTION);
        int[] wanted = what.signalsDefault();
        for (int signal = 1; signal <= SIGRTMAX_KERNEL; signal++) {
            int number = signal;
            kernel.syscall(SYS_rt_sigaction, signal, 0, before, KERNEL_SIGSET);
            boolean staysIgnored =
                    s.s64(before) == SIG_IGN && Arrays.stream(wanted).noneMatch(each -> each == number);
            if (!staysIgnored && signal != SIGKILL && signal != SIGSTOP) {
                add(new SpawnStep(Step.SIGNALS, "rt_sigaction", SYS_rt_sigaction, signal, byDefault, 0, KERNEL_SIGSET))
                        .about("signal", signal);
            }
        }
    }

    private void addSession() {
        if (what.isSession()) {
            add(new SpawnStep(Step.SESSION, "setsid", SYS_setsid));
        }
        if (what.processGroup() >= 0) {
            add(new SpawnStep(Step.PROCESS_GROUP, "setpgid", SYS_setpgid, 0, what.processGroup()))
                    .about("pgid", what.processGroup());
        }
    }

    private void addIdsAndDirectory() {
        if (what.umask() >= 0) {
            add(new SpawnStep(Step.UMASK, "umask", SYS_umask, what.umask()));
        }
        if (what.niceness() != null) {
            add(new SpawnStep(Step.NICENESS, "setpriority", SYS_setpriority, PRIO_PROCESS, 0, what.niceness()))
                    .about("prio", what.niceness());
        }
        for (Spawn.Limit limit : what.limits()) {
            long both = s.alloc(Rlimit_t.SIZE);
            s.set64(both + Rlimit_t.CUR, limit.soft());
            s.set64(both + Rlimit_t.MAX, limit.hard());
            add(new SpawnStep(Step.LIMIT, "setrlimit", SYS_prlimit64, 0, limit.resource(), both, 0))
                    .about("resource", limit.resource());
        }
        if (what.credentials() != null) {
            addCredentials(what.credentials());
        }
        if (what.directory() != null) {
            add(new SpawnStep(Step.DIRECTORY, "chdir", SYS_chdir, s.string("directory", what.directory())))
                    .about(what.directory());
        }
    }

    /**
     * Adds steps that change the ids of the child. The child makes the kernel's own system calls. libc's functions would also
     * change the ids of threads that belong to this process, not to the child.
     */
    private void addCredentials(Spawn.Credentials credentials) {
        List<Integer> groups = credentials.groups();
        long list = s.alloc(groups.size() * Integer.BYTES);
        for (int i = 0; i < groups.size(); i++) {
            s.set32(list + (long) i * Integer.BYTES, groups.get(i));
        }
        int gid = credentials.gid();
        int uid = credentials.uid();
        add(new SpawnStep(Step.CREDENTIALS, "setgroups", SYS_setgroups, groups.size(), list));
        add(new SpawnStep(Step.CREDENTIALS, "setresgid", SYS_setresgid, gid, gid, gid))
                .about("gid", Integer.toUnsignedLong(gid));
        add(new SpawnStep(Step.CREDENTIALS, "setresuid", SYS_setresuid, uid, uid, uid))
                .about("uid", Integer.toUnsignedLong(uid));
    }

    private static SpawnStep descriptorStep(String call, long number, long... arguments) {
        return new SpawnStep(Step.DESCRIPTOR, call, number, arguments);
    }

    private void addFileStep(Spawn.FileStep step) {
        if (step instanceof Spawn.Dup2Step dup2) {
            SpawnStep added = dup2.from() == dup2.to()
                    ? descriptorStep("dup2", SYS_fcntl, dup2.from(), F_SETFD, 0)
                    : descriptorStep("dup2", SYS_dup3, dup2.from(), dup2.to(), 0);
            add(added.about("fd", dup2.from()).in(step));
        } else if (step instanceof Spawn.CloseStep close) {
            add(descriptorStep("close", SYS_close, close.fd())).mayFail();
        } else {
            addOpen((Spawn.OpenStep) step);
        }
    }

    /**
     * Adds steps that open a file. The kernel opens the file at any free descriptor number. If this number is not
     * {@code open.fd()}, the child then moves the descriptor to {@code open.fd()}.
     */
    private void addOpen(Spawn.OpenStep open) {
        int fd = open.fd();
        add(descriptorStep("close", SYS_close, fd)).mayFail();
        long path = s.string("path", open.path());
        SpawnStep opened =
                add(descriptorStep("open", SYS_openat, AT_FDCWD, path, open.flags() | O_CLOEXEC, open.mode()));
        opened.about(open.path()).in(open);
        SpawnStep moved = add(descriptorStep("dup2", SYS_dup3, 0, fd, 0));
        SpawnStep closed = add(descriptorStep("close", SYS_close, 0));
        // The kernel may have opened the file at the number fd already. dup3 then fails, because its two numbers are
        // equal. Nothing needs to be moved or closed in this case, so the child skips the close step.
        moved.continueBehind = closed;
        opened.receiver = moved;
        opened.secondReceiver = closed;
        add(descriptorStep("dup2", SYS_fcntl, fd, F_SETFD, 0)).about("fd", fd).in(open);
    }

    /**
     * Adds steps that close all descriptors except {@code kept}. These steps are needed because the JDK opens many descriptors
     * without close-on-exec.
     */
    private void closeRanges(SortedSet<Integer> kept) {
        long from = 0;
        for (int fd : kept) {
            if (from < fd) {
                closeRange(from, fd - 1L);
            }
            from = fd + 1L;
        }
        closeRange(from, LAST_FD);
    }

    private void closeRange(long first, long last) {
        add(descriptorStep("close_range", SYS_close_range, first, last, 0)).about("fd", first);
    }

    private void closeOpen(SortedSet<Integer> kept) {
        for (int fd : OpenDescriptors.list()) {
            if (!kept.contains(fd)) {
                add(descriptorStep("close", SYS_close, fd)).mayFail();
            }
        }
    }

    private void addTerminalAndMask() {
        if (what.controllingTerminal() >= 0) {
            int fd = what.controllingTerminal();
            add(new SpawnStep(Step.TERMINAL, "ioctl", SYS_ioctl, fd, TIOCSCTTY, 0))
                    .about("fd", fd);
        }
        if (what.foreground() >= 0) {
            addForeground(what.foreground());
        }
        long blocked = 0;
        for (int signal : what.signalsBlocked()) {
            blocked |= 1L << signal - 1;
        }
        long mask = s.alloc(Long.BYTES);
        s.set64(mask, blocked);
        add(new SpawnStep(Step.SIGNALS, "rt_sigprocmask", SYS_rt_sigprocmask, SIG_SETMASK, mask, 0, KERNEL_SIGSET));
    }

    /**
     * Adds steps that make the child's process group the foreground group of a terminal. All signals are blocked at this time, so
     * that the kernel does not stop the child with SIGTTOU.
     */
    private void addForeground(int fd) {
        long group = s.alloc(Long.BYTES);
        add(new SpawnStep(Step.TERMINAL, "getpgrp", SYS_getpgid, 0)).storedAt = group;
        add(new SpawnStep(Step.TERMINAL, "tcsetpgrp", SYS_ioctl, fd, TIOCSPGRP, group))
                .about("fd", fd);
    }

    /**
     * Adds steps that make the kernel send a signal to the child when the calling thread ends. The second step checks that the
     * thread has not ended before the first one, after which the signal would not come. In a new namespace of pids, the thread has
     * no number that the child could use.
     */
    private void addDeathSignal() {
        add(new SpawnStep(Step.DEATH_SIGNAL, "prctl", SYS_prctl, PR_SET_PDEATHSIG, what.deathSignal()))
                .about("signal", what.deathSignal());
        if ((what.cloneFlags() & CLONE_NEWPID) == 0) {
            long tid = kernel.syscall(SYS_gettid, 0, 0, 0, 0);
            add(new SpawnStep(Step.DEATH_SIGNAL, "getpgid", SYS_getpgid, tid)).about("tid", tid);
        }
    }

    /**
     * Adds three steps that make the calling thread the tracer of the child:
     *
     * <ul>
     * <li>prctl makes the kernel kill the child if the tracer dies after this step.
     * <li>tgkill sends no signal, but fails if the tracer has died already. The start of the program then fails too.
     * <li>ptrace makes the child a tracee.
     * </ul>
     *
     * <p>Without the tgkill step, a child whose tracer has died would be traced by the process that adopts the child. The child
     * would then stop forever.
     */
    private void addTracing() {
        long pid = kernel.syscall(SYS_getpid, 0, 0, 0, 0);
        long tid = kernel.syscall(SYS_gettid, 0, 0, 0, 0);
        add(new SpawnStep(Step.TRACE, "prctl", SYS_prctl, PR_SET_PDEATHSIG, SIGKILL));
        add(new SpawnStep(Step.TRACE, "tgkill", SYS_tgkill, pid, tid, 0)).about("tid", tid);
        add(new SpawnStep(Step.TRACE, "ptrace", SYS_ptrace, PTRACE_TRACEME));
    }

    private void addProgram(long argv, long envp) {
        List<ProgramSearch.Candidate> candidates = search.candidates(s, what.program());
        List<SpawnStep> programs = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            ProgramSearch.Candidate candidate = candidates.get(i);
            SpawnStep step = add(new SpawnStep(Step.PROGRAM, "execve", SYS_execve, candidate.address(), argv, envp));
            step.about(candidate.name());
            if (i < candidates.size() - 1) {
                step.mayFail();
            }
            programs.add(step);
        }
        if (what.runsScripts()) {
            for (int i = 0; i < candidates.size(); i++) {
                programs.get(i).ifNoProgram = addShell(candidates.get(i), argv, envp);
            }
        }
    }

    /** Adds a step that runs a script with the shell. The child comes there only if the script is no program itself. */
    private SpawnStep addShell(ProgramSearch.Candidate script, long argv, long envp) {
        int count = what.arguments().size();
        long shell = s.string("program", SHELL);
        long path = script.name().startsWith("-") ? s.string("program", "./" + script.name()) : script.address();
        long arguments = s.alloc((count + 2) * Long.BYTES);
        s.set64(arguments, shell);
        s.set64(arguments + Long.BYTES, path);
        // From the second argument to the NULL pointer at the end.
        for (int i = 1; i <= count; i++) {
            s.set64(arguments + (i + 1L) * Long.BYTES, s.s64(argv + (long) i * Long.BYTES));
        }
        return add(new SpawnStep(Step.PROGRAM, "execve", SYS_execve, shell, arguments, envp))
                .about(SHELL);
    }

    /** Writes the steps to the native address {@code table}, in the form that the machine code in the child process reads. */
    void write(long table) {
        for (int i = 0; i < steps.size(); i++) {
            SpawnStep step = steps.get(i);
            long at = address(table, i);
            s.set64(at + STEP_NUMBER, step.number);
            for (int j = 0; j < step.arguments.length; j++) {
                s.set64(at + STEP_ARGUMENTS + (long) j * Long.BYTES, step.arguments[j]);
            }
            s.set64(at + STEP_STORE, step.storedAt != 0 ? step.storedAt : firstArgument(table, step.receiver));
            s.set64(at + STEP_STORE_TOO, firstArgument(table, step.secondReceiver));
            if (step.continueBehind != null) {
                s.set64(at + STEP_OTHERWISE, address(table, steps.indexOf(step.continueBehind) + 1));
            }
            if (step.ifNoProgram != null) {
                s.set64(at + STEP_NOEXEC, address(table, steps.indexOf(step.ifNoProgram)));
            }
            s.set64(at + STEP_ID, i);
        }
    }

    private long firstArgument(long table, SpawnStep receiver) {
        return receiver == null ? 0 : address(table, steps.indexOf(receiver)) + STEP_ARGUMENTS;
    }

    private static long address(long table, int index) {
        return table + (long) index * STEP_SIZE;
    }
}
