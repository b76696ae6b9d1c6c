package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another JVM with our class path, for what must not happen to this one: other users, sessions, directories, targets.
 * Its main class, {@link PosixShell} as a rule, answers each line it reads with one line.
 */
public final class ChildJvm implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader answers;
    private final Path errors;
    private boolean ended;

    private ChildJvm(List<String> command, Path directory) throws IOException {
        errors = Files.createTempFile("child", ".err");
        process = new ProcessBuilder(command)
                .directory(directory == null ? null : directory.toFile())
                .redirectError(errors.toFile())
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** In our own directory. */
    public static ChildJvm start(Class<?> main, String... options) throws IOException {
        return new ChildJvm(command(main, options), null);
    }

    public static ChildJvm startIn(Path directory, Class<?> main, String... options) throws IOException {
        return new ChildJvm(command(main, options), directory);
    }

    /** With another class path than ours. */
    public static ChildJvm startWith(String classPath, Class<?> main, String... options) throws IOException {
        List<String> command = command(main, options);
        command.set(command.indexOf("-cp") + 1, classPath);
        return new ChildJvm(command, null);
    }

    /** By way of a program that in the end runs the command it finds behind its own arguments. */
    public static ChildJvm startBy(List<String> launcher, Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(command(main, options));
        return new ChildJvm(command, null);
    }

    /** Says one line and returns the line that comes back. */
    public String ask(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new AssertionError("no answer to '" + line + "': " + Files.readString(errors));
        }
        return answer;
    }

    /** How it ended: its exit code, and what it still said. */
    public record End(int exit, String said) {}

    /** Says one line, its last, and waits for its end, whatever that is. */
    public End last(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return end("a child JVM did not end after '" + line + "'");
    }

    /** Waits for its end, whatever that is, and says nothing. */
    public End end() {
        return end("a child JVM did not end");
    }

    private End end(String complaint) {
        String said = answers.lines().map(each -> each + "\n").collect(Collectors.joining());
        ended = true;
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new End(process.exitValue(), said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(complaint);
    }

    /** Returns what it has written to its standard error so far. */
    public String errors() throws IOException {
        return new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
    }

    /** Ends it there and then; its exit code. */
    public int kill() {
        ended = true;
        try {
            return process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** What the kernel says of a field of {@code /proc/…/status}, over all threads: one value, if they agree. */
    public Set<String> ofAllThreads(String field) throws IOException {
        Set<String> values = ofThreadsNow(field);
        // The JVM counts a thread as ended a moment before it is gone. Such a thread keeps its old values.
        for (int attempt = 0; values.size() > 1 && attempt < 50; attempt++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            values = ofThreadsNow(field);
        }
        return values;
    }

    private Set<String> ofThreadsNow(String field) throws IOException {
        Set<String> values = new TreeSet<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Integer.toString(pid()), "task"))) {
            for (Path thread : threads.toList()) {
                try {
                    values.add(Proc.field(thread.resolve("status"), field));
                } catch (IOException e) {
                    // The file is missing, or cannot be read any more, if the thread has ended.
                    assertTrue(
                            Files.notExists(thread),
                            "a thread that has ended has no status, and " + thread + " is there: " + e);
                }
            }
        }
        return values;
    }

    /** Lets it end, and sees that it ended well. */
    @Override
    public void close() throws IOException {
        try (answers) {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a child JVM did not end");
            }
            if (!ended && process.exitValue() != 0) {
                throw new AssertionError("a child JVM exited " + process.exitValue() + ": " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    /**
     * Returns the program that starts another JVM like this one. Where an emulator runs this JVM, the property {@code posixkit.java}
     * names a script that starts the emulator.
     */
    public static String java() {
        String script = System.getProperty("posixkit.java");
        return script != null
                ? script
                : Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Returns the command that starts another JVM, small and quick to start. What chose our target and our libraries chooses the
     * child's; options come after it.
     */
    public static List<String> command(Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", classPath()));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("posixkit."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(options));
        command.add(main.getName());
        return command;
    }

    /** With absolute paths: the child may start elsewhere. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
