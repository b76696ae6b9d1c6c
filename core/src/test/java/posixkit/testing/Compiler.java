package posixkit.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C compiler of the machine, {@code cc}. */
public final class Compiler {
    private Compiler() {}

    public static boolean isPresent() {
        return Gate.tool("cc").isPresent();
    }

    /**
     * Makes a shared library that needs no other: what it does not define itself, a look-up in it does not find.
     *
     * @param arguments sources, objects and options
     */
    public static Path library(Path library, List<String> arguments) throws IOException {
        Files.createDirectories(library.getParent());
        // Every library of macOS needs libSystem.
        boolean isMac = System.getProperty("os.name").startsWith("Mac");
        run(arguments, "-shared", isMac ? "-Wl,-undefined,dynamic_lookup" : "-nostdlib", "-o", library.toString());
        return library;
    }

    /** Compiles one source to an object for {@link #library(Path, List)}. */
    public static void object(Path source, List<String> options, Path object) {
        run(options, "-c", source.toString(), "-o", object.toString());
    }

    /** Compiles one source as {@link #object} does, but writes nothing. */
    public static void check(Path source, List<String> options) {
        run(options, "-fsyntax-only", source.toString());
    }

    private static void run(List<String> arguments, String... what) {
        List<String> command = new ArrayList<>(List.of("cc", "-fPIC", "-std=gnu11", "-fno-stack-protector"));
        command.addAll(List.of(what));
        command.addAll(arguments);
        Programs.output(command.toArray(String[]::new));
    }

    /** A program of one text. */
    public static Path program(Path program, String source) throws IOException {
        Path file = Files.writeString(program.resolveSibling(program.getFileName() + ".c"), source);
        Programs.output("cc", "-std=gnu11", "-Wall", "-Werror", "-o", program.toString(), file.toString());
        return program;
    }

    /** {@link #library(Path, List)} of one text. */
    public static Path library(Path directory, String name, String source) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".c"), source);
        return library(directory.resolve("lib" + name + ".so"), List.of("-Wall", "-Werror", file.toString()));
    }

    /** Makes a program of one text. */
    public static Path program(Path directory, String name, String source) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".c"), source);
        Path program = directory.resolve(name);
        Programs.output("cc", "-std=gnu11", "-Wall", "-Werror", "-o", program.toString(), file.toString());
        return program;
    }
}
