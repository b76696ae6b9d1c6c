package posixkit.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists the open descriptors of this process. */
final class OpenDescriptors {
    private OpenDescriptors() {}

    /** Returns the descriptors that are open now. Other threads may open or close descriptors at the same time. */
    static List<Integer> list() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.map(entry -> Integer.valueOf(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
