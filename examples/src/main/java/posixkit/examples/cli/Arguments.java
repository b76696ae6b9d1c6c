package posixkit.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import posixkit.Names;

/** Reads the arguments of this process again, without loss. */
public final class Arguments {
    private static final Path ALL = Path.of("/proc/self/cmdline");
    private static final String LOST = "\uFFFD";

    private Arguments() {}

    /**
     * Returns the arguments of {@code main} with the bytes that they have. The JVM replaces bytes that are no text by U+FFFD; then
     * {@code /proc} says what was there. On macOS such an argument stays as the JVM decoded it.
     */
    public static String[] lossless(String... decoded) {
        if (Arrays.stream(decoded).noneMatch(each -> each.contains(LOST)) || !Files.isReadable(ALL)) {
            return decoded;
        }
        List<String> all;
        try {
            all = split(Files.readAllBytes(ALL));
        } catch (IOException e) {
            return decoded; // /proc is there, and not for us. The names may then name no file, and pk says so.
        }
        return all.subList(all.size() - decoded.length, all.size()).toArray(String[]::new);
    }

    private static List<String> split(byte[] terminatedByNul) {
        List<String> found = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < terminatedByNul.length; i++) {
            if (terminatedByNul[i] == 0) {
                found.add(Names.of(Arrays.copyOfRange(terminatedByNul, from, i)));
                from = i + 1;
            }
        }
        return found;
    }
}
