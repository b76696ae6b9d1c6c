package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** This module's own files, and what a test does where the machine cannot run it. */
final class Room {
    static final Path ROOT =
            Path.of(System.getProperty("posixkit.root", "..")).toAbsolutePath().normalize();
    static final Path ABI = ROOT.resolve("abi");
    static final List<String> LINUX = List.of("linux-x86_64", "linux-aarch64");

    private Room() {}

    /** A copy of what the tables are made of, and of them, that a test may spoil. */
    static Path copy(Path dir) throws IOException {
        for (String part : List.of("spec", "code", "facts")) {
            Files.createDirectories(dir.resolve(part));
            try (var files = Files.list(ABI.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, dir.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        return dir;
    }

    static void replace(Path file, String regex, String by) throws IOException {
        String text = Files.readString(file);
        String changed = text.replaceFirst("(?m)" + regex, by);
        Assertions.assertNotEquals(text, changed, "nothing to replace by " + by);
        Files.writeString(file, changed);
    }

    /**
     * The compilers for a target. Where there is none the test is skipped, and says so; but a continuous build whose own
     * target cannot be judged is broken.
     */
    static List<Toolchain> compilers(String target) throws IOException {
        List<Toolchain> compilers = Toolchain.all(target);
        if (compilers.isEmpty()) {
            String missing = complaint(target);
            if (target.equals(Toolchain.HOST) && "true".equals(System.getenv("CI"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        return compilers;
    }

    private static String complaint(String target) throws IOException {
        try {
            return Toolchain.of(target, null).toString();
        } catch (AbiException e) {
            return e.getMessage();
        }
    }
}
