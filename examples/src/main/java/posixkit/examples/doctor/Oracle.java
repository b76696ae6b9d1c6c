package posixkit.examples.doctor;

import static posixkit.examples.doctor.Checkup.same;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import posixkit.Target;

/** Runs programs of the operating system, for example {@code stat} and {@code id}. Their output is compared with results of calls. */
final class Oracle {
    /** True if the programs of this machine are those of macOS. */
    static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");

    /** True if a library on Linux stands in for the C library of macOS. */
    static final boolean IS_STAND_IN = Target.IS_DARWIN && !IS_MAC;

    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    private Oracle() {}

    /**
     * Runs a program and returns its output without the white space at both ends. Returns an empty result if this machine does not
     * have the program.
     *
     * @throws IOException if the program fails
     */
    static Optional<String> ask(String program, String... arguments) throws IOException, InterruptedException {
        Optional<Path> path = DIRECTORIES.stream()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String[] command = new String[arguments.length + 1];
        command[0] = path.get().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " exits with " + status + ": " + output);
            }
            return Optional.of(output);
        } finally {
            process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
        }
    }

    /** Fails the check unless {@code call} is what the program prints. Passes if this machine does not have the program. */
    static void agrees(String what, Object call, String program, String... arguments) throws Exception {
        Optional<String> output = ask(program, arguments);
        if (output.isPresent()) {
            same(what + ", by " + program, String.valueOf(call), output.get());
        }
    }

    /**
     * Same as {@link #agrees}, for the program {@code stat}, whose options differ between the systems.
     *
     * @param linux the format for {@code stat -c} of Linux
     * @param mac the format for {@code stat -f} of macOS
     */
    static void statAgrees(Object call, Path path, String linux, String mac) throws Exception {
        String option = IS_MAC ? "-f" : "-c";
        agrees("stat", call, "stat", option, IS_MAC ? mac : linux, path.toString());
    }
}
