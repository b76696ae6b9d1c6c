package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes generated Java files into a directory tree. A file whose content is already right is not written again, so that
 * incremental builds do nothing. Call the method {@code java} for each file of a package, and then the method
 * {@code removeTheRest}. {@code removeTheRest} deletes the other files of the package, which come from earlier builds. Packages
 * without a call of {@code java} remain unchanged.
 */
final class Output {
    private final Path root;
    private final Set<Path> written = new HashSet<>();

    Output(Path root) {
        this.root = root;
    }

    void java(String packageName, String className, String text) throws IOException {
        Path file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
        write(file, text);
        written.add(file);
    }

    void removeTheRest() throws IOException {
        for (Path dir : Set.copyOf(written.stream().map(Path::getParent).toList())) {
            try (var files = Files.list(dir)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!written.contains(file)) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
