package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import posixkit.Posix;

/**
 * One stretch of this process's memory as the kernel has it in {@code /proc/self/smaps}. As an extension it sees that every
 * test leaves nothing mapped.
 */
public final class Mapped implements AfterEachCallback {
    private final String[] words;
    private final Map<String, Long> sizes = new TreeMap<>();

    /** For JUnit. */
    public Mapped() {
        words = new String[0];
    }

    private Mapped(String line) {
        words = line.split("\\s+", 6);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertEquals(List.of(), Posix.get().memory().mappings(), "still mapped after the test");
    }

    /** What lies at an address, if anything does. */
    public static Optional<Mapped> at(long address) throws IOException {
        Mapped found = null;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                if (found != null) {
                    break;
                }
                Mapped next = new Mapped(line);
                found = next.start() <= address && address < next.end() ? next : null;
            } else if (found != null && line.endsWith(" kB")) {
                String[] words = line.split(":?\\s+");
                found.sizes.put(words[0], Long.parseLong(words[1]) * 1024);
            }
        }
        return Optional.ofNullable(found);
    }

    /** Compares the rights of the memory at an address with {@code expected}, for example {@code rw-s}, where there is a {@code /proc}. */
    public static void assertRights(String expected, long address) throws IOException {
        if (Gate.hasProc()) {
            assertEquals(expected, at(address).orElseThrow().rights());
        }
    }

    public long start() {
        return Long.parseUnsignedLong(words[0].substring(0, words[0].indexOf('-')), 16);
    }

    public long end() {
        return Long.parseUnsignedLong(words[0].substring(words[0].indexOf('-') + 1), 16);
    }

    /** {@code rw-s} and the like. */
    public String rights() {
        return words[1];
    }

    /** Where in its file it begins. */
    public long offset() {
        return Long.parseLong(words[2], 16);
    }

    public String file() {
        return words[5];
    }

    /** Bytes of a kind: {@code Rss}, {@code Locked}, … */
    public long bytes(String kind) {
        return sizes.get(kind);
    }
}
