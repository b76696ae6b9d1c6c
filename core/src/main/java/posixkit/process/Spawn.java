package posixkit.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import posixkit.print.Printer;

/**
 * What to start and how, for {@link Processes#spawn}. Set it up once, use it as often as you like; it is not
 * thread-safe while being set up.
 *
 * <pre>{@code
 * Spawn.of("grep", "-c", "posix").dup2(pipeRead, 0).dup2(log, 1)
 * }</pre>
 *
 * <p>Where a program starts, as whom, in what session, within which limits and with what signals can be said on Linux only, where
 * {@link Processes#spawn} has a way of its own beside {@code posix_spawn}; elsewhere it throws
 * {@link UnsupportedOperationException} for these. A child does what is asked of it in this order, and what cannot be done fails
 * the spawn with the call that failed: session or process group, umask, niceness, limits, credentials, directory, descriptors,
 * terminal, signals, {@code traceMe}; then the program is looked for, and starts.
 *
 * <p>Descriptors are numbered as the child sees them when its program starts. The child has 0, 1 and 2 of this process,
 * what the steps here give it, and nothing else, whether or not it is close-on-exec here: the JDK opens much that is not.
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

    /** One thing done to the child's descriptors before its program starts, in the order they were asked for. */
    public sealed interface FileStep {}

    public record Dup2(int from, int to) implements FileStep {}

    public record Close(int fd) implements FileStep {}

    public record Open(int fd, String path, int flags, int mode) implements FileStep {
        @Override
        public String toString() {
            return "Open[fd=" + fd + ", path=" + Printer.quoted(path) + ", flags=0x" + Integer.toHexString(flags)
                    + ", mode=0" + Integer.toOctalString(mode) + "]";
        }
    }

    /** What the child may use of a resource; each is unsigned, {@code RLIM_INFINITY} no limit. */
    public record Limit(int resource, long soft, long hard) {
        @Override
        public String toString() {
            return "Limit[resource=" + resource + ", soft=" + Rlimit.text(soft) + ", hard=" + Rlimit.text(hard) + "]";
        }
    }

    /** Who the child is. */
    public record Credentials(int uid, int gid, List<Integer> groups) {
        @Override
        public String toString() {
            return "Credentials[uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                    + ", groups="
                    + groups.stream().map(Integer::toUnsignedString).toList() + "]";
        }
    }

    /** A program and its arguments; the first of them, as always, is its name. Without a slash
     * it is looked for in this process's PATH, whatever environment the child gets. */
    public static Spawn of(String... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("no program to start");
        }
        return new Spawn(List.of(arguments));
    }

    /** Starts another file than the one the first argument names: {@code argv[0]} is what the program calls itself. */
    public Spawn program(String file) {
        program = Objects.requireNonNull(file);
        return this;
    }

    /** The child's environment, whole. Without this it has this process's, bytes that are not text included. */
    public Spawn environment(Map<String, String> variables) {
        List<String> entries = new ArrayList<>();
        variables.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("not a variable's name: '" + name + "'");
            }
            entries.add(name + "=" + Objects.requireNonNull(value));
        });
        environment = Collections.unmodifiableList(entries);
        return this;
    }

    /** In the child, {@code to} is this process's {@code from}. Equal numbers just keep it open (with glibc, from 2.29 on). */
    public Spawn dup2(int from, int to) {
        fileSteps.add(new Dup2(descriptor(from), descriptor(to)));
        return this;
    }

    /** In the child, {@code fd} is closed. */
    public Spawn close(int fd) {
        fileSteps.add(new Close(descriptor(fd)));
        return this;
    }

    /** In the child, {@code fd} is this file, opened there. */
    public Spawn open(int fd, String path, int flags, int mode) {
        fileSteps.add(new Open(descriptor(fd), Objects.requireNonNull(path), flags, mode));
        return this;
    }

    /** Puts the child into a process group; 0 makes it the leader of one of its own. */
    public Spawn processGroup(int group) {
        if (group < 0) {
            throw new IllegalArgumentException("no process group: " + group);
        }
        processGroup = group;
        return this;
    }

    /**
     * Starts the child stopped, before its first instruction: it begins when somebody sends it SIGCONT. On macOS only
     * ({@code POSIX_SPAWN_START_SUSPENDED}); elsewhere {@link Processes#spawn} throws {@link UnsupportedOperationException}.
     */
    public Spawn startSuspended() {
        isStartedSuspended = true;
        return this;
    }

    /** The child's working directory; a relative path, of the program or of a file to open, is relative to it. */
    public Spawn directory(String path) {
        directory = Objects.requireNonNull(path);
        return beyond();
    }

    /** Makes the child the leader of a session of its own, without a terminal, and of a process group. */
    public Spawn session() {
        isSession = true;
        return beyond();
    }

    /** Makes a terminal, which is this descriptor in the child, the one that controls its session. It wants {@link #session}. */
    public Spawn controllingTerminal(int fd) {
        terminal = descriptor(fd);
        return beyond();
    }

    /** What the child's new files are not allowed: {@code 022}. */
    public Spawn umask(int mask) {
        if ((mask & ~0777) != 0) {
            throw new IllegalArgumentException("not a umask: 0" + Integer.toOctalString(mask));
        }
        umask = mask;
        return beyond();
    }

    /** How nice the child is to others, as {@link Processes#setpriority} has it; not what is added. */
    public Spawn niceness(int priority) {
        niceness = priority;
        return beyond();
    }

    /**
     * What the child may use of a resource, an {@code RLIMIT_…}. HotSpot has raised its own limit of descriptors as far as it
     * goes, and children inherit that.
     */
    public Spawn limit(int resource, long soft, long hard) {
        limits.add(new Limit(resource, soft, hard));
        return beyond();
    }

    /**
     * Who the child is: real, effective and saved ids, and its other groups, none of which are this process's. It takes
     * privilege, and for the time of the spawn nobody can attach to this process but root, for the child is still a part of it.
     */
    public Spawn credentials(int uid, int gid, int... groups) {
        credentials = new Credentials(uid, gid, Arrays.stream(groups).boxed().toList());
        return beyond();
    }

    /** The signals that are blocked in the child; without this, none are. */
    public Spawn blockedSignals(int... signals) {
        blockedSignals = signals(signals);
        return beyond();
    }

    /** The signals that do in the child what they do by default, also if this process ignores them. */
    public Spawn defaultSignals(int... signals) {
        defaultSignals = signals(signals);
        return beyond();
    }

    /**
     * Starts the child traced by the thread that spawns it ({@code PTRACE_TRACEME}): it stops by SIGTRAP before the first
     * instruction of its program. The thread has to be a platform thread, and to live on: the child is killed when it ends
     * ({@code PR_SET_PDEATHSIG}), also when nobody traces it any more. {@code Tracer} takes care of both.
     */
    public Spawn traceMe() {
        isTraced = true;
        return beyond();
    }

    /**
     * Further flags for the {@code clone} that makes the child: namespaces of its own, {@code CLONE_NEWNS | CLONE_NEWPID}.
     * {@code CLONE_VM} and {@code CLONE_VFORK} are always there: until it is a program, a child runs in this process's memory
     * while the thread that called sleeps. In a new user namespace nobody has mapped any ids yet.
     */
    public Spawn cloneFlags(long flags) {
        cloneFlags = flags;
        return beyond();
    }

    private Spawn beyond() {
        isBeyondPosixSpawn = true;
        return this;
    }

    private static int[] signals(int[] signals) {
        for (int signal : signals) {
            if (signal < 1 || signal > MOST_SIGNALS) {
                throw new IllegalArgumentException("no signal: " + signal);
            }
        }
        return signals.clone();
    }

    public String program() {
        return program;
    }

    public List<String> arguments() {
        return arguments;
    }

    /** {@code NAME=value} each, or null for this process's own. */
    public List<String> environment() {
        return environment;
    }

    public List<FileStep> fileSteps() {
        return Collections.unmodifiableList(fileSteps);
    }

    /** The group to join, 0 for one of its own, −1 for this process's. */
    public int processGroup() {
        return processGroup;
    }

    public boolean isStartedSuspended() {
        return isStartedSuspended;
    }

    /** The directory to start in, or null for this process's. */
    public String directory() {
        return directory;
    }

    public boolean isSession() {
        return isSession;
    }

    /** The descriptor of the terminal to take, or −1. */
    public int controllingTerminal() {
        return terminal;
    }

    /** −1 for this process's. */
    public int umask() {
        return umask;
    }

    /** Null for that of the thread that spawns. */
    public Integer niceness() {
        return niceness;
    }

    public List<Limit> limits() {
        return Collections.unmodifiableList(limits);
    }

    /** Null for this process's. */
    public Credentials credentials() {
        return credentials;
    }

    public int[] signalsBlocked() {
        return blockedSignals.clone();
    }

    public int[] signalsDefault() {
        return defaultSignals.clone();
    }

    public boolean isTraced() {
        return isTraced;
    }

    public long cloneFlags() {
        return cloneFlags;
    }

    /** Whether anything is asked for that {@code posix_spawn} cannot do. */
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

    private static int descriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("no descriptor: " + fd);
        }
        return fd;
    }
}
