package posixkit.process;

import static posixkit.Names.printable;
import static posixkit.Names.requireName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import posixkit.print.Printer;

/**
 * Describes a program to start, and the settings of the child process that runs it. One description can be passed to
 * {@link Processes#spawn(Spawn)} many times. Do not change a description while another thread changes or uses it. In this
 * example, {@code pipeRead} and {@code log} are descriptors of this process. They become the standard input and the standard
 * output of the child:
 *
 * <pre>{@code
 * Spawn.of("grep", "-c", "posix").dup2(pipeRead, 0).dup2(log, 1)
 * }</pre>
 *
 * <p>The child process applies the settings in this order: {@link #defaultSignals(int...)}, session or process group, umask,
 * niceness, limits, credentials (user and group ids), directory, descriptors, terminal, {@link #foreground},
 * {@link #blockedSignals(int...)}, {@link #deathSignal}, {@link #traceMe}. Then the child executes the program. Applying a setting is called a step. Executing the program is a step
 * too. If a step fails, {@link Processes#spawn(Spawn)} throws an {@link posixkit.ErrnoException}. On Linux, the exception names
 * the C function of the failed step. {@link Processes#spawn(Spawn, SpawnFailure)} explains the failures.
 *
 * <p>Linux and macOS support the settings for arguments, environment, descriptors, process group and {@link #shellForScripts}. {@link #startSuspended}
 * works on macOS only. All other settings work on Linux only. If the operating system does not support a setting,
 * {@link Processes#spawn(Spawn)} throws {@link UnsupportedOperationException}.
 *
 * <p>A descriptor number in a setting is a number in the child. The only exception is the first argument of {@link #dup2}, which
 * is usually a number in this process. The child inherits the descriptors 0, 1 and 2 of this process. The child also gets the
 * descriptors that {@link #dup2} and {@link #open} set. All other descriptors of this process are closed in the child, even those
 * that are not close-on-exec. The JDK opens many descriptors that are not close-on-exec.
 *
 * <p>{@link posixkit.Names} explains how all strings are converted to bytes, and how a string can represent bytes that are not
 * UTF-8. If a string cannot be converted, the method that receives the string throws {@link IllegalArgumentException}.
 */
public final class Spawn {
    private static final int MOST_SIGNALS = 64;

    private final List<String> arguments;
    private final List<FileStep> fileSteps = new ArrayList<>();
    private String program;
    private List<String> environment;
    private int processGroup = -1;
    private boolean isStartedSuspended;
    private String directory;
    private boolean isSession;
    private int terminal = -1;
    private int umask = -1;
    private Integer niceness;
    private final List<Limit> limits = new ArrayList<>();
    private Credentials credentials;
    private int[] blockedSignals = {};
    private int[] defaultSignals = {};
    private boolean isTraced;
    private int foreground = -1;
    private int deathSignal;
    private boolean runsScripts;
    private long cloneFlags;
    private boolean isBeyondPosixSpawn;

    private Spawn(List<String> arguments) {
        this.arguments = arguments;
        program = arguments.get(0);
    }

    /**
     * A step that changes the child's descriptors. The child takes these steps in the order in which they were added to the
     * {@link Spawn}.
     */
    public sealed interface FileStep {}

    /**
     * A step that duplicates a descriptor. {@code from} is the number of the descriptor. {@code to} is the number that the
     * duplicate gets in the child. {@link Spawn#dup2} adds this step, and explains whether {@code from} is a number in this
     * process or in the child.
     */
    public record Dup2Step(int from, int to) implements FileStep {}

    /** A step that closes the descriptor {@code fd} in the child. {@link Spawn#close} adds this step. */
    public record CloseStep(int fd) implements FileStep {}

    /** A step that opens the file {@code path} as descriptor {@code fd} in the child. {@link Spawn#open} adds this step. */
    public record OpenStep(int fd, String path, int flags, int mode) implements FileStep {
        @Override
        public String toString() {
            return "OpenStep[fd=" + fd + ", path=" + Printer.quoted(path) + ", flags=0x" + Integer.toHexString(flags)
                    + ", mode=0" + Integer.toOctalString(mode) + "]";
        }
    }

