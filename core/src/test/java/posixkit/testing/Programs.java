package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs as oracles: what coreutils and the like say, against what we say. */
public final class Programs {
    private Programs() {}

    /** What became of a program. */
    public record Outcome(int exit, String output, String errors) {}

    /** Returns where on the PATH a program is: {@code true} is in /bin on Linux, and in /usr/bin on macOS. */
    public static String path(String program) {
        return Gate.tool(program)
                .orElseThrow(() -> new AssertionError("no program " + program))
                .toString();
    }

    /** The letters of GNU's stat, and those of macOS's. */
    private static final Map<String, String> STAT = Map.ofEntries(
            Map.entry("%a", "%Lp"),
            Map.entry("%b", "%b"),
            Map.entry("%f", "%Xp"),
            Map.entry("%g", "%g"),
            Map.entry("%h", "%l"),
            Map.entry("%i", "%i"),
            Map.entry("%o", "%k"),
            Map.entry("%s", "%z"),
            Map.entry("%u", "%u"),
            Map.entry("%W", "%B"),
            Map.entry("%Y", "%m"),
            Map.entry("%.9W", "%FB"),
            Map.entry("%.9X", "%Fa"),
            Map.entry("%.9Y", "%Fm"),
            Map.entry("%.9Z", "%Fc"));

    /** Returns what the program stat says of a file, in a format with letters of GNU's stat. */
    public static String stat(String format, String path) {
        return output(statCommand(format, path, System.getProperty("os.name").startsWith("Mac")));
    }

    static String[] statCommand(String format, String path, boolean isMac) {
        if (!isMac) {
            return new String[] {"stat", "-c", format, path};
        }
        String macs = Pattern.compile("%[.\\d]*\\p{Alpha}").matcher(format).replaceAll(letter -> {
            if (!STAT.containsKey(letter.group())) {
                throw new IllegalArgumentException("macOS's stat has no " + letter.group());
            }
            return STAT.get(letter.group());
        });
        return new String[] {"stat", "-f", macs, path};
    }

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
