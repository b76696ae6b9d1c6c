package posixkit.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The main class of a child JVM that logs the classes that it loads. After {@code behaviours} it runs the behaviours that need nothing
 * of jnr-posix's native layer, after {@code libc} it calls that layer. It prints whether the layer is loaded.
 */
public final class NativeLayerProgram {
    private NativeLayerProgram() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("libc")) {
                JnrPosix.wrap().libc().getpid();
            } else {
                runAll();
            }
            out.println(isLoaded());
        }
    }

    private static void runAll() throws IOException {
        for (Behaviour behaviour : Behaviours.all()) {
            boolean needsTheLayer = behaviour.method().equals("libc()") || behaviour.usesBoth();
            if (behaviour.place() == Behaviour.Place.HERE && !needsTheLayer) {
                World.run(behaviour, true);
            }
        }
    }

    /** jnr-ffi implements the interface with a class that has this in its name. */
    private static boolean isLoaded() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("target", "loaded.txt"))) {
            return lines.anyMatch(line -> line.contains("LibC$jnr$ffi$"));
        }
    }
}
