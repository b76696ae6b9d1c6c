package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Open.O_WRONLY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** Children that wait for a word on their standard input and exit with 7; none outlives the test. */
public final class Children implements AutoCloseable {
    private final Processes processes;
    private final Fd read;
    private final Fd write;
    private final List<Integer> running = new ArrayList<>();

    public Children() throws IOException {
        this(Posix.get().processes());
    }

    public Children(Processes processes) throws IOException {
        this.processes = processes;
        int[] pipe = Posix.get().io().pipe();
        read = Fd.own(pipe[0]);
        write = Fd.own(pipe[1]);
    }

    /** What is to be started. */
    public Spawn waiting() {
        return waiting("read word; exit 7");
    }

    /** A script that gets its word from {@link #release}. */
    public Spawn waiting(String script) {
        return shell(script).dup2(read.num(), 0);
    }

    public int start(Spawn spawn) throws IOException {
        int pid = processes.spawn(spawn);
        running.add(pid);
        return pid;
    }

    /** Lets all go on that are not stopped. */
    public void release() throws IOException {
        write.close();
    }

    /** Somebody has waited for this one. */
    public void waited(int pid) {
        running.remove((Integer) pid);
    }

    @Override
    public void close() throws IOException {
        read.close();
        write.close();
        for (int pid : running) {
            await(pid);
        }
    }

    public static Spawn shell(String script) {
        return Spawn.of("/bin/sh", "-c", script);
    }

    public static WaitStatus await(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        assertEquals(pid, Posix.get().processes().wait4(pid, status, 0, null));
        return status;
    }

    public static WaitStatus statusOf(Spawn spawn) throws IOException {
        return statusOf(Posix.get().processes(), spawn);
    }

    public static WaitStatus statusOf(Processes processes, Spawn spawn) throws IOException {
        return await(processes.spawn(spawn));
    }

    /** Returns the output of a program that exits with 0. The {@code spawn} cannot be used again: it names a closed descriptor. */
    public static String outputOf(Spawn spawn, Path dir) throws IOException {
        return new String(bytesOf(Posix.get().processes(), spawn, dir), StandardCharsets.UTF_8);
    }

    /** Returns the output of a program that exits with 0. The {@code spawn} cannot be used again: it names a closed descriptor. */
    public static byte[] bytesOf(Processes processes, Spawn spawn, Path dir) throws IOException {
        Path out = Files.createTempFile(dir, "out", null);
        try (Fd fd = Fd.own(Posix.get().files().open(out.toString(), O_WRONLY))) {
            WaitStatus status = statusOf(processes, spawn.dup2(fd.num(), 1));
            assertEquals("exited 0", status.toString(), spawn.toString());
        }
        return Files.readAllBytes(out);
    }

    public static int exitOf(Spawn spawn) throws IOException {
        return statusOf(spawn).exitStatus();
    }
}
