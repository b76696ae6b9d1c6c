package posixkit.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A C compiler for one target, as a command line. The compiler only compiles and assembles. Nothing is linked, and no compiled
 * code is run. So the compiler may be on a machine whose processor or operating system is not that of the target.
 */
record Toolchain(String target, List<String> command) {
    static final String HOST = host();

    /**
     * A C source that compiles only if the compiler has the headers of the target. The tables of facts describe glibc, so the
     * source contains an {@code #error} for any other C library of Linux, for example musl.
     */
    private static final String HEADERS = """
            #include <sys/socket.h>
            #include <netinet/in.h>
            #if defined __linux__ && !defined __GLIBC__
            #error "not glibc"
            #endif
            """;

    /**
     * Returns the first compiler for {@code target} that works. {@code sdk} is the directory of a macOS SDK, or null. If no
     * compiler works, throws {@link AbiException}. The message of the exception names the compilers that were tried, or says that
     * the option {@code --sdk} is needed.
     */
    static Toolchain of(String target, String sdk) throws IOException {
        List<Toolchain> candidates = candidates(target, sdk);
        for (Toolchain candidate : candidates) {
            if (candidate.works()) {
                return candidate;
            }
        }
        List<String> tried = candidates.stream().map(Toolchain::toString).toList();
        throw new AbiException("no C compiler with headers for " + target
                + (tried.isEmpty() ? ": off a Mac, say --sdk DIR" : "; tried " + String.join(", ", tried)));
    }

    /** Returns every compiler of this machine that has the headers of {@code target}. */
    static List<Toolchain> all(String target) throws IOException {
        List<Toolchain> working = new ArrayList<>();
        for (Toolchain candidate : candidates(target, null)) {
            if (candidate.works()) {
                working.add(candidate);
            }
        }
        return working;
    }

    private static List<Toolchain> candidates(String target, String sdk) {
        String arch = Abi.processor(target);
        String apple = arch.equals("aarch64") ? "arm64" : arch;
        List<String> commands = new ArrayList<>();
        if (target.startsWith("darwin")) {
            if (sdk != null) {
                commands.add("clang -target " + apple + "-apple-macos11 -isysroot " + sdk);
            } else if (HOST.startsWith("darwin")) {
                commands.add("cc -arch " + apple);
            }
        } else if (target.equals(HOST)) {
            commands.addAll(List.of("cc", "gcc", "clang"));
        } else {
            commands.addAll(List.of(arch + "-linux-gnu-gcc", "clang --target=" + arch + "-linux-gnu"));
        }
        return commands.stream()
                .map(c -> new Toolchain(target, List.of(c.split(" "))))
                .toList();
    }

    private boolean works() throws IOException {
        Path dir = Files.createTempDirectory("posixkit-cc");
        try {
            Path c = Files.writeString(dir.resolve("works.c"), HEADERS);
            return compile(c, dir.resolve("works.o"), "-c").isEmpty();
        } finally {
            delete(dir);
        }
    }

    /** Assembles {@code source}, which may include files from its own directory and from {@code dir}. */
    ObjectFile assemble(Path source, Path dir) {
        Path object = dir.resolve("code.o");
        String said = run(List.of("-I" + dir, "-c", "-o", object.toString(), source.toString()));
        if (!said.isEmpty()) {
            throw new AbiException(this + ":\n" + said);
        }
        try {
            return new ObjectFile(Files.readAllBytes(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles {@code source} into {@code object} with the option {@code mode}, which is {@code -c} or {@code -S}. Returns the
     * error messages of the compiler, or an empty string if it succeeded.
     */
    String compile(Path source, Path object, String mode) {
        return run(List.of("-std=gnu11", "-w", mode, "-o", object.toString(), source.toString()));
    }

    private String run(List<String> arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(arguments);
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? "" : said.isBlank() ? line + " failed" : said;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            throw new AbiException(line + " was interrupted");
        }
    }

    static void delete(Path dir) throws IOException {
        try (var files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dir);
    }

    private static String host() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return (os.startsWith("mac") ? "darwin" : os) + "-"
                + (arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch);
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
