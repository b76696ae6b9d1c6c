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
 * Describes a program to start and how to start it, for {@link Processes#spawn(Spawn)}. A description can be used any number of times.
 * It is not thread-safe while it is being set up.
 *
 * <pre>{@code
 * Spawn.of("grep", "-c", "posix").dup2(pipeRead, 0).dup2(log, 1)
 * }</pre>
 *
 * <p>A child takes its steps in this order: session or process group, umask, niceness, limits, credentials, directory, descriptors,
 * terminal, signals, {@link #traceMe}; then it becomes the program. The first step that fails fails the spawn, and the exception
 * names it: see {@link Processes#spawn(Spawn, SpawnFailure)}.
 *
 * <p>All systems set arguments, environment, descriptors and process group. The other settings work on Linux only, except
 * {@link #startSuspended}, which works on macOS only; elsewhere the spawn throws {@link UnsupportedOperationException}.
 *
 * <p>Descriptor numbers are those of the child. The child gets descriptors 0, 1 and 2 of this process, what the steps here give it,
 * and no others, even if they are not close-on-exec in this process: the JDK opens many that are not.
 *
 * <p>All strings are names: bytes that are not UTF-8 are passed as {@link posixkit.Names} has them. A string that cannot be passed is
 * refused here, while the description is being set up.
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
    private long cloneFlags;
    private boolean isBeyondPosixSpawn;

    private Spawn(List<String> arguments) {
        this.arguments = arguments;
        program = arguments.get(0);
    }

    /** A change to the child's descriptors. The child makes the changes in the order in which they were added. */
    public sealed interface FileStep {}

    /** See {@link Spawn#dup2}. */
    public record Dup2Step(int from, int to) implements FileStep {}

    /** See {@link Spawn#close}. */
    public record CloseStep(int fd) implements FileStep {}

    /** See {@link Spawn#open}. */
    public record OpenStep(int fd, String path, int flags, int mode) implements FileStep {
        @Override
        public String toString() {
            return "OpenStep[fd=" + fd + ", path=" + Printer.quoted(path) + ", flags=0x" + Integer.toHexString(flags)
                    + ", mode=0" + Integer.toOctalString(mode) + "]";
        }
    }

    /** A limit of the child. Both numbers are unsigned; {@code RLIM_INFINITY} is no limit. */
    public record Limit(int resource, long soft, long hard) {
        @Override
        public String toString() {
            return "Limit[resource=" + resource + ", soft=" + Rlimit.text(soft) + ", hard=" + Rlimit.text(hard) + "]";
        }
    }

    /** The user, the group and the supplementary groups of the child. */
    public record Credentials(int uid, int gid, List<Integer> groups) {
        @Override
        public String toString() {
            return "Credentials[uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                    + ", groups="
                    + groups.stream().map(Integer::toUnsignedString).toList() + "]";
        }
    }

    /**
     * Describes a program and its arguments. The first argument is the program's name.
     *
     * <p>A name without a slash is searched for in this process's {@code PATH}, whatever environment the child gets. Each file of that
     * name is tried until one can be run; if none can, the failure is that of the last.
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

    /** Starts another program than the one that the first argument names. The child sees the first argument as {@code argv[0]}. */
    public Spawn program(String program) {
        this.program = requireName("program", program);
        return this;
    }

    /** Sets the child's whole environment. Without this, the child gets this process's, byte for byte. */
    public Spawn environment(Map<String, String> variables) {
        Objects.requireNonNull(variables, "variables");
        List<String> entries = new ArrayList<>();
        variables.forEach((name, value) -> {
            requireName("variables: a name", name);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("variables: not a variable's name: \"" + printable(name) + '"');
            }
            entries.add(name + "=" + requireName("variables[" + printable(name) + "]", value));
        });
        environment = Collections.unmodifiableList(entries);
        return this;
    }

    /**
     * Makes descriptor {@code to} of the child the file that is {@code from} in this process, or that an earlier step opened as
     * {@code from}. Equal numbers keep the descriptor open.
     */
    public Spawn dup2(int from, int to) {
        fileSteps.add(new Dup2Step(descriptor("from", from), descriptor("to", to)));
        return this;
    }

    /** Closes descriptor {@code fd} in the child. */
    public Spawn close(int fd) {
        fileSteps.add(new CloseStep(descriptor("fd", fd)));
        return this;
    }

    /** Opens a file in the child, as descriptor {@code fd}. */
    public Spawn open(int fd, String path, int flags, int mode) {
        fileSteps.add(new OpenStep(descriptor("fd", fd), requireName("path", path), flags, mode));
        return this;
    }

    /**
     * Puts the child into a process group; 0 makes the child the leader of a new one.
     *
     * @throws IllegalStateException with {@link #session}, whose leader cannot change its group
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
     * Starts the child stopped, before its first instruction: it begins when it receives SIGCONT. On macOS only
     * ({@code POSIX_SPAWN_START_SUSPENDED}).
     */
    public Spawn startSuspended() {
        isStartedSuspended = true;
        return this;
    }

    /** Sets the child's working directory. A relative path of the program or of {@link #open} starts there. */
    public Spawn directory(String directory) {
        this.directory = requireName("directory", directory);
        return beyond();
    }

    /**
     * Makes the child the leader of a new session without a terminal, and so of a new process group.
     *
     * @throws IllegalStateException with {@link #processGroup}: the new session's leader has a new group anyway and cannot change it
     */
    public Spawn session() {
        requireSessionOrGroup(true, processGroup >= 0);
        isSession = true;
        return beyond();
    }

    /** Makes the terminal that is descriptor {@code fd} of the child the controlling terminal of its session. Needs {@link #session}. */
    public Spawn controllingTerminal(int fd) {
        terminal = descriptor("fd", fd);
        return beyond();
    }

    /** Sets the permissions that new files of the child do not get: {@code 022}. */
    public Spawn umask(int mask) {
        if ((mask & ~0777) != 0) {
            throw new IllegalArgumentException("mask: 0" + Integer.toOctalString(mask));
        }
        umask = mask;
        return beyond();
    }

    /** Sets the child's niceness to {@code priority}, which is not added to the present one. See {@link Processes#setpriority}. */
    public Spawn niceness(int priority) {
        niceness = priority;
        return beyond();
    }

    /**
     * Sets how much of a resource, an {@code RLIMIT_…}, the child may use. HotSpot has raised its own limit of descriptors as far as
     * possible, and children inherit that.
     */
    public Spawn limit(int resource, long soft, long hard) {
        limits.add(new Limit(resource, soft, hard));
        return beyond();
    }

    /**
     * Sets the child's real, effective and saved ids, and its supplementary groups; it keeps none of this process's groups. This takes
     * privilege. During the spawn only root can attach to this process, because the child still shares its memory.
     */
    public Spawn credentials(int uid, int gid, int... groups) {
        credentials = new Credentials(uid, gid, Arrays.stream(groups).boxed().toList());
        return beyond();
    }

    /** Sets the signals that are blocked in the child. Without this, none is. */
    public Spawn blockedSignals(int... signals) {
        blockedSignals = signals(signals);
        return beyond();
    }

    /** Sets the signals that have their default effect in the child, even if this process ignores them. */
    public Spawn defaultSignals(int... signals) {
        defaultSignals = signals(signals);
        return beyond();
    }

    /**
     * Starts the child traced by the thread that spawns it ({@code PTRACE_TRACEME}): SIGTRAP stops the child before the first
     * instruction of its program. The thread must be a platform thread and must live on: when it ends, the kernel kills the child
     * ({@code PR_SET_PDEATHSIG}), even if nobody traces it any more. {@code Tracer} takes care of both.
     */
    public Spawn traceMe() {
        isTraced = true;
        return beyond();
    }

    /**
     * Adds flags to the {@code clone} that creates the child: new namespaces, {@code CLONE_NEWNS | CLONE_NEWPID}. {@code CLONE_VM} and
     * {@code CLONE_VFORK} are always set: until it is a program, the child runs in this process's memory while the calling thread
     * sleeps. A new user namespace has no ids mapped yet.
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

    /** Returns the program, which is searched for in {@code PATH} if it has no slash. */
    public String program() {
        return program;
    }

    /** Returns the arguments, the program's name among them. */
    public List<String> arguments() {
        return arguments;
    }

    /** Returns the environment, {@code NAME=value} each, or null for this process's. */
    public List<String> environment() {
        return environment;
    }

    /** Returns the changes to the child's descriptors, in their order. */
    public List<FileStep> fileSteps() {
        return Collections.unmodifiableList(fileSteps);
    }

    /** Returns the group to join, 0 for a new one, −1 for this process's. */
    public int processGroup() {
        return processGroup;
    }

    /** Returns true if the child starts stopped. */
    public boolean isStartedSuspended() {
        return isStartedSuspended;
    }

    /** Returns the directory to start in, or null for this process's. */
    public String directory() {
        return directory;
    }

    /** Returns true if the child leads a new session. */
    public boolean isSession() {
        return isSession;
    }

    /** Returns the descriptor of the controlling terminal, or −1. */
    public int controllingTerminal() {
        return terminal;
    }

    /** Returns the umask, or −1 for this process's. */
    public int umask() {
        return umask;
    }

    /** Returns the niceness, or null for that of the thread that spawns. */
    public Integer niceness() {
        return niceness;
    }

    /** Returns the limits. */
    public List<Limit> limits() {
        return Collections.unmodifiableList(limits);
    }

    /** Returns the ids, or null for this process's. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns the blocked signals. */
    public int[] signalsBlocked() {
        return blockedSignals.clone();
    }

    /** Returns the signals that have their default effect. */
    public int[] signalsDefault() {
        return defaultSignals.clone();
    }

    /** Returns true if the child is traced by the thread that spawns it. */
    public boolean isTraced() {
        return isTraced;
    }

    /** Returns the further flags for {@code clone}. */
    public long cloneFlags() {
        return cloneFlags;
    }

    /** Returns true if {@code posix_spawn} cannot do what this contains. */
    public boolean isBeyondPosixSpawn() {
        return isBeyondPosixSpawn;
    }

    /** Each setting as a name and a value, without those that were left alone. */
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

    /** {@code Spawn["grep", "-c", "posix"]}, followed by what else was set: {@code Spawn["make"]{umask=022}}. */
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
