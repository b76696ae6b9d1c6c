package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where a library's symbols are in this process: where the file says, counted from where the file is mapped. */
public final class Exported {
    private Exported() {}

    /** Addresses by symbol, versions left off; of several versions the one that is the default. */
    public static Map<String, Long> by(Path library) {
        long base = base(library);
        Map<String, Long> addresses = new HashMap<>();
        Programs.output("nm", "-D", "--defined-only", library.toString())
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 3 && !words[2].matches(".*[^@]@[^@].*"))
                .forEach(words ->
                        addresses.put(words[2].replaceFirst("@@.*", ""), base + Long.parseUnsignedLong(words[0], 16)));
        return addresses;
    }

    private static long base(Path library) {
        try {
            String file = library.toRealPath().toString();
            return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .map(line -> line.split(" +", 6))
                    .filter(words -> words.length == 6 && words[5].equals(file) && words[2].matches("0+"))
                    .mapToLong(words -> Long.parseUnsignedLong(words[0].substring(0, words[0].indexOf('-')), 16))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(file + " is not loaded"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
