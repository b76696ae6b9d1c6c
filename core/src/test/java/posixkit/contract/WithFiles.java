package posixkit.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Stat;
import posixkit.testing.Descriptors;

/** Gives each test of files its own directory, and has what such tests often need. */
@ExtendWith(Descriptors.class)
public abstract class WithFiles {
    protected static final int NOT_OPEN = 1_000_000;

    protected final Posix posix = Posix.get();
    protected final FileTree files = posix.files();

    @TempDir
    protected Path dir;

    protected Fd open(Path path, int flags) throws IOException {
        return Fd.own(files.open(path.toString(), flags));
    }

    protected void close(int fd) throws IOException {
        posix.io().close(fd);
    }

    protected Stat fstatat(Fd directory, String path, int flags) throws IOException {
        return files.fstatat(directory.num(), path, flags);
    }

    protected Path file(String name, String content) throws IOException {
        return java.nio.file.Files.writeString(dir.resolve(name), content);
    }

    protected static Object jdk(Path path, String attribute) throws IOException {
        return java.nio.file.Files.getAttribute(path, "unix:" + attribute);
    }

    protected static long ino(Path path) throws IOException {
        return (Long) jdk(path, "ino");
    }

    protected static int mode(String path) throws IOException {
        return (Integer) jdk(Path.of(path), "mode");
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a path as an exception's subject has it; the path needs no escapes. */
    protected static String quoted(Object path) {
        return '"' + path.toString() + '"';
    }

    /** Returns the subject of a call on two paths. */
    protected static String quoted(Object from, Object to) {
        return quoted(from) + " -> " + quoted(to);
    }
}
