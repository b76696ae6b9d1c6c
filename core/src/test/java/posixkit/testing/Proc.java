package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code /proc} says of processes and threads: the kernel's own word, and no system call of ours. Only {@link #state} and
 * {@link #group} work without {@code /proc}: there they run ps.
 */
public final class Proc {
    private Proc() {}

    /** A field of a {@code status} file, its blanks made single spaces. */
    public static String field(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().replaceAll("\\s+", " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + status));
    }

    /** A field of this very thread. {@code /proc/self} would be about another one. */
    public static String ofThisThread(String name) throws IOException {
        return field(Path.of("/proc/thread-self/status"), name);
    }

    /** A field of {@code /proc/PID/stat}, counted as proc(5) does; from the third, the state, on. */
    public static String stat(long pid, int number) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return List.of(line.substring(line.lastIndexOf(')') + 2).split("\\s")).get(number - 3);
    }

    /** Returns the state of a process: {@code Z} is a zombie, and {@code T} is stopped. */
    public static String state(long pid) throws IOException {
        return Gate.hasProc() ? stat(pid, 3) : ps("stat", pid).substring(0, 1);
    }

    /** Returns the process group of a process. */
    public static String group(long pid) throws IOException {
        return Gate.hasProc() ? stat(pid, 5) : ps("pgid", pid);
    }

    private static String ps(String column, long pid) {
        return Programs.output("ps", "-o", column + "=", "-p", Long.toString(pid))
                .strip();
    }

    /** The file behind an address of this process; empty if there is none. */
    public static String fileMappedAt(long address) {
        String[] mapping = mappingAt(address);
        return mapping.length < 6 ? "" : mapping[5];
    }

    /** What may be done at an address of this process, {@code r-xp}; empty if nothing is mapped there. */
    public static String protectionAt(long address) {
        String[] mapping = mappingAt(address);
        return mapping.length == 0 ? "" : mapping[1];
    }

    private static String[] mappingAt(long address) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                String[] words = line.split(" +", 6);
                String[] range = words[0].split("-");
                boolean here = Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
                if (here) {
                    return words;
                }
            }
            return new String[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a child has ended and only its parent's wait is missing. */
    public static void awaitZombie(long pid) throws IOException {
        long patience = System.nanoTime() + 30_000_000_000L;
        while (!state(pid).equals("Z")) {
            if (System.nanoTime() > patience) {
                throw new AssertionError("process " + pid + " does not end");
            }
            Thread.yield();
        }
    }
}
