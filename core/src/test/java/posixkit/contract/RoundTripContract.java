package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import posixkit.Fd;
import posixkit.Names;
import posixkit.file.Dir;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsTool;

/**
 * Random names of bytes, from creation to removal: each call gets the string that another call returned. {@code find} prints the
 * bytes of the names, and is the oracle.
 */
public abstract class RoundTripContract extends WithFiles {
    /** The profile {@code at-length} sets a million. */
    private static final int NAMES = Integer.getInteger("posixkit.names", 20_000);

    /** On a disk, where creating a file takes a hundred times as long as in memory. */
    private static final int NAMES_ON_DISK = NAMES / 20;

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final int BATCH = 2_500;
    private static final long SEED = 383;

    private final Random random = new Random(SEED);

    /** Returns the names in a directory, without {@code .} and {@code ..}. */
    protected List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (Dir entries = files.opendir(directory.toString())) {
            while (entries.next()) {
                if (!Set.of(".", "..").contains(entries.name())) {
                    names.add(entries.name());
                }
            }
        }
        return names;
    }

    @Test
    @NeedsGnu
    @NeedsTool("find")
    void everyNameOfBytesComesBack() throws IOException, InterruptedException {
        moveThrough(dir, NAMES_ON_DISK);
    }

    @Test
    @NeedsGnu
    @NeedsTool("find")
    void everyNameOfBytesComesBackInMemory(@TempDir(factory = InMemory.class) Path memory)
            throws IOException, InterruptedException {
        moveThrough(memory, NAMES);
    }

    /** Makes a directory on a tmpfs, or where other temporary files are if there is none. */
    private static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "names")
                    : Files.createTempDirectory("names");
        }
    }

    private void moveThrough(Path parent, int total) throws IOException, InterruptedException {
        Path first = Files.createDirectory(parent.resolve("first"));
        Path second = Files.createDirectory(parent.resolve("second"));
        long start = System.nanoTime();
        int count = 0;
        try (Fd from = open(first, O_RDONLY);
                Fd to = open(second, O_RDONLY)) {
            while (count < total) {
                Set<String> batch = names(Math.min(BATCH, total - count));
                count += batch.size();
                createAndRemoveFiles(batch, first, from.num());
                moveLinks(batch, first, from.num(), second, to.num());
            }
        }
        System.out.printf("names: %,d in %,d ms in %s%n", count, (System.nanoTime() - start) / 1_000_000, parent);
        assertEquals(total, count);
    }

    /** Alternately by path and by descriptor. */
    private void createAndRemoveFiles(Set<String> batch, Path directory, int fd)
            throws IOException, InterruptedException {
        int flags = O_WRONLY | O_CREAT | O_EXCL;
        boolean byPath = false;
        for (String latin1 : batch) {
            String name = Names.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
            byPath = !byPath;
            close(byPath ? files.open(directory + "/" + name, flags, 0600) : files.openat(fd, name, flags, 0600));
        }
        assertEquals(batch, found(directory));
        List<String> names = list(directory);
        assertEquals(batch.size(), names.size());
        for (String name : names) {
            byPath = !byPath;
            assertTrue(
                    byPath
                            ? files.stat(directory + "/" + name).isRegularFile()
                            : files.fstatat(fd, name, 0).isRegularFile());
            if (byPath) {
                files.unlink(directory + "/" + name);
            } else {
                files.unlinkat(fd, name, 0);
            }
        }
        assertEquals(Set.of(), found(directory));
    }

    /** Each link has its own name for its target. */
    private void moveLinks(Set<String> batch, Path first, int from, Path second, int to)
            throws IOException, InterruptedException {
        boolean byPath = false;
        for (String latin1 : batch) {
            String name = Names.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
            byPath = !byPath;
            if (byPath) {
                files.symlink(name, first + "/" + name);
            } else {
                files.symlinkat(name, from, name);
            }
        }
        assertEquals(batch, found(first));
        List<String> names = list(first);
        assertEquals(batch.size(), names.size());
        for (String name : names) {
            byPath = !byPath;
            String target = byPath ? files.readlink(first + "/" + name) : files.readlinkat(from, name);
            assertEquals(name, target);
            if (byPath) {
                files.rename(first + "/" + target, second + "/" + target);
            } else {
                files.renameat(from, target, to, target);
            }
        }
        assertEquals(Set.of(), found(first));
        assertEquals(batch, found(second));
        for (String name : list(second)) {
            files.unlinkat(AT_FDCWD, second + "/" + name, 0);
        }
        assertEquals(Set.of(), found(second));
    }

    /** Returns different names, each byte as a character of Latin-1. */
    private Set<String> names(int count) {
        Set<String> names = new HashSet<>();
        while (names.size() < count) {
            byte[] name = new byte[1 + random.nextInt(NAME_MAX)];
            for (int i = 0; i < name.length; i++) {
                do {
                    name[i] = (byte) random.nextInt(256);
                } while (name[i] == 0 || name[i] == '/');
            }
            String latin1 = new String(name, StandardCharsets.ISO_8859_1);
            if (!latin1.equals(".") && !latin1.equals("..")) {
                names.add(latin1);
            }
        }
        return names;
    }

    /** Returns the names that {@code find} prints, each byte as a character of Latin-1. */
    private static Set<String> found(Path directory) throws IOException, InterruptedException {
        Process find = new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-printf", "%P\\0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        find.getOutputStream().close();
        String output = new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, find.waitFor());
        find.getInputStream().close();
        return output.isEmpty() ? Set.of() : new HashSet<>(List.of(output.split("\0")));
    }
}