    /**
     * The soft and the hard limit of the child for one resource. Both limits are unsigned numbers. {@code RLIM_INFINITY} means
     * "no limit".
     */
    public record Limit(int resource, long soft, long hard) {
        @Override
        public String toString() {
            return "Limit[resource=" + resource + ", soft=" + Rlimit.text(soft) + ", hard=" + Rlimit.text(hard) + "]";
        }
    }

    /** The user id, the group id and the supplementary group ids ({@code groups}) of the child. All are unsigned numbers. */
    public record Credentials(int uid, int gid, List<Integer> groups) {
        @Override
        public String toString() {
            return "Credentials[uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                    + ", groups="
                    + groups.stream().map(Integer::toUnsignedString).toList() + "]";
        }
    }

    /**
     * Creates a description of a program and its arguments. The first argument is the name of the program.
     *
     * <p>If the name has no slash, the program is searched for in the {@code PATH} of this process. The environment of the child
     * does not affect the search. The child tries to run the file with this name in the first directory of {@code PATH}, then in
     * the second directory, and so on, until a file can be run. If no file can be run, {@link Processes#spawn(Spawn)} fails with
     * the errno of the last attempt.
     */
    public static Spawn of(String... arguments) {
        Objects.requireNonNull(arguments, "arguments");
        if (arguments.length == 0) {
            throw new IllegalArgumentException("arguments: no program to start");
        }
        String[] copy = arguments.clone();
        for (int i = 0; i < copy.length; i++) {
            requireName("arguments[" + i + "]", copy[i]);
        }
        return new Spawn(List.of(copy));
    }

    /**
     * Sets the program to start. Without this setting, the first argument of {@link #of} names the program. With this setting,
     * the program still receives the first argument of {@link #of} as {@code argv[0]}.
     */
    public Spawn program(String program) {
        this.program = requireName("program", program);
        return this;
    }

