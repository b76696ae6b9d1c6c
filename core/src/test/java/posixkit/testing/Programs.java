package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs as oracles: what coreutils and the like say, against what we say. */
public final class Programs {
    private Programs() {}

    /** What became of a program. */
    public record Outcome(int exit, String output, String errors) {}

    /** Runs a program to its end and returns its standard output, without the last newline; fails if it does. */
    public static String output(String... command) {
        Outcome outcome = run(command);
        if (outcome.exit != 0) {
            throw new AssertionError(List.of(command) + " exited " + outcome.exit + ": " + outcome.errors);
        }
        return outcome.output.stripTrailing();
    }

    /** Runs a program to its end, a minute at most. */
    public static Outcome run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            // Closed here, not whenever the JDK notices the end: the next test counts descriptors.
            try (Drain errors = new Drain(process.getErrorStream());
                    java.io.InputStream stdout = process.getInputStream()) {
                String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(List.of(command) + " did not end");
                }
                return new Outcome(process.exitValue(), output, errors.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads a stream beside another, so that neither fills up. */
    private static final class Drain implements AutoCloseable {
        private final StringBuilder text = new StringBuilder();
        private final Thread thread;

        Drain(java.io.InputStream stream) {
            thread = new Thread(() -> {
                try (stream) {
                    text.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    text.append(e);
                }
            });
            thread.start();
        }

        String text() throws InterruptedException {
            thread.join();
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
