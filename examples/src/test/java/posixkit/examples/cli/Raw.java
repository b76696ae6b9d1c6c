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
import posixkit.testing.Programs.Outcome;

/** Runs programs whose output is no UTF-8: the output is a lossless string, as {@link Captured} has it. */
public final class Raw {
    private Raw() {}

    /** Returns the output of a program that must exit with 0, without the last newline. */
    public static String output(String... command) {
        return output(Map.of(), command);
    }

    /** Same, with some variables of the environment set, or removed if the value is empty. */
    public static String output(Map<String, String> environment, String... command) {
        Outcome outcome = run(environment, command);
        if (outcome.exit() != 0) {
            throw new AssertionError(List.of(command) + " exited " + outcome.exit() + ": " + outcome.errors());
        }
        return outcome.output().stripTrailing();
    }

    /** Runs a program to its end, a minute at most. */
    public static Outcome run(Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile("raw", ".out");
            Path errors = Files.createTempFile("raw", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .redirectInput(Path.of("/dev/null").toFile());
                environment.forEach((name, value) -> {
                    if (value.isEmpty()) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
                Process process = builder.start();
                if (!process.waitFor(1, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(List.of(command) + " did not end");
                }
                return new Outcome(
                        process.exitValue(),
                        Names.of(Files.readAllBytes(output)),
                        Names.of(Files.readAllBytes(errors)));
            } finally {
                Files.delete(output);
                Files.delete(errors);
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
