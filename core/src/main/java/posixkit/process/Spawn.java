package posixkit.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to start and how, for {@link Processes#spawn}. Set it up once, use it as often as you like; it is not
 * thread-safe while being set up.
 *
 * <pre>{@code
 * Spawn.of("grep", "-c", "posix").dup2(pipeRead, 0).dup2(log, 1)
 * }</pre>
 *
 * <p>Descriptors are numbered as the child sees them when its program starts. The child has 0, 1 and 2 of this process,
 * what the steps here give it, and nothing else, whether or not it is close-on-exec here: the JDK opens much that is not.
 */
public final class Spawn {
    private final List<String> arguments;
    private final List<FileStep> fileSteps = new ArrayList<>();
    private String program;
    private List<String> environment;
    private int processGroup = -1;
    private boolean isStartedSuspended;

    private Spawn(List<String> arguments) {
        this.arguments = arguments;
        program = arguments.get(0);
    }

    /** One thing done to the child's descriptors before its program starts, in the order they were asked for. */
    public sealed interface FileStep {}

    public record Dup2(int from, int to) implements FileStep {}

    public record Close(int fd) implements FileStep {}

    public record Open(int fd, String path, int flags, int mode) implements FileStep {}

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

    @Override
    public String toString() {
        return "Spawn" + Arrays.toString(arguments.toArray());
    }

    private static int descriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("no descriptor: " + fd);
        }
        return fd;
    }
}
