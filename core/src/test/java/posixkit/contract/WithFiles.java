package posixkit.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Stat;
import posixkit.testing.Descriptors;

/** A directory of its own for each test of files, and what such tests do all the time. */
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
        Stat stat = files.newStat();
        files.fstatat(directory.num(), path, stat, flags);
        return stat;
    }

    /** Of a name that need not be text. */
    protected Stat lstat(byte[] path) throws IOException {
        Stat stat = files.newStat();
        files.lstat(path, stat);
        return stat;
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

    /** The path of a name that need not be text. */
    protected static byte[] in(Path directory, byte[] name) {
        byte[] start = bytes(directory + "/");
        byte[] path = Arrays.copyOf(start, start.length + name.length);
        System.arraycopy(name, 0, path, start.length, name.length);
        return path;
    }
}
