package posixkit.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import posixkit.Posix;

/**
 * What the parts of one comparison share.
 *
 * @param arguments what the user wants
 * @param directory for files; it is deleted at the end
 * @param report collects the results
 */
record Session(Arguments arguments, Path directory, Report report) {
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;

    /** Compiles the C loops, the native methods and, if Go is installed, the Go program, which contains the C loops too. */
    void compile() throws IOException, InterruptedException {
        library(library(), "loops.c");
        Path headers = Path.of(System.getProperty("java.home"), "include");
        if (Files.exists(headers.resolve("jni.h"))) {
            library(jniLibrary(library()), "jni.c", "-I" + headers, "-I" + headers.resolve("linux"));
        } else {
            report.note("this Java has no jni.h, so nothing was measured through JNI");
        }
        if (isOnPath("go")) {
            Path go = resource("workloads.go");
            output(List.of("go", "build", "-o", goProgram().toString(), go.toString()));
        } else {
            report.note("Go is not installed, so nothing was measured in Go");
        }
    }

    /** Compiles a C source, which is a resource, into a shared library. */
    private void library(Path library, String source, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-shared", "-fPIC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", library.toString(), resource(source).toString()));
        output(command);
    }

    /** Returns true if a program can be started by its name alone. */
    static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Returns true if the Go program was compiled. */
    boolean hasGo() {
        return Files.exists(goProgram());
    }

    /** Returns a new directory. Its name is short, because a part of some workloads depends on the length of paths. */
    Path newDirectory() throws IOException {
        int number = 0;
        while (Files.exists(directory.resolve(String.valueOf(number)))) {
            number++;
        }
        return Files.createDirectory(directory.resolve(String.valueOf(number)));
    }

    Path goProgram() {
        return directory.resolve("workloads");
    }

    /** Returns the shared library with the C loops. */
    Path library() {
        return directory.resolve("loops.so");
    }

    /** Returns the library with the native methods, which lies beside the C loops. */
    static Path jniLibrary(Path library) {
        return library.resolveSibling("jni.so");
    }

    /** Copies a resource into the directory. */
    Path resource(String name) throws IOException {
        Path copy = directory.resolve(name);
        try (InputStream stream = Objects.requireNonNull(Session.class.getResourceAsStream(name), name)) {
            Files.copy(stream, copy);
        }
        return copy;
    }

    /** Returns the class path of this process. */
    List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** Returns the JVM options for measuring posixkit on {@code route}. */
    List<String> jvmOptions(String route, List<String> more) {
        List<String> options = new ArrayList<>(commonOptions());
        options.add("-D" + Posix.ROUTE_PROPERTY + "=" + route);
        options.addAll(more);
        return options;
    }

    /** Returns the JVM options that all processes get. */
    List<String> commonOptions() {
        List<String> options = new ArrayList<>();
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (arguments.hasBarrier()) {
            options.add("-XX:+UseSystemMemoryBarrier");
        }
        return options;
    }

    /** Runs a Java program and returns the lines that it printed. */
    List<String> java(List<String> options, List<Path> classPath, Class<?> main, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(main.getName());
        command.addAll(List.of(words));
        return output(command);
    }

    /** Runs a program and returns the lines that it printed. */
    static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed with status " + status);
        }
        return lines;
    }
}
