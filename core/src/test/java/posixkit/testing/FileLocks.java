package posixkit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of a {@link ChildJvm} that takes locks the JDK's way: {@code lock}, {@code tryLock} with a first byte, a
 * length and {@code shared} or {@code alone}; {@code unlock} lets go of all. Its argument is the file.
 */
public final class FileLocks {
    private FileLocks() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<FileLock> held = new ArrayList<>();
        Path file = Path.of(in.readLine());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            out.println("open");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(channel, held, line.split(" ")));
            }
        }
    }

    private static String answer(FileChannel channel, List<FileLock> held, String[] words) throws IOException {
        if (words[0].equals("unlock")) {
            for (FileLock lock : held) {
                lock.release();
            }
            held.clear();
            return "free";
        }
        long start = Long.parseLong(words[1]);
        long length = Long.parseLong(words[2]);
        boolean shared = words[3].equals("shared");
        FileLock lock =
                words[0].equals("lock") ? channel.lock(start, length, shared) : channel.tryLock(start, length, shared);
        if (lock == null) {
            return "busy";
        }
        held.add(lock);
        return "locked";
    }
}
