package posixkit.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posixkit.Names;

/** Runs programs whose output is no UTF-8: the output is a lossless string, as {@link Captured} has it. */
public final class Raw {
    private Raw() {}

    /** Returns the output of a program that must exit with 0, without the last newline. */
    public static String output(String... command) {
        return output(Map.of(), command);
    }

    /** Same, with some variables of the environment set, or removed if the value is empty. */
    public static String output(Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile("raw", null);
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .redirectInput(Path.of("/dev/null").toFile());
                environment.forEach((name, value) -> {
                    if (value.isEmpty()) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
                Process process = builder.start();
                boolean ended = process.waitFor(1, TimeUnit.MINUTES);
                String text = Names.of(Files.readAllBytes(output)).stripTrailing();
                if (!ended || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new AssertionError(List.of(command) + ": " + text);
                }
                return text;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns {@code first}, the words of {@code options}, and {@code last}. */
    public static String[] command(String first, String options, String... last) {
        List<String> words = new ArrayList<>(List.of(first));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ")));
        }
        words.addAll(Arrays.asList(last));
        return words.toArray(String[]::new);
    }
}
