package posixkit.benchmarks;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Stat;

/**
 * Makes twenty different calls, each for the first time in this JVM. Prints how many microseconds they took together, and the
 * memory of the process in KiB ({@code VmRSS}). {@link Comparison} runs this program several times on each route.
 */
public final class FirstCalls {
    private FirstCalls() {}

    public static void main(String[] args) throws IOException {
        String path = args[0] + "/file";
        ByteBuffer bytes = ByteBuffer.allocateDirect(16);
        long start = System.nanoTime();
        Posix posix = Posix.get();
        FileTree files = posix.files();
        Io io = posix.io();
        int fd = files.open(path, O_RDWR | O_CREAT, 0600);
        Stat stat = files.newStat();
        files.stat(path);
        files.lstat(path);
        io.fstat(fd, stat);
        io.write(fd, bytes);
        io.lseek(fd, 0, SEEK_SET);
        io.read(fd, bytes.clear());
        io.pread(fd, bytes.clear(), 0L);
        io.ftruncate(fd, 0);
        io.fsync(fd);
        files.mkdir(args[0] + "/directory", 0700);
        files.rmdir(args[0] + "/directory");
        files.rename(path, path + "2");
        files.unlink(path + "2");
        io.close(fd);
        posix.processes().getpid();
        posix.processes().getppid();
        posix.ids().getuid();
        posix.ids().getgid();
        posix.host().uname();
        long microseconds = (System.nanoTime() - start) / 1000;
        System.out.println(microseconds + " " + residentKib());
    }

    private static long residentKib() throws IOException {
        return java.nio.file.Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
