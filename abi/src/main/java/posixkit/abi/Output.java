package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what was generated, but leaves a file alone that already says so: incremental builds stay quiet. */
final class Output {
    private Output() {}

    static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    static void java(Path root, String packageName, String className, String text) throws IOException {
        write(root.resolve(packageName.replace('.', '/')).resolve(className + ".java"), text);
    }
}