    /**
     * Sets the complete environment of the child. Without this setting, the child gets an exact copy of the environment of this
     * process.
     */
    public Spawn environment(Map<String, String> variables) {
        Objects.requireNonNull(variables, "variables");
        List<String> entries = new ArrayList<>();
        variables.forEach((name, value) -> {
            requireName("variables: a name", name);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("variables: not a variable's name: " + Printer.quoted(name));
            }
            entries.add(name + "=" + requireName("variables[" + printable(name) + "]", value));
        });
        environment = Collections.unmodifiableList(entries);
        return this;
    }

    /**
     * Duplicates a descriptor. {@code from} is the number of the descriptor. {@code to} is the number that the duplicate gets in
     * the child. Usually, {@code from} is a number in this process. But if an earlier {@code dup2} or {@link #open} of this
     * {@code Spawn} created a descriptor of this number in the child, {@code from} is the number in the child. If {@code from}
     * and {@code to} are equal, the descriptor stays open when the child executes the program.
     */
    public Spawn dup2(int from, int to) {
        fileSteps.add(new Dup2Step(descriptor("from", from), descriptor("to", to)));
        return this;
    }

    /** Closes the descriptor {@code fd} in the child. */
    public Spawn close(int fd) {
        fileSteps.add(new CloseStep(descriptor("fd", fd)));
        return this;
    }

    /**
     * Opens the file {@code path} in the child, as descriptor {@code fd}. {@code flags} and {@code mode} are those of
     * {@code open(2)}.
     */
    public Spawn open(int fd, String path, int flags, int mode) {
        fileSteps.add(new OpenStep(descriptor("fd", fd), requireName("path", path), flags, mode));
        return this;
    }

    /**
     * Puts the child into the process group {@code group}. If {@code group} is 0, the child becomes the leader of a new process
     * group.
     *
     * @throws IllegalStateException if {@link #session} is set too, because the leader of a session cannot change its process
     *     group
     */
    public Spawn processGroup(int group) {
        if (group < 0) {
            throw new IllegalArgumentException("group: " + group);
        }
        requireSessionOrGroup(isSession, true);
        processGroup = group;
        return this;
    }

    /**
     * Starts the child in a stopped state, before the first instruction of its program. The program begins to run when the child
     * receives SIGCONT. This setting works on macOS only ({@code POSIX_SPAWN_START_SUSPENDED}).
     */
    public Spawn startSuspended() {
        isStartedSuspended = true;
        return this;
    }

    /**
     * Sets the working directory of the child. A relative path of the program, and relative paths of {@link #open}, are resolved
     * against this directory.
     */
    public Spawn directory(String directory) {
        this.directory = requireName("directory", directory);
        return beyond();
    }

    /**
     * Makes the child the leader of a new session, which has no controlling terminal. The child also becomes the leader of a new
     * process group.
     *
     * @throws IllegalStateException if {@link #processGroup} is set too, because the leader of a session cannot change its
     *     process group
     */
    public Spawn session() {
        requireSessionOrGroup(true, processGroup >= 0);
        isSession = true;
        return beyond();
    }

    /**
     * Makes a terminal the controlling terminal of the child's session. {@code fd} is the descriptor of the terminal in the
     * child. Use this setting together with {@link #session}.
     */
    public Spawn controllingTerminal(int fd) {
        terminal = descriptor("fd", fd);
        return beyond();
    }

    /**
     * Makes the child's process group the foreground group of a terminal, so that the child can read from it and receives its
     * signals, for example SIGINT. {@code fd} is the descriptor of the terminal in the child. It must be the controlling terminal
     * of the child's session. Use this setting together with {@link #processGroup} or {@link #session}.
     *
     * <p><b>In a JVM:</b> this process is in the background afterwards: if it reads from the terminal, SIGTTIN stops it. When the
     * child has ended or stopped, {@link posixkit.terminal.Terminals#tcsetpgrp} makes this process the foreground again. Call it
     * on a platform thread that blocks SIGTTOU ({@link Signals#pthreadSigmask}); otherwise SIGTTOU stops this process.
     */
    public Spawn foreground(int fd) {
        foreground = descriptor("fd", fd);
        return beyond();
    }

    /**
     * Makes the kernel send {@code signal} to the child when the thread that starts the child ends ({@code PR_SET_PDEATHSIG}).
     *
     * <p><b>In a JVM:</b> the thread counts, not the process. If the thread that starts the child ends while the JVM goes on, the
     * child gets the signal. So start the child on a thread that lives as long as the child may live, and not on a thread pool
     * that ends idle threads. A virtual thread is refused with {@link IllegalStateException}. If the program of the child runs
     * with the rights of another user or has capabilities (set-user-id), the kernel removes this setting.
     *
     * @throws IllegalStateException if {@link #traceMe} is set too, which already lets the child end with its tracer
     */
    public Spawn deathSignal(int signal) {
        requireTracedOrDeathSignal(isTraced, true);
        if (signal < 1 || signal > MOST_SIGNALS) {
            throw new IllegalArgumentException("signal: " + signal);
        }
        deathSignal = signal;
        return beyond();
    }

    /**
     * Starts a script that does not begin with {@code #!} with {@code /bin/sh}, as a shell does. Without this setting, such a
     * script fails with ENOEXEC on Linux; macOS always does this. The shell receives the path of the script and the arguments except the first one.
     */
    public Spawn shellForScripts() {
        runsScripts = true;
        return this;
    }

    /**
     * Sets the permission bits that are removed from new files of the child. For example, {@code 022} removes write permission
     * for group and others.
     */
    public Spawn umask(int mask) {
        if ((mask & ~0777) != 0) {
            throw new IllegalArgumentException("mask: 0" + Integer.toOctalString(mask));
        }
        umask = mask;
        return beyond();
    }

    /**
     * Sets the niceness of the child to {@code priority}. The value is absolute: it is not added to the current niceness.
     * {@link Processes#setpriority} does the same for other processes.
     */
    public Spawn niceness(int priority) {
        niceness = priority;
        return beyond();
    }

    /**
     * Sets the soft and the hard limit of the child for {@code resource}, an {@code RLIMIT_…} constant. Without this setting, the
     * child inherits the limits of this process. In a JVM, the inherited soft limit of {@code RLIMIT_NOFILE} is high, because
     * HotSpot raises this soft limit to the hard limit when the JVM starts.
     */
    public Spawn limit(int resource, long soft, long hard) {
        limits.add(new Limit(resource, soft, hard));
        return beyond();
    }

    /**
     * Sets the user id and the group id of the child (real, effective and saved), and its supplementary groups. The child keeps
     * none of the groups of this process. This setting requires privilege. The child changes its ids while it still shares the
     * memory of this process. From then until the child executes the program, the kernel protects the shared memory from other
     * processes. During this time, only root can attach a debugger to this process.
     */
    public Spawn credentials(int uid, int gid, int... groups) {
        credentials = new Credentials(uid, gid, Arrays.stream(groups).boxed().toList());
        return beyond();
    }

    /** Sets the signals that are blocked in the child. Without this setting, no signal is blocked. */
    public Spawn blockedSignals(int... signals) {
        blockedSignals = signals(signals);
        return beyond();
    }

    /**
     * Resets {@code signals} to their default action in the child. Only signals that this process ignores need this setting,
     * because the child would otherwise ignore them too. All other signals have their default action in the child anyway.
     */
    public Spawn defaultSignals(int... signals) {
        defaultSignals = signals(signals);
        return beyond();
    }

    /**
     * Makes the thread that starts the child the tracer of the child ({@code PTRACE_TRACEME}). SIGTRAP stops the child before the
     * first instruction of its program. The starting thread must be a platform thread and must not end before the child. When the
     * starting thread ends, the kernel kills the child ({@code PR_SET_PDEATHSIG}), even if the child is no longer traced. The
     * class {@link posixkit.onlinux.Tracer} is easier to use: a {@code Tracer} starts the program on a separate thread, and keeps
     * that thread alive until the tracing ends.
     */
    public Spawn traceMe() {
        requireTracedOrDeathSignal(true, deathSignal != 0);
        isTraced = true;
        return beyond();
    }

    /**
     * Adds flags to the {@code clone} call that creates the child. The flags request new namespaces, for example
     * {@code CLONE_NEWNS | CLONE_NEWPID}. {@code CLONE_VM} and {@code CLONE_VFORK} are always set. With {@code CLONE_VM}, the
     * child runs in the memory of this process until it executes its program. With {@code CLONE_VFORK}, the calling thread sleeps
     * during this time. A new user namespace ({@code CLONE_NEWUSER}) has no id mappings at first: no user or group id inside the
     * namespace corresponds to an id outside the namespace.
     */
    public Spawn cloneFlags(long flags) {
        cloneFlags = flags;
        return beyond();
    }

    private static void requireSessionOrGroup(boolean isSession, boolean isGroup) {
        if (isSession && isGroup) {
            throw new IllegalStateException(
                    "session and processGroup exclude each other: the leader of a session leads a new group and cannot change it");
        }
    }

    private static void requireTracedOrDeathSignal(boolean isTraced, boolean hasDeathSignal) {
        if (isTraced && hasDeathSignal) {
            throw new IllegalStateException(
                    "traceMe and deathSignal exclude each other: a traced child ends with SIGKILL when its tracer ends");
        }
    }

    private Spawn beyond() {
        isBeyondPosixSpawn = true;
        return this;
    }

    private static int[] signals(int[] signals) {
        for (int signal : signals) {
            if (signal < 1 || signal > MOST_SIGNALS) {
                throw new IllegalArgumentException("signals: " + signal);
            }
        }
        return signals.clone();
    }

    private static int descriptor(String argument, int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException(argument + ": " + fd);
        }
        return fd;
    }

    /** Returns the name or path of the program. A name without a slash is searched for in {@code PATH}. */
    public String program() {
        return program;
    }

    /** Returns the arguments. The first argument is the name of the program ({@code argv[0]}). */
    public List<String> arguments() {
        return arguments;
    }

    /**
     * Returns the environment of the child as entries {@code NAME=value}. Returns null if the child gets the environment of this
     * process.
     */
    public List<String> environment() {
        return environment;
    }

    /** Returns the changes to the child's descriptors, in the order in which the child makes them. */
    public List<FileStep> fileSteps() {
        return Collections.unmodifiableList(fileSteps);
    }

    /**
     * Returns the process group that the child joins. 0 means a new process group, and −1 means the process group of this
     * process.
     */
    public int processGroup() {
        return processGroup;
    }

    /** Returns true if the child starts in a stopped state ({@link #startSuspended}). */
    public boolean isStartedSuspended() {
        return isStartedSuspended;
    }

    /** Returns the working directory of the child. Returns null if the child gets the working directory of this process. */
    public String directory() {
        return directory;
    }

    /** Returns true if the child becomes the leader of a new session. */
    public boolean isSession() {
        return isSession;
    }

    /**
     * Returns the descriptor in the child that becomes the controlling terminal. Returns −1 if {@link #controllingTerminal(int)}
     * was not called.
     */
    public int controllingTerminal() {
        return terminal;
    }

    /** Returns the umask of the child, or −1 if the child inherits the umask of this process. */
    public int umask() {
        return umask;
    }

    /** Returns the niceness of the child, or null if the child inherits the niceness of the thread that starts it. */
    public Integer niceness() {
        return niceness;
    }

    /** Returns the resource limits that are set in the child. */
    public List<Limit> limits() {
        return Collections.unmodifiableList(limits);
    }

    /** Returns the user and group ids of the child, or null if the child inherits the ids of this process. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns the signals that are blocked in the child. */
    public int[] signalsBlocked() {
        return blockedSignals.clone();
    }

    /** Returns the signals that are reset to their default action in the child. */
    public int[] signalsDefault() {
        return defaultSignals.clone();
    }

    /** Returns true if the thread that starts the child becomes the tracer of the child ({@link #traceMe}). */
    public boolean isTraced() {
        return isTraced;
    }

    /** Returns the descriptor of {@link #foreground(int)} in the child, or −1 if that method was not called. */
    public int foreground() {
        return foreground;
    }

    /** Returns the signal that the child gets when the thread that starts it ends, or 0. */
    public int deathSignal() {
        return deathSignal;
    }

    /** Returns true if a script without {@code #!} is started with a shell ({@link #shellForScripts}). */
    public boolean runsScripts() {
        return runsScripts;
    }

    /** Returns the flags that {@link #cloneFlags(long)} set, or 0. */
    public long cloneFlags() {
        return cloneFlags;
    }

    /** Returns true if this {@code Spawn} contains a setting that {@code posix_spawn} does not support. */
    public boolean isBeyondPosixSpawn() {
        return isBeyondPosixSpawn;
    }

    /**
     * Returns the names and values of all settings that differ from the default. {@link #equals}, {@link #hashCode} and
     * {@link #toString} use this map.
     */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("arguments", arguments);
        settings.put("program", program.equals(arguments.get(0)) ? null : program);
        settings.put("environment", environment);
        settings.put("fileSteps", fileSteps.isEmpty() ? null : List.copyOf(fileSteps));
        settings.put("processGroup", processGroup < 0 ? null : processGroup);
        settings.put("startSuspended", isStartedSuspended ? true : null);
        settings.put("directory", directory);
        settings.put("session", isSession ? true : null);
        settings.put("controllingTerminal", terminal < 0 ? null : terminal);
        settings.put("umask", umask < 0 ? null : umask);
        settings.put("niceness", niceness);
        settings.put("limits", limits.isEmpty() ? null : List.copyOf(limits));
        settings.put("credentials", credentials);
        settings.put("blockedSignals", numbers(blockedSignals));
        settings.put("defaultSignals", numbers(defaultSignals));
        settings.put("traceMe", isTraced ? true : null);
        settings.put("foreground", foreground < 0 ? null : foreground);
        settings.put("deathSignal", deathSignal == 0 ? null : deathSignal);
        settings.put("shellForScripts", runsScripts ? true : null);
        settings.put("cloneFlags", cloneFlags == 0 ? null : cloneFlags);
        settings.put("beyondPosixSpawn", isBeyondPosixSpawn ? true : null);
        settings.values().removeIf(Objects::isNull);
        return settings;
    }

    private static List<Integer> numbers(int[] numbers) {
        return numbers.length == 0 ? null : Arrays.stream(numbers).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spawn that && settings().equals(that.settings());
    }

    @Override
    public int hashCode() {
        return settings().hashCode();
    }

    /**
     * Returns the arguments and the other settings as text, for example {@code Spawn["grep", "-c", "posix"]} or
     * {@code Spawn["make"]{umask=022}}.
     */
    @Override
    public String toString() {
        Map<String, Object> settings = settings();
        settings.remove("arguments");
        settings.remove("beyondPosixSpawn");
        settings.replaceAll(Spawn::text);
        return "Spawn" + Printer.values(arguments) + (settings.isEmpty() ? "" : settings);
    }

    private static String text(String name, Object value) {
        return switch (name) {
            case "umask" -> "0" + Integer.toOctalString((Integer) value);
            case "cloneFlags" -> "0x" + Long.toHexString((Long) value);
            default -> Printer.value(value);
        };
    }
}
